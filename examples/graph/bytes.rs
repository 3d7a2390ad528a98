//! The bytes and allocations of a form, counted in the allocator, and the times to make and drop
//! it.
//!
//! The count covers all bytes that were requested and not freed. It leaves out what the allocator
//! adds for its own purposes.

use std::hint::black_box;
use std::time::{Duration, Instant};

use allocation_counter::measure;

use crate::data::{AirportRow, Data, RouteRow};
use crate::forms::{Form, WeakForm};
use crate::progress::Progress;

/// The memory of single objects in one form.
pub(crate) struct Objects {
    pub(crate) name: &'static str,
    /// Bytes of an airport alone: its object, without texts and edges.
    pub(crate) airport: i64,
    /// Bytes of a weak reference.
    pub(crate) weak: usize,
    /// Additional bytes that the first weak reference to an object allocates.
    pub(crate) first_weak: i64,
    /// Bytes that a dead airport still takes while there is a weak reference to it.
    pub(crate) dead: i64,
    /// Bytes of a route, without its entries in the lists of its two ends.
    pub(crate) route: i64,
}

/// The memory and time that the whole graph takes in one form.
pub(crate) struct Whole {
    pub(crate) name: &'static str,
    /// Bytes of all airports, with everything that they own.
    pub(crate) bytes: i64,
    /// Allocations of all airports, with everything that they own.
    pub(crate) allocations: i64,
    /// The time to make all.
    pub(crate) made: Duration,
    /// The time to drop all.
    pub(crate) dropped: Duration,
}

/// Makes `copies` copies of the graph in one form, measures them, and drops them.
pub(crate) fn whole<F: Form>(data: &Data, copies: usize, progress: &Progress) -> Whole {
    progress.say(F::NAME);
    let mut held: Vec<F::Airport> = Vec::new();
    let mut counted = measure(|| held.reserve_exact(copies * data.airports.len()));
    let mut made = Duration::ZERO;
    for _ in 0..copies {
        // Measured copy by copy, so that the allocations of the progress bar are not counted.
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

    Whole {
        name: F::NAME,
        bytes: counted.bytes_current,
        // Without the allocation of the `Vec` itself.
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
        F::link(&own[route.origin], &own[route.destination], route);
    }
}

/// Measures single objects.
pub(crate) fn objects<F: WeakForm>() -> Objects {
    let [airport, first_weak, dead] = lone::<F>();
    Objects {
        name: F::NAME,
        airport,
        weak: size_of::<F::Weak>(),
        first_weak,
        dead,
        route: route::<F>(),
    }
}

/// Measures one airport: its bytes, the bytes of the first weak reference to it, and the bytes that
/// are left after its death.
fn lone<F: WeakForm>() -> [i64; 3] {
    let mut airport = None;
    let mut weak = None;
    let row = AirportRow::default();
    let own = measure(|| airport = Some(F::airport(&row))).bytes_current;
    let first = measure(|| weak = airport.as_ref().map(F::downgrade)).bytes_current;
    let freed = measure(|| airport = None).bytes_current;
    drop(weak);
    [own, first, own + first + freed]
}

/// Measures the bytes of a route. The first route also allocates what the first weak reference to
/// an airport takes, so the second route is the one that is counted.
fn route<F: Form>() -> i64 {
    let row = AirportRow { outgoing: 2, incoming: 2, ..AirportRow::default() };
    let (origin, destination) = (F::airport(&row), F::airport(&row));
    let row = RouteRow { origin: 0, destination: 1, flights: 1 };
    F::link(&origin, &destination, &row);
    measure(|| F::link(&origin, &destination, &row)).bytes_current
}
