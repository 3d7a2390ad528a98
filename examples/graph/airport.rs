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

use std::sync::{Mutex, MutexGuard, PoisonError};

use slotted::prelude::*;
use slotted::{Obj, WeakObj, WeakSlot};

use crate::data::AirportRow;

/// An airport. Everything that is read by name is a slot; the edges are not slots.
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
    /// Behind a lock, since edges are added when the airports are already shared.
    #[slots(skip)]
    edges: Mutex<Edges>,
    __weakref__: WeakSlot,
}

/// The edges of an airport.
pub(crate) struct Edges {
    /// The routes that begin here. They live as long as the airport.
    pub(crate) outgoing: Vec<Obj<Route>>,
    /// The routes that end here. They belong to the airports where they begin.
    pub(crate) incoming: Vec<WeakObj<Route>>,
}

/// A route from one airport to another, one way.
#[derive(Slots)]
#[slots(weakref)]
pub(crate) struct Route {
    /// The number of flights on this route.
    pub(crate) flights: u32,
    /// The airport that owns this route.
    #[slots(skip)]
    pub(crate) origin: WeakObj<Airport>,
    #[slots(skip)]
    pub(crate) destination: WeakObj<Airport>,
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
    pub(crate) fn new(row: &AirportRow) -> Obj<Self> {
        let edges = Edges {
            outgoing: Vec::with_capacity(row.outgoing),
            incoming: Vec::with_capacity(row.incoming),
        };
        Obj::new(Airport {
            code: row.code.clone(),
            name: row.name.clone(),
            city: row.city.clone(),
            state: row.state.clone(),
            country: row.country.clone(),
            latitude: row.latitude,
            longitude: row.longitude,
            edges: Mutex::new(edges),
            __weakref__: WeakSlot::new(),
        })
    }

    /// Locks the edges of the airport. No thread holds two of these guards at once.
    pub(crate) fn edges(&self) -> MutexGuard<'_, Edges> {
        self.edges.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts the edges whose other end is alive.
    pub(crate) fn traffic(&self) -> Traffic {
        let edges = self.edges();
        let mut traffic = Traffic { outgoing: 0, incoming: 0, flights: 0 };
        for route in edges.outgoing.iter().filter(|route| route.destination.is_alive()) {
            traffic.outgoing += 1;
            traffic.flights += u64::from(route.flights);
        }
        for route in edges.incoming.iter().filter_map(WeakObj::upgrade) {
            traffic.incoming += 1;
            traffic.flights += u64::from(route.flights);
        }
        traffic
    }
}

/// Makes a route from `origin`, which owns it, to `destination`.
pub(crate) fn link(origin: &Obj<Airport>, destination: &Obj<Airport>, flights: u32) {
    let route = Obj::new(Route {
        flights,
        origin: Obj::downgrade(origin),
        destination: Obj::downgrade(destination),
        __weakref__: WeakSlot::new(),
    });
    destination.edges().incoming.push(Obj::downgrade(&route));
    origin.edges().outgoing.push(route);
}
