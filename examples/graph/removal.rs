//! The effect of removing an airport, counted before and after.

use slotted::{Obj, WeakObj};

use crate::airport::{Airport, Route};
use crate::fault::Fault;
use crate::format::{Head, grouped, place, table};
use crate::graph::Graph;

/// Weak references to all objects of a graph.
///
/// They tell which objects are alive without keeping any alive. The graph's own lists would not
/// show an object that was removed from them but lives on.
struct Watch {
    airports: Vec<WeakObj<Airport>>,
    routes: Vec<WeakObj<Route>>,
}

impl Watch {
    fn new(graph: &Graph) -> Self {
        let mut watch = Watch { airports: Vec::new(), routes: Vec::new() };
        for airport in graph.airports() {
            watch.airports.push(Obj::downgrade(airport));
            watch.routes.extend(airport.edges().outgoing.iter().map(Obj::downgrade));
        }
        watch
    }

    fn count(&self, graph: &Graph) -> [usize; 5] {
        let mut dead_destinations = 0;
        let mut dead_incoming = 0;
        for airport in graph.airports() {
            let edges = airport.edges();
            let destinations = edges.outgoing.iter().map(|route| &route.destination);
            dead_destinations += destinations.filter(|airport| !airport.is_alive()).count();
            dead_incoming += edges.incoming.iter().filter(|route| !route.is_alive()).count();
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
    let title = format!("Removing {}", place(&*graph.find(code)?));
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
