//! Bytes and allocations of a form, counted in the allocator; and the time to make and to drop it.
//!
//! What is counted is what was asked for and not given back. What the allocator adds for its own
//! ends is not counted.

use std::hint::black_box;
use std::time::{Duration, Instant};

use allocation_counter::measure;

use crate::data::{AirportRow, Data};
use crate::forms::Form;
use crate::progress::Progress;

/// What one form takes.
pub(crate) struct Footprint {
    pub(crate) name: &'static str,
    /// Bytes of an airport alone: its object, no text, no edge.
    pub(crate) airport: i64,
    /// Bytes of a weak reference.
    pub(crate) weak: usize,
    /// What the first weak reference to an object asks for besides.
    pub(crate) first_weak: i64,
    /// What a dead airport still takes, as long as there is a weak reference to it.
    pub(crate) dead: i64,
    /// Bytes of a route, without its places in the lists of its ends.
    pub(crate) route: i64,
    /// Bytes of all airports, with all that they own.
    pub(crate) bytes: i64,
    /// Allocations of all airports.
    pub(crate) allocations: i64,
    /// The time to make all.
    pub(crate) made: Duration,
    /// The time to drop all.
    pub(crate) dropped: Duration,
}

/// Holds so many copies of the graph in one form, and lets them go.
pub(crate) fn count<F: Form>(data: &Data, copies: usize, progress: &Progress) -> Footprint {
    progress.say(F::NAME);
    let mut held: Vec<F::Airport> = Vec::new();
    let mut counted = measure(|| held.reserve_exact(copies * data.airports.len()));
    let mut made = Duration::ZERO;
    for _ in 0..copies {
        // One by one, so that what the progress bar allocates is not counted.
        counted += measure(|| {
            let start = Instant::now();
            copy::<F>(data, &mut held);
            made += start.elapsed();
        });
        progress.advance(data.airports.len());
    }
    black_box(&held);
    let start = Instant::now();
    let left = counted.bytes_current + measure(|| drop(held)).bytes_current;
    let dropped = start.elapsed();
    assert_eq!(left, 0, "a graph without cycles of strong references leaks nothing");

    let [airport, first_weak, dead] = lone::<F>();
    Footprint {
        name: F::NAME,
        airport,
        weak: size_of::<F::Weak>(),
        first_weak,
        dead,
        route: route::<F>(),
        bytes: counted.bytes_current,
        // Without the `Vec`'s own.
        allocations: counted.count_current - 1,
        made,
        dropped,
    }
}

/// Adds one copy of the graph.
fn copy<F: Form>(data: &Data, held: &mut Vec<F::Airport>) {
    let first = held.len();
    held.extend(data.airports.iter().map(F::airport));
    let own = &held[first..];
    for route in &data.routes {
        F::link(&own[route.origin], &own[route.destination], route.flights);
    }
}

/// An airport by itself: its bytes, those of the first weak reference to it, and those that are
/// left after its death.
fn lone<F: Form>() -> [i64; 3] {
    let mut airport = None;
    let mut weak = None;
    let row = AirportRow::default();
    let own = measure(|| airport = Some(F::airport(&row))).bytes_current;
    let first = measure(|| weak = airport.as_ref().map(F::downgrade)).bytes_current;
    let freed = measure(|| airport = None).bytes_current;
    drop(weak);
    [own, first, own + first + freed]
}

/// The bytes of a route. The first one also asks for what the first weak reference to an airport
/// takes, so it is the second that is counted.
fn route<F: Form>() -> i64 {
    let row = AirportRow { outgoing: 2, incoming: 2, ..AirportRow::default() };
    let (origin, destination) = (F::airport(&row), F::airport(&row));
    F::link(&origin, &destination, 1);
    measure(|| F::link(&origin, &destination, 2)).bytes_current
}
