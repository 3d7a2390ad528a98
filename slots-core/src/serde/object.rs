//! Slotted structs.

use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_core::ser::{Serialize, SerializeMap, SerializeTuple, Serializer};

use crate::construct::{Unfinished, construct};
use crate::name::{NameKey, WHOLE};
use crate::record::construct::Filling;
use crate::record::error::RecordError;
use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::lookup::Glance;
use crate::reflect::object::Object;
use crate::reflect::presence::FromAttrs;
use crate::reflect::shape::Shape;
use crate::reflect::slotted::Slotted;
use crate::reflect::vars::Vars;
use crate::serde::put::{NO_ROW, Put, Target};
use crate::serde::read::{EntryValue, ROOM, Read, State, next_slot, none_if_missing};
use crate::serde::shown::Shown;
use crate::serde::visit::Visit;
use crate::value::Value;

/// All slots in the order of declaration, those of a base in the place of its field.
pub(crate) fn slots_of(layout: &'static SlotLayout) -> Vec<&'static SlotInfo> {
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
pub(crate) struct Whole<'a>(pub(crate) Object<'a>);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let layout = self.0.layout();
        if to.is_human_readable() || layout.has_dict() {
            // What is said of the length must be true: not every format of text can do without it.
            let mut attributes = Vars::new(self.0);
            let Some(length) = attributes.count_ahead() else {
                let all: Vec<_> = attributes.told().collect();
                let mut entries = to.serialize_map(Some(all.len()))?;
                for (name, value) in all {
                    write_told(&mut entries, name, value)?;
                }
                return entries.end();
            };
            let mut entries = to.serialize_map(Some(length))?;
            while let Some((name, value)) = attributes.next_told_slot() {
                write_told(&mut entries, name, value)?;
            }
            while let Some((name, value)) = attributes.next_entry() {
                entries.serialize_entry(name, value)?;
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

/// Writes an attribute, or `null` for a slot that is unbound and has a default.
#[inline(always)]
fn write_told<M: SerializeMap>(
    entries: &mut M,
    name: &str,
    value: Option<AttrRef<'_>>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => entries.serialize_entry(name, &Shown(value)),
        None => entries.serialize_entry(name, &None::<()>),
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
        let describes_itself = from.is_human_readable();
        let state = State::new(describes_itself);
        let visitor = Fill::new(unfinished, Read::new(&state));
        if describes_itself || T::LAYOUT.has_dict() {
            from.deserialize_map(visitor)
        } else {
            from.deserialize_tuple(slots_of(T::LAYOUT).len(), visitor)
        }
    })
}

/// Fills an object: the one visitor of all types.
pub(crate) struct Fill<'a> {
    filling: Filling<'a>,
    layout: &'static SlotLayout,
    read: Read<'a>,
    /// The row where a key is looked for first: data mostly comes in one order.
    next: usize,
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map: the attributes of '{}'", self.layout.name())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.by_name(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.in_order(list)
    }
}

impl<'a> Fill<'a> {
    #[inline]
    pub(crate) fn new(unfinished: &'a mut Unfinished, read: Read<'a>) -> Self {
        let layout = unfinished.layout();
        Fill { filling: Filling::new(unfinished), layout, read, next: 0 }
    }

    /// Slots and entries by their names.
    #[inline]
    pub(crate) fn by_name<'de, A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(Key(&mut self))? {
            let (info, row) = match key {
                Named::Own(row) => {
                    self.next = row + 1;
                    (&self.layout.slots()[row], row)
                }
                Named::Inherited(info) => (info, NO_ROW),
                Named::Entry => {
                    let (value, read) = (self.filling.entry_value(), self.read.of(&Shape::Any));
                    let done = map.next_value_seed(Visit::new(EntryValue { value, read }));
                    done.map_err(|error| self.explained(error))?;
                    continue;
                }
                Named::Ignored => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            let mut target = Target::new(&mut self.filling, info, row, self.read);
            map.next_value_seed(Visit::new(Put(&mut target)))?;
            self.filling.so_far().map_err(A::Error::custom)?;
        }
        self.end().map_err(A::Error::custom)
    }

    /// Slots in their order.
    pub(crate) fn in_order<'de, A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        for (at, info) in slots_of(self.layout).into_iter().enumerate() {
            let row = self.layout.row_of(info).unwrap_or(NO_ROW);
            let mut target = Target::new(&mut self.filling, info, row, self.read);
            if next_slot(&mut list, at, info, Put(&mut target))?.is_none() {
                self.filling.unbind(info);
            }
            self.filling.so_far().map_err(A::Error::custom)?;
        }
        self.end().map_err(A::Error::custom)
    }
}

impl Fill<'_> {
    /// Why a value of any kind could not be read.
    fn explained<E: serde_core::de::Error>(&self, error: E) -> E {
        if self.read.describes_itself() {
            return error;
        }
        E::custom(format_args!(
            "'{}' objects take undeclared names, of which only a format that describes itself can say what \
             they hold: {error}",
            self.layout.name()
        ))
    }

    fn end(mut self) -> Result<(), RecordError> {
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

/// A key. It is looked up as it is read, so that a slot's name is not copied; another one is made an entry of the `Dict`,
/// or refused. A slot that is filled is refused too: here, before another value is read for it.
struct Key<'a, 'b>(&'a mut Fill<'b>);

enum Named {
    /// The own slot in that row.
    Own(usize),
    Inherited(&'static SlotInfo),
    /// The new entry of the `Dict`.
    Entry,
    Ignored,
}

// What is rare stands apart, so that the usual way is short enough to be inlined. `None` is a fault, which was noted.
impl Fill<'_> {
    #[inline(never)]
    fn find(&mut self, name: &str) -> Option<Named> {
        let key = NameKey::of(name);
        if name.len() <= WHOLE {
            match self.layout.glance_by(name.len(), key) {
                Glance::Own(info) => return self.slot(info, name),
                Glance::Nothing => return self.enter(name, key),
                Glance::Unclear => {}
            }
        }
        self.find_anywhere(name, key)
    }

    #[inline(never)]
    fn find_anywhere(&mut self, name: &str, key: NameKey) -> Option<Named> {
        match self.layout.locate_by(name, key) {
            Some(found) => self.slot(found.info, name),
            None => self.enter(name, key),
        }
    }

    #[inline(never)]
    fn slot(&mut self, info: &'static SlotInfo, name: &str) -> Option<Named> {
        let (holds, named) = match self.layout.row_of(info) {
            Some(row) => (self.filling.holds(row), Named::Own(row)),
            None => (self.filling.holds_named(name), Named::Inherited(info)),
        };
        if holds {
            self.filling.repeated(name);
            return None;
        }
        Some(named)
    }

    #[inline(always)]
    fn enter(&mut self, name: &str, key: NameKey) -> Option<Named> {
        if self.layout.ignores_unknown() {
            return Some(Named::Ignored);
        }
        self.enter_entry(name, key)
    }

    #[inline(never)]
    fn enter_entry(&mut self, name: &str, key: NameKey) -> Option<Named> {
        self.filling.take_name(name, key, ROOM).then_some(Named::Entry)
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
    fn visit_str<E: Error>(self, name: &str) -> Result<Named, E> {
        let next = self.0.next;
        if self.0.layout.is_in_row(next, name) && !self.0.filling.holds(next) {
            return Ok(Named::Own(next));
        }
        self.0.find(name).ok_or_else(|| E::custom(self.0.filling.refusal()))
    }
}
