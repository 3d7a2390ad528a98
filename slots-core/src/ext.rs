//! What one calls on an object and on a slotted type: blanket methods, each a line, over the rooms that do the work.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::attributes::access;
use crate::attributes::error::{AttributeError, Fault};
use crate::attributes::resolve::resolve;
use crate::descriptor::slot::{ReadOnlySlot, Slot};
use crate::path::error::PathError;
use crate::path::walk;
use crate::record::construct::{AttrsBuilder, from_attrs, from_state};
use crate::record::error::RecordError;
use crate::record::state::{self, ObjectState};
use crate::record::{Difference, diff, update};
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::attributes::Attributes;
use crate::reflect::find::find;
use crate::reflect::layout::SlotLayout;
use crate::reflect::object::ObjectMut;
use crate::reflect::presence::FromAttrs;
use crate::reflect::slotted::Slotted;
use crate::reflect::vars::{Dir, Vars};
use crate::reflect::vtable::put::Source;
use crate::unwind::keep_error;
use crate::value::Value;
use crate::value::dict::Dict;

/// Attribute access by run-time name: for every object, and for `dyn Attributes`.
pub trait AttributesExt: Attributes {
    /// Reads an attribute: Python's `getattr(object, name)`.
    ///
    /// # Errors
    ///
    /// There is no such attribute, or it is unbound.
    #[inline]
    fn getattr(&self, name: &str) -> Result<AttrRef<'_>, AttributeError> {
        access::get(self.__object(), name)
    }

    /// Reads an attribute that may be missing: Python's `getattr(object, name, None)`. A miss costs no
    /// more than a hit: no error is made.
    #[inline]
    fn getattr_opt(&self, name: &str) -> Option<AttrRef<'_>> {
        find(self.__object(), name)
    }

    /// Lends an attribute out to be changed in place. It is refused wherever a write would be.
    ///
    /// # Errors
    ///
    /// There is no such attribute, it is unbound, or it is read-only.
    #[inline]
    fn getattr_mut(&mut self, name: &str) -> Result<AttrMut<'_>, AttributeError> {
        access::get_mut(self.__object_mut(), name)
    }

    /// Writes an attribute; [`setattr`](AttributesExt::setattr) takes plain values.
    ///
    /// # Errors
    ///
    /// Those of [`setattr`](AttributesExt::setattr).
    #[inline]
    fn setattr_value(&mut self, name: &str, mut value: Value) -> Result<(), AttributeError> {
        let result = access::set_value(self.__object_mut(), name, &mut value);
        value.let_go();
        result
    }

    /// Writes an attribute from text, as its slot's type reads it: for `SET name=value`, environments, CSV.
    ///
    /// Numbers, `bool`, `char`, text and `#[slots(as_str)]` are read by `FromStr`, lists and maps as Python writes them
    /// (`[1, 2]`, `{'a': 1}`); `None` is an `Option`'s. What `to_string()` of an attribute prints is read again as
    /// the same, but for a text in a slot of type `Value` that looks like another value, and the text `None` in an
    /// `Option`. An undeclared name goes to the `Dict`, as text.
    ///
    /// # Errors
    ///
    /// Those of [`setattr`](AttributesExt::setattr); or the text cannot be read.
    #[inline]
    fn setattr_str(&mut self, name: &str, text: &str) -> Result<(), AttributeError> {
        access::set_text(self.__object_mut(), name, text)
    }

    /// Deletes an attribute and returns what it held: unbinds an optional slot, removes an entry of the `Dict`.
    ///
    /// # Errors
    ///
    /// There is no such attribute, it is unbound, read-only, or a slot that always holds a value; or it is
    /// opaque, and what was deleted could not be handed back (spec 3.5, 3.7).
    #[inline]
    fn delattr(&mut self, name: &str) -> Result<Value, AttributeError> {
        access::delete(self.__object_mut(), name)
    }

    /// Whether [`getattr`](Attributes::getattr) would find a value.
    #[inline]
    fn hasattr(&self, name: &str) -> bool {
        self.getattr_opt(name).is_some()
    }

    /// The names of all attributes, bound or not: slots in declaration order (those of a base in its
    /// place), then the entries of the `Dict` in insertion order (spec 3.11).
    #[inline]
    fn dir(&self) -> Dir<'_> {
        Dir::new(self.__object())
    }

    /// The bound attributes with their names, in the order of [`dir`](Attributes::dir).
    #[inline]
    fn vars(&self) -> Vars<'_> {
        Vars::new(self.__object())
    }

    /// Writes an attribute: Python's `setattr(object, name, value)`.
    ///
    /// The value is converted to the slot's type where nothing is lost: an integer into another integer type
    /// that holds it, or into a float that holds it exactly; a float into an `f32` rounds, as a literal
    /// would (spec 7). An undeclared name goes to the `Dict`, where the type has one.
    ///
    /// # Errors
    ///
    /// There is no such attribute and no `Dict`; it is read-only; the value is of another type, or out of
    /// range. Everything is then as it was.
    #[inline]
    fn setattr(&mut self, name: &str, value: impl Into<Value>) -> Result<(), AttributeError> {
        self.setattr_value(name, value.into())
    }

    /// Reads an attribute as what it is, without conversion.
    ///
    /// An entry of the `Dict` is what its [`Value`] holds: `i64`, `f64`, `bool`, … or the opaque value's type. Of
    /// an optional slot, it is what is in the `Option`.
    ///
    /// # Errors
    ///
    /// Those of [`getattr`](Attributes::getattr); or the attribute is of another type: the error names both.
    #[inline]
    fn attr<T: 'static>(&self, name: &str) -> Result<&T, AttributeError> {
        let attribute = self.getattr(name)?;
        match attribute.downcast_ref() {
            Some(value) => Ok(value),
            None => Err(other_type::<T>(self.layout(), name, attribute.type_name())),
        }
    }

    /// Lends an attribute out as what it is, to be changed in place.
    ///
    /// # Errors
    ///
    /// Those of [`getattr_mut`](Attributes::getattr_mut); or the attribute is of another type.
    fn attr_mut<T: 'static>(&mut self, name: &str) -> Result<&mut T, AttributeError> {
        let layout = self.layout();
        match self.getattr_mut(name)?.cast::<T>() {
            Ok(value) => Ok(value),
            Err(attribute) => {
                let actual = attribute.as_ref().type_name();
                attribute.downcast_mut().ok_or_else(|| other_type::<T>(layout, name, actual))
            }
        }
    }

    /// Writes an attribute as what it is, and returns what it held.
    ///
    /// # Errors
    ///
    /// Those of [`setattr`](AttributesExt::setattr), without conversion; the slot is unbound: it holds nothing that
    /// could be returned.
    fn replace_attr<T: 'static>(&mut self, name: &str, mut value: T) -> Result<T, AttributeError> {
        let result =
            access::swap(self.__object_mut(), name, &mut value, core::any::type_name::<T>());
        keep_error(result, value)
    }

    /// Writes several attributes, all or none.
    ///
    /// ```
    /// # use slotted::prelude::*;
    /// #[derive(Slots, Debug)]
    /// struct Point { x: f64, y: f64 }
    ///
    /// let mut p = Point { x: 1.0, y: 2.0 };
    /// p.update_attrs([("x", 3), ("y", 4)])?;
    /// let error = p.update_attrs([("x", Value::from(5)), ("z", 6.into())]).unwrap_err();
    /// assert_eq!(error.to_string(), "'Point' object has no attribute 'z'");
    /// assert_eq!((p.x, p.y), (3.0, 4.0));
    /// # Ok::<(), slotted::RecordError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// All that [`setattr`](AttributesExt::setattr) would say of each of them. Everything is then as it was.
    fn update_attrs<N: Into<Box<str>>, V: Into<Value>>(
        &mut self,
        attrs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<(), RecordError> {
        let attrs = attrs.into_iter().map(|(name, value)| (name.into(), value.into()));
        update(self.__object_mut(), attrs.collect(), false)
    }

    /// Reads an attribute by a path: `engine.oil.temp`, `wheels[2].pressure`. It leads through slotted structs, `Option`,
    /// `Box`, `Arc`, lists, arrays, maps and the `Dict`.
    ///
    /// # Errors
    ///
    /// A step leads nowhere: the error says which, and why.
    fn getattr_path(&self, path: &str) -> Result<AttrRef<'_>, PathError> {
        walk::read(self.__object(), path)
    }

    /// Writes an attribute by a path, as [`setattr`](AttributesExt::setattr) does.
    ///
    /// # Errors
    ///
    /// A step leads nowhere, or to what cannot be changed; or the write is refused.
    fn setattr_path(&mut self, path: &str, value: impl Into<Value>) -> Result<(), PathError> {
        let mut value = value.into();
        let result = walk::write(self.__object_mut(), path, Source::Value(&mut value));
        value.let_go();
        result
    }

    /// Writes an attribute by a path from text, as [`setattr_str`](Attributes::setattr_str) does.
    ///
    /// # Errors
    ///
    /// Those of [`setattr_path`](AttributesExt::setattr_path), or the text cannot be read.
    fn setattr_path_str(&mut self, path: &str, text: &str) -> Result<(), PathError> {
        walk::write(self.__object_mut(), path, Source::Text(&text))
    }

    /// Deletes an attribute by a path, as [`delattr`](Attributes::delattr) does.
    ///
    /// # Errors
    ///
    /// A step leads nowhere, or what is there cannot be deleted.
    fn delattr_path(&mut self, path: &str) -> Result<Value, PathError> {
        walk::delete(self.__object_mut(), path)
    }

    /// All bound attributes by name, in the order of [`dir`](Attributes::dir); a slotted struct inside becomes a map. A slot
    /// that is unbound and has a default is `None` there, which says that it is unbound: a record that is made of the
    /// dict would else have the default (spec 8.20).
    ///
    /// # Errors
    ///
    /// An attribute is opaque, or holds something opaque.
    fn to_dict(&self) -> Result<Dict, AttributeError> {
        let copied = |(name, value): (_, Option<_>)| match value {
            Some(value) => access::copied(self.layout(), (name, value)),
            None => Ok((name, Value::None)),
        };
        self.vars().told().map(copied).collect()
    }

    /// The state of the object: its `Dict`, and its bound slots. Python's rule for copies and pickles,
    /// `object.__getstate__`; [`set_state`](Slotted::set_state) gives it back. Lazy slots are in it if they were computed.
    ///
    /// # Errors
    ///
    /// A slot is opaque, or holds something opaque.
    fn get_state(&self) -> Result<ObjectState, AttributeError> {
        state::of(self.__object())
    }

    /// The attributes that are not equal in the two, with what each of them holds; lazy slots are computed.
    fn diff<'a>(&'a self, other: &'a dyn Attributes) -> Vec<Difference<'a>> {
        diff(self.__object(), other.__object())
    }
}

impl<A: Attributes + ?Sized> AttributesExt for A {}

#[cold]
fn other_type<T>(
    layout: &'static SlotLayout,
    name: &str,
    expected: &'static str,
) -> AttributeError {
    AttributeError::new(layout, name, Fault::wrong_type(expected, core::any::type_name::<T>()))
}

/// What one calls on a slotted type: descriptors by name, and records.
pub trait SlottedExt: Slotted {
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
        resolve(name)
    }

    /// Finds a slot by name, to read: [`slot`](Slotted::slot) for every slot, read-only ones too.
    ///
    /// # Errors
    ///
    /// No slot of that name, or one of another type.
    fn read_only_slot<V: 'static>(name: &str) -> Result<ReadOnlySlot<Self, V>, AttributeError> {
        resolve(name)
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
        from_attrs(attrs)
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
    fn from_state(state: ObjectState) -> Result<Self, RecordError>
    where
        Self: FromAttrs,
    {
        from_state(state)
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
    fn set_state(&mut self, state: ObjectState) -> Result<(), RecordError>
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
        let result = update(ObjectMut::of(&mut copy), attrs.collect(), true);
        keep_error(result, copy)
    }
}

impl<T: Slotted> SlottedExt for T {}
