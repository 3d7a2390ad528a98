//! Bytes and allocations per instance, counted in the allocator.
//!
//! The count covers all bytes that were requested and not freed: the instances themselves, in one
//! `Vec` of exactly their number, and everything that they own. It leaves out what the allocator
//! adds for its own purposes.

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};

use crate::flight::{Form, PlainFlight};
use crate::progress::Progress;

/// Rows between two steps of the progress bar.
const STEP: usize = 10_000;

/// The memory that all instances of one form take together.
pub(crate) struct Footprint {
    /// The name of the form.
    pub(crate) name: &'static str,
    /// Bytes of one instance itself: its `size_of`.
    pub(crate) inline: usize,
    /// Bytes of all instances, with everything that they own.
    pub(crate) bytes: u64,
    /// Allocations that all instances own.
    pub(crate) allocations: u64,
}

/// Makes `rows` instances of the form `T` by cycling through the table, counts their memory, and
/// drops them.
pub(crate) fn count<T: Form>(table: &[PlainFlight], rows: usize, progress: &Progress) -> Footprint {
    progress.say(T::NAME);
    let mut held: Vec<T> = Vec::new();
    let mut counted = measure(|| held.reserve_exact(rows));
    let mut source = table.iter().cycle().take(rows);
    while held.len() < rows {
        let before = held.len();
        // Measured step by step, so that the allocations of the progress bar are not counted.
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
        // Without the allocation of the `Vec` itself.
        allocations: all(counted.count_current - 1),
    }
}
