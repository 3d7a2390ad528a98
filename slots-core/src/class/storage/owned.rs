//! A box whose content is referred to from beside it.

use alloc::boxed::Box;
use core::ptr::NonNull;

/// An owned value that does not move, and to which the owner of this holds references.
///
/// A `Box` will not do: moving a box says that nothing else refers to its content.
///
/// Invariant 1: `value` was leaked from a `Box`, and is freed by `Drop` alone.
pub(super) struct Owned<T: ?Sized> {
    value: NonNull<T>,
}

impl<T: ?Sized> Owned<T> {
    pub(super) fn new(value: Box<T>) -> Self {
        Owned { value: Box::leak(value).into() }
    }

    /// Returns a reference to the value. It is `'static` by its type only.
    ///
    /// # Safety
    ///
    /// The result, and what is copied out of it, is not used after this was dropped.
    pub(super) unsafe fn lent(&self) -> &'static T {
        // SAFETY: the value is live until this is dropped (invariant 1), and until then nobody
        // changes it: only `Drop` has it mutably. Nobody uses the result afterwards (contract of
        // this function).
        unsafe { self.value.as_ref() }
    }

    pub(super) fn get(&self) -> &T {
        // SAFETY: the value is live while this is (invariant 1).
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized> Drop for Owned<T> {
    fn drop(&mut self) {
        // SAFETY: the value was leaked from a box (invariant 1), and is not used any more.
        drop(unsafe { Box::from_raw(self.value.as_ptr()) });
    }
}

// SAFETY: this owns its value as a box does.
unsafe impl<T: ?Sized + Send> Send for Owned<T> {}
// SAFETY: this owns its value as a box does.
unsafe impl<T: ?Sized + Sync> Sync for Owned<T> {}
