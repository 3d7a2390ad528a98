//! The graph: who owns the airports, and who finds them.

use slotted::{Obj, WeakValueMap, did_you_mean};

use crate::airport::{Airport, link};
use crate::data::Data;
use crate::fault::{Fault, quoted};

/// The airports, and a registry of them.
pub(crate) struct Graph {
    /// The only strong references that are kept, in the order of the codes.
    airports: Vec<Obj<Airport>>,
    /// Airports by code. Nobody takes entries out: an entry goes as its airport dies.
    registry: WeakValueMap<String, Airport>,
}

impl Graph {
    /// Makes an object of each airport and of each route.
    pub(crate) fn new(data: &Data) -> Self {
        let airports: Vec<_> = data.airports.iter().map(Airport::new).collect();
        for route in &data.routes {
            link(&airports[route.origin], &airports[route.destination], route.flights);
        }
        let mut registry = WeakValueMap::new();
        for airport in &airports {
            registry.insert(airport.code.clone(), airport);
        }
        Graph { airports, registry }
    }

    /// All airports, in the order of their codes.
    pub(crate) fn airports(&self) -> &[Obj<Airport>] {
        &self.airports
    }

    /// How many entries the registry has.
    pub(crate) fn registered(&self) -> usize {
        self.registry.len()
    }

    /// The airport of that code.
    pub(crate) fn find(&self, code: &str) -> Result<Obj<Airport>, Fault> {
        self.registry.get(&code.to_owned()).ok_or_else(|| {
            let codes = self.airports.iter().map(|airport| airport.code.as_str());
            let meant = did_you_mean(code, codes).map(|code| format!(". Did you mean '{code}'?"));
            Fault::of(format!("no airport {}{}", quoted(code), meant.unwrap_or_default()))
        })
    }

    /// Lets go of the airport of that code. With it die its routes, if nobody else has a reference.
    pub(crate) fn remove(&mut self, code: &str) {
        self.airports.retain(|airport| airport.code != code);
    }

    /// Takes out the edges that lead nowhere: routes to the dead, and references to dead routes.
    pub(crate) fn sweep(&self) {
        for airport in &self.airports {
            let mut edges = airport.edges();
            edges.outgoing.retain(|route| route.destination.is_alive());
            edges.incoming.retain(|route| route.is_alive());
        }
    }

    /// The airports by their number of routes, the greatest hub first.
    pub(crate) fn hubs(&self) -> Vec<Obj<Airport>> {
        let mut hubs = self.airports.clone();
        hubs.sort_by_cached_key(|airport| {
            let traffic = airport.traffic();
            std::cmp::Reverse((traffic.routes(), traffic.flights))
        });
        hubs
    }
}
