//! The trait that `#[derive(Slots)]` implements, and what it says as types.

use crate::reflect::layout::SlotLayout;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::presence::{HasDict, Presence};
use crate::value::dict::Dict;

/// A struct with slots: what `#[derive(Slots)]` implements. Python's "class with `__slots__`".
///
/// # Safety
///
/// `LAYOUT` describes `Self`: every field is named there once, with its own offset and type; `Dict` is
/// [`Present`](crate::Present) exactly where the layout has one. The derive sees to it; there is no other
/// way to make a [`SlotLayout`], and so no reason to implement this by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no slots",
    label = "not a slotted type",
    note = "put `#[derive(Slots)]` on `{Self}`"
)]
pub unsafe trait Slotted: Sized + 'static {
    /// One [`Slot`] per field, under the field's name and with its visibility.
    type Slots: 'static;

    /// [`Present`](crate::Present) where the type has a [`Dict`], own or inherited.
    type Dict: Presence;

    /// [`Present`](crate::Present) where the type has a [`WeakSlot`](crate::WeakSlot), own or inherited.
    type Weakref: Presence;

    /// [`Present`](crate::Present) where each field can be given by a name or has a default: see
    /// [`FromAttrs`](crate::FromAttrs).
    type Whole: Presence;

    /// The descriptors: `Point::SLOTS.x` is a `Slot<Point, f64>`.
    const SLOTS: Self::Slots;

    /// What one can ask about the type: sizes, offsets, names, types.
    const LAYOUT: &'static SlotLayout;

    /// The attributes whose names nobody declared.
    fn dict(&self) -> &Dict
    where
        Self: HasDict,
    {
        Object::of(self).dict().expect("`type Dict` says that there is one")
    }

    /// The attributes whose names nobody declared, to change.
    ///
    /// An entry under the name of a slot can be made here, and is never seen: the slot wins
    /// (spec 3.2).
    fn dict_mut(&mut self) -> &mut Dict
    where
        Self: HasDict,
    {
        ObjectMut::of(self).dict().ok().expect("`type Dict` says that there is one")
    }
}
