//! Reading the fields of a variant that have no names.

use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

use crate::serde::struct_visitor::StructVisitor;

/// The visitor of a struct's slots that takes them in order only: the fields of a variant that have
/// no names.
pub(crate) struct InOrder<'a, 'b>(pub(crate) StructVisitor<'a, 'b>);

impl<'de> Visitor<'de> for InOrder<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list: the fields of '{}'", self.0.layout().name())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.0.in_order::<(), _>(list)
    }
}

/// The seed of a struct's only slot, read without the list around it: the content of an enum's
/// variant that holds one value.
pub(crate) struct OnlySlot<'a, 'b>(pub(crate) StructVisitor<'a, 'b>);

impl<'de> DeserializeSeed<'de> for OnlySlot<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.in_order::<(), _>(OneItem(Some(from)))
    }
}

/// A list of one item.
struct OneItem<D>(Option<D>);

impl<'de, D: Deserializer<'de>> SeqAccess<'de> for OneItem<D> {
    type Error = D::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, D::Error> {
        self.0.take().map(|from| seed.deserialize(from)).transpose()
    }
}
