//! Reading slotted structs, with one visitor for all types that is driven by the layout.

use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::attributes::error::Fault;
use crate::construct::{Partial, construct};
use crate::name::{NameKey, WHOLE};
use crate::record::error::RecordError;
use crate::record::filler::RecordFiller;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::lookup::Probe;
use crate::reflect::presence::FromAttrs;
use crate::reflect::shape::Shape;
use crate::serde::by_value::{FillByValue, SlotByValue, read_by_value};
use crate::serde::context::{
    INITIAL_CAPACITY, Next, ReadContext, ReadState, next_slot, none_if_missing,
};
use crate::serde::entries::EntryValue;
use crate::serde::foreign::fill::{fill_next_element, fill_next_value};
use crate::serde::in_place::{FillInPlace, InPlace};
use crate::serde::place::{Place, slot_at};
use crate::serde::seed::ValueSeed;
use crate::serde::slot_types::SlotTypes;
use crate::value::Value;

/// Deserializes a slotted struct: the body of its `Deserialize`.
///
/// # Errors
///
/// Fails where the format fails; if a key is repeated, or is no slot and the type has no `Dict` and
/// does not ignore unknown keys; if a slot refuses its value; and if a slot has neither a value nor
/// a default.
pub fn deserialize<'de, T: FromAttrs, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    construct::<T, D::Error>(|partial| {
        let describes_itself = from.is_human_readable();
        let state = ReadState::new(describes_itself);
        let visitor = StructVisitor::new(partial, ReadContext::new(&state));
        if describes_itself || T::LAYOUT.has_dict() {
            from.deserialize_map(visitor)
        } else {
            deserialize_closed(T::LAYOUT, from, visitor)
        }
    })
}

/// Reads a struct without a `Dict` from a format that may not describe itself.
#[inline]
pub(crate) fn deserialize_closed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
    layout: &SlotLayout,
    from: D,
    visitor: V,
) -> Result<V::Value, D::Error> {
    // Such a format asks how many fields there are, and not for their names.
    static FIELDS: [&str; 256] = [""; 256];
    let length = layout.iter().count();
    match (FIELDS.get(..length), layout.in_static()) {
        (Some(fields), Some(layout)) => from.deserialize_struct(layout.name(), fields, visitor),
        _ => from.deserialize_tuple(length, visitor),
    }
}

/// The visitor that fills a partial struct.
pub(crate) struct StructVisitor<'a, 'b> {
    filler: RecordFiller<'a, 'b>,
    layout: &'b SlotLayout,
    read: ReadContext<'a>,
    /// The index of the own slot that the next key is compared with first, since data mostly comes
    /// in declaration order.
    next: usize,
}

impl<'de> Visitor<'de> for StructVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map: the attributes of '{}'", self.layout.name())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.by_name::<(), A>(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.in_order::<(), A>(list)
    }
}

/// Deserializes a slotted struct that has `#[slots(serde)]` slots, whose types are in `L`.
///
/// # Errors
///
/// As [`deserialize`].
pub fn deserialize_typed<'de, L: SlotTypes, T: FromAttrs, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    construct::<T, D::Error>(|partial| {
        let describes_itself = from.is_human_readable();
        let state = ReadState::new(describes_itself);
        let visitor = StructVisitor::new(partial, ReadContext::new(&state));
        let visitor = TypedVisitor::<L>(visitor, PhantomData);
        if describes_itself || T::LAYOUT.has_dict() {
            from.deserialize_map(visitor)
        } else {
            deserialize_closed(T::LAYOUT, from, visitor)
        }
    })
}

/// A visitor that knows the types of the struct's `#[slots(serde)]` slots.
struct TypedVisitor<'a, 'b, L>(StructVisitor<'a, 'b>, PhantomData<L>);

impl<'de, L: SlotTypes> Visitor<'de> for TypedVisitor<'_, '_, L> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.0.by_name::<L, A>(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.0.in_order::<L, A>(list)
    }
}

impl<'a, 'b> StructVisitor<'a, 'b> {
    #[inline]
    pub(crate) fn new(partial: &'a mut Partial<'b>, read: ReadContext<'a>) -> Self {
        let layout = partial.layout();
        StructVisitor { filler: RecordFiller::new(partial), layout, read, next: 0 }
    }

    pub(crate) fn layout(&self) -> &'b SlotLayout {
        self.layout
    }

    /// Reads the struct from a map: slots and entries by name. `L` has the types of those
    /// `#[slots(serde)]` slots that are known.
    #[inline]
    pub(crate) fn by_name<'de, L: SlotTypes, A: MapAccess<'de>>(
        mut self,
        mut map: A,
    ) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(KeySeed(&mut self))? {
            match key {
                Key::Slot(field) => {
                    self.next = field + 1;
                    self.slot_value::<L, A>(&mut map, field)?;
                }
                Key::Entry => {
                    let value = self.filler.dict.last_mut().expect("its name was added");
                    let read = &mut self.read.of(&Shape::Any).at(&Place::Nowhere);
                    let done = map.next_value_seed(ValueSeed::new(EntryValue { value, read }));
                    done.map_err(|error| self.explained(error))?;
                }
                Key::Ignored => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        self.finish().map_err(A::Error::custom)
    }

    /// Reads the value of a slot: in place if the slot can be filled so, otherwise as a `Value`,
    /// which is converted.
    #[inline(always)]
    fn slot_value<'de, L: SlotTypes, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        field: usize,
    ) -> Result<(), A::Error> {
        if L::HAS_FOREIGN {
            let info = slot_at(self.layout, field);
            if let Shape::Foreign(vtable) = info.vtables().value.shape() {
                let slot = (info, field, *vtable);
                return fill_next_value::<L, A>(map, &mut self.filler, slot);
            }
        }
        let place = Place::Slot(self.layout, field);
        let read = self.read.at(&place);
        let filled = self.filler.partial.with_uninit(field, |memory| {
            let mut slot = InPlace::new(memory, read);
            map.next_value_seed(ValueSeed::new(FillInPlace(&mut slot)))
        });
        let Some(filled) = filled else {
            let info = slot_at(self.layout, field);
            if let Shape::Foreign(vtable) = info.vtables().value.shape() {
                return fill_next_value::<L, A>(map, &mut self.filler, (info, field, *vtable));
            }
            return read_by_value(map, &mut self.filler, (info, field), read);
        };
        filled
    }

    /// Reads the struct from a list: its slots in order.
    pub(crate) fn in_order<'de, L: SlotTypes, A: SeqAccess<'de>>(
        mut self,
        mut list: A,
    ) -> Result<(), A::Error> {
        for (at, location) in self.layout.iter().enumerate() {
            let (info, field) = (location.info(), location.field());
            if L::HAS_FOREIGN
                && let Shape::Foreign(vtable) = info.vtables().value.shape()
            {
                let slot = (info, field, *vtable);
                fill_next_element::<L, A>(&mut list, at, &mut self.filler, slot)?;
                continue;
            }
            let place = Place::Slot(self.layout, field);
            let read = self.read.at(&place);
            let filled = self.filler.partial.with_uninit(field, |memory| {
                let mut slot = InPlace::new(memory, read);
                next_slot(&mut list, at, info, FillInPlace(&mut slot))
            });
            if let Some(filled) = filled {
                filled?;
                continue;
            }
            if let Shape::Foreign(vtable) = info.vtables().value.shape() {
                let slot = (info, field, *vtable);
                fill_next_element::<L, A>(&mut list, at, &mut self.filler, slot)?;
                continue;
            }
            let mut slot = SlotByValue::new(&mut self.filler, field, read);
            if let Next::Unbound = next_slot(&mut list, at, info, FillByValue(&mut slot))? {
                self.filler.partial.unbind(field);
            }
        }
        self.finish().map_err(A::Error::custom)
    }

    /// Explains an error from reading a value of an undeclared name, if the format may not be
    /// self-describing.
    fn explained<E: Error>(&self, error: E) -> E {
        if self.read.describes_itself() {
            return error;
        }
        E::custom(format_args!(
            "'{}' objects take undeclared names, of which only a format that describes itself can say what \
             they hold: {error}",
            self.layout.name()
        ))
    }

    /// Fills a struct of which the data has nothing.
    pub(crate) fn without_data<E: Error>(self) -> Result<(), E> {
        self.finish().map_err(E::custom)
    }

    /// Fills the fields that the data lacks, or fails with what is missing.
    #[inline]
    fn finish(mut self) -> Result<(), RecordError> {
        if self.filler.is_complete() {
            return Ok(());
        }
        self.finish_others()
    }

    #[inline(never)]
    fn finish_others(self) -> Result<(), RecordError> {
        let mut from = 0;
        while let Some(field) = self.filler.partial.next_empty_field(from) {
            if self.layout.slot_at(field).is_some_and(none_if_missing) {
                // The result may be ignored: an `Option` takes `None`, and if a validator refuses
                // it, the slot stays empty and is reported as missing.
                self.filler.partial.fill(field, &mut Value::None);
            }
            from = field + 1;
        }
        self.filler.finish()
    }
}

/// What a key is, once it has been looked up.
enum Key {
    /// The slot with that number among the fields.
    Slot(usize),
    /// A new entry of the `Dict`, the last one.
    Entry,
    Ignored,
}

/// Reads a key, and looks it up as it is read, so that a slot's name is not copied. A name that is
/// no slot is added to the `Dict`, ignored or refused. A slot that is filled already is refused
/// here, before another value is read for it.
struct KeySeed<'r, 'a, 'b>(&'r mut StructVisitor<'a, 'b>);

// Less common cases have functions of their own, so that the common path is short enough to inline.
// `None` means that the filler has noted an error.
impl StructVisitor<'_, '_> {
    #[inline(never)]
    fn find(&mut self, name: &str) -> Option<Key> {
        let key = NameKey::of(name);
        if name.len() <= WHOLE {
            match self.layout.probe_key(name.len(), key) {
                Probe::Hit(_, row) => return self.slot(row, name),
                Probe::Miss => return self.entry(name, key),
                Probe::Slow => {}
            }
        }
        self.find_anywhere(name, key)
    }

    #[inline(never)]
    fn find_anywhere(&mut self, name: &str, key: NameKey) -> Option<Key> {
        match self.layout.locate_key(name, key) {
            Some(found) => self.slot(found.field(), name),
            None => self.entry(name, key),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize, name: &str) -> Option<Key> {
        if self.filler.partial.holds(field) {
            self.filler.report(name, Fault::Repeated);
            return None;
        }
        Some(Key::Slot(field))
    }

    #[inline(always)]
    fn entry(&mut self, name: &str, key: NameKey) -> Option<Key> {
        if let Some(found) = self.layout.locate_alias(name) {
            return self.slot(found.field(), found.info().name());
        }
        if self.layout.ignores_unknown() {
            return Some(Key::Ignored);
        }
        self.add_entry(name, key)
    }

    #[inline(never)]
    fn add_entry(&mut self, name: &str, key: NameKey) -> Option<Key> {
        self.filler.add_entry(name, key, INITIAL_CAPACITY).then_some(Key::Entry)
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_, '_> {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_, '_, '_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an attribute")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        let next = self.0.next;
        if self.0.layout.is_in_row(next, name) && !self.0.filler.partial.holds(next) {
            return Ok(Key::Slot(next));
        }
        self.0.find(name).ok_or_else(|| E::custom(self.0.filler.take_error()))
    }
}
