//! What can be done with a field of one type, and with the value in it.

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
/// Invariant 1: `put` takes a destination for the type `ty`. (Only `plain` and `option_like` make one, and
/// take all of it from one type.)
pub(crate) struct FieldVTable {
    pub(crate) ty: TypeVTable,
    put: Put,
}

impl FieldVTable {
    /// A field that is the value itself.
    const fn plain<T: 'static, M: Mode<T>>() -> Self {
        FieldVTable { ty: TypeVTable::of::<T>(), put: put::<T, M> }
    }

    /// A field that may hold no value.
    const fn option_like<O: OptionLike, M: Mode<O::Inner>>() -> Self {
        FieldVTable { ty: TypeVTable::of::<O>(), put: put_option_like::<O, M> }
    }

    /// Writes what the source makes and the validator accepts.
    ///
    /// # Safety
    ///
    /// The destination is for a value of the type `ty`.
    pub(crate) unsafe fn put(
        &self,
        dest: Dest<'_>,
        source: Source<'_>,
        validator: Option<&Validator>,
    ) -> Result<(), ConversionError> {
        // SAFETY: the function takes a destination for the type `ty` (invariant 1).
        unsafe { (self.put)(dest, source, validator) }
    }
}

/// What a layout knows of a slot's type.
///
/// Invariant 1: all are of one field type: `field` the vtable of the field, `value` that of the value that is
/// seen by name, `option` the step from the field to that value, where the two differ.
#[derive(Clone, Copy)]
pub(crate) struct SlotVTables {
    pub(crate) field: &'static FieldVTable,
    pub(crate) value: &'static ValueVTable,
    pub(crate) option: Option<&'static OptionVTable>,
}

impl SlotVTables {
    /// Of a field that is the value itself.
    pub(crate) const fn plain<T: 'static, M: Mode<T>>() -> Self {
        SlotVTables {
            field: const { &FieldVTable::plain::<T, M>() },
            value: value_vtable::<T, M>(),
            option: None,
        }
    }

    /// Of a field that may hold no value.
    pub(crate) const fn option_like<O: OptionLike, M: Mode<O::Inner>>() -> Self {
        SlotVTables {
            field: const { &FieldVTable::option_like::<O, M>() },
            value: value_vtable::<O::Inner, M>(),
            option: Some(const { &OptionVTable::new::<O>() }),
        }
    }

    /// The value that is seen by name, of the type of `value`; `None` where the slot is unbound.
    ///
    /// # Safety
    ///
    /// `field` points to a field of these vtables.
    #[inline(always)]
    pub(crate) unsafe fn value_in<'a>(&self, field: Ptr<'a>) -> Option<Ptr<'a>> {
        match self.option {
            None => Some(field),
            // SAFETY: `option` is of the field's type (invariant 1).
            Some(option) => unsafe { option.get(field) },
        }
    }

    /// The same value, to change.
    ///
    /// # Safety
    ///
    /// `field` points to a field of these vtables.
    #[inline(always)]
    pub(crate) unsafe fn value_in_mut<'a>(&self, field: PtrMut<'a>) -> Option<PtrMut<'a>> {
        match self.option {
            None => Some(field),
            // SAFETY: `option` is of the field's type (invariant 1).
            Some(option) => unsafe { option.get_mut(field) },
        }
    }

    /// Asks the validator, if there is one, about the value in the field, if there is one.
    ///
    /// # Safety
    ///
    /// `field` points to a field of these vtables.
    pub(crate) unsafe fn validate(
        &self,
        field: Ptr<'_>,
        validator: Option<&Validator>,
    ) -> Result<(), ConversionError> {
        let Some(validator) = validator else { return Ok(()) };
        // SAFETY: `field` points to a field of these vtables.
        let value = unsafe { self.value_in(field) };
        // SAFETY: what `value_in` returns is of the type of `value`.
        value.map_or(Ok(()), |value| unsafe { self.value.validate(value, validator) })
    }
}
