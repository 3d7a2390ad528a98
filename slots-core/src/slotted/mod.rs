//! The trait that `#[derive(Slots)]` implements, and what it says as types.

pub(crate) mod access;
pub(crate) mod mode;
pub(crate) mod presence;

use crate::attributes::{AttributeError, Fault};
use crate::dict::Dict;
use crate::layout::SlotLayout;
use crate::raw::object::{Object, ObjectMut};
use crate::raw::slot::{ReadOnlySlot, Slot};
use crate::raw::table;
use crate::record::{self, AttrsBuilder, RecordError, State};
use crate::unwind::keep_error;
use crate::value::Value;
use access::Access;
use alloc::boxed::Box;
use presence::{FromAttrs, HasDict, Presence};

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
// The declaration only: what rests on the contract stands in `raw`.
#[allow(unsafe_code)]
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

    /// Finds a slot, own or of a base, by a name known only at run time. What it returns works at the
    /// speed of a field.
    ///
    /// The type is the field's own: of an `#[slots(optional)]` slot, `Option<V>`.
    ///
    /// # Errors
    ///
    /// No slot of that name (a name in the `Dict` is none), a slot of another type (the error names both),
    /// or one that is read-only or validated: that one is found by [`read_only_slot`](Slotted::read_only_slot).
    fn slot<V: 'static>(name: &str) -> Result<Slot<Self, V>, AttributeError> {
        resolve::<Self, V, _>(name, true)
    }

    /// Finds a slot by name, to read: [`slot`](Slotted::slot) for every slot, read-only ones too.
    ///
    /// # Errors
    ///
    /// No slot of that name, or one of another type.
    fn read_only_slot<V: 'static>(name: &str) -> Result<ReadOnlySlot<Self, V>, AttributeError> {
        resolve::<Self, V, _>(name, false)
    }

    /// Makes one from names and values: Python's `Point(**attributes)`.
    ///
    /// A slot without a value gets its default, or is unbound if it is optional or lazy. Names that are no slots go to
    /// the `Dict`, where the type has one. Read-only and frozen slots can be given here, and in
    /// [`with_attrs`](Slotted::with_attrs), and nowhere else.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots)]
    /// #[slots(dict)]
    /// struct Event {
    ///     magnitude: f64,
    ///     #[slots(default = "unknown".to_owned())]
    ///     place: String,
    ///     __dict__: Dict,
    /// }
    ///
    /// let event = Event::from_attrs([("magnitude", Value::from(4)), ("tsunami", false.into())])?;
    /// assert_eq!((event.magnitude, &*event.place), (4.0, "unknown"));
    /// assert_eq!(event.getattr("tsunami").unwrap(), false);
    /// # Ok::<(), slotted::RecordError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every attribute that is missing, unexpected, given twice, or not of its slot's type.
    fn from_attrs<N, V>(attrs: impl IntoIterator<Item = (N, V)>) -> Result<Self, RecordError>
    where
        Self: FromAttrs,
        N: AsRef<str>,
        V: Into<Value>,
    {
        record::from_attrs(attrs)
    }

    /// The same, one attribute at a time.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots)]
    /// struct Point { x: f64, y: f64 }
    ///
    /// let p = Point::attrs_builder().with("x", 1).with("y", 2).build()?;
    /// assert_eq!((p.x, p.y), (1.0, 2.0));
    /// # Ok::<(), slotted::RecordError>(())
    /// ```
    fn attrs_builder() -> AttrsBuilder<Self>
    where
        Self: FromAttrs,
    {
        AttrsBuilder::new()
    }

    /// Makes one of a [state](crate::AttributesExt::get_state). What an entry of the `Dict` is called is no matter
    /// here: one that a slot hides stays where it was.
    ///
    /// # Errors
    ///
    /// Those of [`from_attrs`](Slotted::from_attrs).
    fn from_state(state: State) -> Result<Self, RecordError>
    where
        Self: FromAttrs,
    {
        record::from_state(state)
    }

    /// Puts a state in the place of this one: all of it, or nothing. What is unbound in it is unbound then; read-only
    /// slots are set as in construction, and skipped fields have their defaults.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots, Debug, PartialEq)]
    /// #[slots(dict)]
    /// struct Event {
    ///     magnitude: f64,
    ///     #[slots(optional)]
    ///     felt: Option<u32>,
    ///     __dict__: Dict,
    /// }
    ///
    /// let mut event = Event { magnitude: 4.5, felt: None, __dict__: Dict::from([("net", "ci")]) };
    /// let state = event.get_state().unwrap();
    /// event.setattr("felt", 12).unwrap();
    /// event.setattr("tsunami", false).unwrap();
    /// event.set_state(state)?;
    /// assert!(!event.hasattr("felt") && !event.hasattr("tsunami"));
    /// # Ok::<(), slotted::RecordError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`from_attrs`](Slotted::from_attrs). Everything is then as it was.
    fn set_state(&mut self, state: State) -> Result<(), RecordError>
    where
        Self: FromAttrs,
    {
        *self = Self::from_state(state)?;
        Ok(())
    }

    /// A copy with other values for some attributes: Python's `dataclasses.replace`. Read-only and frozen slots may
    /// differ in it.
    ///
    /// # Errors
    ///
    /// Those of [`update_attrs`](crate::AttributesExt::update_attrs), but for read-only ones.
    fn with_attrs<N: Into<Box<str>>, V: Into<Value>>(
        &self,
        attrs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, RecordError>
    where
        Self: Clone,
    {
        let mut copy = self.clone();
        let attrs = attrs.into_iter().map(|(name, value)| (name.into(), value.into()));
        let result = record::update(ObjectMut::of(&mut copy), attrs.collect(), true);
        keep_error(result, copy)
    }

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

fn resolve<T: Slotted, V: 'static, A: Access>(
    name: &str,
    write: bool,
) -> Result<Slot<T, V, A>, AttributeError> {
    let fail = |fault| Err(AttributeError::new(T::LAYOUT, name, fault));
    let Some(found) = T::LAYOUT.locate(name) else {
        return fail(Fault::NoSuchAttribute);
    };
    if write && (found.info.is_read_only() || found.frozen) {
        return fail(Fault::ReadOnly);
    }
    if write && found.info.is_validated() {
        return fail(Fault::Validated);
    }
    match table::resolve(found.offset, found.info) {
        Some(slot) => Ok(slot),
        None => fail(Fault::wrong_type(found.info.type_name(), core::any::type_name::<V>())),
    }
}
