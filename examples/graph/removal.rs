//! The effect of removing an airport, counted before and after.

use slotted::{ObjLock, WeakObjLock};

use crate::airport::{Airport, Route};
use crate::fault::Fault;
use crate::format::{Head, grouped, place, table};
use crate::graph::Graph;

/// Weak references to all objects of a graph.
///
/// They tell which objects are alive without keeping any alive. The graph's own lists would not
/// show an object that was removed from them but lives on.
struct Watch {
    airports: Vec<WeakObjLock<Airport>>,
    routes: Vec<WeakObjLock<Route>>,
}

impl Watch {
    fn new(graph: &Graph) -> Self {
        let mut watch = Watch { airports: Vec::new(), routes: Vec::new() };
        for airport in graph.airports() {
            watch.airports.push(ObjLock::downgrade(airport));
            watch.routes.extend(airport.read().outgoing.iter().map(ObjLock::downgrade));
        }
        watch
    }

    fn count(&self, graph: &Graph) -> [usize; 5] {
        let mut dead_destinations = 0;
        let mut dead_incoming = 0;
        for airport in graph.airports() {
            let airport = airport.read();
            let is_dead = |route: &&ObjLock<Route>| !route.read().destination.is_alive();
            dead_destinations += airport.outgoing.iter().filter(is_dead).count();
            dead_incoming += airport.incoming.iter().filter(|route| !route.is_alive()).count();
        }
        [
            self.airports.iter().filter(|airport| airport.is_alive()).count(),
            self.routes.iter().filter(|route| route.is_alive()).count(),
            graph.registered(),
            dead_destinations,
            dead_incoming,
        ]
    }
}

/// The names of the counts.
const COUNTED: [&str; 5] = [
    "airports that live",
    "routes that live",
    "entries of the registry",
    "routes whose destination is dead",
    "references to routes that are dead",
];

/// Removes the airport with that code, then the edges that lead nowhere, and reports the counts
/// before and after each step.
pub(crate) fn report(graph: &mut Graph, code: &str) -> Result<String, Fault> {
    let title = format!("Removing {}", place(&graph.find(code)?.read()));
    let watch = Watch::new(graph);
    let before = watch.count(graph);
    graph.remove(code);
    let removed = watch.count(graph);
    graph.sweep();
    let swept = watch.count(graph);

    let rows: Vec<_> = (0..COUNTED.len())
        .map(|row| {
            let [before, removed, swept] =
                [before, removed, swept].map(|counts| grouped(counts[row] as u64));
            [COUNTED[row].to_owned(), before, removed, swept]
        })
        .collect();
    let heads =
        [Head::Left("count"), Head::Right("before"), Head::Right("removed"), Head::Right("swept")];
    Ok(format!("{title}\n{}", table(heads, &rows)))
}
