//! An airport and a route, as slotted objects.
//!
//! ```text
//!  the graph ══▶ origin ══▶ route ──▶ destination ◀══ the graph
//!                   ▲─────────┘ ▲──────────┘
//!
//!  ══▶ strong, keeps alive     ──▶ weak, does not
//! ```
//!
//! Each object has one owner: the graph has its airports, an airport the routes that begin there.
//! All other edges are weak, so there is no cycle of strong ones, and nothing that could leak. An
//! object that its owner lets go of dies at once, and every edge to it is dead from then on.

use std::sync::{Mutex, MutexGuard, PoisonError};

use slotted::prelude::*;
use slotted::{Obj, WeakObj, WeakSlot};

use crate::data::AirportRow;

/// An airport. What is asked for by name is a slot; its edges are not.
#[derive(Slots)]
#[slots(weakref)]
pub(crate) struct Airport {
    /// As `ATL`.
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) city: String,
    /// Two letters; `NA` outside of the states.
    pub(crate) state: String,
    pub(crate) country: String,
    /// Degrees north.
    pub(crate) latitude: f64,
    /// Degrees east: in the United States, negative.
    pub(crate) longitude: f64,
    /// A lock, since edges are made when their ends are shared already.
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
    /// How many flights there were.
    pub(crate) flights: u32,
    /// The owner.
    #[slots(skip)]
    pub(crate) origin: WeakObj<Airport>,
    #[slots(skip)]
    pub(crate) destination: WeakObj<Airport>,
    __weakref__: WeakSlot,
}

/// What an airport's edges come to.
pub(crate) struct Traffic {
    /// Routes that begin here.
    pub(crate) outgoing: usize,
    /// Routes that end here.
    pub(crate) incoming: usize,
    /// Flights on all of them.
    pub(crate) flights: u64,
}

impl Traffic {
    /// Routes, either way.
    pub(crate) fn routes(&self) -> usize {
        self.outgoing + self.incoming
    }
}

impl Airport {
    /// An airport without edges, but with room for those that it will have.
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

    /// Its edges, for as long as the guard is held. Nobody holds two at once.
    pub(crate) fn edges(&self) -> MutexGuard<'_, Edges> {
        self.edges.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The living edges, counted.
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

/// Makes a route, which `origin` owns.
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
