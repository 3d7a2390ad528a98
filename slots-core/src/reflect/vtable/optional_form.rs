//! Optional fields whose type is known.

use core::any::TypeId;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::vtable::field::SlotVTables;
use crate::reflect::vtable::presence_bit::BitOption;

/// How an optional field of a known type says whether it holds a value.
///
/// Its functions have one contract: the field is of the form, for a value of type `V`; and of a
/// presence bit, that of [`BitOption`].
#[derive(Clone, Copy)]
pub(crate) enum OptionalForm {
    /// The field is an `Option<V>`.
    Itself,
    Bit(BitOption),
}

impl OptionalForm {
    /// # Safety
    ///
    /// That of [`OptionalForm`].
    #[inline(always)]
    pub(crate) unsafe fn get<V: 'static>(self, field: Ptr<'_>) -> Option<&V> {
        match self {
            // SAFETY: the field is an `Option<V>` (contract of this function).
            OptionalForm::Itself => unsafe { field.cast::<Option<V>>() }.as_ref(),
            // SAFETY: the contract is that of this function.
            OptionalForm::Bit(option) => unsafe { option.get(field) }
                // SAFETY: `get` returns a pointer to the value, which is a `V` (contract of this
                // function).
                .map(|value| unsafe { value.cast::<V>() }),
        }
    }

    /// # Safety
    ///
    /// That of [`OptionalForm`].
    #[inline(always)]
    pub(crate) unsafe fn get_mut<V: 'static>(self, field: PtrMut<'_>) -> Option<&mut V> {
        match self {
            // SAFETY: the field is an `Option<V>` (contract of this function).
            OptionalForm::Itself => unsafe { field.cast::<Option<V>>() }.as_mut(),
            // SAFETY: the contract is that of this function.
            OptionalForm::Bit(option) => unsafe { option.get_mut(field) }
                // SAFETY: `get_mut` returns a pointer to the value, which is a `V` (contract of
                // this function).
                .map(|value| unsafe { value.cast::<V>() }),
        }
    }
}

impl SlotVTables {
    /// Returns the form of the field, if it holds a `V` or none: it is an `Option<V>`, or it has a
    /// presence bit.
    pub(crate) fn optional_form<V: 'static>(&self) -> Option<OptionalForm> {
        if self.written_type().id() != TypeId::of::<Option<V>>() {
            return None;
        }
        // Without a bit, the field is of the type as which it is written.
        Some(self.bit().map_or(OptionalForm::Itself, OptionalForm::Bit))
    }
}
