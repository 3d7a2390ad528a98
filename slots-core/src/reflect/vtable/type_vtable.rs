//! The vtable of any type: its identity, and how to swap and drop its values.

use core::any::{Any, TypeId};
use core::mem;

use crate::erased::ptr::PtrMut;
use crate::reflect::layout::extent::Extent;

/// The identity and the extent of a type, and how its values are swapped and dropped.
///
/// Invariant 1: all parts belong to one type. (Only `of` makes a `TypeVTable`.)
#[derive(Clone, Copy)]
pub(crate) struct TypeVTable {
    id: TypeId,
    /// It is a function, because `type_name` is not const.
    name: fn() -> &'static str,
    extent: Extent,
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

    #[inline(always)]
    pub(crate) const fn id(&self) -> TypeId {
        self.id
    }

    /// The type's full name.
    pub(crate) fn name(&self) -> &'static str {
        (self.name)()
    }

    #[inline(always)]
    pub(crate) const fn extent(&self) -> &Extent {
        &self.extent
    }

    /// Swaps the value with `other` and returns `true`, if both have the same type.
    ///
    /// # Safety
    ///
    /// `value` points to a value of this type.
    pub(crate) unsafe fn swap(&self, value: PtrMut<'_>, other: &mut dyn Any) -> bool {
        // SAFETY: the function takes a pointer to a value of this type (invariant 1), and `value`
        // is one (contract of this function).
        unsafe { (self.swap)(value, other) }
    }

    /// Drops the value.
    ///
    /// # Safety
    ///
    /// `value` points to a value of this type, which is not used afterwards.
    pub(crate) unsafe fn drop(&self, value: PtrMut<'_>) {
        // SAFETY: the function takes a pointer to a value of this type (invariant 1), and `value`
        // is one that is not used afterwards (contract of this function).
        unsafe { (self.drop)(value) }
    }
}

/// # Safety
///
/// `value` points to a `T`.
unsafe fn swap<T: 'static>(value: PtrMut<'_>, other: &mut dyn Any) -> bool {
    let Some(other) = other.downcast_mut::<T>() else { return false };
    // SAFETY: `value` points to a `T` (contract of this function).
    mem::swap(unsafe { value.cast::<T>() }, other);
    true
}

/// # Safety
///
/// `value` points to a `T`, which is not used afterwards.
unsafe fn drop_in_place<T: 'static>(value: PtrMut<'_>) {
    // SAFETY: `value` points to a `T` (contract of this function).
    let value: *mut T = unsafe { value.cast::<T>() };
    // SAFETY: the pointer comes from an exclusive reference to a live `T`, which is not used
    // afterwards (contract of this function).
    unsafe { value.drop_in_place() }
}
