//! Slotted structs.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_core::ser::{Serialize, SerializeMap, SerializeTuple, Serializer};

use super::read::{Read, next_slot, none_if_missing};
use super::shown::Shown;
use crate::attributes::{Attributes, Vars};
use crate::layout::{SlotInfo, SlotLayout};
use crate::raw::construct::construct;
use crate::raw::object::Object;
use crate::record::Filling;
use crate::slotted::Slotted;
use crate::slotted::presence::FromAttrs;
use crate::value::{Shape, Value};

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
        if to.is_human_readable() || layout.has_dict() {
            // Once: a lazy slot may be computed meanwhile, and what is said of the length must be true.
            let bound: Vec<_> = Vars::new(self.0).collect();
            let mut entries = to.serialize_map(Some(bound.len()))?;
            for (name, value) in bound {
                entries.serialize_entry(name, &Shown::of(value))?;
            }
            return entries.end();
        }
        let slots = slots_of(layout);
        let mut items = to.serialize_tuple(slots.len())?;
        for info in slots {
            let value = self.0.slot(info.name()).and_then(|slot| slot.read()).map(Shown::of);
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
        let visitor = Fill { filling: Filling::new(unfinished), layout, describes_itself };
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
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map: the attributes of '{}'", self.layout.name())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        // Where the next key is looked for first.
        let mut next = 0;
        while let Some(key) = map.next_key_seed(Key { layout: self.layout, next })? {
            match key {
                Named::Slot(info) => {
                    next = self.filling.row_after(info).unwrap_or(next);
                    let shape = info.ops().value.shape();
                    map.next_value_seed(Put { filling: &mut self.filling, info, shape })?;
                }
                Named::Ignored => {
                    map.next_value::<IgnoredAny>()?;
                }
                Named::Other(name) if self.layout.has_dict() => {
                    let value = map.next_value_seed(Read::new(Shape::Any));
                    self.filling.take_entry(name, value.map_err(|error| self.explained(error))?);
                }
                Named::Other(name) => self.filling.refuse(&name),
            }
            self.filling.so_far().map_err(A::Error::custom)?;
        }
        self.end().map_err(A::Error::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        for (at, info) in slots_of(self.layout).into_iter().enumerate() {
            let read = Read::new(info.ops().value.shape());
            if let Some(value) = next_slot(&mut list, at, info, read)? {
                self.filling.take_known(info, value);
                self.filling.so_far().map_err(A::Error::custom)?;
            }
        }
        self.end().map_err(A::Error::custom)
    }
}

/// Reads a value and puts it into its slot: what is no list and no map goes there at once.
struct Put<'a, 'b> {
    filling: &'a mut Filling<'b>,
    info: &'static SlotInfo,
    shape: Shape,
}

impl Put<'_, '_> {
    #[inline]
    fn value(self, value: Value) {
        self.filling.take_known(self.info, value);
    }

    fn read(&self) -> Read {
        Read::new(self.shape)
    }
}

impl<'de> DeserializeSeed<'de> for Put<'_, '_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match (from.is_human_readable(), self.shape) {
            (true, Shape::Option(_)) => from.deserialize_option(self),
            (true, _) => from.deserialize_any(self),
            (false, _) => {
                let value = self.read().deserialize(from)?;
                self.value(value);
                Ok(())
            }
        }
    }
}

macro_rules! scalars {
    ($($visit:ident: $type:ty),*) => {$(
        #[inline]
        fn $visit<E>(self, value: $type) -> Result<(), E> {
            self.value(Value::from(value));
            Ok(())
        }
    )*};
}

impl<'de> Visitor<'de> for Put<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read().expecting(f)
    }

    scalars!(
        visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128, visit_f64: f64,
        visit_str: &str, visit_string: String, visit_bytes: &[u8]
    );

    #[inline]
    fn visit_none<E>(self) -> Result<(), E> {
        self.value(Value::None);
        Ok(())
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<(), E> {
        self.value(Value::None);
        Ok(())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(mut self, from: D) -> Result<(), D::Error> {
        if let Shape::Option(shape) = self.shape {
            self.shape = *shape;
        }
        self.deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        let value = self.read().visit_seq(list)?;
        self.value(value);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let value = self.read().visit_map(map)?;
        self.value(value);
        Ok(())
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

/// A key: looked up as it is read, so that a slot's name is not copied.
#[derive(Clone, Copy)]
struct Key {
    layout: &'static SlotLayout,
    next: usize,
}

enum Named {
    Slot(&'static SlotInfo),
    Other(String),
    Ignored,
}

impl Key {
    #[inline]
    fn find(self, name: &str) -> Option<Named> {
        match self.layout.slot_at(self.next, name).or_else(|| self.layout.find(name)) {
            Some(info) => Some(Named::Slot(info)),
            None => self.layout.ignores_unknown().then_some(Named::Ignored),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Named;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Named, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an attribute")
    }

    fn visit_str<E>(self, name: &str) -> Result<Named, E> {
        Ok(self.find(name).unwrap_or_else(|| Named::Other(name.into())))
    }

    fn visit_string<E>(self, name: String) -> Result<Named, E> {
        Ok(self.find(&name).unwrap_or(Named::Other(name)))
    }
}
