//! The objects that the scripts work on: airports and routes, with methods.

use slotted::prelude::*;
use slotted::{ObjLock, WeakObjLock, WeakSlot};

/// An airport, which owns the routes that begin there.
#[derive(Slots)]
#[slots(weakref, methods)]
pub(crate) struct Airport {
    /// The code, such as `ATL`.
    #[slots(readonly)]
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) city: String,
    /// For scripts.
    #[slots(range = 0..=100)]
    pub(crate) rank: u32,
    /// Why it is closed, if it is.
    pub(crate) closed: Option<String>,
    pub(crate) routes: Vec<ObjLock<Route>>,
    __weakref__: WeakSlot,
}

/// A route from one airport to another, one way.
#[derive(Slots)]
pub(crate) struct Route {
    /// The number of flights on this route.
    pub(crate) flights: u32,
    /// The airport where the route ends, which may be gone.
    pub(crate) dest: WeakObjLock<Airport>,
}

#[slotted::methods]
impl Airport {
    /// Closes the airport, for a reason.
    fn close(&mut self, why: String) -> Result<(), String> {
        match &self.closed {
            Some(before) => Err(format!("{} is closed already: {before}", self.code)),
            None => {
                self.closed = Some(why);
                Ok(())
            }
        }
    }

    /// Opens the airport again.
    fn open(&mut self) {
        self.closed = None;
    }

    /// Adds to the rank, as one step: no other script sees what is between.
    fn promote(&mut self, #[slots(default = 1)] by: u32) -> u32 {
        self.rank += by;
        self.rank
    }
}

impl Airport {
    pub(crate) fn new(code: String, name: String, city: String) -> ObjLock<Self> {
        ObjLock::new(Airport {
            code,
            name,
            city,
            rank: 0,
            closed: None,
            routes: Vec::new(),
            __weakref__: WeakSlot::new(),
        })
    }
}
