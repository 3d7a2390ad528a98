//! What computes a lazy slot, type-erased.

use core::mem;

use crate::erased::ptr::Ptr;
use crate::reflect::vtable::option_like::Once;

/// What computes a lazy slot.
///
/// Invariant 1: `make` is a `fn(&T) -> F::Inner`, and `force` is of the same `T` and `F`: it takes a `T`, and the
/// field of type `F` in it.
#[derive(Clone, Copy)]
pub(crate) struct Lazy {
    make: fn(),
    force: for<'a> unsafe fn(fn(), Ptr<'a>, Ptr<'a>) -> Ptr<'a>,
}

impl Lazy {
    pub(crate) const fn new<T: 'static, F: Once>(make: fn(&T) -> F::Inner) -> Self {
        // SAFETY: both are function pointers, and it is called again as what it was only.
        let make = unsafe { mem::transmute::<fn(&T) -> F::Inner, fn()>(make) };
        Lazy { make, force: force::<T, F> }
    }

    /// The value, computed if it is not there.
    ///
    /// # Safety
    ///
    /// `owner` is of the type that declares the slot, and `field` the field in it.
    pub(crate) unsafe fn force<'a>(&self, owner: Ptr<'a>, field: Ptr<'a>) -> Ptr<'a> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.force)(self.make, owner, field) }
    }
}

unsafe fn force<'a, T: 'static, F: Once>(make: fn(), owner: Ptr<'a>, field: Ptr<'a>) -> Ptr<'a> {
    // SAFETY: by the invariant of `Lazy`, it was one.
    let make = unsafe { mem::transmute::<fn(), fn(&T) -> F::Inner>(make) };
    // SAFETY: the caller, twice.
    let (owner, field) = unsafe { (owner.cast::<T>(), field.cast::<F>()) };
    Ptr::new(field.get_or_make(|| make(owner)))
}
