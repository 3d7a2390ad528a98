//! The trait that `#[derive(Slots)]` implements.

use crate::reflect::layout::SlotLayout;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::presence::{HasDict, Presence};
use crate::value::dict::Dict;

/// A struct with slots: what `#[derive(Slots)]` implements. Python's "class with `__slots__`".
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// /// Knows any slotted type by its layout.
/// fn describe<T: Slotted>() -> String {
///     let names: Vec<&str> = T::LAYOUT.slots().iter().map(|slot| slot.name()).collect();
///     format!("{}({})", T::LAYOUT.name(), names.join(", "))
/// }
///
/// assert_eq!(describe::<Point>(), "Point(x, y)");
/// assert_eq!(*Point::SLOTS.y.get(&Point { x: 1.0, y: 2.0 }), 2.0);
/// ```
///
/// # Safety
///
/// `LAYOUT` describes `Self`: it has one row per field, with the field's own offset and type.
/// `Dict` is [`Present`](crate::Present) exactly if the layout has a `Dict`. The derive guarantees
/// both. There is no other way to make a [`SlotLayout`], so there is no reason to implement this
/// trait by hand.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no slots",
    label = "not a slotted type",
    note = "only a struct of your own can have slots: put `#[derive(Slots)]` on it"
)]
#[doc(alias = "__slots__")]
pub unsafe trait Slotted: Sized + 'static {
    /// A struct with one [`Slot`](crate::Slot) per field, under the field's name and with its
    /// visibility.
    type Slots: 'static;

    /// [`Present`](crate::Present) if the type has a [`Dict`], own or inherited.
    type Dict: Presence;

    /// [`Present`](crate::Present) if the type has a [`WeakSlot`](crate::WeakSlot), own or
    /// inherited.
    type Weakref: Presence;

    /// [`Present`](crate::Present) if every field can be given by name or has a default: see
    /// [`FromAttrs`](crate::FromAttrs).
    type Whole: Presence;

    /// The descriptors: `Point::SLOTS.x` is a `Slot<Point, f64>`.
    const SLOTS: Self::Slots;

    /// The layout of the type: sizes, offsets, names and types of its fields.
    const LAYOUT: &'static SlotLayout;

    /// Returns the [`Dict`], which holds the attributes with undeclared names.
    fn dict(&self) -> &Dict
    where
        Self: HasDict,
    {
        Object::of(self).dict().expect("`type Dict` says that there is one")
    }

    /// Returns the [`Dict`], mutably borrowed.
    ///
    /// It accepts an entry under the name of a slot, but access by name never finds that entry: the
    /// slot hides it (spec 3.2).
    #[doc(alias = "__dict__")]
    fn dict_mut(&mut self) -> &mut Dict
    where
        Self: HasDict,
    {
        ObjectMut::of(self).dict().ok().expect("`type Dict` says that there is one")
    }
}

/// Returns the layout of `T`.
#[must_use]
pub fn layout<T: Slotted>() -> &'static SlotLayout {
    T::LAYOUT
}
