//! Reading: a value, in the shape of the type that it is for.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::object::slots_of;
use super::visit::{Sink, Visit};
use crate::dict::Dict;
use crate::layout::{SlotInfo, SlotLayout};
use crate::value::{Shape, Value};

/// How deep values may lie in one another: what is deeper is refused before the stack is used up.
const DEEPEST: usize = 128;

/// How a value is read. As a sink, it is the value that is asked for.
#[derive(Clone, Copy)]
pub(super) struct Read {
    shape: &'static Shape,
    depth: usize,
}

impl Read {
    #[inline]
    pub(super) fn new(shape: &'static Shape) -> Self {
        Read { shape, depth: 0 }
    }

    #[inline]
    pub(super) fn shape(self) -> &'static Shape {
        self.shape
    }

    /// The shape of what lies inside.
    #[inline]
    pub(super) fn item(self) -> &'static Shape {
        match self.shape {
            Shape::Option(shape) | Shape::List(shape) | Shape::Map(shape) => shape,
            _ => &Shape::Any,
        }
    }
}

impl Sink for Read {
    type Taken = Value;

    fn read(&self) -> Read {
        *self
    }

    fn inside<E: Error>(self, shape: &'static Shape) -> Result<Self, E> {
        if self.depth == DEEPEST {
            return Err(E::custom(format_args!(
                "values lie more than {DEEPEST} deep in one another"
            )));
        }
        Ok(Read { shape, depth: self.depth + 1 })
    }

    #[inline]
    fn value(self, value: Value) -> Value {
        value
    }
}

/// Reads the items of a list.
pub(super) fn read_list<'de, A: SeqAccess<'de>>(
    mut list: A,
    read: Read,
) -> Result<Box<[Value]>, A::Error> {
    let inside = read.inside(read.item())?;
    // What the data says of its length is not believed: memory is taken for what is there.
    let mut items = Vec::new();
    while let Some(item) = list.next_element_seed(Visit(inside))? {
        items.push(item);
    }
    Ok(items.into())
}

/// Reads a slotted struct in a format that does not say names: its slots in their order.
pub(super) fn read_object<'de, A: SeqAccess<'de>>(
    mut list: A,
    read: Read,
    layout: &'static SlotLayout,
) -> Result<Dict, A::Error> {
    let mut dict = Dict::new();
    for (at, slot) in slots_of(layout).into_iter().enumerate() {
        let inside = read.inside(slot.ops().value.shape())?;
        if let Some(value) = next_slot(&mut list, at, slot, inside)? {
            dict.insert(slot.name(), value);
        }
    }
    Ok(dict)
}

/// Reads the next of an object's slots in their order, which is that at `at`; `None` where it is unbound.
pub(super) fn next_slot<'de, A: SeqAccess<'de>, S: Sink>(
    list: &mut A,
    at: usize,
    slot: &SlotInfo,
    sink: S,
) -> Result<Option<S::Taken>, A::Error> {
    let given = if slot.is_optional() {
        list.next_element_seed(Maybe(sink))?
    } else {
        list.next_element_seed(Visit(sink))?.map(Some)
    };
    given.ok_or_else(|| A::Error::invalid_length(at, &"a value for each slot"))
}

/// Reads an `Option`, whose `None` is *unbound*.
struct Maybe<S>(S);

impl<'de, S: Sink> DeserializeSeed<'de> for Maybe<S> {
    type Value = Option<S::Taken>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_option(self)
    }
}

impl<'de, S: Sink> Visitor<'de> for Maybe<S> {
    type Value = Option<S::Taken>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, or none")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        Visit(self.0).deserialize(from).map(Some)
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
            Some(_) => &Shape::Any,
            None => read.item(),
        };
        if dict.contains_key(&name) {
            return Err(A::Error::custom(format_args!("the key '{name}' stands there twice")));
        }
        let value = map.next_value_seed(Visit(read.inside(shape)?))?;
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
