//! Reading slotted structs, with one visitor for all types that is driven by the layout.

use core::fmt;
use core::marker::PhantomData;
use core::mem;

use serde_core::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::construct::{Partial, construct};
use crate::record::error::RecordError;
use crate::record::filler::RecordFiller;
use crate::reflect::layout::SlotLayout;
use crate::reflect::presence::FromAttrs;
use crate::reflect::reading::{Place, ReadContext, ReadState, Target};
use crate::reflect::shape::Shape;
use crate::reflect::slotted::Slotted;
use crate::serde::by_type::{ReadBy, TypeSeed};
use crate::serde::by_value::{FillByValue, SlotByValue, read_by_value};
use crate::serde::context::{Next, next_slot, none_if_missing};
use crate::serde::entries::EntryValue;
use crate::serde::foreign::fill::{fill_next_element, fill_next_value};
use crate::serde::in_place::{FillInPlace, InPlace};
use crate::serde::place::slot_at;
use crate::serde::seed::ValueSeed;
use crate::serde::slot_key::{Key, KeySeed};
use crate::serde::slot_types::{KnownTypes, Of, SlotTypes};
use crate::value::Value;

/// Deserializes a slotted struct: the body of its `Deserialize`. `L` has the types of its own
/// slots.
///
/// # Errors
///
/// Fails where the format fails; if a key is repeated, or is no slot and the type has no `Dict` and
/// does not ignore unknown keys; if a slot refuses its value; and if a slot has neither a value nor
/// a default.
pub fn deserialize<'de, L: SlotTypes, T: FromAttrs, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    construct::<T, D::Error>(|partial| {
        let describes_itself = from.is_human_readable();
        let state = ReadState::new(describes_itself);
        let read = ReadContext::new(&state);
        let visitor = TypedVisitor::<T, L>::new(partial, &read);
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
pub struct StructVisitor<'a, 'b> {
    pub(crate) filler: RecordFiller<'a, 'b>,
    pub(crate) layout: &'b SlotLayout,
    read: ReadContext<'a>,
    /// The index of the own slot that the next key is compared with first, since data mostly comes
    /// in declaration order.
    pub(crate) next: usize,
}

impl<'de> Visitor<'de> for StructVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(self.layout, f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.by_name::<(), A>(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.in_order::<(), A>(list)
    }
}

fn expecting(layout: &SlotLayout, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "a map: the attributes of '{}'", layout.name())
}

/// A visitor that fills a `B`, the types of whose own slots are those in `L`. It is small, since
/// formats pass a visitor by value many times.
pub(crate) struct TypedVisitor<'a, 'b, B, L> {
    partial: &'a mut Partial<'b>,
    read: &'a ReadContext<'a>,
    of: PhantomData<(B, L)>,
}

impl<'a, 'b, B, L> TypedVisitor<'a, 'b, B, L> {
    #[inline]
    pub(crate) fn new(partial: &'a mut Partial<'b>, read: &'a ReadContext<'a>) -> Self {
        TypedVisitor { partial, read, of: PhantomData }
    }
}

impl<'de, B: Slotted, L: SlotTypes> Visitor<'de> for TypedVisitor<'_, '_, B, L> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(self.partial.layout(), f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        StructVisitor::new(self.partial, *self.read).by_name::<Of<B, L>, A>(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        StructVisitor::new(self.partial, *self.read).in_order_of::<L, A>(list)
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

    /// Reads the struct from a map: slots and entries by name. `K` is what is known of the types of
    /// the slots.
    #[inline]
    pub(crate) fn by_name<'de, K: KnownTypes, A: MapAccess<'de>>(
        mut self,
        mut map: A,
    ) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(KeySeed::<K>::new(&mut self))? {
            if let Some(field) = key.field() {
                self.next = field + 1;
                K::read_slot(field, &mut self, &mut map)?;
            } else if key == Key::ENTRY {
                let value = self.filler.dict.last_mut().expect("its name was added");
                let read = &mut self.read.of(&Shape::Any).at(&Place::Nowhere);
                let done = map.next_value_seed(ValueSeed::new(EntryValue { value, read }));
                done.map_err(|error| self.explained(error))?;
            } else {
                // The key is ignored: an error has ended the loop.
                map.next_value::<IgnoredAny>()?;
            }
        }
        let layout = K::layout(&self);
        if self.filler.is_whole(layout) {
            // There is nothing to drop: no error was noted, and no type that is whole already has a
            // `Dict`, which is filled last.
            mem::forget(self);
            return Ok(());
        }
        self.finish().map_err(A::Error::custom)
    }

    /// Reads the value of a slot by its type, if the slot is a `T` itself and the struct is a `B`;
    /// otherwise as [`slot_value`](StructVisitor::slot_value) does. `F` says how the type is read.
    #[inline(always)]
    pub(crate) fn known_value<'de, L, B, T, F, A>(
        &mut self,
        map: &mut A,
        field: usize,
    ) -> Result<(), A::Error>
    where
        L: SlotTypes,
        B: Slotted,
        T: 'static,
        F: ReadBy<T>,
        A: MapAccess<'de>,
    {
        let place = Place::Slot(B::LAYOUT, field);
        let read = self.read.at(&place);
        let filled = self.filler.partial.with_typed::<B, T, _>(field, |memory| {
            let mut to = Target { read, memory };
            map.next_value_seed(TypeSeed::<T, F>::new(&mut to))
        });
        match filled {
            Some(filled) => filled,
            None => self.slot_value::<L, A>(map, field),
        }
    }

    /// Reads the value of a slot: in place if the slot can be filled so, otherwise as a `Value`,
    /// which is converted.
    #[inline]
    pub(crate) fn slot_value<'de, L: SlotTypes, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        field: usize,
    ) -> Result<(), A::Error> {
        if L::HAS_FOREIGN {
            let info = slot_at(self.layout, field);
            if let Shape::Foreign(vtable) = info.vtables().value().shape() {
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
            if let Shape::Foreign(vtable) = info.vtables().value().shape() {
                return fill_next_value::<L, A>(map, &mut self.filler, (info, field, *vtable));
            }
            return read_by_value(map, &mut self.filler, (info, field), read);
        };
        filled
    }

    /// Reads the struct from a list: its slots in order, whose types are those in `L`.
    pub(crate) fn in_order_of<'de, L: SlotTypes, A: SeqAccess<'de>>(
        self,
        list: A,
    ) -> Result<(), A::Error> {
        // Without such slots, one function does it for all types.
        if const { L::HAS_FOREIGN } {
            self.in_order::<L, A>(list)
        } else {
            self.in_order::<(), A>(list)
        }
    }

    /// Reads the struct from a list: its slots in order. `L` has the types of those
    /// `#[slots(serde)]` slots that are known.
    pub(crate) fn in_order<'de, L: SlotTypes, A: SeqAccess<'de>>(
        mut self,
        mut list: A,
    ) -> Result<(), A::Error> {
        for (at, location) in self.layout.iter().enumerate() {
            let (info, field) = (location.info(), location.field());
            if L::HAS_FOREIGN
                && let Shape::Foreign(vtable) = info.vtables().value().shape()
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
            if let Shape::Foreign(vtable) = info.vtables().value().shape() {
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
