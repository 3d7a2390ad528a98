//! A reference whose type is data.

use core::any::{Any, TypeId};

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::mode::{Mode, Plain};
use crate::reflect::object::ObjectMut;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::put::Source;
use crate::reflect::vtable::value::{ValueOps, ops};
use crate::value::Value;
use crate::value::mismatch::Mismatch;

/// A borrowed attribute: what [`getattr`](crate::Attributes::getattr) returns.
///
/// Two words, and nothing is converted when it is made. Ask for the value by its own type
/// ([`downcast_ref`](AttrRef::downcast_ref)), by a kind of number ([`as_f64`](AttrRef::as_f64), …),
/// as a [`ValueRef`] to match on ([`view`](AttrRef::view)), or compare it with a plain value.
///
/// Invariant 1: `ptr` points to a value of the type of `ops`.
#[derive(Clone, Copy)]
pub struct AttrRef<'a> {
    ptr: Ptr<'a>,
    ops: &'static ValueOps,
}

impl<'a> AttrRef<'a> {
    /// A reference to `value`, which is read as `M` reads a `T`.
    pub(crate) fn new<T: 'static, M: Mode<T>>(value: &'a T) -> Self {
        AttrRef { ptr: Ptr::new(value), ops: ops::<T, M>() }
    }

    /// A reference to `value`, as by name.
    pub(crate) fn of<T: SlotValue>(value: &'a T) -> Self {
        AttrRef::new::<T, Plain>(value)
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type of `ops`.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(ptr: Ptr<'a>, ops: &'static ValueOps) -> Self {
        AttrRef { ptr, ops }
    }

    #[inline(always)]
    pub(crate) fn ops(&self) -> &'static ValueOps {
        self.ops
    }

    /// The value as a `ValueRef`, to match on.
    pub fn view(&self) -> ValueRef<'a> {
        // SAFETY: invariant 1.
        unsafe { self.ops.view(self.ptr) }
    }

    /// The value as a `&T`, if a `T` is what lies there; nothing is seen through.
    #[inline(always)]
    pub(crate) fn cast<T: 'static>(&self) -> Option<&'a T> {
        if self.ops.ty().id == TypeId::of::<T>() {
            // SAFETY: a `T`, by invariant 1 and the identity just asked.
            Some(unsafe { self.ptr.cast::<T>() })
        } else {
            None
        }
    }
}

impl<'a> From<&'a Value> for AttrRef<'a> {
    fn from(value: &'a Value) -> Self {
        AttrRef::new::<Value, Plain>(value)
    }
}

/// A mutably borrowed attribute: what [`getattr_mut`](crate::Attributes::getattr_mut) returns.
///
/// Invariant 1: `ptr` points to a value of the type of `ops`.
pub struct AttrMut<'a> {
    ptr: PtrMut<'a>,
    ops: &'static ValueOps,
}

impl<'a> AttrMut<'a> {
    /// A reference to `value`, as by name.
    pub(crate) fn of<T: SlotValue>(value: &'a mut T) -> Self {
        AttrMut::new::<T, Plain>(value)
    }

    /// What lies inside the value, one step of a path further.
    pub(crate) fn inside(self, step: &Step) -> Inside<'a> {
        match self.ops.layout() {
            // SAFETY: the layout is that of the type of `ops`, of which `ptr` points to a value (invariant 1).
            Some(layout) => Inside::Object(unsafe { ObjectMut::from_raw(self.ptr, layout) }),
            // SAFETY: invariant 1.
            None => unsafe { self.ops.inside(self.ptr, step) },
        }
    }

    pub(crate) fn new<T: 'static, M: Mode<T>>(value: &'a mut T) -> Self {
        AttrMut { ptr: PtrMut::new(value), ops: ops::<T, M>() }
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type of `ops`.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(ptr: PtrMut<'a>, ops: &'static ValueOps) -> Self {
        AttrMut { ptr, ops }
    }

    /// The same attribute, to read.
    pub fn as_ref(&self) -> AttrRef<'_> {
        AttrRef { ptr: self.ptr.shared(), ops: self.ops }
    }

    /// Converts as [`setattr`](crate::AttributesExt::setattr) does, and writes. When it is refused, everything
    /// stays as it was.
    pub(crate) fn write(&mut self, source: Source<'_>) -> Result<(), Mismatch> {
        // SAFETY: invariant 1.
        unsafe { self.ops.assign(self.ptr.reborrow(), source) }
    }

    /// The same, of a value, which is taken out of there.
    #[inline(always)]
    pub(crate) fn write_value(self, value: &mut Value) -> Result<(), Mismatch> {
        // SAFETY: invariant 1.
        unsafe { self.ops.write(self.ptr, value) }
    }

    /// Exchanges the value with `other`, if that is of its type; nothing is seen through.
    pub(crate) fn swap(&mut self, other: &mut dyn Any) -> bool {
        // SAFETY: invariant 1; there is no check.
        unsafe { self.ops.swap(self.ptr.reborrow(), other, None) }.is_ok_and(|done| done)
    }

    /// The value as a `&mut T`, if a `T` is what lies there; nothing is seen through.
    #[inline(always)]
    pub(crate) fn cast<T: 'static>(self) -> Result<&'a mut T, Self> {
        if self.ops.ty().id == TypeId::of::<T>() {
            // SAFETY: a `T`, by invariant 1 and the identity just asked.
            Ok(unsafe { self.ptr.cast::<T>() })
        } else {
            Err(self)
        }
    }
}

impl<'a> From<&'a mut Value> for AttrMut<'a> {
    fn from(value: &'a mut Value) -> Self {
        AttrMut::new::<Value, Plain>(value)
    }
}
