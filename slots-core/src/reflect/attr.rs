//! A reference whose type is data.

use core::any::{Any, TypeId};

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::mode::{Mode, Plain};
use crate::reflect::object::ObjectMut;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::put::{Dest, Source};
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// A borrowed attribute: what [`getattr`](crate::Attributes::getattr) returns.
///
/// Two words, and nothing is converted when it is made. Ask for the value by its own type
/// ([`downcast_ref`](AttrRef::downcast_ref)), by a kind of number ([`as_f64`](AttrRef::as_f64), …),
/// as a [`ValueRef`] to match on ([`view`](AttrRef::view)), or compare it with a plain value.
///
/// Invariant 1: `ptr` points to a value of the type of `vtable`.
#[derive(Clone, Copy)]
pub struct AttrRef<'a> {
    ptr: Ptr<'a>,
    vtable: &'static ValueVTable,
}

impl<'a> AttrRef<'a> {
    /// A reference to `value`, which is read as `M` reads a `T`.
    pub(crate) fn new<T: 'static, M: Mode<T>>(value: &'a T) -> Self {
        AttrRef { ptr: Ptr::new(value), vtable: value_vtable::<T, M>() }
    }

    /// A reference to `value`, as by name.
    pub(crate) fn of<T: SlotValue>(value: &'a T) -> Self {
        AttrRef::new::<T, Plain>(value)
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type of `vtable`.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(ptr: Ptr<'a>, vtable: &'static ValueVTable) -> Self {
        AttrRef { ptr, vtable }
    }

    #[inline(always)]
    pub(crate) fn vtable(&self) -> &'static ValueVTable {
        self.vtable
    }

    /// The value as a `ValueRef`, to match on.
    pub fn view(&self) -> ValueRef<'a> {
        // SAFETY: invariant 1.
        unsafe { self.vtable.view(self.ptr) }
    }

    /// The value as a `&T`, if a `T` is what lies there; nothing is seen through.
    #[inline(always)]
    pub(crate) fn cast<T: 'static>(&self) -> Option<&'a T> {
        if self.vtable.ty().id == TypeId::of::<T>() {
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
/// Invariant 1: `ptr` points to a value of the type of `vtable`.
pub struct AttrMut<'a> {
    ptr: PtrMut<'a>,
    vtable: &'static ValueVTable,
}

impl<'a> AttrMut<'a> {
    /// A reference to `value`, as by name.
    pub(crate) fn of<T: SlotValue>(value: &'a mut T) -> Self {
        AttrMut::new::<T, Plain>(value)
    }

    /// What lies inside the value, one step of a path further.
    pub(crate) fn inside(self, step: &Step) -> Inside<'a> {
        match self.vtable.layout() {
            // SAFETY: the layout is that of the type of `vtable`, of which `ptr` points to a value (invariant 1).
            Some(layout) => Inside::Object(unsafe { ObjectMut::from_raw(self.ptr, layout) }),
            // SAFETY: invariant 1.
            None => unsafe { self.vtable.inside(self.ptr, step) },
        }
    }

    pub(crate) fn new<T: 'static, M: Mode<T>>(value: &'a mut T) -> Self {
        AttrMut { ptr: PtrMut::new(value), vtable: value_vtable::<T, M>() }
    }

    /// # Safety
    ///
    /// `ptr` points to a value of the type of `vtable`.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(ptr: PtrMut<'a>, vtable: &'static ValueVTable) -> Self {
        AttrMut { ptr, vtable }
    }

    /// The same attribute, to read.
    pub fn as_ref(&self) -> AttrRef<'_> {
        AttrRef { ptr: self.ptr.shared(), vtable: self.vtable }
    }

    /// Converts as [`setattr`](crate::AttributesExt::setattr) does, and writes. When it is refused, everything
    /// stays as it was.
    #[inline(always)]
    pub(crate) fn write(&mut self, source: Source<'_>) -> Result<(), ConversionError> {
        // SAFETY: the destination is a value of the type of `vtable` (invariant 1).
        unsafe { self.vtable.put(Dest::Init(self.ptr.reborrow()), source) }
    }

    /// Swaps the value with `other`, if that is of its type; nothing is seen through.
    pub(crate) fn swap(&mut self, other: &mut dyn Any) -> bool {
        // SAFETY: `ptr` points to a value of the type of `vtable` (invariant 1).
        unsafe { self.vtable.ty().swap(self.ptr.reborrow(), other) }
    }

    /// The value as a `&mut T`, if a `T` is what lies there; nothing is seen through.
    #[inline(always)]
    pub(crate) fn cast<T: 'static>(self) -> Result<&'a mut T, Self> {
        if self.vtable.ty().id == TypeId::of::<T>() {
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
