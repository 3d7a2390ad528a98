//! Reading a graph: its root and its objects as values, then the objects of their values.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor};

use crate::construct::in_place::UninitValue;
use crate::rc::by_id::Reading;
use crate::rc::by_id::plan::Plan;
use crate::reflect::reading::{ReadContext, ReadState};
use crate::reflect::slot_value::SlotValue;
use crate::serde::format::de::ValueDe;
use crate::serde::format::key::KeyDe;
use crate::serde::format::room::Room;
use crate::serde::format::source::Given;
use crate::serde::in_place::{FillInPlace, InPlace};
use crate::serde::seed::ValueSeed;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// The visitor of a graph whose root is a `T`.
pub(crate) struct GraphVisitor<T>(pub(crate) PhantomData<T>);

impl<'de, T: SlotValue> Visitor<'de> for GraphVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a graph: a map of 'root' and 'objects'")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let (mut root, mut objects) = (None::<Value>, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "root" if root.is_some() => return Err(A::Error::duplicate_field("root")),
                "root" => root = Some(map.next_value()?),
                "objects" if objects.is_some() => return Err(A::Error::duplicate_field("objects")),
                "objects" => objects = Some(map.next_value_seed(Objects)?),
                other => return Err(A::Error::unknown_field(other, &["root", "objects"])),
            }
        }
        let root = root.ok_or_else(|| A::Error::missing_field("root"))?;
        let objects = objects.ok_or_else(|| A::Error::missing_field("objects"))?;
        Reading::new(objects, read).run(&root).map_err(A::Error::custom)
    }
}

/// The seed of the objects by their number.
struct Objects;

impl<'de> DeserializeSeed<'de> for Objects {
    type Value = HashMap<i64, Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Objects {
    type Value = HashMap<i64, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of objects by their number")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut objects = HashMap::new();
        while let Some(number) = map.next_key_seed(Number)? {
            match objects.entry(number) {
                Entry::Vacant(entry) => _ = entry.insert(map.next_value()?),
                Entry::Occupied(_) => {
                    return Err(A::Error::custom(format_args!("object {number} is given twice")));
                }
            }
        }
        Ok(objects)
    }
}

/// The seed of an object's number: a number, or the text of one, since not all formats have keys
/// that are numbers.
struct Number;

impl<'de> DeserializeSeed<'de> for Number {
    type Value = i64;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<i64, D::Error> {
        from.deserialize_any(self)
    }
}

impl Visitor<'_> for Number {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number of an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<i64, E> {
        text.parse().map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<i64, E> {
        Ok(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<i64, E> {
        let of = Unexpected::Unsigned(number);
        number.try_into().map_err(|_| E::invalid_value(of, &self))
    }
}

/// Reads the root, or an object, of its data.
fn read(memory: &mut UninitValue<'_>, data: &Value, plan: &Plan) -> Result<(), ConversionError> {
    // The data is a `Value`, which describes itself.
    let state = ReadState::new(true);
    let mut value = InPlace::new(memory, ReadContext::new(&state));
    let seed = ValueSeed::new(FillInPlace(&mut value));
    match data {
        Value::Map(dict) => seed.deserialize(MapAccessDeserializer::new(planned(dict, plan)?)),
        data => seed.deserialize(ValueDe::borrowed(data)),
    }
}

/// The entries of an object's data, read as a plan says.
struct Planned<'de, 'p, I> {
    plan: &'p Plan,
    entries: I,
    /// The entry whose key was read, and whose value was not.
    entry: Option<(usize, &'de str, &'de Value)>,
    room: Room,
}

/// Returns the entries in the order of the plan.
fn planned<'de, 'p>(
    dict: &'de Dict,
    plan: &'p Plan,
) -> Result<
    Planned<'de, 'p, impl Iterator<Item = (usize, &'de str, &'de Value)> + use<'de, 'p>>,
    ConversionError,
> {
    let all = || dict.iter().enumerate().map(|(at, (name, value))| (at, name, value));
    let tag = plan.tag().and_then(|tag| all().find(|(_, name, _)| *name == tag));
    let tag_at = tag.map(|(at, ..)| at);
    let (before, after) = (all().take(plan.first()), all().skip(plan.first()));
    let others = after.chain(before).filter(move |(at, ..)| Some(*at) != tag_at);
    let entries = tag.into_iter().chain(others);
    Ok(Planned { plan, entries, entry: None, room: Room::WHOLE.inside()? })
}

impl<'de, I> MapAccess<'de> for Planned<'de, '_, I>
where
    I: Iterator<Item = (usize, &'de str, &'de Value)>,
{
    type Error = ConversionError;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ConversionError> {
        self.entry = self.entries.next();
        let Some((_, name, _)) = self.entry else { return Ok(None) };
        seed.deserialize(KeyDe::new(&Cow::Borrowed(name), self.room)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, ConversionError> {
        let Some((at, name, value)) = self.entry.take() else {
            return Err(ConversionError::said("a value is read before its key"));
        };
        self.plan.begin(at, value);
        let given = match self.plan.is_empty(at) {
            true => Given::Owned(empty(value)),
            false => Given::Borrowed(value),
        };
        let value = seed.deserialize(ValueDe { given, room: self.room });
        value.map_err(|error| error.at_step(format_args!("'{name}'")))
    }
}

/// Returns what stands for a value until it can be read.
fn empty(value: &Value) -> Value {
    match value {
        Value::List(_) => Value::List(Box::default()),
        Value::Map(_) => Value::Map(Dict::new()),
        _ => Value::None,
    }
}
