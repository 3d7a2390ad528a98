//! One slot of many structs, to be filled.

use core::fmt;
use core::marker::PhantomData;

use crate::construct::partial_slice::{PartialSlice, Place};
use crate::value::conversion_error::ConversionError;

/// One slot of many structs, to be filled: see [`PartialSlice::column`].
///
/// ```
/// use slotted::ConversionError;
/// use slotted::descriptor::extend_by_columns;
/// use slotted::prelude::*;
///
/// #[derive(Slots, Debug, PartialEq)]
/// struct Reading { #[slots(range = 0..=9)] level: u8 }
///
/// let mut readings = vec![Reading { level: 1 }];
/// let mut add = |levels: &[u8]| {
///     extend_by_columns::<_, (usize, ConversionError)>(&mut readings, levels.len(), |new| {
///         let column = new.column::<u8>("level").expect("it is a slot");
///         column.fill(|row| Ok(levels[row]), |row, why| (row, why))
///     })
/// };
/// add(&[2, 3]).expect("they are in the range");
/// let (row, why) = add(&[4, 50]).unwrap_err();
/// assert_eq!((row, why.to_string()), (1, "50 is not in 0..=9".to_owned()));
/// assert_eq!(readings, [1, 2, 3].map(|level| Reading { level }));
/// ```
///
/// Invariant 1: in each struct of `partial`, the field that `place` describes is a `V`.
pub struct PartialColumn<'p, 'a, V> {
    partial: &'p mut PartialSlice<'a>,
    place: Place<'a>,
    of: PhantomData<fn(V)>,
}

impl<'p, 'a, V> PartialColumn<'p, 'a, V> {
    /// # Safety
    ///
    /// In each struct of `partial`, the field that `place` describes is a `V`.
    pub(in crate::construct::partial_slice) unsafe fn new(
        partial: &'p mut PartialSlice<'a>,
        place: Place<'a>,
    ) -> Self {
        PartialColumn { partial, place, of: PhantomData }
    }
}

impl<V: 'static> PartialColumn<'_, '_, V> {
    /// Gives the slot a value in each row.
    ///
    /// `refused` makes the error for a value that the slot's validator refuses.
    ///
    /// # Errors
    ///
    /// Returns the error of `value`, or what `refused` makes.
    #[inline]
    pub fn fill<E>(
        self,
        mut value: impl FnMut(usize) -> Result<V, E>,
        refused: impl FnOnce(usize, ConversionError) -> E,
    ) -> Result<(), E> {
        /// Notes how many rows are filled, even if `value` panics. The count itself stays in a
        /// register.
        struct Note<'a> {
            to: &'a mut usize,
            rows: usize,
        }
        impl Drop for Note<'_> {
            #[inline(always)]
            fn drop(&mut self) {
                *self.to = self.rows;
            }
        }
        let PartialSlice { memory, stride, len, filled, .. } = &mut *self.partial;
        let (stride, len) = (*stride, *len);
        let first = filled[self.place.field];
        let mut note = Note { rows: first, to: &mut filled[self.place.field] };
        while note.rows < len {
            let value = value(note.rows)?;
            let at = note.rows * stride + self.place.offset;
            // SAFETY: `rows` is less than `len`, so there is a struct, with a field at `offset`
            // (invariant 1 of `PartialSlice`).
            let memory = unsafe { memory.reborrow().field(at) };
            // SAFETY: the field is a `V` (invariant 1).
            unsafe { memory.write::<V>(value) };
            note.rows += 1;
        }
        drop(note);
        if !self.place.info.is_validated() {
            return Ok(());
        }
        self.partial.validate(self.place, first).map_err(|(row, why)| refused(row, why))
    }
}

impl<V> fmt::Debug for PartialColumn<'_, '_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartialColumn")
            .field("slot", &self.place.info.name())
            .finish_non_exhaustive()
    }
}
