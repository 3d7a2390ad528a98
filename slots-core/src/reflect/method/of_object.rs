//! The method of an object: found by its name, with the part of the object that it is called on.

use core::any::Any;

use crate::reflect::layout::methods::MethodLocation;
use crate::reflect::object::{Object, ObjectMut};

impl<'a> Object<'a> {
    /// Returns the method of that name, own or inherited, and what it is called on: the object, or
    /// the base that declares the method.
    pub(crate) fn method(self, name: &str) -> Option<(MethodLocation<'a>, &'a dyn Any)> {
        let found = self.layout().locate_method(name)?;
        // SAFETY: `ptr` points to a whole value of the type that the layout of this object
        // describes (invariant 1 of `Object`), and every such value has a whole value of the type
        // that `owner` describes at that offset (invariant 1 of `MethodLocation`): itself, or a
        // base, which is a field.
        let this = unsafe { self.ptr().field(found.offset()) };
        // SAFETY: as said above, `this` points to a value of the type that `owner` describes.
        let this = unsafe { found.table().any(this, found.owner().type_id()) };
        Some((found, this))
    }
}

impl<'a> ObjectMut<'a> {
    /// Returns what [`Object::method`] returns, mutably borrowed.
    pub(crate) fn method(self, name: &str) -> Option<(MethodLocation<'a>, &'a mut dyn Any)> {
        let found = self.layout().locate_method(name)?;
        // SAFETY: `ptr` points to a whole value of the type that the layout of this object
        // describes (invariant 1 of `ObjectMut`), and every such value has a whole value of the
        // type that `owner` describes at that offset (invariant 1 of `MethodLocation`): itself, or
        // a base, which is a field.
        let this = unsafe { self.into_ptr().field(found.offset()) };
        // SAFETY: as said above, `this` points to a value of the type that `owner` describes.
        let this = unsafe { found.table().any_mut(this, found.owner().type_id()) };
        Some((found, this))
    }
}
