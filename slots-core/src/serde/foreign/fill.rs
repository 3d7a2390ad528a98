//! Filling a `#[slots(serde)]` slot that is not filled in place: its type is known, or it is
//! optional, lazy or validated. The value is read by its type's own impl, and moved into the slot.

use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::construct::Outcome;
use crate::record::filler::RecordFiller;
use crate::reflect::foreign::ForeignVTable;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::reading::Place;
use crate::serde::context::may_end;
use crate::serde::slot_types::SlotTypes;
use crate::value::Value;

/// A `#[slots(serde)]` slot: its row, the number of its field, and how it is read and written.
pub(crate) type Foreign<'l> = (&'l SlotInfo, usize, &'static ForeignVTable);

/// Reads the value of a slot, and fills the slot with it. As a visitor, reads an `Option`. Returns
/// whether there is a value.
///
/// A refused value is an error that is returned from here, where the format knows its place.
struct FillForeign<'r, 'a, 'b, L> {
    filler: &'r mut RecordFiller<'a, 'b>,
    slot: Foreign<'b>,
    /// Whether the slot is filled with `None` if that is read: the type in the `Option` may take
    /// `None` itself.
    fills_none: bool,
    list: PhantomData<L>,
}

impl<'r, 'a, 'b, L> FillForeign<'r, 'a, 'b, L> {
    fn new(filler: &'r mut RecordFiller<'a, 'b>, slot: Foreign<'b>) -> Self {
        FillForeign { filler, slot, fills_none: false, list: PhantomData }
    }

    /// Returns the error if the slot was not filled.
    fn settle<E: Error>(self, outcome: Outcome<'b>) -> Result<(), E> {
        let FillForeign { filler, slot: (info, field, _), .. } = self;
        match outcome {
            Outcome::Filled => Ok(()),
            Outcome::Refused(_, error) => Err(Place::Slot(filler.layout, field).refuse(error)),
            outcome => {
                filler.note(info.name(), outcome);
                filler.check().map_err(E::custom)
            }
        }
    }
}

impl<'de, L: SlotTypes> DeserializeSeed<'de> for FillForeign<'_, '_, '_, L> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        if self.slot.0.is_optional() {
            from.deserialize_option(self)
        } else {
            self.visit_some(from)
        }
    }
}

impl<'de, L: SlotTypes> Visitor<'de> for FillForeign<'_, '_, '_, L> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, or none")
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        if self.fills_none {
            let outcome = self.filler.partial.fill(self.slot.1, &mut Value::None);
            self.settle(outcome)?;
        }
        Ok(false)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        let (_, field, vtable) = self.slot;
        let mut outcome = Outcome::Filled;
        let partial = &mut *self.filler.partial;
        L::read(vtable, from, &mut |made| outcome = partial.fill_made(field, made.as_any()))?;
        self.settle(outcome).map(|()| true)
    }
}

/// Reads the value of a slot from a map.
pub(crate) fn fill_next_value<'de, 'l, L: SlotTypes, A: MapAccess<'de>>(
    map: &mut A,
    filler: &mut RecordFiller<'_, 'l>,
    slot: Foreign<'l>,
) -> Result<(), A::Error> {
    let fill = FillForeign::<L> { fills_none: true, ..FillForeign::new(filler, slot) };
    map.next_value_seed(fill).map(drop)
}

/// Reads the value of a slot from a list of all slots in order, where it is at index `at`.
pub(crate) fn fill_next_element<'de, 'l, L: SlotTypes, A: SeqAccess<'de>>(
    list: &mut A,
    at: usize,
    filler: &mut RecordFiller<'_, 'l>,
    slot: Foreign<'l>,
) -> Result<(), A::Error> {
    match list.next_element_seed(FillForeign::<L>::new(filler, slot))? {
        Some(true) => {}
        Some(false) => filler.partial.unbind(slot.1),
        None => may_end::<A::Error>(at, slot.0)?,
    }
    Ok(())
}
