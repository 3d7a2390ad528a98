//! Slotted structs.

use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_core::ser::{Serialize, SerializeMap, SerializeTuple, Serializer};

use super::put::{EntryValue, Put, Target};
use super::read::{next_slot, none_if_missing};
use super::shown::Shown;
use super::visit::Visit;
use crate::attributes::{Attributes, Vars};
use crate::layout::{Lead, SlotInfo, SlotLayout};
use crate::name::NameKey;
use crate::raw::construct::construct;
use crate::raw::object::Object;
use crate::record::Filling;
use crate::slotted::Slotted;
use crate::slotted::presence::FromAttrs;
use crate::value::Value;

/// All slots in the order of declaration, those of a base in the place of its field.
pub(super) fn slots_of(layout: &'static SlotLayout) -> Vec<&'static SlotInfo> {
    let mut all = Vec::new();
    let mut bases = layout.bases().iter().peekable();
    for (index, slot) in layout.slots().iter().enumerate() {
        while let Some(base) = bases.next_if(|base| base.before() <= index) {
            all.extend(slots_of(base.layout()));
        }
        all.push(slot);
    }
    all.extend(bases.flat_map(|base| slots_of(base.layout())));
    all
}

/// The body of `Serialize` of a slotted type.
///
/// # Errors
///
/// Those of the format; an attribute is opaque.
pub fn serialize<T: Slotted, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    Whole(value.__object()).serialize(to)
}

/// An object: bound slots and entries by name; or all slots in their order.
pub(super) struct Whole<'a>(pub(super) Object<'a>);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let layout = self.0.layout();
        if to.is_human_readable() {
            // How many there are, text does not need to know: so they need not be collected to be counted.
            let mut attributes = Vars::new(self.0);
            let mut entries = to.serialize_map(None)?;
            while let Some((name, value)) = attributes.next_slot() {
                entries.serialize_entry(name, &Shown(value))?;
            }
            while let Some((name, value)) = attributes.next_entry() {
                entries.serialize_entry(name, value)?;
            }
            return entries.end();
        }
        if layout.has_dict() {
            // Once: a lazy slot may be computed meanwhile, and what is said of the length must be true.
            let bound: Vec<_> = Vars::new(self.0).collect();
            let mut entries = to.serialize_map(Some(bound.len()))?;
            for (name, value) in bound {
                entries.serialize_entry(name, &Shown(value))?;
            }
            return entries.end();
        }
        let slots = slots_of(layout);
        let mut items = to.serialize_tuple(slots.len())?;
        for info in slots {
            let value = self.0.slot(info.name()).and_then(|slot| slot.read()).map(Shown);
            match value {
                Some(value) if info.is_optional() => items.serialize_element(&Some(value))?,
                Some(value) => items.serialize_element(&value)?,
                None => items.serialize_element(&None::<()>)?,
            }
        }
        items.end()
    }
}

/// The body of `Deserialize` of a slotted type.
///
/// # Errors
///
/// Those of the format; a key that is no slot, where there is no `Dict`, or stands there twice; a value that is not of its
/// slot's type; a slot without a value and without a default.
pub fn deserialize<'de, T: FromAttrs, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    construct::<T, D::Error>(|unfinished| {
        let layout = T::LAYOUT;
        let describes_itself = from.is_human_readable();
        let visitor = Fill { filling: Filling::new(unfinished), layout, describes_itself, next: 0 };
        if from.is_human_readable() || layout.has_dict() {
            from.deserialize_map(visitor)
        } else {
            from.deserialize_tuple(slots_of(layout).len(), visitor)
        }
    })
}

/// Fills an object: the one visitor of all types.
struct Fill<'a> {
    filling: Filling<'a>,
    layout: &'static SlotLayout,
    /// Whether the format surely does; else, it may.
    describes_itself: bool,
    /// The row where a key is looked for first: data mostly comes in one order.
    next: usize,
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map: the attributes of '{}'", self.layout.name())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key(&mut self))? {
            let (info, row) = match key {
                Named::Own(row) => {
                    self.next = row + 1;
                    (&self.layout.slots()[row], row)
                }
                Named::Inherited(info) => (info, usize::MAX),
                Named::Entry => {
                    if let Some(value) = self.filling.entry_value() {
                        let read = map.next_value_seed(Visit(EntryValue(value)));
                        read.map_err(|error| self.explained(error))?;
                    }
                    continue;
                }
                Named::Ignored => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                Named::Refused => break,
            };
            map.next_value_seed(Visit(Put(&mut Target::new(&mut self.filling, info, row))))?;
            self.filling.so_far().map_err(A::Error::custom)?;
        }
        self.filling.so_far().map_err(A::Error::custom)?;
        self.end().map_err(A::Error::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        for (at, info) in slots_of(self.layout).into_iter().enumerate() {
            let row = self.layout.row_of(info).unwrap_or(usize::MAX);
            let mut target = Target::new(&mut self.filling, info, row);
            next_slot(&mut list, at, info, Put(&mut target))?;
            self.filling.so_far().map_err(A::Error::custom)?;
        }
        self.end().map_err(A::Error::custom)
    }
}

impl Fill<'_> {
    /// Why a value of any kind could not be read.
    fn explained<E: serde_core::de::Error>(&self, error: E) -> E {
        if self.describes_itself {
            return error;
        }
        E::custom(format_args!(
            "'{}' objects take undeclared names, of which only a format that describes itself can say what \
             they hold: {error}",
            self.layout.name()
        ))
    }

    fn end(mut self) -> Result<(), crate::record::RecordError> {
        if self.filling.is_whole() {
            return Ok(());
        }
        let all = if self.filling.lacks_slots() { slots_of(self.layout) } else { Vec::new() };
        for info in all {
            if none_if_missing(info) {
                self.filling.take_if_missing(info.name(), Value::None);
            }
        }
        self.filling.finish()
    }
}

/// A key: looked up as it is read, so that a slot's name is not copied, and another one once only.
struct Key<'a, 'b>(&'a mut Fill<'b>);

enum Named {
    Own(usize),
    Inherited(&'static SlotInfo),
    /// It is a new entry of the `Dict`.
    Entry,
    Ignored,
    /// It was a fault.
    Refused,
}

// Each apart from the one before, so that the usual way stays short.
impl Key<'_, '_> {
    #[inline(never)]
    fn find(self, name: &str, key: NameKey) -> Named {
        match self.0.layout.lead(name, key) {
            Some(Lead::Own(row)) => Named::Own(row),
            Some(Lead::Nowhere) if self.0.layout.ignores_unknown() => Named::Ignored,
            Some(Lead::Nowhere) => self.enter(name, key),
            _ => self.find_anywhere(name, key),
        }
    }

    #[inline(never)]
    fn find_anywhere(self, name: &str, key: NameKey) -> Named {
        match self.0.layout.lead_anywhere(name, key) {
            Lead::Own(row) => Named::Own(row),
            Lead::Inherited(info) => Named::Inherited(info),
            Lead::Nowhere if self.0.layout.ignores_unknown() => Named::Ignored,
            Lead::Nowhere => self.enter(name, key),
        }
    }

    #[inline(never)]
    fn enter(self, name: &str, key: NameKey) -> Named {
        if self.0.filling.take_name(name, key) { Named::Entry } else { Named::Refused }
    }
}

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Named;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Named, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an attribute")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Named, E> {
        let key = NameKey::of(name);
        let is_next = self.0.layout.is_in_row(self.0.next, name, key);
        Ok(if is_next { Named::Own(self.0.next) } else { self.find(name, key) })
    }
}
