//! The vtables of a slot: those of its field and of the value in it.

use alloc::boxed::Box;
use core::any::Any;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::erased::uninit::Uninit;
use crate::reflect::mode::Mode;
use crate::reflect::vtable::option_like::{OptionLike, OptionVTable};
use crate::reflect::vtable::presence_bit::{BitField, BitOption, BitVTable, PresenceBit};
use crate::reflect::vtable::put::{Dest, Put, Source, put, put_option_like};
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::reflect::vtable::validator::Validator;
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
use crate::value::conversion_error::ConversionError;

/// What a field is, and how it is written.
///
/// Invariant 1: all parts of `form` are of the type `ty`. (Only the functions below make a
/// `FieldVTable`, and take all parts from one type.)
pub(crate) struct FieldVTable {
    pub(in crate::reflect) ty: TypeVTable,
    pub(in crate::reflect) form: FieldForm,
}

pub(in crate::reflect) enum FieldForm {
    /// The field is the value itself.
    Value(Put),
    /// The field says itself whether it holds a value.
    OptionLike(Put, OptionVTable),
    /// A bit elsewhere in an instance of a run-time class says whether the field holds a value.
    Bit(BitVTable),
}

impl FieldVTable {
    const fn plain<T: 'static, M: Mode<T>>() -> Self {
        FieldVTable { ty: TypeVTable::of::<T>(), form: FieldForm::Value(put::<T, M>) }
    }

    const fn option_like<O: OptionLike, M: Mode<O::Inner>>() -> Self {
        let form = FieldForm::OptionLike(put_option_like::<O, M>, OptionVTable::new::<O>());
        FieldVTable { ty: TypeVTable::of::<O>(), form }
    }

    /// By itself, such a field can be neither written nor swapped, and dropping it drops nothing.
    const fn with_bit<V: 'static, M: Mode<V>>() -> Self {
        let form = FieldForm::Bit(BitVTable::new::<V, M>());
        FieldVTable { ty: TypeVTable::of::<BitField<V>>(), form }
    }
}

/// How a field that may hold no value leads to its value.
#[derive(Clone, Copy)]
pub(crate) enum OptionalField {
    /// The field says itself whether it holds a value.
    Itself(&'static OptionVTable),
    /// A bit elsewhere in an instance of a run-time class says so.
    Bit(BitOption),
}

/// The functions that take a field have one contract: it is of the type that this is for; or, of a
/// [`BitOption`], what that asks for.
impl OptionalField {
    /// Returns the value, if there is one.
    ///
    /// # Safety
    ///
    /// That of [`OptionalField`].
    #[inline(always)]
    pub(crate) unsafe fn get(self, field: Ptr<'_>) -> Option<Ptr<'_>> {
        match self {
            // SAFETY: the contract is that of this function.
            OptionalField::Itself(option) => unsafe { option.get(field) },
            // SAFETY: the contract is that of this function.
            OptionalField::Bit(option) => unsafe { option.get(field) },
        }
    }

    /// Returns the value mutably, if there is one.
    ///
    /// # Safety
    ///
    /// That of [`OptionalField`].
    #[inline(always)]
    unsafe fn get_mut(self, field: PtrMut<'_>) -> Option<PtrMut<'_>> {
        match self {
            // SAFETY: the contract is that of this function.
            OptionalField::Itself(option) => unsafe { option.get_mut(field) },
            // SAFETY: the contract is that of this function.
            OptionalField::Bit(option) => unsafe { option.get_mut(field) },
        }
    }

    /// Drops the value, if there is one, and leaves the field without one.
    ///
    /// # Safety
    ///
    /// That of [`OptionalField`].
    pub(crate) unsafe fn unbind(self, field: PtrMut<'_>) {
        match self {
            // SAFETY: the contract is that of this function.
            OptionalField::Itself(option) => unsafe { option.unbind(field) },
            // SAFETY: the contract is that of this function.
            OptionalField::Bit(option) => unsafe { option.unbind(field) },
        }
    }

    /// Makes what [`SlotVTables::swap_field`] takes, without a value.
    pub(crate) fn boxed_empty(self) -> Box<dyn Any> {
        match self {
            OptionalField::Itself(option) => option.boxed_empty(),
            OptionalField::Bit(option) => option.boxed_empty(),
        }
    }

    /// Writes a field that holds no value.
    ///
    /// # Safety
    ///
    /// That of [`OptionalField`], of the field that the memory is for.
    pub(crate) unsafe fn write_empty(self, memory: Uninit<'_>) {
        match self {
            // SAFETY: the contract is that of this function.
            OptionalField::Itself(option) => unsafe { option.write_empty(memory) },
            // SAFETY: the contract is that of this function, and no value is to be there.
            OptionalField::Bit(option) => unsafe { option.note(memory, false) },
        }
    }
}

/// The vtables of a slot.
///
/// Invariants:
///
/// 1. Both vtables belong to one field type. `field` is that of the field, `value` that of the
///    value that is accessed by name.
/// 2. There is a `bit` exactly if the form of the field is `Bit`; it belongs to the field.
///
/// The functions that take a field have one contract: it is of that type; and of a slot whose
/// presence is a bit, it meets the contract of [`BitOption`].
// In this order, because a look-up reads the vtable of the value.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct SlotVTables {
    pub(in crate::reflect) value: &'static ValueVTable,
    pub(in crate::reflect) field: &'static FieldVTable,
    bit: Option<PresenceBit>,
}

impl SlotVTables {
    /// The vtable of the value that is accessed by name.
    #[inline(always)]
    pub(crate) const fn value(&self) -> &'static ValueVTable {
        self.value
    }

    /// Makes the vtables of a field that is the value itself.
    pub(crate) const fn plain<T: 'static, M: Mode<T>>() -> Self {
        SlotVTables {
            value: value_vtable::<T, M>(),
            field: const { &FieldVTable::plain::<T, M>() },
            bit: None,
        }
    }

    /// Makes the vtables of a field that may hold no value.
    pub(crate) const fn option_like<O: OptionLike, M: Mode<O::Inner>>() -> Self {
        SlotVTables {
            value: value_vtable::<O::Inner, M>(),
            field: const { &FieldVTable::option_like::<O, M>() },
            bit: None,
        }
    }

    /// Makes the vtables of a field that holds a value if `bit` is set.
    pub(crate) const fn with_bit<V: 'static, M: Mode<V>>(bit: PresenceBit) -> Self {
        SlotVTables {
            value: value_vtable::<V, M>(),
            field: const { &FieldVTable::with_bit::<V, M>() },
            bit: Some(bit),
        }
    }

    /// How the field leads to its value, if it may hold none.
    #[inline(always)]
    pub(crate) const fn option(&self) -> Option<OptionalField> {
        match &self.field.form {
            FieldForm::Value(_) => None,
            FieldForm::OptionLike(_, option) => Some(OptionalField::Itself(option)),
            FieldForm::Bit(_) => match self.bit() {
                Some(option) => Some(OptionalField::Bit(option)),
                None => None,
            },
        }
    }

    /// Whether the field may hold no value.
    #[inline(always)]
    pub(crate) const fn is_option(&self) -> bool {
        !matches!(self.field.form, FieldForm::Value(_))
    }

    /// The bit that says whether the field holds a value, if there is one.
    #[inline(always)]
    pub(crate) const fn bit(&self) -> Option<BitOption> {
        match (&self.field.form, self.bit) {
            (FieldForm::Bit(vtable), Some(bit)) => Some(BitOption::new(vtable, bit)),
            _ => None,
        }
    }

    /// The type of the field as those see it who write it: with a presence bit, an `Option`.
    #[inline(always)]
    pub(crate) const fn written_type(&self) -> &'static TypeVTable {
        match &self.field.form {
            FieldForm::Bit(vtable) => vtable.option(),
            _ => &self.field.ty,
        }
    }

    /// The type of the memory that the field takes: with a presence bit, that of a value or none.
    #[inline(always)]
    pub(crate) const fn memory_type(&self) -> &'static TypeVTable {
        &self.field.ty
    }

    /// Converts the source and writes the result, if the validator accepts it.
    ///
    /// # Safety
    ///
    /// That of [`SlotVTables`], of a field that `dest` leads to.
    #[inline(always)]
    pub(crate) unsafe fn put(
        &self,
        dest: Dest<'_>,
        source: Source<'_>,
        validator: Option<&Validator>,
    ) -> Result<(), ConversionError> {
        match (&self.field.form, self.bit) {
            // SAFETY: `put` takes a destination for the field's type (invariant 1 of
            // `FieldVTable`), which `dest` is (contract of this function).
            (FieldForm::Value(put) | FieldForm::OptionLike(put, _), _) => unsafe {
                put(dest, source, validator)
            },
            // SAFETY: the bit is that of the field (invariant 2), and the rest is the contract of
            // this function.
            (FieldForm::Bit(vtable), Some(bit)) => unsafe {
                BitOption::new(vtable, bit).put(dest, source, validator)
            },
            (FieldForm::Bit(_), None) => unreachable!("such a field has a bit (invariant 2)"),
        }
    }

    /// Swaps the whole field with what was put into a box. Returns `false` if that was made for a
    /// field of another type.
    ///
    /// # Safety
    ///
    /// That of [`SlotVTables`].
    pub(crate) unsafe fn swap_field(&self, field: PtrMut<'_>, prepared: &mut dyn Any) -> bool {
        match self.bit() {
            // SAFETY: `field` is of the type of `ty` (invariant 1, and the contract of this
            // function).
            None => unsafe { self.field.ty.swap(field, prepared) },
            // SAFETY: the contract is that of this function.
            Some(option) => unsafe { option.swap(field, prepared) },
        }
    }

    /// Drops the field.
    ///
    /// # Safety
    ///
    /// That of [`SlotVTables`]. The field is not used afterwards.
    pub(crate) unsafe fn drop_field(&self, field: PtrMut<'_>) {
        match self.bit() {
            // SAFETY: `field` is of the type of `ty` (invariant 1, and the contract of this
            // function), and not used afterwards.
            None => unsafe { self.field.ty.drop(field) },
            // SAFETY: the contract is that of this function.
            Some(option) => unsafe { option.unbind(field) },
        }
    }

    /// Returns the value that is accessed by name, of the type of the vtable `value`; `None` if the
    /// slot is unbound.
    ///
    /// # Safety
    ///
    /// That of [`SlotVTables`].
    #[inline(always)]
    pub(crate) unsafe fn value_in<'a>(&self, field: Ptr<'a>) -> Option<Ptr<'a>> {
        match self.option() {
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
    /// That of [`SlotVTables`].
    #[inline(always)]
    pub(crate) unsafe fn value_in_mut<'a>(&self, field: PtrMut<'a>) -> Option<PtrMut<'a>> {
        match self.option() {
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
    /// That of [`SlotVTables`].
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
