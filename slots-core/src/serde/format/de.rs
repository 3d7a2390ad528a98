//! The deserializer of a [`Value`].

use alloc::borrow::Cow;

use serde_core::de::{Deserializer, Error, IntoDeserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use crate::serde::format::inside::{EntriesDe, ItemsDe, VariantDe};
use crate::serde::format::room::Room;
use crate::serde::format::source::{Given, Items, Open};
use crate::serde::graph;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Deserializes a value, owned or borrowed.
pub(crate) struct ValueDe<'de> {
    pub(crate) given: Given<'de>,
    pub(crate) room: Room,
}

impl<'de> ValueDe<'de> {
    pub(crate) fn owned(value: Value) -> Self {
        ValueDe { given: Given::Owned(value), room: Room::WHOLE }
    }

    pub(crate) fn borrowed(value: &'de Value) -> Self {
        ValueDe { given: Given::Borrowed(value), room: Room::WHOLE }
    }

    fn wrapped(self) -> Result<Self, ConversionError> {
        Ok(ValueDe { room: self.room.wrapped()?, ..self })
    }
}

type Result<T, E = ConversionError> = core::result::Result<T, E>;

/// Hands what a value holds to the visitor.
fn visit<'de, V: Visitor<'de>>(open: Open<'de>, room: Room, visitor: V) -> Result<V::Value> {
    match open {
        Open::None => visitor.visit_unit(),
        Open::Bool(value) => visitor.visit_bool(value),
        Open::Int(value) => visitor.visit_i64(value),
        Open::UInt(value) => visitor.visit_u64(value),
        Open::Float(value) => visitor.visit_f64(value),
        Open::Str(Cow::Owned(value)) => visitor.visit_string(value),
        Open::Str(Cow::Borrowed(value)) => visitor.visit_borrowed_str(value),
        Open::Bytes(Cow::Owned(value)) => visitor.visit_byte_buf(value),
        Open::Bytes(Cow::Borrowed(value)) => visitor.visit_borrowed_bytes(value),
        Open::List(items) => ItemsDe::new(items, room)?.visit(visitor),
        Open::Map(entries) => EntriesDe::new(entries, room)?.visit(visitor),
        Open::Opaque(_) => Err(ConversionError::invalid_type(open.unexpected(), &visitor)),
    }
}

/// Hands a 128-bit integer to the visitor: one that 64 bits do not hold is text (spec 7.2).
macro_rules! wide {
    ($($deserialize:ident $type:ident $visit:ident,)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
            match self.given.open() {
                Open::Str(text) => match text.parse::<$type>() {
                    Ok(number) => visitor.$visit(number),
                    Err(_) => visit(Open::Str(text), self.room, visitor),
                },
                open => visit(open, self.room, visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for ValueDe<'de> {
    type Error = ConversionError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visit(self.given.open(), self.room, visitor)
    }

    wide! {
        deserialize_i128 i128 visit_i128,
        deserialize_u128 u128 visit_u128,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.given.is_none() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self.wrapped()?)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self.wrapped()?)
    }

    /// Takes bytes as a list of numbers too, since many types are written as one and as the other.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.given.open() {
            Open::Bytes(bytes) => {
                let bytes = Items::Bytes(bytes.into_owned().into_iter());
                ItemsDe::new(bytes, self.room)?.visit(visitor)
            }
            open => visit(open, self.room, visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.given.open() {
            // In a graph, a number stands for a shared object.
            Open::Int(number) if graph::is_reading() => visitor.visit_i64(number),
            open => visitor.visit_enum(VariantDe::new(open, self.room)?),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        map struct identifier
    }
}

/// Implements `Deserializer` by the methods of a `ValueDe`.
macro_rules! by_value_de {
    ($(#[$doc:meta])* $type:ty, $make:ident) => {
        $(#[$doc])*
        impl<'de> Deserializer<'de> for $type {
            type Error = ConversionError;

            by_value_de! { $make
                deserialize_any() deserialize_bool() deserialize_i8() deserialize_i16()
                deserialize_i32() deserialize_i64() deserialize_i128() deserialize_u8()
                deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
                deserialize_f32() deserialize_f64() deserialize_char() deserialize_str()
                deserialize_string() deserialize_bytes() deserialize_byte_buf()
                deserialize_option() deserialize_unit() deserialize_unit_struct(name: &'static str)
                deserialize_newtype_struct(name: &'static str) deserialize_seq()
                deserialize_tuple(length: usize)
                deserialize_tuple_struct(name: &'static str, length: usize)
                deserialize_map()
                deserialize_struct(name: &'static str, fields: &'static [&'static str])
                deserialize_enum(name: &'static str, variants: &'static [&'static str])
                deserialize_identifier() deserialize_ignored_any()
            }
        }

        impl<'de> IntoDeserializer<'de, ConversionError> for $type {
            type Deserializer = Self;

            fn into_deserializer(self) -> Self {
                self
            }
        }
    };
    ($make:ident $($method:ident($($arg:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($arg: $type,)* visitor: V) -> Result<V::Value> {
            ValueDe::$make(self).$method($($arg,)* visitor)
        }
    )*};
}

by_value_de! {
    /// Reads the value. `from_value` does that.
    Value, owned
}

by_value_de! {
    /// Reads the value, and lends out its text and bytes.
    &'de Value, borrowed
}
