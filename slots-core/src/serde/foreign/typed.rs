//! Reading and writing `#[slots(serde)]` slots without type erasure, where their types are known.
//!
//! The derive passes the types of a struct's own `#[slots(serde)]` slots to the functions that read
//! and write the struct, as a list. A slot is looked for in it by the identity of its type; in a
//! format, that is decided by a comparison, and its impl is then called directly. What is not in the
//! list, as the slots of a base and of structs inside, is read and written through trait objects.

use core::any::TypeId;
use core::marker::PhantomData;

use serde_core::de::Deserializer;
use serde_core::ser::{Serialize, Serializer};

use crate::reflect::attr::AttrRef;
use crate::reflect::foreign::{ForeignVTable, Made};
use crate::reflect::shape::Shape;
use crate::serde::foreign::data::{read_foreign, write_foreign};
use crate::serde::foreign::form::Form;
use crate::serde::foreign::table::MadeBy;
use crate::serde::write::AttrSer;

/// A list of types of slots: `()`, or a [`Typed`] and the rest.
pub trait TypedList {
    /// Whether there is a type in the list.
    #[doc(hidden)]
    const HAS_SOME: bool;

    /// Writes the value of a slot.
    #[doc(hidden)]
    fn write<S: Serializer>(
        vtable: &'static ForeignVTable,
        value: AttrRef<'_>,
        to: S,
    ) -> Result<S::Ok, S::Error>;

    /// Reads a value, and lends it to `take`.
    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(
        vtable: &'static ForeignVTable,
        from: D,
        take: &mut dyn FnMut(&mut dyn Made),
    ) -> Result<(), D::Error>;
}

impl TypedList for () {
    const HAS_SOME: bool = false;

    fn write<S: Serializer>(
        vtable: &'static ForeignVTable,
        value: AttrRef<'_>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        write_foreign(vtable, value, to)
    }

    fn read<'de, D: Deserializer<'de>>(
        vtable: &'static ForeignVTable,
        from: D,
        take: &mut dyn FnMut(&mut dyn Made),
    ) -> Result<(), D::Error> {
        read_foreign(vtable, from, take)
    }
}

/// The type `T` of a slot that is read and written by `F`.
pub struct Typed<T, F>(PhantomData<fn() -> (T, F)>);

impl<T: 'static, F: Form<T>, Rest: TypedList> TypedList for (Typed<T, F>, Rest) {
    const HAS_SOME: bool = true;

    #[inline]
    fn write<S: Serializer>(
        vtable: &'static ForeignVTable,
        value: AttrRef<'_>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        match value.cast::<T>() {
            Some(value) if vtable.form == TypeId::of::<F>() => F::serialize(value, to),
            _ => Rest::write(vtable, value, to),
        }
    }

    #[inline]
    fn read<'de, D: Deserializer<'de>>(
        vtable: &'static ForeignVTable,
        from: D,
        take: &mut dyn FnMut(&mut dyn Made),
    ) -> Result<(), D::Error> {
        if vtable.of == TypeId::of::<T>() && vtable.form == TypeId::of::<F>() {
            take(&mut MadeBy::<T, F>::new(F::deserialize(from)?));
            return Ok(());
        }
        Rest::read(vtable, from, take)
    }
}

/// Serializes an attribute of a struct whose list of types is `L`.
pub(crate) struct TypedSer<'a, L>(AttrRef<'a>, PhantomData<L>);

impl<'a, L> TypedSer<'a, L> {
    #[inline(always)]
    pub(crate) fn new(value: AttrRef<'a>) -> Self {
        TypedSer(value, PhantomData)
    }
}

impl<L: TypedList> Serialize for TypedSer<'_, L> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0.vtable().shape() {
            Shape::Foreign(vtable) if L::HAS_SOME => L::write(vtable, self.0, to),
            _ => AttrSer(self.0).serialize(to),
        }
    }
}
