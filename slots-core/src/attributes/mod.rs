//! Attributes by a name known only at run time: Python's `getattr`, `setattr`, `delattr`, `hasattr`, `dir` and
//! `vars`.

mod access;
mod attr;
mod error;
mod suggest;
mod walk;

pub(crate) use error::Fault;
pub use error::{AttributeError, AttributeErrorKind};
pub use walk::{Dir, Vars};

use crate::layout::SlotLayout;
use crate::raw::attr::{AttrMut, AttrRef};
use crate::raw::object::{Object, ObjectMut};
use crate::slotted::Slotted;
use crate::value::Value;
use core::mem;

/// Attribute access by run-time name, for every slotted type; object-safe, so that a template engine or a
/// query can hold any object as a `&dyn Attributes`.
///
/// A name is looked for among the type's own slots, then those of its bases, then in the `Dict`. A slot wins over
/// an entry of the same name, even when it is unbound (`docs/spec.md` 3.1, 3.2). The methods that take a type
/// parameter stand in [`AttributesExt`].
pub trait Attributes: sealed::Sealed {
    /// The layout of the object's type.
    fn layout(&self) -> &'static SlotLayout;

    /// Reads an attribute: Python's `getattr(object, name)`.
    ///
    /// # Errors
    ///
    /// There is no such attribute, or it is unbound.
    fn getattr(&self, name: &str) -> Result<AttrRef<'_>, AttributeError>;

    /// Reads an attribute that may be missing: Python's `getattr(object, name, None)`. A miss costs no
    /// more than a hit: no error is made.
    fn getattr_opt(&self, name: &str) -> Option<AttrRef<'_>>;

    /// Lends an attribute out to be changed in place. It is refused wherever a write would be.
    ///
    /// # Errors
    ///
    /// There is no such attribute, it is unbound, or it is read-only.
    fn getattr_mut(&mut self, name: &str) -> Result<AttrMut<'_>, AttributeError>;

    /// Writes an attribute; [`setattr`](AttributesExt::setattr) takes plain values.
    ///
    /// # Errors
    ///
    /// Those of [`setattr`](AttributesExt::setattr).
    fn setattr_value(&mut self, name: &str, value: Value) -> Result<(), AttributeError>;

    /// Deletes an attribute and returns what it held: unbinds an optional slot, removes an entry of the `Dict`.
    ///
    /// # Errors
    ///
    /// There is no such attribute, it is unbound, read-only, or a slot that always holds a value; or it is
    /// opaque, and what was deleted could not be handed back (spec 3.5, 3.7).
    fn delattr(&mut self, name: &str) -> Result<Value, AttributeError>;

    /// Whether [`getattr`](Attributes::getattr) would find a value.
    fn hasattr(&self, name: &str) -> bool {
        self.getattr_opt(name).is_some()
    }

    /// The names of all attributes, bound or not: slots in declaration order (those of a base in its
    /// place), then the entries of the `Dict` in insertion order (spec 3.11).
    fn dir(&self) -> Dir<'_>;

    /// The bound attributes with their names, in the order of [`dir`](Attributes::dir).
    fn vars(&self) -> Vars<'_>;
}

impl<T: Slotted> Attributes for T {
    #[inline]
    fn layout(&self) -> &'static SlotLayout {
        T::LAYOUT
    }

    #[inline]
    fn getattr(&self, name: &str) -> Result<AttrRef<'_>, AttributeError> {
        access::get(Object::of(self), name)
    }

    #[inline]
    fn getattr_opt(&self, name: &str) -> Option<AttrRef<'_>> {
        access::find(Object::of(self), name)
    }

    #[inline]
    fn getattr_mut(&mut self, name: &str) -> Result<AttrMut<'_>, AttributeError> {
        access::get_mut(ObjectMut::of(self), name)
    }

    #[inline]
    fn setattr_value(&mut self, name: &str, value: Value) -> Result<(), AttributeError> {
        access::set(ObjectMut::of(self), name, value)
    }

    #[inline]
    fn delattr(&mut self, name: &str) -> Result<Value, AttributeError> {
        access::delete(ObjectMut::of(self), name)
    }

    fn dir(&self) -> Dir<'_> {
        Dir::new(Object::of(self))
    }

    fn vars(&self) -> Vars<'_> {
        Vars::new(Object::of(self))
    }
}

/// Attribute access with a type: the generic half of [`Attributes`], for every object and for `dyn Attributes`.
pub trait AttributesExt: Attributes {
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
        let attribute = self.getattr_mut(name)?;
        let actual = attribute.as_ref().type_name();
        attribute.downcast_mut().ok_or_else(|| other_type::<T>(layout, name, actual))
    }

    /// Writes an attribute as what it is, and returns what it held.
    ///
    /// # Errors
    ///
    /// Those of [`attr_mut`](AttributesExt::attr_mut): an unbound slot holds nothing that could be returned.
    fn replace_attr<T: 'static>(&mut self, name: &str, value: T) -> Result<T, AttributeError> {
        self.attr_mut(name).map(|held| mem::replace(held, value))
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

mod sealed {
    /// Only types of this crate, and slotted ones, have attributes: methods can be added later.
    pub trait Sealed {}
    impl<T: crate::slotted::Slotted> Sealed for T {}
}
