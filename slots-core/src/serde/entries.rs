//! Reading a map as a `Dict`: entries by name, each in the shape of its type.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::name::NameKey;
use crate::record::error::RecordError;
use crate::reflect::layout::SlotLayout;
use crate::reflect::reading::{Place, ReadContext};
use crate::reflect::shape::Shape;
use crate::serde::context::{INITIAL_CAPACITY, none_if_missing};
use crate::serde::seed::{Sink, ValueSeed};
use crate::value::Value;
use crate::value::dict::{Dict, Repeated};

/// Reads a map, or a slotted struct as a map. Each value is read in the shape of the map's items,
/// or of the struct's slot. Fails if a name is repeated.
pub(crate) fn read_entries<'de, A: MapAccess<'de>>(
    map: A,
    read: ReadContext<'_>,
) -> Result<Dict, A::Error> {
    read.inside(|| read_entries_inside(map, read))
}

/// [`read_entries`], already at the depth of the entries.
fn read_entries_inside<'de, A: MapAccess<'de>>(
    mut map: A,
    read: ReadContext<'_>,
) -> Result<Dict, A::Error> {
    let mut dict = Dict::new();
    let layout = match read.shape() {
        Shape::Object(layout) => Some(layout()),
        _ => None,
    };
    while let Some(entry) = map.next_key_seed(EntryName { dict: &mut dict, layout, read })? {
        match entry {
            Some((shape, field)) => {
                let (name, value) = dict.last_entry_mut().expect("its name was added");
                let place = match layout.zip(field) {
                    Some((layout, field)) => Place::Slot(layout, field),
                    None => Place::Key(read.place(), name),
                };
                let read = &mut read.of(shape).at(&place);
                map.next_value_seed(ValueSeed::new(EntryValue { value, read }))?;
            }
            None => {
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
    if let Some(layout) = layout {
        fill_missing(layout, &mut dict).map_err(A::Error::custom)?;
    }
    Ok(dict)
}

/// Adds the slots that are `None` if the data lacks them. Fails if a slot is missing.
fn fill_missing(layout: &SlotLayout, dict: &mut Dict) -> Result<(), RecordError> {
    let mut errors = Vec::new();
    for slot in layout.iter().map(|location| location.info()) {
        if dict.contains_key(slot.name()) {
            continue;
        }
        if none_if_missing(slot) {
            dict.insert(slot.name(), Value::None);
        } else if !slot.has_default() && !slot.is_optional() {
            errors.push(AttributeError::new(layout, slot.name(), Fault::Missing));
        }
    }
    RecordError::check(layout, errors)
}

/// The shape of an entry's value, and the field number of the slot that it is for, if any; or
/// `None` if the value is to be ignored.
type Entry = Option<(&'static Shape, Option<usize>)>;

/// The seed of an entry's name, which adds the entry to `dict` as it reads the name.
struct EntryName<'a> {
    dict: &'a mut Dict,
    /// The layout of the slotted struct that is read, if it is one.
    layout: Option<&'static SlotLayout>,
    read: ReadContext<'a>,
}

impl<'de> DeserializeSeed<'de> for EntryName<'_> {
    type Value = Entry;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        match self.read.shape() {
            Shape::MapOf(shape, _) if !from.is_human_readable() => self.read_key(shape, from),
            _ => from.deserialize_str(self),
        }
    }
}

impl EntryName<'_> {
    /// Reads a key that is no text in the data, and takes its text.
    #[inline(never)]
    fn read_key<'de, D: Deserializer<'de>>(
        self,
        shape: &'static Shape,
        from: D,
    ) -> Result<Entry, D::Error> {
        let key = ValueSeed::new(self.read.of(shape)).deserialize(from)?;
        let fits = match shape {
            Shape::Bool => matches!(key, Value::Bool(_)),
            Shape::Choice(_) => matches!(key, Value::Str(_)),
            _ => matches!(key, Value::Int(_) | Value::UInt(_)),
        };
        if !fits {
            return Err(D::Error::custom(format_args!("a key must not be {key:?}")));
        }
        self.visit_str(&key.to_string())
    }
}

impl Visitor<'_> for EntryName<'_> {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text as a key")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let name = self.layout.map_or(name, |layout| layout.name_given(name));
        let (shape, field) = match self.layout.map(|layout| (layout, layout.locate(name))) {
            Some((_, Some(slot))) => (slot.info().vtables().value().shape(), Some(slot.field())),
            Some((layout, None)) if layout.ignores_unknown() => return Ok(None),
            Some((layout, None)) if !layout.has_dict() => {
                return Err(E::custom(AttributeError::new(layout, name, Fault::Unexpected)));
            }
            Some(_) => (&Shape::Any, None),
            None => (self.read.map_value(), None),
        };
        match self.dict.add(name, NameKey::of(name), INITIAL_CAPACITY) {
            Ok(()) => Ok(Some((shape, field))),
            Err(Repeated) => Err(E::custom(format_args!("the key '{name}' stands there twice"))),
        }
    }
}

/// The sink of an entry's value: replaces `value`.
pub(crate) struct EntryValue<'r, 'a> {
    pub(crate) value: &'r mut Value,
    // A reference, since formats pass a visitor by value many times.
    pub(crate) read: &'r mut ReadContext<'a>,
}

impl<'a> Sink<'a> for EntryValue<'_, 'a> {
    type Taken = ();

    #[inline]
    fn read(&self) -> ReadContext<'a> {
        *self.read
    }

    #[inline]
    fn with_shape(self, shape: &'static Shape) -> Self {
        *self.read = self.read.of(shape);
        self
    }

    #[inline]
    fn value<E: Error>(self, value: Value) -> Result<(), E> {
        self.read.check(&value)?;
        core::mem::replace(self.value, value).let_go();
        Ok(())
    }
}
