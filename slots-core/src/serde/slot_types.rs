//! Reading and writing slots without type erasure, where their types are known.
//!
//! The derive passes the types of a struct's own slots to the functions that read and write the
//! struct, as a list. Writing in a format with names goes through the list and the slots side by
//! side, so that the compiler finds the code for each slot. Elsewhere, a `#[slots(serde)]` slot is
//! looked for in the list by the identity of its type, and its impl is then called directly. What
//! is not in the list, as the slots of a base, is read and written by its vtable.

use core::any::TypeId;
use core::marker::PhantomData;

use serde_core::de::{Deserializer, MapAccess};
use serde_core::ser::{Serialize, SerializeMap, Serializer};

use crate::reflect::attr::AttrRef;
use crate::reflect::foreign::{ForeignVTable, Made};
use crate::reflect::layout::SlotLayout;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::slotted::Slotted;
use crate::reflect::vars::Told;
use crate::serde::by_type::{ByForm, ByItself};
use crate::serde::foreign::data::{read_foreign, write_foreign};
use crate::serde::foreign::form::Form;
use crate::serde::foreign::table::MadeBy;
use crate::serde::struct_visitor::StructVisitor;
use crate::serde::write::{AttrSer, ByVTable};

/// The type of a slot: [`Direct`], [`Typed`] or [`Other`].
pub trait SlotType {
    /// Whether the type is read without its vtable.
    #[doc(hidden)]
    const IS_KNOWN: bool = false;

    /// Reads the value of that slot of a `B`, which has this type.
    #[doc(hidden)]
    fn read_slot<'de, B: Slotted, A: MapAccess<'de>>(
        field: usize,
        visitor: &mut StructVisitor<'_, '_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        visitor.slot_value::<(), A>(map, field)
    }

    /// Whether the type is read and written by serde's traits.
    #[doc(hidden)]
    const IS_FOREIGN: bool = false;

    /// Whether this is the type that `vtable` reads and writes by serde's traits.
    #[doc(hidden)]
    #[inline(always)]
    fn is_of(vtable: &'static ForeignVTable) -> bool {
        let _ = vtable;
        false
    }

    /// Writes a value, which may be of another type.
    #[doc(hidden)]
    #[inline(always)]
    fn write<S: Serializer>(value: AttrRef<'_>, to: S) -> Result<S::Ok, S::Error> {
        AttrSer(value).serialize(to)
    }

    /// Reads a value for which [`is_of`](SlotType::is_of) holds, and lends it to `take`.
    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(
        vtable: &'static ForeignVTable,
        from: D,
        take: &mut dyn FnMut(&mut dyn Made),
    ) -> Result<(), D::Error> {
        read_foreign(vtable, from, take)
    }
}

/// A slot that is read and written as its type `T` is.
pub struct Direct<T>(PhantomData<fn() -> T>);

impl<T: SlotValue> SlotType for Direct<T> {
    const IS_KNOWN: bool = T::__IS_READ_BY_TYPE;

    #[inline]
    fn read_slot<'de, B: Slotted, A: MapAccess<'de>>(
        field: usize,
        visitor: &mut StructVisitor<'_, '_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        visitor.known_value::<(), B, T, ByItself, A>(map, field)
    }

    #[inline(always)]
    fn write<S: Serializer>(value: AttrRef<'_>, to: S) -> Result<S::Ok, S::Error> {
        match value.cast::<T>() {
            Some(value) => value.__write::<ByVTable, S>(to),
            None => AttrSer(value).serialize(to),
        }
    }
}

/// A slot that is written by its vtable.
pub enum Other {}

impl SlotType for Other {}

/// A slot of the type `T` that is read and written by `F`.
pub struct Typed<T, F>(PhantomData<fn() -> (T, F)>);

impl<T: 'static, F: Form<T>> SlotType for Typed<T, F> {
    const IS_KNOWN: bool = true;
    const IS_FOREIGN: bool = true;

    #[inline]
    fn read_slot<'de, B: Slotted, A: MapAccess<'de>>(
        field: usize,
        visitor: &mut StructVisitor<'_, '_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        visitor.known_value::<(Self, ()), B, T, ByForm<F>, A>(map, field)
    }

    #[inline(always)]
    fn is_of(vtable: &'static ForeignVTable) -> bool {
        vtable.of == TypeId::of::<T>() && vtable.form == TypeId::of::<F>()
    }

    #[inline(always)]
    fn write<S: Serializer>(value: AttrRef<'_>, to: S) -> Result<S::Ok, S::Error> {
        match (value.vtable().shape(), value.cast::<T>()) {
            (Shape::Foreign(vtable), Some(value)) if Self::is_of(vtable) => F::serialize(value, to),
            _ => AttrSer(value).serialize(to),
        }
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(
        _: &'static ForeignVTable,
        from: D,
        take: &mut dyn FnMut(&mut dyn Made),
    ) -> Result<(), D::Error> {
        take(&mut MadeBy::<T, F>::new(F::deserialize(from)?));
        Ok(())
    }
}

/// A list of types of slots: `()`, or the type of a slot and the rest.
pub trait SlotTypes {
    /// Whether a type in the list is read and written by serde's traits.
    #[doc(hidden)]
    const HAS_FOREIGN: bool;

    /// Writes the value of a slot that is written by serde's traits.
    #[doc(hidden)]
    fn write<S: Serializer>(
        vtable: &'static ForeignVTable,
        value: AttrRef<'_>,
        to: S,
    ) -> Result<S::Ok, S::Error>;

    /// Writes those of the slots that are to be written, from number `at` on: `slot` returns the one
    /// with a number. The list is that of the types of the first of them, in order. `at` is a
    /// constant where this is inlined, and with it all that a known layout says of a slot.
    #[doc(hidden)]
    fn write_slots<'a, M: SerializeMap>(
        at: usize,
        slot: &mut impl FnMut(usize) -> Option<Told<'a>>,
        entries: &mut M,
    ) -> Result<(), M::Error>;

    /// Reads a value that is read by serde's traits, and lends it to `take`.
    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(
        vtable: &'static ForeignVTable,
        from: D,
        take: &mut dyn FnMut(&mut dyn Made),
    ) -> Result<(), D::Error>;

    /// Reads the value of that slot of a `B`. The list is that of the types of its slots from
    /// number `at` on, which is a constant where this is inlined.
    #[doc(hidden)]
    fn read_slot<'de, B: Slotted, A: MapAccess<'de>>(
        field: usize,
        at: usize,
        visitor: &mut StructVisitor<'_, '_>,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// What is known of the types of the slots of a struct that is read: nothing, or [`Of`] the struct.
pub(crate) trait KnownTypes {
    /// The layout of the struct: a constant, if it is known.
    fn layout<'b>(visitor: &StructVisitor<'_, 'b>) -> &'b SlotLayout;

    /// Reads the value of that slot.
    fn read_slot<'de, A: MapAccess<'de>>(
        field: usize,
        visitor: &mut StructVisitor<'_, '_>,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

impl KnownTypes for () {
    #[inline(always)]
    fn layout<'b>(visitor: &StructVisitor<'_, 'b>) -> &'b SlotLayout {
        visitor.layout()
    }

    #[inline]
    fn read_slot<'de, A: MapAccess<'de>>(
        field: usize,
        visitor: &mut StructVisitor<'_, '_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        visitor.slot_value::<(), A>(map, field)
    }
}

/// The types of the own slots of `B` are those in `L`.
pub(crate) struct Of<B, L>(PhantomData<(B, L)>);

impl<B: Slotted, L: SlotTypes> KnownTypes for Of<B, L> {
    #[inline(always)]
    fn layout<'b>(_: &StructVisitor<'_, 'b>) -> &'b SlotLayout {
        B::LAYOUT
    }

    #[inline(always)]
    fn read_slot<'de, A: MapAccess<'de>>(
        field: usize,
        visitor: &mut StructVisitor<'_, '_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        L::read_slot::<B, A>(field, 0, visitor, map)
    }
}

impl SlotTypes for () {
    const HAS_FOREIGN: bool = false;

    fn write<S: Serializer>(
        vtable: &'static ForeignVTable,
        value: AttrRef<'_>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        write_foreign(vtable, value, to)
    }

    #[inline]
    fn write_slots<'a, M: SerializeMap>(
        at: usize,
        slot: &mut impl FnMut(usize) -> Option<Told<'a>>,
        entries: &mut M,
    ) -> Result<(), M::Error> {
        (at..).map_while(slot).try_for_each(|slot| write_slot::<Other, M>(entries, slot))
    }

    fn read<'de, D: Deserializer<'de>>(
        vtable: &'static ForeignVTable,
        from: D,
        take: &mut dyn FnMut(&mut dyn Made),
    ) -> Result<(), D::Error> {
        read_foreign(vtable, from, take)
    }

    #[inline(always)]
    fn read_slot<'de, B: Slotted, A: MapAccess<'de>>(
        field: usize,
        _: usize,
        visitor: &mut StructVisitor<'_, '_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        visitor.slot_value::<(), A>(map, field)
    }
}

impl<First: SlotType, Rest: SlotTypes> SlotTypes for (First, Rest) {
    const HAS_FOREIGN: bool = First::IS_FOREIGN || Rest::HAS_FOREIGN;

    #[inline]
    fn write<S: Serializer>(
        vtable: &'static ForeignVTable,
        value: AttrRef<'_>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        if First::is_of(vtable) { First::write(value, to) } else { Rest::write(vtable, value, to) }
    }

    #[inline(always)]
    fn write_slots<'a, M: SerializeMap>(
        at: usize,
        slot: &mut impl FnMut(usize) -> Option<Told<'a>>,
        entries: &mut M,
    ) -> Result<(), M::Error> {
        if let Some(first) = slot(at) {
            write_slot::<First, M>(entries, first)?;
        }
        Rest::write_slots(at + 1, slot, entries)
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(
        vtable: &'static ForeignVTable,
        from: D,
        take: &mut dyn FnMut(&mut dyn Made),
    ) -> Result<(), D::Error> {
        if First::is_of(vtable) {
            First::read(vtable, from, take)
        } else {
            Rest::read(vtable, from, take)
        }
    }

    #[inline(always)]
    fn read_slot<'de, B: Slotted, A: MapAccess<'de>>(
        field: usize,
        at: usize,
        visitor: &mut StructVisitor<'_, '_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if First::IS_KNOWN && field == at {
            First::read_slot::<B, A>(at, visitor, map)
        } else {
            Rest::read_slot::<B, A>(field, at + 1, visitor, map)
        }
    }
}

/// Writes a slot of the type `T`, if it is to be written.
#[inline(always)]
fn write_slot<T: SlotType, M: SerializeMap>(
    entries: &mut M,
    slot: Told<'_>,
) -> Result<(), M::Error> {
    match slot {
        Some((name, Some(value))) => {
            entries.serialize_entry(name, &SlotSer::<T>(value, PhantomData))
        }
        Some((name, None)) => write_unbound(entries, name),
        None => Ok(()),
    }
}

/// Writes an unbound slot that has a default as `null` (spec 8.20).
pub(crate) fn write_unbound<M: SerializeMap>(entries: &mut M, name: &str) -> Result<(), M::Error> {
    entries.serialize_entry(name, &None::<()>)
}

/// Serializes the value of a slot of the type `T`.
struct SlotSer<'a, T>(AttrRef<'a>, PhantomData<T>);

impl<T: SlotType> Serialize for SlotSer<'_, T> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        T::write(self.0, to)
    }
}

/// Serializes an attribute of a struct whose list of types is `L`, which is searched for it.
pub(crate) struct TypedSer<'a, L>(AttrRef<'a>, PhantomData<L>);

impl<'a, L> TypedSer<'a, L> {
    #[inline(always)]
    pub(crate) fn new(value: AttrRef<'a>) -> Self {
        TypedSer(value, PhantomData)
    }
}

impl<L: SlotTypes> Serialize for TypedSer<'_, L> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0.vtable().shape() {
            Shape::Foreign(vtable) if L::HAS_FOREIGN => L::write(vtable, self.0, to),
            _ => AttrSer(self.0).serialize(to),
        }
    }
}
