//! The place of a slot whose type is known: to be filled without a table.

use core::any::TypeId;
use core::ptr::NonNull;

use super::{Unfinished, bit_of};
use crate::layout::SlotInfo;

impl Unfinished {
    /// The own slot in that row and its bit, where it is one of the first, empty, and its field the value itself, of which
    /// nothing is asked.
    #[inline(always)]
    pub(super) fn vacant(&self, row: usize) -> Option<(&'static SlotInfo, u64)> {
        let (info, bit) = (self.layout.slots().get(row)?, bit_of(row)?);
        (self.own & bit == 0 && info.is_plain()).then_some((info, bit))
    }

    /// The place of such a slot that takes any `T` as it is.
    #[inline(always)]
    pub(crate) fn vacancy<T: 'static>(&mut self, row: usize) -> Option<Vacancy<'_, T>> {
        let (info, bit) = self.vacant(row)?;
        let is_one = info.type_id() == TypeId::of::<T>();
        is_one.then(|| Vacancy { place: self.place(info.offset()).cast(), bit, of: self })
    }
}

/// The place of one own slot of an [`Unfinished`].
///
/// Invariant 1: `place` is memory for that slot's field, a `T`, and empty; `bit` is the slot's, of that `Unfinished`.
pub(crate) struct Vacancy<'a, T> {
    place: NonNull<T>,
    bit: u64,
    of: &'a mut Unfinished,
}

impl<T> Vacancy<'_, T> {
    /// Fills it.
    #[inline(always)]
    pub(crate) fn fill(self, value: T) {
        // SAFETY: invariant 1.
        unsafe { self.place.write(value) };
        self.of.note_own(self.bit);
    }
}
