//! Reading a slot that is not filled in place: as a value, which is converted.

use alloc::boxed::Box;

use serde_core::de::{Error, MapAccess, SeqAccess};

use crate::record::filler::RecordFiller;
use crate::reflect::shape::Shape;
use crate::serde::check::{check_list, check_map};
use crate::serde::context::ReadContext;
use crate::serde::place::slot_at;
use crate::serde::seed::Sink;
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
        let shape = slot_at(filler.layout, field).vtables().value.shape();
        SlotByValue { filler, field, read: read.of(shape) }
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
