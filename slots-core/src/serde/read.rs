//! Reading: a value, in the shape of the type that it is for.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::object::slots_of;
use crate::dict::Dict;
use crate::layout::{SlotInfo, SlotLayout};
use crate::value::{Shape, Value};

/// How deep values may lie in one another: what is deeper is refused before the stack is used up.
const DEEPEST: usize = 128;

/// Reads one value.
#[derive(Clone, Copy)]
pub(super) struct Read {
    shape: Shape,
    depth: usize,
}

impl Read {
    pub(super) fn new(shape: Shape) -> Self {
        Read { shape, depth: 0 }
    }

    /// Reads what lies inside.
    fn inside<E: Error>(self, shape: Shape) -> Result<Self, E> {
        if self.depth == DEEPEST {
            return Err(E::custom(format_args!(
                "values lie more than {DEEPEST} deep in one another"
            )));
        }
        Ok(Read { shape, depth: self.depth + 1 })
    }

    fn item(self) -> Shape {
        match self.shape {
            Shape::Option(shape) | Shape::List(shape) | Shape::Map(shape) => *shape,
            _ => Shape::Any,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Read {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        if from.is_human_readable() {
            // It says what comes; whether that fits is asked where it is put.
            return match self.shape {
                Shape::Option(_) => from.deserialize_option(self),
                _ => from.deserialize_any(self),
            };
        }
        match self.shape {
            Shape::Any => from.deserialize_any(self),
            Shape::Bool => from.deserialize_bool(self),
            Shape::I8 => from.deserialize_i8(self),
            Shape::I16 => from.deserialize_i16(self),
            Shape::I32 => from.deserialize_i32(self),
            Shape::I64 => from.deserialize_i64(self),
            Shape::U8 => from.deserialize_u8(self),
            Shape::U16 => from.deserialize_u16(self),
            Shape::U32 => from.deserialize_u32(self),
            Shape::U64 => from.deserialize_u64(self),
            Shape::F32 => from.deserialize_f32(self),
            Shape::F64 => from.deserialize_f64(self),
            Shape::Str => from.deserialize_string(self),
            Shape::Bytes => from.deserialize_byte_buf(self),
            Shape::Option(_) => from.deserialize_option(self),
            Shape::List(_) => from.deserialize_seq(self),
            Shape::Map(_) => from.deserialize_map(self),
            Shape::Object(layout) => {
                let layout = layout();
                if layout.has_dict() {
                    from.deserialize_map(self)
                } else {
                    from.deserialize_tuple(slots_of(layout).len(), self)
                }
            }
        }
    }
}

impl<'de> Visitor<'de> for Read {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.shape {
            Shape::Any => "a value",
            Shape::Bool => "a truth value",
            Shape::Str => "text",
            Shape::Bytes => "bytes",
            Shape::Option(_) => "a value, or none",
            Shape::List(_) => "a list",
            Shape::Map(_) | Shape::Object(_) => "a map with text as keys",
            _ => "a number",
        })
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Str(value))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_byte_buf<E>(self, value: Vec<u8>) -> Result<Value, E> {
        Ok(Value::Bytes(value.into()))
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        self.inside(self.item())?.deserialize(from)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        self.inside(self.shape)?.deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        if let Shape::Object(layout) = self.shape {
            return self.object_in_order(layout(), list).map(Value::Map);
        }
        let inside = self.inside(self.item())?;
        // What the data says of its length is not believed: memory is taken for what is there.
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inside)? {
            items.push(item);
        }
        Ok(Value::List(items.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        read_entries(map, self).map(Value::Map)
    }
}

impl Read {
    /// A slotted struct in a format that does not say names: its slots in their order.
    fn object_in_order<'de, A: SeqAccess<'de>>(
        self,
        layout: &'static SlotLayout,
        mut list: A,
    ) -> Result<Dict, A::Error> {
        let mut dict = Dict::new();
        for (at, slot) in slots_of(layout).into_iter().enumerate() {
            let inside = self.inside(slot.ops().value.shape())?;
            if let Some(value) = next_slot(&mut list, at, slot, inside)? {
                dict.insert(slot.name(), value);
            }
        }
        Ok(dict)
    }
}

/// Reads the next of an object's slots in their order, which is that at `at`; `None` where it is unbound.
pub(super) fn next_slot<'de, A: SeqAccess<'de>>(
    list: &mut A,
    at: usize,
    slot: &SlotInfo,
    read: Read,
) -> Result<Option<Value>, A::Error> {
    let given = if slot.is_optional() {
        list.next_element_seed(Maybe(read))?
    } else {
        list.next_element_seed(read)?.map(Some)
    };
    given.ok_or_else(|| A::Error::invalid_length(at, &"a value for each slot"))
}

/// Reads an `Option`, whose `None` is *unbound*.
struct Maybe(Read);

impl<'de> DeserializeSeed<'de> for Maybe {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<Value>, D::Error> {
        from.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Maybe {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, or none")
    }

    fn visit_none<E>(self) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<Value>, D::Error> {
        self.0.deserialize(from).map(Some)
    }
}

/// Reads entries, each in the shape of what lies inside; a name twice is refused.
pub(super) fn read_entries<'de, A: MapAccess<'de>>(
    mut map: A,
    read: Read,
) -> Result<Dict, A::Error> {
    let mut dict = Dict::new();
    let layout = match read.shape {
        Shape::Object(layout) => Some(layout()),
        _ => None,
    };
    while let Some(name) = map.next_key::<Box<str>>()? {
        let shape = match layout.map(|layout| (layout, layout.find(&name))) {
            Some((_, Some(slot))) => slot.ops().value.shape(),
            Some((layout, None)) if layout.ignores_unknown() => {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            Some(_) => Shape::Any,
            None => read.item(),
        };
        if dict.contains_key(&name) {
            return Err(A::Error::custom(format_args!("the key '{name}' stands there twice")));
        }
        let value = map.next_value_seed(read.inside(shape)?)?;
        dict.insert(name, value);
    }
    for slot in layout.map_or_else(Vec::new, slots_of) {
        if none_if_missing(slot) && !dict.contains_key(slot.name()) {
            dict.insert(slot.name(), Value::None);
        }
    }
    Ok(dict)
}

/// Whether the slot holds `None` where the data says nothing of it, as serde has it.
pub(super) fn none_if_missing(slot: &SlotInfo) -> bool {
    let can_be_none = matches!(slot.ops().value.shape(), Shape::Option(_));
    can_be_none && !slot.is_optional() && !slot.has_default()
}
