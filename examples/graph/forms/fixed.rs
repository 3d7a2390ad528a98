//! Routes that are never changed, and so have no lock. Both have weak references to them.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use slotted::prelude::*;
use slotted::{Obj, ObjLock, WeakObj, WeakObjLock, WeakSlot};

use crate::data::{AirportRow, RouteRow};
use crate::forms::{Facts, Form};

/// Slotted objects: airports with a lock, routes without.
pub(crate) struct SlotsFixed;

#[derive(Slots)]
#[slots(weakref)]
pub(crate) struct Airport {
    facts: Facts,
    outgoing: Vec<Obj<Route>>,
    incoming: Vec<WeakObj<Route>>,
    __weakref__: WeakSlot,
}

#[derive(Slots)]
#[slots(weakref)]
struct Route {
    flights: u32,
    origin: WeakObjLock<Airport>,
    destination: WeakObjLock<Airport>,
    __weakref__: WeakSlot,
}

impl Form for SlotsFixed {
    const NAME: &'static str = "slotted: routes are Obj";

    type Airport = ObjLock<Airport>;

    fn airport(row: &AirportRow) -> ObjLock<Airport> {
        ObjLock::new(Airport {
            facts: Facts::new(row),
            outgoing: Vec::with_capacity(row.outgoing),
            incoming: Vec::with_capacity(row.incoming),
            __weakref__: WeakSlot::new(),
        })
    }

    fn link(origin: &ObjLock<Airport>, destination: &ObjLock<Airport>, row: &RouteRow) {
        let route = Obj::new(Route {
            flights: row.flights,
            origin: ObjLock::downgrade(origin),
            destination: ObjLock::downgrade(destination),
            __weakref__: WeakSlot::new(),
        });
        destination.write().incoming.push(Obj::downgrade(&route));
        origin.write().outgoing.push(route);
    }
}

/// `Rc`: airports in a `RefCell`, routes in none.
pub(crate) struct RcFixed;

#[expect(dead_code, reason = "what they hold is counted, and not read")]
pub(crate) struct RcAirport {
    facts: Facts,
    outgoing: Vec<Rc<RcRoute>>,
    incoming: Vec<Weak<RcRoute>>,
}

#[expect(dead_code, reason = "what they hold is counted, and not read")]
struct RcRoute {
    flights: u32,
    origin: Weak<RefCell<RcAirport>>,
    destination: Weak<RefCell<RcAirport>>,
}

impl Form for RcFixed {
    const NAME: &'static str = "Rc<RefCell<_>>, routes are Rc";

    type Airport = Rc<RefCell<RcAirport>>;

    fn airport(row: &AirportRow) -> Self::Airport {
        Rc::new(RefCell::new(RcAirport {
            facts: Facts::new(row),
            outgoing: Vec::with_capacity(row.outgoing),
            incoming: Vec::with_capacity(row.incoming),
        }))
    }

    fn link(origin: &Self::Airport, destination: &Self::Airport, row: &RouteRow) {
        let route = Rc::new(RcRoute {
            flights: row.flights,
            origin: Rc::downgrade(origin),
            destination: Rc::downgrade(destination),
        });
        destination.borrow_mut().incoming.push(Rc::downgrade(&route));
        origin.borrow_mut().outgoing.push(route);
    }
}
