//! The vtables of a slot: those of its field and of the value in it.

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::mode::Mode;
use crate::reflect::vtable::option_like::{OptionLike, OptionVTable};
use crate::reflect::vtable::put::{Dest, Put, Source, put, put_option_like};
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::reflect::vtable::validator::Validator;
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
use crate::value::conversion_error::ConversionError;

/// How a field is written.
///
/// Invariant 1: `put` takes a destination for the type `ty`. (Only `plain` and `option_like` make a
/// `FieldVTable`, and take both parts from one type.)
pub(crate) struct FieldVTable {
    pub(crate) ty: TypeVTable,
    put: Put,
}

impl FieldVTable {
    /// Makes the vtable of a field that is the value itself.
    const fn plain<T: 'static, M: Mode<T>>() -> Self {
        FieldVTable { ty: TypeVTable::of::<T>(), put: put::<T, M> }
    }

    /// Makes the vtable of a field that may hold no value.
    const fn option_like<O: OptionLike, M: Mode<O::Inner>>() -> Self {
        FieldVTable { ty: TypeVTable::of::<O>(), put: put_option_like::<O, M> }
    }

    /// Converts the source and writes the result, if the validator accepts it.
    ///
    /// # Safety
    ///
    /// `dest` is a destination for the type `ty`.
    pub(crate) unsafe fn put(
        &self,
        dest: Dest<'_>,
        source: Source<'_>,
        validator: Option<&Validator>,
    ) -> Result<(), ConversionError> {
        // SAFETY: the function takes a destination for the type `ty` (invariant 1), and `dest` is
        // one (contract of this function).
        unsafe { (self.put)(dest, source, validator) }
    }
}

/// The vtables of a slot.
///
/// Invariant 1: all three belong to one field type. `field` is the vtable of the field, `value`
/// that of the value that is accessed by name. `option` leads from the field to that value; it is
/// `None` if the field is the value.
// In this order, because a look-up reads the vtable of the value.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct SlotVTables {
    pub(crate) value: &'static ValueVTable,
    pub(crate) option: Option<&'static OptionVTable>,
    pub(crate) field: &'static FieldVTable,
}

impl SlotVTables {
    /// Makes the vtables of a field that is the value itself.
    pub(crate) const fn plain<T: 'static, M: Mode<T>>() -> Self {
        SlotVTables {
            field: const { &FieldVTable::plain::<T, M>() },
            value: value_vtable::<T, M>(),
            option: None,
        }
    }

    /// Makes the vtables of a field that may hold no value.
    pub(crate) const fn option_like<O: OptionLike, M: Mode<O::Inner>>() -> Self {
        SlotVTables {
            field: const { &FieldVTable::option_like::<O, M>() },
            value: value_vtable::<O::Inner, M>(),
            option: Some(const { &OptionVTable::new::<O>() }),
        }
    }

    /// Returns the value that is accessed by name, of the type of the vtable `value`; `None` if the
    /// slot is unbound.
    ///
    /// # Safety
    ///
    /// `field` points to a field of the type of these vtables.
    #[inline(always)]
    pub(crate) unsafe fn value_in<'a>(&self, field: Ptr<'a>) -> Option<Ptr<'a>> {
        match self.option {
            None => Some(field),
            // SAFETY: `option` is of the field type of these vtables (invariant 1), and `field`
            // points to a field of that type (contract of this function).
            Some(option) => unsafe { option.get(field) },
        }
    }

    /// Returns what [`value_in`](SlotVTables::value_in) returns, mutably.
    ///
    /// # Safety
    ///
    /// `field` points to a field of the type of these vtables.
    #[inline(always)]
    pub(crate) unsafe fn value_in_mut<'a>(&self, field: PtrMut<'a>) -> Option<PtrMut<'a>> {
        match self.option {
            None => Some(field),
            // SAFETY: `option` is of the field type of these vtables (invariant 1), and `field`
            // points to a field of that type (contract of this function).
            Some(option) => unsafe { option.get_mut(field) },
        }
    }

    /// Runs the validator on the value in the field. Accepts if there is no validator or no value.
    ///
    /// # Safety
    ///
    /// `field` points to a field of the type of these vtables.
    pub(crate) unsafe fn validate(
        &self,
        field: Ptr<'_>,
        validator: Option<&Validator>,
    ) -> Result<(), ConversionError> {
        let Some(validator) = validator else { return Ok(()) };
        // SAFETY: `field` points to a field of the type of these vtables (contract of this
        // function).
        let value = unsafe { self.value_in(field) };
        // SAFETY: `value_in` returns a pointer to a value of the type of the vtable `value`.
        value.map_or(Ok(()), |value| unsafe { self.value.validate(value, validator) })
    }
}
