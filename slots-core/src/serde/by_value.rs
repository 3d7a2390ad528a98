//! Reading a slot that is not filled in place: as a value, which is converted.

use alloc::boxed::Box;

use serde_core::de::{Error, MapAccess, SeqAccess};

use crate::record::filler::RecordFiller;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::reading::ReadContext;
use crate::reflect::shape::Shape;
use crate::serde::check::{check_list, check_map};
use crate::serde::context::OptionalSeed;
use crate::serde::place::slot_at;
use crate::serde::seed::{Sink, ValueSeed};
use crate::value::Value;
use crate::value::dict::Dict;

/// A slot of a partial struct, and how its value is read.
pub(crate) struct SlotByValue<'r, 'a, 'b, 's> {
    filler: &'r mut RecordFiller<'a, 'b>,
    field: usize,
    read: ReadContext<'s>,
}

impl<'r, 'a, 'b, 's> SlotByValue<'r, 'a, 'b, 's> {
    pub(crate) fn new(
        filler: &'r mut RecordFiller<'a, 'b>,
        field: usize,
        read: ReadContext<'s>,
    ) -> Self {
        let shape = slot_at(filler.layout, field).vtables().value().shape();
        SlotByValue { filler, field, read: read.of(shape) }
    }
}

/// Reads the value of a slot from a map, and fills the slot.
#[inline]
pub(crate) fn read_by_value<'de, A: MapAccess<'de>>(
    map: &mut A,
    filler: &mut RecordFiller<'_, '_>,
    (info, field): (&SlotInfo, usize),
    read: ReadContext<'_>,
) -> Result<(), A::Error> {
    // A format that does not describe itself has to be told that the slot may be empty; and so has
    // any format of an enum with data, which is asked for as an enum.
    let is_asked_for = || matches!(info.vtables().value().shape(), Shape::Enum(_));
    if info.is_optional() && (!read.describes_itself() || is_asked_for()) {
        return read_optional(map, SlotByValue::new(filler, field, read));
    }
    let mut slot = SlotByValue::new(filler, field, read);
    map.next_value_seed(ValueSeed::new(FillByValue(&mut slot)))
}

#[inline(never)]
fn read_optional<'de, A: MapAccess<'de>>(
    map: &mut A,
    mut slot: SlotByValue<'_, '_, '_, '_>,
) -> Result<(), A::Error> {
    match map.next_value_seed(OptionalSeed::new(FillByValue(&mut slot)))? {
        Some(()) => Ok(()),
        None => FillByValue(&mut slot).value(Value::None),
    }
}

/// The sink that converts the value as [`setattr`](crate::AttributesExt::setattr) does, and fills
/// the slot. It is a reference, because formats pass a visitor by value many times.
pub(crate) struct FillByValue<'f, 'r, 'a, 'b, 's>(pub(crate) &'f mut SlotByValue<'r, 'a, 'b, 's>);

impl<'s> Sink<'s> for FillByValue<'_, '_, '_, '_, 's> {
    type Taken = ();

    #[inline]
    fn read(&self) -> ReadContext<'s> {
        self.0.read
    }

    #[inline]
    fn with_shape(self, shape: &'static Shape) -> Self {
        self.0.read = self.0.read.of(shape);
        self
    }

    fn value<E: Error>(self, mut value: Value) -> Result<(), E> {
        let SlotByValue { filler, field, .. } = self.0;
        let outcome = filler.partial.fill(*field, &mut value);
        filler.note(slot_at(filler.layout, *field).name(), outcome);
        value.let_go();
        filler.check().map_err(E::custom)
    }

    // The slot's own type refuses what is no list, with its own words.
    fn list<'de, A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        match check_list(self.0.read.shape()) {
            Ok(()) => {
                let value = self.0.read.list(list)?;
                self.value(value)
            }
            Err(_) => self.value(Value::List(Box::default())),
        }
    }

    fn map<'de, A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match check_map(self.0.read.shape()) {
            Ok(()) => {
                let value = self.0.read.map(map)?;
                self.value(value)
            }
            Err(_) => self.value(Value::Map(Dict::new())),
        }
    }
}
