//! An airport and a route, as slotted objects.
//!
//! ```text
//!  the graph ══▶ origin ══▶ route ──▶ destination ◀══ the graph
//!                   ▲─────────┘ ▲──────────┘
//!
//!  ══▶ strong, keeps alive     ──▶ weak, does not
//! ```
//!
//! Each object has one owner: the graph owns its airports, and an airport owns the routes that
//! begin there. All other references are weak, so there is no cycle of strong references, and
//! nothing can leak. An object dies as soon as its owner drops it, and from then on every weak
//! reference to it is dead.
//!
//! All fields are slots, the edges too: so a path by name leads from an airport along its routes,
//! `outgoing[0].destination.name`.

use slotted::prelude::*;
use slotted::{ObjLock, WeakObjLock, WeakSlot};

use crate::data::AirportRow;

/// An airport.
#[derive(Slots)]
#[slots(weakref)]
pub(crate) struct Airport {
    /// The code, such as `ATL`.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) city: String,
    /// Two letters; `NA` outside the states.
    pub(crate) state: String,
    pub(crate) country: String,
    /// Degrees north.
    pub(crate) latitude: f64,
    /// Degrees east; negative in the United States.
    pub(crate) longitude: f64,
    /// The routes that begin here. They live as long as the airport.
    pub(crate) outgoing: Vec<ObjLock<Route>>,
    /// The routes that end here. They belong to the airports where they begin.
    pub(crate) incoming: Vec<WeakObjLock<Route>>,
    __weakref__: WeakSlot,
}

/// A route from one airport to another, one way.
#[derive(Slots)]
#[slots(weakref)]
pub(crate) struct Route {
    /// The number of flights on this route.
    pub(crate) flights: u32,
    /// The airport that owns this route.
    pub(crate) origin: WeakObjLock<Airport>,
    pub(crate) destination: WeakObjLock<Airport>,
    __weakref__: WeakSlot,
}

/// The counts of an airport's edges.
pub(crate) struct Traffic {
    /// Routes that begin here.
    pub(crate) outgoing: usize,
    /// Routes that end here.
    pub(crate) incoming: usize,
    /// Flights on all of them.
    pub(crate) flights: u64,
}

impl Traffic {
    /// Returns the number of routes in both directions.
    pub(crate) fn routes(&self) -> usize {
        self.outgoing + self.incoming
    }
}

impl Airport {
    /// Makes an airport without edges, but with room for those that it will have.
    pub(crate) fn new(row: &AirportRow) -> ObjLock<Self> {
        ObjLock::new(Airport {
            code: row.code.clone(),
            name: row.name.clone(),
            city: row.city.clone(),
            state: row.state.clone(),
            country: row.country.clone(),
            latitude: row.latitude,
            longitude: row.longitude,
            outgoing: Vec::with_capacity(row.outgoing),
            incoming: Vec::with_capacity(row.incoming),
            __weakref__: WeakSlot::new(),
        })
    }

    /// Counts the edges whose other end is alive.
    pub(crate) fn traffic(&self) -> Traffic {
        let mut traffic = Traffic { outgoing: 0, incoming: 0, flights: 0 };
        for route in &self.outgoing {
            let route = route.read();
            if route.destination.is_alive() {
                traffic.outgoing += 1;
                traffic.flights += u64::from(route.flights);
            }
        }
        for route in self.incoming.iter().filter_map(WeakObjLock::upgrade) {
            traffic.incoming += 1;
            traffic.flights += u64::from(route.read().flights);
        }
        traffic
    }
}

/// Makes a route from `origin`, which owns it, to `destination`. They may be one airport: no lock
/// is held while the other is taken.
pub(crate) fn link(origin: &ObjLock<Airport>, destination: &ObjLock<Airport>, flights: u32) {
    let route = ObjLock::new(Route {
        flights,
        origin: ObjLock::downgrade(origin),
        destination: ObjLock::downgrade(destination),
        __weakref__: WeakSlot::new(),
    });
    destination.write().incoming.push(ObjLock::downgrade(&route));
    origin.write().outgoing.push(route);
}
