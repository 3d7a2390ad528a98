//! The content of a variant where a tag tells which one it is: serde's `VariantAccess` over what
//! stands beside the tag.

use alloc::string::String;
use core::marker::PhantomData;

use serde_core::de::value::{SeqAccessDeserializer, StringDeserializer};
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use crate::reflect::reading::ReadContext;
use crate::reflect::shape::Shape;
use crate::serde::beside::{Missing, Nothing};
use crate::serde::entries::read_entries;
use crate::serde::format::de::ValueDe;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// The rest of a map: the fields, or the entries of the one value.
pub(crate) struct RestOfMap<'s, A> {
    pub(crate) map: A,
    /// The key of the tag, which was read.
    pub(crate) tag: &'static str,
    pub(crate) read: ReadContext<'s>,
}

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for RestOfMap<'_, A> {
    type Error = A::Error;

    fn unit_variant(mut self) -> Result<(), A::Error> {
        match self.map.next_key::<String>()? {
            None => Ok(()),
            Some(name) => Err(A::Error::unknown_field(&name, &[])),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        // Buffered, as serde's derive does it: the value may be an enum that is beside this tag,
        // and a second tag must not be an entry, which would hide the first.
        let fields = read_entries(self.map, self.read.of(&Shape::Any))?;
        if fields.contains_key(self.tag) {
            return Err(A::Error::duplicate_field(self.tag));
        }
        Buffered::beside(fields).newtype_variant_seed(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Map, &visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        // No field has the key of the tag, so a second one is an unknown key.
        visitor.visit_map(self.map)
    }
}

/// The rest of a list: the fields in order.
pub(crate) struct RestOfList<A>(pub(crate) A);

impl<'de, A: SeqAccess<'de>> VariantAccess<'de> for RestOfList<A> {
    type Error = A::Error;

    fn unit_variant(mut self) -> Result<(), A::Error> {
        match self.0.next_element::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::invalid_length(2, &"the name of a variant alone")),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        seed.deserialize(SeqAccessDeserializer::new(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_seq(self.0)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_seq(self.0)
    }
}

/// A place from which one value can be read by its seed.
pub(crate) trait OneValue<'de> {
    type Error: Error;

    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Self::Error>;
}

/// The value of the key that was read last.
pub(crate) struct NextValue<'a, A>(pub(crate) &'a mut A);

impl<'de, A: MapAccess<'de>> OneValue<'de> for NextValue<'_, A> {
    type Error = A::Error;

    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

/// The next item of a list.
pub(crate) struct NextItem<'a, A>(pub(crate) &'a mut A);

impl<'de, A: SeqAccess<'de>> OneValue<'de> for NextItem<'_, A> {
    type Error = A::Error;

    fn read<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        let item = self.0.next_element_seed(seed)?;
        item.ok_or_else(|| A::Error::invalid_length(1, &"the content of the variant"))
    }
}

/// The content as one value.
pub(crate) struct Content<P>(pub(crate) P);

impl<'de, P: OneValue<'de>> VariantAccess<'de> for Content<P> {
    type Error = P::Error;

    fn unit_variant(self) -> Result<(), P::Error> {
        self.0.read(PhantomData::<()>)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, P::Error> {
        self.0.read(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, P::Error> {
        self.0.read(AsTuple { length, visitor })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, P::Error> {
        self.0.read(AsStruct { names, visitor })
    }
}

/// The content, or the fields, read as a value before the variant was known.
pub(crate) struct Buffered<E> {
    value: Value,
    is_beside: bool,
    of: PhantomData<E>,
}

impl<E> Buffered<E> {
    /// The fields that stand beside a tag.
    pub(crate) fn beside(fields: Dict) -> Self {
        Buffered { value: Value::Map(fields), is_beside: true, of: PhantomData }
    }

    /// The content that stands under a key.
    pub(crate) fn content(value: Value) -> Self {
        Buffered { value, is_beside: false, of: PhantomData }
    }
}

impl<'de, E: Error> VariantAccess<'de> for Buffered<E> {
    type Error = E;

    fn unit_variant(self) -> Result<(), E> {
        match self.value {
            Value::None => Ok(()),
            Value::Map(fields) if self.is_beside => match fields.keys().next() {
                Some(name) => Err(E::unknown_field(name, &[])),
                None => Ok(()),
            },
            other => Err(E::custom(ConversionError::wrong_type(&other))),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, E> {
        match self.value {
            // Beside a tag, a unit is nothing.
            Value::Map(fields) if self.is_beside && fields.is_empty() => {
                seed.deserialize(Nothing(PhantomData))
            }
            value => seed.deserialize(ValueDe::owned(value)).map_err(E::custom),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, E> {
        ValueDe::owned(self.value).deserialize_tuple(length, visitor).map_err(E::custom)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        ValueDe::owned(self.value).deserialize_struct("", names, visitor).map_err(E::custom)
    }
}

/// No content: only a variant without fields has none.
pub(crate) struct NoContent<E> {
    /// The key under which the content is missing.
    pub(crate) key: &'static str,
    pub(crate) of: PhantomData<E>,
}

impl<'de, E: Error> VariantAccess<'de> for NoContent<E> {
    type Error = E;

    fn unit_variant(self) -> Result<(), E> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, E> {
        seed.deserialize(Missing { key: self.key, of: PhantomData })
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.key))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, E> {
        Err(E::missing_field(self.key))
    }
}

struct AsTuple<V> {
    length: usize,
    visitor: V,
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for AsTuple<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        from.deserialize_tuple(self.length, self.visitor)
    }
}

struct AsStruct<V> {
    names: &'static [&'static str],
    visitor: V,
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for AsStruct<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        from.deserialize_struct("", self.names, self.visitor)
    }
}

/// A map with a key put back that was read already.
pub(crate) struct WithFirst<A> {
    pub(crate) first: Option<String>,
    pub(crate) map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for WithFirst<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(first) => seed.deserialize(StringDeserializer::new(first)).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
