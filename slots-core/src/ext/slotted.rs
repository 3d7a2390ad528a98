//! The methods of a slotted type.

use alloc::boxed::Box;
use alloc::string::String;

use crate::attributes::error::AttributeError;
use crate::attributes::resolve::resolve;
use crate::descriptor::slot::{ReadOnlySlot, Slot};
use crate::record::construct::{AttrsBuilder, from_attrs, from_state};
use crate::record::error::RecordError;
use crate::record::state::ObjectState;
use crate::record::update;
use crate::reflect::object::ObjectMut;
use crate::reflect::presence::FromAttrs;
use crate::reflect::slotted::Slotted;
use crate::unwind::keep_error;
use crate::value::Value;

/// Methods of a slotted type: descriptors by name, and records.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots, Clone, Debug, PartialEq)]
/// struct Point { x: f64, y: f64 }
///
/// let p = Point::from_attrs([("x", 1), ("y", 2)])?;
/// assert_eq!(p.with_attrs([("y", 5)])?, Point { x: 1.0, y: 5.0 });
/// let x = Point::slot::<f64>("x")?;
/// assert_eq!(*x.get(&p), 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait SlottedExt: Slotted {
    /// Finds a slot of the type or of a base by a name known only at run time.
    ///
    /// Access through the returned descriptor is as fast as access to the field. `V` is the field's
    /// own type: for an `#[slots(optional)]` slot, an `Option`.
    ///
    /// # Errors
    ///
    /// Fails if there is no slot of that name (a name in the `Dict` is no slot), if the slot is of
    /// another type (the error names both types), or if it is read-only, frozen or validated: use
    /// [`read_only_slot`](SlottedExt::read_only_slot) for such a slot.
    fn slot<V: 'static>(name: &str) -> Result<Slot<Self, V>, AttributeError> {
        resolve(name)
    }

    /// Finds a slot by name, to read it: like [`slot`](SlottedExt::slot), but for read-only, frozen
    /// and validated slots too.
    ///
    /// # Errors
    ///
    /// Fails if there is no slot of that name, or if the slot is of another type.
    fn read_only_slot<V: 'static>(name: &str) -> Result<ReadOnlySlot<Self, V>, AttributeError> {
        resolve(name)
    }

    /// Makes a record from names and values: Python's `Point(**attributes)`.
    ///
    /// A slot that is not given gets its default, or is unbound if it is optional or lazy and has
    /// none. Names that are no slots go to the `Dict`, if the type has one. Read-only and frozen
    /// slots can be given here and in [`with_attrs`](SlottedExt::with_attrs); no other write by
    /// name changes them (spec 8.4).
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
    /// Fails with one error for every attribute that is missing, unexpected, given twice, or whose
    /// value the slot refuses.
    #[doc(alias = "__init__")]
    fn from_attrs<N, V>(attrs: impl IntoIterator<Item = (N, V)>) -> Result<Self, RecordError>
    where
        Self: FromAttrs,
        N: AsRef<str>,
        V: Into<Value>,
    {
        from_attrs(attrs)
    }

    /// Starts a builder that does what [`from_attrs`](SlottedExt::from_attrs) does, one attribute
    /// at a time.
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
    #[must_use]
    fn attrs_builder() -> AttrsBuilder<Self>
    where
        Self: FromAttrs,
    {
        AttrsBuilder::new()
    }

    /// Makes a record from a [state](crate::AttributesExt::get_state).
    ///
    /// The entries of the state's `Dict` stay entries whatever their names: one that a slot of the
    /// same name hides is kept, and stays hidden. An optional or lazy slot that the state lacks is
    /// unbound, even if it has a default.
    ///
    /// # Errors
    ///
    /// Fails where [`from_attrs`](SlottedExt::from_attrs) fails.
    fn from_state(state: ObjectState) -> Result<Self, RecordError>
    where
        Self: FromAttrs,
    {
        from_state(state)
    }

    /// Replaces the object with one made from `state`: all of it, or nothing.
    ///
    /// Slots that are unbound in the state become unbound. Read-only slots are set as in
    /// construction, and skipped fields get their defaults.
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
    /// Fails where [`from_attrs`](SlottedExt::from_attrs) fails. The object is then unchanged.
    #[doc(alias = "__setstate__")]
    fn set_state(&mut self, state: ObjectState) -> Result<(), RecordError>
    where
        Self: FromAttrs,
    {
        *self = Self::from_state(state)?;
        Ok(())
    }

    /// Clones the object and gives some attributes other values: Python's `dataclasses.replace`.
    ///
    /// Read-only and frozen slots may be given too. Lazy slots that are not given are computed anew
    /// in the copy.
    ///
    /// # Errors
    ///
    /// Fails where [`update_attrs`](crate::AttributesExt::update_attrs) fails, except that
    /// read-only and frozen attributes are no error.
    #[doc(alias = "__replace__")]
    #[doc(alias = "copy.replace")]
    #[doc(alias = "dataclasses.replace")]
    fn with_attrs<N: Into<Box<str>>, V: Into<Value>>(
        &self,
        attrs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, RecordError>
    where
        Self: Clone,
    {
        let mut copy = self.clone();
        let attrs = attrs.into_iter().map(|(name, value)| (name.into(), value.into()));
        let result = update(ObjectMut::of(&mut copy), attrs.collect(), true);
        keep_error(result, copy)
    }
}

impl<T: Slotted> SlottedExt for T {}

/// Returns the memory map of `T` with what would make its instances smaller: `{:#}` of its layout.
///
/// ```
/// # use slotted::prelude::*;
/// #[derive(Slots)]
/// #[repr(C)]
/// struct Reading { valid: bool, at: u64, level: u8 }
///
/// assert_eq!(slotted::report::<Reading>(), "\
/// Reading: 24 bytes, aligned to 8
/// offset  size  name       type
///      0     1  valid      bool
///      1     7  (padding)
///      8     8  at         u64
///     16     1  level      u8
///     17     7  (padding)
/// 10 bytes in 3 slots, 14 bytes of padding, no __dict__
/// the fields in the order at, valid, level: saves 8 bytes
/// ");
/// ```
#[must_use]
pub fn report<T: Slotted>() -> String {
    alloc::format!("{:#}", T::LAYOUT)
}
