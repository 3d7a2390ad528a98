//! What can be done with a value of any type.

use core::any::{Any, TypeId};
use core::mem;

use crate::erased::ptr::PtrMut;
use crate::reflect::layout::extent::Extent;

/// The identity and the extent of a type, and how its values are swapped and dropped.
///
/// Invariant 1: all of it is of one type. (Only `of` makes one.)
#[derive(Clone, Copy)]
pub(crate) struct TypeVTable {
    pub(crate) id: TypeId,
    /// A function: `type_name` is not const.
    pub(crate) name: fn() -> &'static str,
    pub(crate) extent: Extent,
    swap: unsafe fn(PtrMut<'_>, &mut dyn Any) -> bool,
    drop: unsafe fn(PtrMut<'_>),
}

impl TypeVTable {
    pub(crate) const fn of<T: 'static>() -> Self {
        TypeVTable {
            id: TypeId::of::<T>(),
            name: core::any::type_name::<T>,
            extent: Extent::of::<T>(),
            swap: swap::<T>,
            drop: drop_in_place::<T>,
        }
    }

    /// Swaps the value with `other`, and says so, if that is of the same type.
    ///
    /// # Safety
    ///
    /// `value` points to a value of this type.
    pub(crate) unsafe fn swap(&self, value: PtrMut<'_>, other: &mut dyn Any) -> bool {
        // SAFETY: the function is of this type (invariant 1), and so is the value.
        unsafe { (self.swap)(value, other) }
    }

    /// Drops the value.
    ///
    /// # Safety
    ///
    /// `value` points to a value of this type, which nobody uses afterwards.
    pub(crate) unsafe fn drop(&self, value: PtrMut<'_>) {
        // SAFETY: the function is of this type (invariant 1), and so is the value.
        unsafe { (self.drop)(value) }
    }
}

/// # Safety
///
/// `value` points to a `T`.
unsafe fn swap<T: 'static>(value: PtrMut<'_>, other: &mut dyn Any) -> bool {
    let Some(other) = other.downcast_mut::<T>() else { return false };
    // SAFETY: `value` points to a `T`.
    mem::swap(unsafe { value.cast::<T>() }, other);
    true
}

/// # Safety
///
/// `value` points to a `T`, which nobody uses afterwards.
unsafe fn drop_in_place<T: 'static>(value: PtrMut<'_>) {
    // SAFETY: `value` points to a `T`.
    let value: *mut T = unsafe { value.cast::<T>() };
    // SAFETY: `value` pointed to a live `T`, and nobody uses it afterwards.
    unsafe { value.drop_in_place() }
}
