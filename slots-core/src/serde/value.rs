//! serde's traits for [`Value`] and [`Dict`], which are written as what they hold.

use core::fmt;

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Visitor};
use serde_core::ser::{Serialize, Serializer};

use crate::construct::in_place::made_in_place;
use crate::construct::typed;
use crate::reflect::attr::AttrRef;
use crate::reflect::reading::{ReadContext, ReadState, Target};
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::serde::by_type::Known;
use crate::serde::entries::read_entries;
use crate::serde::in_place::{FillInPlace, InPlace};
use crate::serde::seed::ValueSeed;
use crate::serde::write::{AttrSer, ValueSer};
use crate::value::Value;
use crate::value::dict::Dict;

/// Serializes a value of a type that can be a slot: the body of its `Serialize`.
///
/// # Errors
///
/// Fails where the format fails, and if something in the value is opaque.
pub fn serialize_value<T: SlotValue, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    AttrSer(AttrRef::new(value)).serialize(to)
}

/// Deserializes a value of a type that can be a slot: the body of its `Deserialize`.
///
/// # Errors
///
/// Fails where the format fails, and if the type refuses what was read.
pub fn deserialize_value<'de, T: SlotValue, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let state = ReadState::new(from.is_human_readable());
    if const { T::__IS_READ_BY_TYPE } {
        let (made, read) = typed::made(|memory| {
            T::__read::<Known, D>(&mut Target { read: ReadContext::new(&state), memory }, from)
        });
        read?;
        return Ok(made.expect("reading fills the memory, or fails"));
    }
    let (made, read) = made_in_place::<T, _>(|memory| {
        let mut value = InPlace::new(memory, ReadContext::new(&state));
        ValueSeed::new(FillInPlace(&mut value)).deserialize(from)
    });
    read?;
    Ok(made.expect("reading fills the memory, or fails"))
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            // The most common kinds, without the detour through `ValueSer`.
            Value::None => to.serialize_none(),
            Value::Bool(value) => to.serialize_bool(*value),
            Value::Int(value) => to.serialize_i64(*value),
            Value::Float(value) => to.serialize_f64(*value),
            Value::Str(value) => to.serialize_str(value),
            other => ValueSer { shape: &Shape::Any, value: &other.view() }.serialize(to),
        }
    }
}

impl Serialize for Dict {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        ValueSer { shape: &Shape::Any, value: &ValueRef::Map(self) }.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let state = ReadState::new(from.is_human_readable());
        ValueSeed::new(ReadContext::new(&state)).deserialize(from)
    }
}

impl<'de> Deserialize<'de> for Dict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        /// The visitor of a map of entries.
        struct Entries<'a>(ReadContext<'a>);
        impl<'de> Visitor<'de> for Entries<'_> {
            type Value = Dict;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map with text as keys")
            }

            fn visit_map<A: serde_core::de::MapAccess<'de>>(
                self,
                map: A,
            ) -> Result<Dict, A::Error> {
                read_entries(map, self.0)
            }
        }
        let state = ReadState::new(from.is_human_readable());
        from.deserialize_map(Entries(ReadContext::new(&state)))
    }
}
