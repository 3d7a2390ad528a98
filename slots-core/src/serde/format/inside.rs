//! The items, entries and variants of a value that is deserialized.

use alloc::borrow::Cow;

use serde_core::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use crate::serde::format::de::ValueDe;
use crate::serde::format::key::KeyDe;
use crate::serde::format::room::Room;
use crate::serde::format::source::{Entries, Given, Items, Open};
use crate::value::conversion_error::ConversionError;

/// Reads the items of a list.
pub(crate) struct ItemsDe<'de> {
    items: Items<'de>,
    /// The number of items that were read.
    read: usize,
    /// The room of each item.
    room: Room,
}

impl<'de> ItemsDe<'de> {
    pub(crate) fn new(items: Items<'de>, room: Room) -> Result<Self, ConversionError> {
        Ok(ItemsDe { items, read: 0, room: room.inside()? })
    }

    /// Lets the visitor read the items. Fails if it leaves some.
    pub(crate) fn visit<V: Visitor<'de>>(
        mut self,
        visitor: V,
    ) -> Result<V::Value, ConversionError> {
        let value = visitor.visit_seq(&mut self)?;
        match self.items.size_hint().0 {
            0 => Ok(value),
            left => {
                let expected = if self.read == 1 { "a list of one item" } else { "fewer items" };
                Err(ConversionError::invalid_length(self.read + left, &expected))
            }
        }
    }
}

impl<'de> SeqAccess<'de> for &mut ItemsDe<'de> {
    type Error = ConversionError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ConversionError> {
        let Some(given) = self.items.next() else { return Ok(None) };
        let at = self.read;
        self.read += 1;
        let item = seed.deserialize(ValueDe { given, room: self.room });
        item.map(Some).map_err(|error| error.at_step(at))
    }

    fn size_hint(&self) -> Option<usize> {
        self.items.size_hint().1
    }
}

/// Reads the entries of a map.
pub(crate) struct EntriesDe<'de> {
    entries: Entries<'de>,
    /// The entry whose key was read, and whose value was not.
    entry: Option<(Cow<'de, str>, Given<'de>)>,
    /// The room of each value.
    room: Room,
}

impl<'de> EntriesDe<'de> {
    pub(crate) fn new(entries: Entries<'de>, room: Room) -> Result<Self, ConversionError> {
        Ok(EntriesDe { entries, entry: None, room: room.inside()? })
    }

    /// Lets the visitor read the entries. Fails if it leaves some.
    pub(crate) fn visit<V: Visitor<'de>>(
        mut self,
        visitor: V,
    ) -> Result<V::Value, ConversionError> {
        let value = visitor.visit_map(&mut self)?;
        match self.entries.next() {
            None => Ok(value),
            Some((key, _)) => {
                Err(ConversionError::said(format_args!("nothing reads the entry '{key}'")))
            }
        }
    }
}

fn at_key(error: ConversionError, key: &str) -> ConversionError {
    error.at_step(format_args!("'{key}'"))
}

impl<'de> MapAccess<'de> for &mut EntriesDe<'de> {
    type Error = ConversionError;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ConversionError> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        let (key, _) = self.entry.insert((key, value));
        seed.deserialize(KeyDe::new(key, self.room)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, ConversionError> {
        let Some((key, given)) = self.entry.take() else {
            return Err(ConversionError::said("a value is read before its key"));
        };
        let value = seed.deserialize(ValueDe { given, room: self.room });
        value.map_err(|error| at_key(error, &key))
    }

    fn size_hint(&self) -> Option<usize> {
        self.entries.size_hint().1
    }
}

/// Reads a variant of an enum: its name, and its content if it has one.
pub(crate) struct VariantDe<'de> {
    name: Cow<'de, str>,
    content: Option<Given<'de>>,
    /// The room of the content.
    room: Room,
}

impl<'de> VariantDe<'de> {
    pub(crate) fn new(open: Open<'de>, room: Room) -> Result<Self, ConversionError> {
        let expected = "the name of a variant, or a map from it to its content";
        match open {
            Open::Str(name) => Ok(VariantDe { name, content: None, room }),
            Open::Map(mut entries) => match (entries.next(), entries.next()) {
                (Some((name, content)), None) => {
                    Ok(VariantDe { name, content: Some(content), room: room.inside()? })
                }
                (first, _) => {
                    let found = if first.is_none() { "an empty map" } else { "several entries" };
                    Err(ConversionError::invalid_value(Unexpected::Other(found), &expected))
                }
            },
            other => Err(ConversionError::invalid_type(other.unexpected(), &expected)),
        }
    }
}

impl<'de> EnumAccess<'de> for VariantDe<'de> {
    type Error = ConversionError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self), ConversionError> {
        let variant = seed.deserialize(KeyDe::new(&self.name, self.room))?;
        Ok((variant, self))
    }
}

impl<'de> VariantDe<'de> {
    /// Reads the content. Fails if there is none.
    fn content<R>(
        self,
        expected: &str,
        read: impl FnOnce(ValueDe<'de>) -> Result<R, ConversionError>,
    ) -> Result<R, ConversionError> {
        match self.content {
            Some(given) => {
                read(ValueDe { given, room: self.room }).map_err(|error| at_key(error, &self.name))
            }
            None => Err(ConversionError::invalid_type(Unexpected::UnitVariant, &expected)),
        }
    }
}

impl<'de> VariantAccess<'de> for VariantDe<'de> {
    type Error = ConversionError;

    fn unit_variant(self) -> Result<(), ConversionError> {
        match self.content {
            None => Ok(()),
            Some(_) => self.content("unit variant", serde_core::de::Deserialize::deserialize),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, ConversionError> {
        self.content("newtype variant", |content| seed.deserialize(content))
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ConversionError> {
        self.content("tuple variant", |content| content.deserialize_tuple(length, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ConversionError> {
        self.content("struct variant", |content| content.deserialize_struct("", fields, visitor))
    }
}
