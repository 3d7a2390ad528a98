//! Reading an enum with data whose fields' types are known.
//!
//! It reads what `in_place` would, by the hidden structs of the variants too.

use core::any::type_name;
use core::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, VariantAccess};

use crate::construct::construct;
use crate::construct::in_place::made_in_place;
use crate::construct::variant::with_maker;
use crate::reflect::reading::{ReadContext, Target};
use crate::reflect::shape::Shape;
use crate::reflect::slotted::Slotted;
use crate::reflect::variant::{EnumInfo, SlotEnum};
use crate::serde::described::DescribedBy;
use crate::serde::enum_visitor;
use crate::serde::in_place::{FillInPlace, InPlace};
use crate::serde::seed::Sink;
use crate::serde::slot_types::{KnownTypes, Of, SlotTypes};
use crate::serde::struct_visitor::{StructVisitor, TypedVisitor};
use crate::value::Value;

/// Reads an enum with data: the body of its `SlotValue::__read`. `V` is the list of the variants.
///
/// # Errors
///
/// Fails where the format fails, and if there is no such variant, or a field refuses its value.
#[inline]
pub(crate) fn read_enum<'de, E: SlotEnum, V: KnownVariants<E>, D: Deserializer<'de>>(
    to: &mut Target<'_, E>,
    from: D,
) -> Result<(), D::Error> {
    enum_visitor::read(IntoEnum::<E, V> { to, of: PhantomData }, DescribedBy::<E>::new(), from)
}

/// The variants of the enum `E`: `()`, or one and the rest.
pub trait KnownVariants<E> {
    /// Reads the content of the variant `number` of the enum, which is number `at` of the list.
    #[doc(hidden)]
    fn read<'de, A: VariantAccess<'de>>(
        at: usize,
        number: usize,
        to: &mut Target<'_, E>,
        content: A,
    ) -> Result<(), A::Error>;
}

impl<E: SlotEnum> KnownVariants<E> for () {
    #[inline]
    fn read<'de, A: VariantAccess<'de>>(
        _: usize,
        number: usize,
        to: &mut Target<'_, E>,
        content: A,
    ) -> Result<(), A::Error> {
        Erased::read(number, to, content)
    }
}

impl<E, First: KnownVariant<E>, Rest: KnownVariants<E>> KnownVariants<E> for (First, Rest) {
    #[inline(always)]
    fn read<'de, A: VariantAccess<'de>>(
        at: usize,
        number: usize,
        to: &mut Target<'_, E>,
        content: A,
    ) -> Result<(), A::Error> {
        if at == 0 {
            First::read(number, to, content)
        } else {
            Rest::read(at - 1, number, to, content)
        }
    }
}

/// One variant of the enum `E`: [`Unit`], [`Named`], [`One`] or [`Erased`].
pub trait KnownVariant<E> {
    /// Reads its content. It is variant `number` of the enum. (The enum is filled in here, and not
    /// returned: the variants have different parts of it, which would be joined part by part.)
    #[doc(hidden)]
    fn read<'de, A: VariantAccess<'de>>(
        number: usize,
        to: &mut Target<'_, E>,
        content: A,
    ) -> Result<(), A::Error>;
}

/// The hidden struct of a variant of `E`.
pub trait FieldsOf<E>: Slotted {
    /// Moves the fields into the enum.
    #[doc(hidden)]
    fn into_enum(self) -> E;
}

/// A variant that is read by the vtables of its fields.
pub enum Erased {}

impl<E: SlotEnum> KnownVariant<E> for Erased {
    #[inline(never)]
    fn read<'de, A: VariantAccess<'de>>(
        number: usize,
        to: &mut Target<'_, E>,
        content: A,
    ) -> Result<(), A::Error> {
        let (made, read) = made_in_place::<E, _>(|memory| {
            let mut value = InPlace::new(memory, to.read.of(&E::__SHAPE));
            FillInPlace(&mut value).variant(E::INFO, number, content)
        });
        read?;
        to.memory.fill(made.expect("reading fills the memory, or fails"));
        Ok(())
    }
}

/// A variant without fields.
pub enum Unit {}

impl<E: SlotEnum> KnownVariant<E> for Unit {
    #[inline]
    fn read<'de, A: VariantAccess<'de>>(
        number: usize,
        to: &mut Target<'_, E>,
        content: A,
    ) -> Result<(), A::Error> {
        content.unit_variant()?;
        let (made, filled) = with_maker(&mut |_| Ok(()), |maker| E::__make(number, maker));
        filled?;
        to.memory.fill(made.expect("an enum makes each of its variants"));
        Ok(())
    }
}

/// A variant of named fields, whose hidden struct is `H`. The types of its slots are those in `L`.
pub struct Named<H, L>(PhantomData<(H, L)>);

impl<E: SlotEnum, H: FieldsOf<E>, L: SlotTypes> KnownVariant<E> for Named<H, L> {
    #[inline]
    fn read<'de, A: VariantAccess<'de>>(
        number: usize,
        to: &mut Target<'_, E>,
        content: A,
    ) -> Result<(), A::Error> {
        let names = E::INFO.variants[number].names;
        let read = &to.read;
        let made = read.inside(|| {
            construct::<H, _>(|partial| {
                content.struct_variant(names, TypedVisitor::<H, L>::new(partial, read))
            })
        })?;
        to.memory.fill(made.into_enum());
        Ok(())
    }
}

/// A variant of one value, whose hidden struct is `H`. The type of its slot is that in `L`.
pub struct One<H, L>(PhantomData<(H, L)>);

impl<E: SlotEnum, H: FieldsOf<E>, L: SlotTypes> KnownVariant<E> for One<H, L> {
    #[inline]
    fn read<'de, A: VariantAccess<'de>>(
        _: usize,
        to: &mut Target<'_, E>,
        content: A,
    ) -> Result<(), A::Error> {
        let made = construct::<H, _>(|partial| {
            let visitor = StructVisitor::new(partial, to.read);
            // Nothing is around the one value, so it is no level of the data.
            content.newtype_variant_seed(OnlyTyped::<H, L>(visitor, PhantomData))
        })?;
        to.memory.fill(made.into_enum());
        Ok(())
    }
}

/// The seed of a hidden struct's only slot, whose type is known.
struct OnlyTyped<'a, 'b, H, L>(StructVisitor<'a, 'b>, PhantomData<(H, L)>);

impl<'de, H: Slotted, L: SlotTypes> DeserializeSeed<'de> for OnlyTyped<'_, '_, H, L> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, from: D) -> Result<(), D::Error> {
        Of::<H, L>::read_slot(0, &mut self.0, &mut OneEntry(Some(from)))?;
        self.0.without_data()
    }
}

/// A map of one entry, whose key was read.
struct OneEntry<D>(Option<D>);

impl<'de, D: Deserializer<'de>> MapAccess<'de> for OneEntry<D> {
    type Error = D::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        _: K,
    ) -> Result<Option<K::Value>, D::Error> {
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, D::Error> {
        match self.0.take() {
            Some(from) => seed.deserialize(from),
            None => Err(D::Error::custom("the value was read")),
        }
    }
}

/// The sink that makes an enum whose variants' types are known.
struct IntoEnum<'r, 's, E, V> {
    to: &'r mut Target<'s, E>,
    of: PhantomData<V>,
}

impl<'s, E: SlotEnum, V: KnownVariants<E>> Sink<'s> for IntoEnum<'_, 's, E, V> {
    type Taken = ();

    #[inline]
    fn read(&self) -> ReadContext<'s> {
        self.to.read
    }

    fn with_shape(self, _: &'static Shape) -> Self {
        self
    }

    fn value<X: Error>(self, value: Value) -> Result<(), X> {
        let made = E::from_value(value)
            .map_err(|error| self.to.read.place().refuse(error.of_type(type_name::<E>())))?;
        self.to.memory.fill(made);
        Ok(())
    }

    #[inline]
    fn variant<'de, A: VariantAccess<'de>>(
        self,
        _: &'static EnumInfo,
        number: usize,
        content: A,
    ) -> Result<(), A::Error> {
        V::read(number, number, self.to, content)
    }

    fn rare_variant<'de, A: VariantAccess<'de>>(
        self,
        _: &'static EnumInfo,
        number: usize,
        content: A,
    ) -> Result<(), A::Error> {
        Erased::read(number, self.to, content)
    }
}
