//! The keys of maps, which are text in a [`Value`](crate::Value): numbers, bools, characters
//! and unit variants become text when they are written, and are read from it.

use alloc::borrow::Cow;
use alloc::format;
use core::fmt::{self, Display};

use serde_core::de::value::StrDeserializer;
use serde_core::de::{Deserializer, EnumAccess, IntoDeserializer, Visitor};
use serde_core::ser::{Impossible, Serialize, Serializer};
use serde_core::{de, forward_to_deserialize_any};

use crate::serde::format::entries::add_key;
use crate::serde::format::room::Room;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// Serializes a key: adds an entry of that name.
pub(crate) struct KeySer<'a> {
    dict: &'a mut Dict,
    room: Room,
}

impl<'a> KeySer<'a> {
    pub(crate) fn new(dict: &'a mut Dict, room: Room) -> Self {
        KeySer { dict, room }
    }

    fn shown(self, key: impl Display) -> Result<(), ConversionError> {
        add_key(self.dict, &format!("{key}"))
    }

    fn float(self, key: impl Into<f64> + fmt::Debug + Copy) -> Result<(), ConversionError> {
        if key.into().is_finite() {
            add_key(self.dict, &format!("{key:?}"))
        } else {
            refused(&format!("the number {key:?}"))
        }
    }
}

#[cold]
fn refused<T>(what: &str) -> Result<T, ConversionError> {
    Err(ConversionError::said(format_args!(
        "{what} as the key of a map: a key is text, a number, a bool, a character or a unit \
         variant"
    )))
}

macro_rules! shown {
    ($($serialize:ident $type:ty,)*) => {$(
        fn $serialize(self, key: $type) -> Result<(), ConversionError> {
            self.shown(key)
        }
    )*};
}

type No = Impossible<(), ConversionError>;

impl Serializer for KeySer<'_> {
    type Ok = ();
    type Error = ConversionError;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    shown! {
        serialize_bool bool,
        serialize_i8 i8,
        serialize_i16 i16,
        serialize_i32 i32,
        serialize_i64 i64,
        serialize_i128 i128,
        serialize_u8 u8,
        serialize_u16 u16,
        serialize_u32 u32,
        serialize_u64 u64,
        serialize_u128 u128,
        serialize_char char,
    }

    fn serialize_f32(self, key: f32) -> Result<(), ConversionError> {
        self.float(key)
    }

    fn serialize_f64(self, key: f64) -> Result<(), ConversionError> {
        self.float(key)
    }

    fn serialize_str(self, key: &str) -> Result<(), ConversionError> {
        add_key(self.dict, key)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), ConversionError> {
        refused("bytes")
    }

    fn serialize_none(self) -> Result<(), ConversionError> {
        refused("None")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), ConversionError> {
        refused("an Option")
    }

    fn serialize_unit(self) -> Result<(), ConversionError> {
        refused("a unit")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), ConversionError> {
        refused("a unit struct")
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), ConversionError> {
        add_key(self.dict, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        key: &T,
    ) -> Result<(), ConversionError> {
        key.serialize(KeySer { room: self.room.wrapped()?, ..self })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), ConversionError> {
        refused("a variant with data")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<No, ConversionError> {
        refused("a list")
    }

    fn serialize_tuple(self, _: usize) -> Result<No, ConversionError> {
        refused("a tuple")
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<No, ConversionError> {
        refused("a tuple struct")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, ConversionError> {
        refused("a variant with data")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<No, ConversionError> {
        refused("a map")
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<No, ConversionError> {
        refused("a struct")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, ConversionError> {
        refused("a variant with data")
    }

    fn collect_str<T: Display + ?Sized>(self, key: &T) -> Result<(), ConversionError> {
        self.shown(key)
    }
}

/// Deserializes a key.
pub(crate) struct KeyDe<'k, 'de> {
    key: Key<'k, 'de>,
    room: Room,
}

#[derive(Clone, Copy)]
enum Key<'k, 'de> {
    Owned(&'k str),
    Borrowed(&'de str),
}

impl<'k, 'de> KeyDe<'k, 'de> {
    pub(crate) fn new(key: &'k Cow<'de, str>, room: Room) -> Self {
        let key = match key {
            Cow::Owned(key) => Key::Owned(key),
            Cow::Borrowed(key) => Key::Borrowed(key),
        };
        KeyDe { key, room }
    }

    fn text(&self) -> &'k str
    where
        'de: 'k,
    {
        match self.key {
            Key::Owned(key) | Key::Borrowed(key) => key,
        }
    }
}

/// Whether a text that can be parsed as a number is written as `Display` prints it: without a plus
/// sign and leading zeros, so that no two keys mean one number.
fn is_plain(text: &str) -> bool {
    let mut digits = text.strip_prefix('-').unwrap_or(text).bytes();
    match (digits.next(), digits.next()) {
        (Some(b'0'), Some(next)) => !next.is_ascii_digit(),
        (Some(b'0'), None) => text == "0",
        (Some(first), _) => first.is_ascii_digit(),
        (None, _) => false,
    }
}

macro_rules! parsed {
    ($($deserialize:ident $type:ident $visit:ident,)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConversionError> {
            match self.text().parse::<$type>() {
                Ok(number) if is_plain(self.text()) => visitor.$visit(number),
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

macro_rules! parsed_floats {
    ($($deserialize:ident $type:ident $visit:ident,)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConversionError> {
            match self.text().parse::<$type>() {
                Ok(number) if number.is_finite() && is_plain(self.text()) => {
                    visitor.$visit(number)
                }
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for KeyDe<'_, 'de> {
    type Error = ConversionError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConversionError> {
        match self.key {
            Key::Borrowed(key) => visitor.visit_borrowed_str(key),
            Key::Owned(key) => visitor.visit_str(key),
        }
    }

    parsed! {
        deserialize_i8 i8 visit_i8,
        deserialize_i16 i16 visit_i16,
        deserialize_i32 i32 visit_i32,
        deserialize_i64 i64 visit_i64,
        deserialize_i128 i128 visit_i128,
        deserialize_u8 u8 visit_u8,
        deserialize_u16 u16 visit_u16,
        deserialize_u32 u32 visit_u32,
        deserialize_u64 u64 visit_u64,
        deserialize_u128 u128 visit_u128,
    }

    parsed_floats! {
        deserialize_f32 f32 visit_f32,
        deserialize_f64 f64 visit_f64,
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConversionError> {
        match self.text() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ConversionError> {
        let room = self.room.wrapped()?;
        visitor.visit_some(KeyDe { room, ..self })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ConversionError> {
        let room = self.room.wrapped()?;
        visitor.visit_newtype_struct(KeyDe { room, ..self })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ConversionError> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

impl<'k, 'de: 'k> EnumAccess<'de> for KeyDe<'k, 'de> {
    type Error = ConversionError;
    type Variant = <StrDeserializer<'k, ConversionError> as EnumAccess<'de>>::Variant;

    fn variant_seed<S: de::DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), ConversionError> {
        let name: StrDeserializer<'k, ConversionError> = self.text().into_deserializer();
        name.variant_seed(seed)
    }
}
