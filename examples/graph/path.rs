//! The search for a shortest path.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write;

use slotted::{ObjLock, WeakObjLock};

use crate::airport::Airport;
use crate::format::{counted, grouped, place};

/// How an airport was reached.
struct Step {
    /// The airport before this one; `None` for the start of the path.
    from: Option<ObjLock<Airport>>,
    /// The number of legs from the start.
    legs: usize,
    /// Flights of the last leg.
    flights: u32,
    /// Flights of all legs.
    total: u64,
}

/// The airports on a path, each with the number of flights on the leg that leads to it.
pub(crate) type Path = Vec<(ObjLock<Airport>, u32)>;

/// Returns the path with the fewest legs; of several such paths, the one with the most flights in
/// all.
///
/// Airports are compared by identity, as weak references are, and not by their codes.
pub(crate) fn shortest(from: &ObjLock<Airport>, to: &ObjLock<Airport>) -> Option<Path> {
    let start = Step { from: None, legs: 0, flights: 0, total: 0 };
    let mut reached: HashMap<WeakObjLock<Airport>, Step> =
        HashMap::from([(ObjLock::downgrade(from), start)]);
    let mut level = vec![from.clone()];
    let goal = ObjLock::downgrade(to);
    for legs in 1.. {
        if level.is_empty() || reached.contains_key(&goal) {
            break;
        }
        let mut next = Vec::new();
        for airport in level {
            let before = reached[&ObjLock::downgrade(&airport)].total;
            for route in &airport.read().outgoing {
                let route = route.read();
                // A removed destination is dead: the route leads nowhere.
                let Some(destination) = route.destination.upgrade() else { continue };
                let flights = route.flights;
                let total = before + u64::from(flights);
                let step = Step { from: Some(airport.clone()), legs, flights, total };
                match reached.entry(route.destination.clone()) {
                    Entry::Vacant(entry) => {
                        entry.insert(step);
                        next.push(destination);
                    }
                    Entry::Occupied(mut entry) => {
                        let other = entry.get();
                        if other.legs == legs && other.total < total {
                            entry.insert(step);
                        }
                    }
                }
            }
        }
        level = next;
    }
    back(&reached, to)
}

/// Collects the path, from its end to its start.
fn back(reached: &HashMap<WeakObjLock<Airport>, Step>, to: &ObjLock<Airport>) -> Option<Path> {
    let mut path = Vec::new();
    let mut at = to.clone();
    loop {
        let step = reached.get(&ObjLock::downgrade(&at))?;
        path.push((at, step.flights));
        match &step.from {
            Some(from) => at = from.clone(),
            None => break,
        }
    }
    path.reverse();
    Some(path)
}

/// Formats the path as text, with a line for each airport.
pub(crate) fn text(path: &Path) -> String {
    let codes: Vec<_> = path.iter().map(|(airport, _)| airport.read().code.clone()).collect();
    let mut text = format!("{}: {}\n", codes.join(" → "), counted(path.len() - 1, "leg"));
    for (index, (airport, flights)) in path.iter().enumerate() {
        let write = match index {
            0 => writeln!(text, "  {}", place(&airport.read())),
            _ => writeln!(
                text,
                "  {}, {} flights",
                place(&airport.read()),
                grouped(u64::from(*flights))
            ),
        };
        write.expect("a `String` takes all that is written");
    }
    text
}
