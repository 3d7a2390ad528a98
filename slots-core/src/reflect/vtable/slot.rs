//! What is known of a slot's type: the vtables of its field and of its value.

use core::ptr::NonNull;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::vtable::field::FieldTable;
use crate::reflect::vtable::option_like::OptionOps;
use crate::reflect::vtable::validator::Check;
use crate::reflect::vtable::value::ValueOps;
use crate::value::mismatch::Mismatch;

/// What a layout knows of a slot's type.
///
/// Invariant 1: all are of one field type: `field` the table of the field, `value` the table of the value that
/// is seen by name, `option` the step from the field to that value where the two differ.
#[derive(Clone, Copy)]
pub(crate) struct SlotOps {
    pub(crate) field: &'static FieldTable,
    pub(crate) value: &'static ValueOps,
    pub(crate) option: Option<&'static OptionOps>,
}

impl SlotOps {
    /// The value that is seen by name, a `value`; `None` where the slot is unbound.
    ///
    /// # Safety
    ///
    /// `field` points to a field of these tables.
    #[inline(always)]
    pub(crate) unsafe fn value_in<'a>(&self, field: Ptr<'a>) -> Option<Ptr<'a>> {
        match self.option {
            None => Some(field),
            // SAFETY: the caller, and invariant 1.
            Some(option) => unsafe { option.get(field) },
        }
    }

    /// The same, to change.
    ///
    /// # Safety
    ///
    /// `field` points to a field of these tables.
    #[inline(always)]
    pub(crate) unsafe fn value_in_mut<'a>(&self, field: PtrMut<'a>) -> Option<PtrMut<'a>> {
        match self.option {
            None => Some(field),
            // SAFETY: the caller, and invariant 1.
            Some(option) => unsafe { option.get_mut(field) },
        }
    }

    /// Asks the check of the value in the field, if there is one.
    ///
    /// # Safety
    ///
    /// `place` holds a field of these tables.
    pub(crate) unsafe fn ask(
        &self,
        place: NonNull<()>,
        check: Option<&Check>,
    ) -> Result<(), Mismatch> {
        let Some(check) = check else { return Ok(()) };
        // SAFETY: the caller, twice.
        let value = unsafe { self.value_in(Ptr::of_place(place)) };
        // SAFETY: it is of the type of `value`.
        value.map_or(Ok(()), |value| unsafe { self.value.ask(value, check) })
    }
}
