//! Bytes and allocations per instance, counted in the allocator.
//!
//! What is counted is what was asked for and not given back: the instances themselves, in one
//! `Vec` of their exact number, and all that they own. What the allocator adds for its own ends
//! is not counted.

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};

use crate::flight::{Form, PlainFlight};
use crate::progress::Progress;

/// Rows between two steps of the progress bar.
const STEP: usize = 10_000;

/// What the instances of one form take, all together.
pub(crate) struct Footprint {
    /// What the form is called.
    pub(crate) name: &'static str,
    /// Bytes of one instance itself: its `size_of`.
    pub(crate) inline: usize,
    /// Bytes of all, with what they own.
    pub(crate) bytes: u64,
    /// Allocations that all of them own.
    pub(crate) allocations: u64,
}

/// Holds `rows` rows in the form `T`, the table again and again, and lets them go.
pub(crate) fn count<T: Form>(table: &[PlainFlight], rows: usize, progress: &Progress) -> Footprint {
    progress.say(T::NAME);
    let mut held: Vec<T> = Vec::new();
    let mut counted = measure(|| held.reserve_exact(rows));
    let mut source = table.iter().cycle().take(rows);
    while held.len() < rows {
        let before = held.len();
        // Step by step, so that what the progress bar allocates is not counted.
        counted += measure(|| held.extend(source.by_ref().take(STEP).map(T::of)));
        progress.advance(held.len() - before);
    }
    black_box(&held);
    footprint::<T>(counted)
}

fn footprint<T: Form>(counted: AllocationInfo) -> Footprint {
    let all = |count: i64| u64::try_from(count).expect("more is allocated than freed");
    Footprint {
        name: T::NAME,
        inline: size_of::<T>(),
        bytes: all(counted.bytes_current),
        // Without the `Vec`'s own.
        allocations: all(counted.count_current - 1),
    }
}
