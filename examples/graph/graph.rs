//! The graph, which owns the airports, and its registry, which finds them by code.

use slotted::rc::AtomicLock;
use slotted::{ObjLock, WeakValueMap, did_you_mean};

use crate::airport::{Airport, link};
use crate::data::Data;
use crate::fault::{Fault, quoted};

/// The airports, and a registry of them.
pub(crate) struct Graph {
    /// The only long-lived strong references to the airports, in the order of their codes.
    airports: Vec<ObjLock<Airport>>,
    /// Airports by code. No code removes entries: an entry vanishes when its airport dies.
    registry: WeakValueMap<String, Airport, AtomicLock>,
}

impl Graph {
    /// Makes an object for each airport and for each route.
    pub(crate) fn new(data: &Data) -> Self {
        let airports: Vec<_> = data.airports.iter().map(Airport::new).collect();
        for route in &data.routes {
            link(&airports[route.origin], &airports[route.destination], route.flights);
        }
        let mut registry = WeakValueMap::default();
        for airport in &airports {
            registry.insert(airport.read().code.clone(), airport);
        }
        Graph { airports, registry }
    }

    /// Returns all airports, in the order of their codes.
    pub(crate) fn airports(&self) -> &[ObjLock<Airport>] {
        &self.airports
    }

    /// Returns the number of entries in the registry.
    pub(crate) fn registered(&self) -> usize {
        self.registry.len()
    }

    /// Returns the airport with that code.
    pub(crate) fn find(&self, code: &str) -> Result<ObjLock<Airport>, Fault> {
        self.registry.get(&code.to_owned()).ok_or_else(|| {
            let codes: Vec<_> =
                self.airports.iter().map(|airport| airport.read().code.clone()).collect();
            let meant = did_you_mean(code, codes.iter().map(String::as_str));
            let meant = meant.map(|code| format!(". Did you mean '{code}'?"));
            Fault::of(format!("no airport {}{}", quoted(code), meant.unwrap_or_default()))
        })
    }

    /// Drops the graph's reference to the airport with that code. The airport and its routes die
    /// unless other strong references to them exist.
    pub(crate) fn remove(&mut self, code: &str) {
        self.airports.retain(|airport| airport.read().code != code);
    }

    /// Removes the edges that lead nowhere: routes to dead airports, and references to dead routes.
    pub(crate) fn sweep(&self) {
        for airport in &self.airports {
            let mut airport = airport.write();
            airport.outgoing.retain(|route| route.read().destination.is_alive());
            airport.incoming.retain(|route| route.is_alive());
        }
    }

    /// Returns the airports sorted by their number of routes, the largest hub first.
    pub(crate) fn hubs(&self) -> Vec<ObjLock<Airport>> {
        let mut hubs = self.airports.clone();
        hubs.sort_by_cached_key(|airport| {
            let traffic = airport.read().traffic();
            std::cmp::Reverse((traffic.routes(), traffic.flights))
        });
        hubs
    }
}
