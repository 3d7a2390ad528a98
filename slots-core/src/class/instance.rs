//! Making instances, copying them, giving them another class.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::attributes::access::set_value;
use crate::class::Class;
use crate::class::error::ClassError;
use crate::class::rules::set_class::set_class;
use crate::class::storage::instance::Instance;
use crate::class::storage::row::{Row, RowMut, RowRef};
use crate::record::construct::{fill_attrs, fill_state};
use crate::record::error::RecordError;
use crate::record::state::{self, ObjectState};
use crate::reflect::attributes::Attributes;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::dict::Dict;

impl Class {
    /// Makes an instance: Python's `C()`. Slots have their defaults, or are unbound.
    ///
    /// # Panics
    ///
    /// If a slot has neither a default nor can be unbound, or a validator refuses a default.
    /// [`from_attrs`](Class::from_attrs) returns the error.
    #[must_use]
    pub fn instance(&self) -> Instance {
        let made = self.from_attrs::<&str, Value>([]);
        made.unwrap_or_else(|error| panic!("{error}; make the instance with `from_attrs`"))
    }

    /// Makes an instance from names and values, as [`SlottedExt::from_attrs`] makes a struct.
    ///
    /// [`SlottedExt::from_attrs`]: crate::SlottedExt::from_attrs
    ///
    /// # Errors
    ///
    /// Fails with every fault at once: a name that is no slot where there is no `Dict`, a name
    /// given twice, a value that a slot refuses, a slot without a value that has no default.
    pub fn from_attrs<N: AsRef<str>, V: Into<Value>>(
        &self,
        attrs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Instance, RecordError> {
        Instance::make(self, |partial| fill_attrs(partial, attrs))
    }

    /// Makes an instance from a state: what [`get_state`](crate::AttributesExt::get_state)
    /// returned.
    ///
    /// # Errors
    ///
    /// Fails where [`from_attrs`](Class::from_attrs) fails; and, as in CPython, for the value of a
    /// slot that a class attribute hides where there is no `Dict`: it is written by name.
    pub fn from_state(&self, state: ObjectState) -> Result<Instance, RecordError> {
        let ObjectState { dict, slots } = state;
        let layout = self.layout();
        let is_hidden = |(name, _): &(Box<str>, Value)| {
            layout.slot(name).is_none() && layout.class_attribute(name).is_some()
        };
        let (hidden, slots): (Vec<_>, Vec<_>) = slots.into_iter().partition(is_hidden);
        let state = ObjectState { dict, slots: slots.into_iter().collect() };
        let mut made = Instance::make(self, |partial| fill_state(partial, state))?;
        for (name, mut value) in hidden {
            set_value(made.__object_mut(), &name, &mut value)?;
        }
        Ok(made)
    }
}

impl Instance {
    /// Copies the instance: Python's `copy.copy`. Values that are shared stay shared.
    ///
    /// # Errors
    ///
    /// Fails if a slot is opaque or holds something opaque; and, as in CPython, if a class
    /// attribute hides a slot where there is no `Dict`: the copy is written by name.
    #[doc(alias = "copy.copy")]
    #[doc(alias = "__copy__")]
    pub fn copy(&self) -> Result<Instance, RecordError> {
        self.class().from_state(state::of(self.__object())?)
    }

    /// Gives the object another class: Python's `o.__class__ = C`. Its values stay.
    ///
    /// ```
    /// use slotted::prelude::*;
    /// use slotted::Class;
    ///
    /// let a = Class::builder("A").slots(["x", "y"]).build()?;
    /// let b = Class::builder("B").slots(["y", "x"]).attr("kind", "b").build()?;
    /// let c = Class::builder("C").slots(["x"]).build()?;
    /// let mut o = a.instance();
    /// o.setattr("x", 1)?;
    /// o.set_class(&b)?;
    /// assert!(o.getattr("x")? == 1 && o.getattr("kind")? == "b");
    /// assert_eq!(
    ///     o.set_class(&c).unwrap_err().to_string(),
    ///     "__class__ assignment: 'C' object layout differs from 'B'"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where CPython fails, and if slots of the same names are of other types or lie
    /// elsewhere.
    #[doc(alias = "__class__")]
    pub fn set_class(&mut self, class: &Class) -> Result<(), ClassError> {
        set_class(self.class(), class)?;
        if !self.class().table().is_same_memory(class.table()) {
            return Err(ClassError::layout_differs(class.name(), self.class().name()));
        }
        self.change_class(class.clone());
        Ok(())
    }

    /// The entries of the object's `Dict`, if it has one.
    #[must_use]
    pub fn dict(&self) -> Option<&Dict> {
        self.__object().dict()
    }

    /// The entries of the object's `Dict`, mutably borrowed, if it has one.
    pub fn dict_mut(&mut self) -> Option<&mut Dict> {
        self.__object_mut().dict().ok()
    }
}

impl PartialEq for Instance {
    fn eq(&self, other: &Self) -> bool {
        ValueRef::Object(self) == ValueRef::Object(other)
    }
}

macro_rules! debug {
    ($($type:ty => |$it:ident| $object:expr;)*) => {$(
        /// Prints what Python's `repr` prints.
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let $it = self;
                fmt::Debug::fmt(&ValueRef::Object($object), f)
            }
        }
    )*};
}
debug! {
    Instance => |it| it;
    Row => |it| it;
    RowRef<'_> => |it| &**it;
    RowMut<'_> => |it| &**it;
}
