//! A slot as a class declares it.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::erased::uninit::Uninit;
use crate::reflect::layout::info::{ClassSlotParts, SlotInfo};
use crate::reflect::layout::meta::MetaValue;
use crate::reflect::layout::range::SlotRange;
use crate::reflect::mode::{Mode, Plain};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::vtable::default::HeldDefault;
use crate::reflect::vtable::field::SlotVTables;
use crate::reflect::vtable::presence_bit::{PresenceBit, needs_bit};
use crate::reflect::vtable::type_vtable::TypeVTable;
use crate::reflect::vtable::validator::{AnyValidate, Check, HeldValidate};
use crate::value::Value;

/// A slot as a class declares it: its name, its type, and what else belongs to it.
///
/// Invariants:
///
/// 1. `default` makes values of the field's type, which `vtables` are of; where a bit says whether
///    the field holds a value, it makes what the field holds then.
/// 2. If there is a `with_bit`, `vtables` are what it makes; of the bit that `set_bit` was given,
///    or of no field's yet.
pub(in crate::class) struct SlotDef {
    name: Box<str>,
    vtables: SlotVTables,
    with_bit: Option<fn(PresenceBit) -> SlotVTables>,
    default: Option<Box<dyn HeldDefault>>,
    validator: Option<Box<dyn AnyValidate>>,
    range: Option<SlotRange>,
    length: Option<SlotRange>,
    doc: Box<str>,
    meta: Box<[(Box<str>, HeldMeta)]>,
    read_only: bool,
}

/// A metadata value that owns its text.
#[derive(Clone)]
pub(in crate::class) enum HeldMeta {
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(Box<str>),
}

impl HeldMeta {
    pub(in crate::class) fn of(value: MetaValue<'_>) -> Self {
        match value {
            MetaValue::Bool(value) => HeldMeta::Bool(value),
            MetaValue::Int(value) => HeldMeta::Int(value),
            MetaValue::Float(value) => HeldMeta::Float(value),
            MetaValue::Str(text) => HeldMeta::Str(text.into()),
        }
    }

    fn lent(&self) -> MetaValue<'_> {
        match self {
            HeldMeta::Bool(value) => MetaValue::Bool(*value),
            HeldMeta::Int(value) => MetaValue::Int(*value),
            HeldMeta::Float(value) => MetaValue::Float(*value),
            HeldMeta::Str(text) => MetaValue::Str(text),
        }
    }
}

/// The function that makes the default of a slot.
pub(in crate::class) type MakeDefault<V> = Box<dyn Fn() -> V + Send + Sync>;

/// What a slot of type `V` is declared with.
pub(in crate::class) struct SlotParts<V> {
    pub(in crate::class) default: Option<MakeDefault<V>>,
    pub(in crate::class) check: Option<Check<V>>,
    pub(in crate::class) range: Option<SlotRange>,
    pub(in crate::class) length: Option<SlotRange>,
    pub(in crate::class) doc: Box<str>,
    pub(in crate::class) meta: Vec<(Box<str>, HeldMeta)>,
    pub(in crate::class) read_only: bool,
    pub(in crate::class) optional: bool,
}

impl SlotDef {
    pub(in crate::class) fn new<V: SlotValue + Send + Sync>(
        name: Box<str>,
        parts: SlotParts<V>,
    ) -> Self {
        let has_bit = parts.optional && needs_bit::<V>();
        let vtables = match parts.optional {
            true if has_bit => SlotVTables::with_bit::<V, Plain>(PresenceBit::new(0, 0)),
            true => SlotVTables::option_like::<Option<V>, Plain>(),
            false => SlotVTables::plain::<V, Plain>(),
        };
        let default = parts.default.map(|make| -> Box<dyn HeldDefault> {
            match parts.optional && !has_bit {
                true => Box::new(InOption(make)),
                false => Box::new(Itself(make)),
            }
        });
        let validator =
            parts.check.map(|check| -> Box<dyn AnyValidate> { Box::new(HeldValidate(check)) });
        SlotDef {
            name,
            vtables,
            with_bit: has_bit.then_some(SlotVTables::with_bit::<V, Plain>),
            default,
            validator,
            range: parts.range,
            length: parts.length,
            doc: parts.doc,
            meta: parts.meta.into(),
            read_only: parts.read_only,
        }
    }

    /// A slot as Python has them: it holds any value, and none at first.
    pub(in crate::class) fn of_any_value(name: Box<str>) -> Self {
        let parts = SlotParts::<Value> { optional: true, ..SlotParts::new() };
        SlotDef::new(name, parts)
    }

    pub(in crate::class) fn name(&self) -> &str {
        &self.name
    }

    /// The type of the memory that the field takes.
    pub(in crate::class) fn memory_type(&self) -> &'static TypeVTable {
        self.vtables.memory_type()
    }

    /// The vtables of the field.
    pub(super) fn vtables(&self) -> &SlotVTables {
        &self.vtables
    }

    /// Whether a bit says whether the field holds a value: it must be set before the slot is used.
    pub(super) fn has_bit(&self) -> bool {
        self.with_bit.is_some()
    }

    /// Says which bit that is. Does nothing for any other field.
    pub(super) fn set_bit(&mut self, bit: PresenceBit) {
        if let Some(with_bit) = self.with_bit {
            self.vtables = with_bit(bit);
        }
    }

    /// What makes the default of the field, if the slot has one.
    fn default_of_slot(&self) -> Option<&dyn HeldDefault> {
        match &self.default {
            // It also notes that there is a value.
            Some(_) if self.has_bit() => Some(self),
            default => default.as_deref(),
        }
    }

    /// What makes the default of the field: the slot's own, or an unbound field.
    pub(in crate::class) fn default_of_hidden(&self) -> Option<&dyn HeldDefault> {
        let unbound = || self.vtables.is_option().then_some(self as &dyn HeldDefault);
        self.default_of_slot().or_else(unbound)
    }

    /// The metadata as a row lends it. It must not be used longer than the definition lives, which
    /// is `'static` by its type only.
    pub(super) fn lent_meta(&'static self) -> Vec<(&'static str, MetaValue<'static>)> {
        let lent = self.meta.iter().map(|(key, value)| (&**key, value.lent()));
        lent.collect()
    }

    /// Makes the row of the slot, in a class in whose instances it lies at `offset`. The row must
    /// not be used longer than the definition lives, which is `'static` by its type only.
    pub(super) fn row(
        &'static self,
        offset: usize,
        meta: &'static [(&'static str, MetaValue<'static>)],
    ) -> SlotInfo {
        let parts = ClassSlotParts {
            default: self.default_of_slot(),
            validator: self.validator.as_deref(),
            range: self.range.as_ref(),
            length: self.length.as_ref(),
            doc: &self.doc,
            meta,
            read_only: self.read_only,
        };
        // Invariant 1 of `SlotInfo`: the default is of the type of the vtables (invariant 1).
        SlotInfo::of_class(&self.name, offset, self.vtables, parts)
    }
}

/// Makes the default of a slot that always holds a value.
struct Itself<V>(MakeDefault<V>);

/// Makes the default of an optional slot.
struct InOption<V>(MakeDefault<V>);

// A function that panics may find what it has captured half changed. That is between the function
// and itself, as with a `fn` that has a static.
impl<V> UnwindSafe for Itself<V> {}
impl<V> RefUnwindSafe for Itself<V> {}
impl<V> UnwindSafe for InOption<V> {}
impl<V> RefUnwindSafe for InOption<V> {}

// SAFETY: it writes a `V`, the type of the field (`SlotDef::new` makes it for such a field only).
unsafe impl<V: SlotValue> HeldDefault for Itself<V> {
    fn value(&self) -> Option<Value> {
        Plain::view(&(self.0)()).to_value()
    }

    unsafe fn write(&self, memory: Uninit<'_>) {
        // Make the value before writing it, so that nothing is written if that panics.
        let value = (self.0)();
        // SAFETY: the memory is for a value of the field's type, which is `V` (contract of this
        // function).
        unsafe { memory.write::<V>(value) }
    }
}

// SAFETY: it writes an `Option<V>`, the type of the field (`SlotDef::new` makes it for such a field
// only).
unsafe impl<V: SlotValue> HeldDefault for InOption<V> {
    fn value(&self) -> Option<Value> {
        Plain::view(&(self.0)()).to_value()
    }

    unsafe fn write(&self, memory: Uninit<'_>) {
        let value = (self.0)();
        // SAFETY: the memory is for a value of the field's type, which is `Option<V>` (contract of
        // this function).
        unsafe { memory.write::<Option<V>>(Some(value)) }
    }
}

// An optional slot is its own default where more is to be written than the default makes: a
// presence bit; or an unbound field, where no row of a slot says that it begins so (see
// `default_of_hidden`).
impl UnwindSafe for SlotDef {}
impl RefUnwindSafe for SlotDef {}
// SAFETY: it writes what the vtables of the field's own type write (invariant 1 of `SlotVTables`),
// or the default that is of that type (invariant 1).
unsafe impl HeldDefault for SlotDef {
    fn value(&self) -> Option<Value> {
        self.default.as_ref().and_then(|default| default.value())
    }

    unsafe fn write(&self, mut memory: Uninit<'_>) {
        let option = self.vtables.option().expect("only an optional slot is its own default");
        match (&self.default, self.vtables.bit()) {
            (Some(default), Some(bit)) => {
                // SAFETY: the memory is for a value of the field's type (contract of this
                // function), which the default makes (invariant 1).
                unsafe { default.write(memory.reborrow()) };
                // SAFETY: the value was just written to the field with that bit, in an instance
                // whose presence bytes are filled before its slots (`memory::fill`).
                unsafe { bit.note(memory, true) }
            }
            // SAFETY: the memory is for a value of the field's type (contract of this function), of
            // which the default makes one (invariant 1).
            (Some(default), None) => unsafe { default.write(memory) },
            // SAFETY: the memory is for a value of the field's type (contract of this function), of
            // which the vtable is, in an instance whose presence bytes are filled.
            (None, _) => unsafe { option.write_empty(memory) },
        }
    }
}
