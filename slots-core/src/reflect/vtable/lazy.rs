//! The function that computes a lazy slot, type-erased.

use crate::erased::function::ErasedFn;
use crate::erased::ptr::Ptr;
use crate::reflect::vtable::option_like::OnceLike;

/// The function that computes a lazy slot, and how to call it.
///
/// Invariant 1: for one `T` and one `F`, `make` was made from a `fn(&T) -> F::Inner`, and `force`
/// takes such a function, a pointer to a `T`, and a pointer to the field of type `F` in it.
#[derive(Clone, Copy)]
pub(crate) struct Lazy {
    make: ErasedFn,
    force: for<'a> unsafe fn(ErasedFn, Ptr<'a>, Ptr<'a>) -> Ptr<'a>,
}

impl Lazy {
    pub(crate) const fn new<T: 'static, F: OnceLike>(make: fn(&T) -> F::Inner) -> Self {
        Lazy { make: ErasedFn::new(make), force: force::<T, F> }
    }

    /// Returns the value in the field, computed first if the field is empty.
    ///
    /// # Safety
    ///
    /// `owner` points to a value of the type that declares the slot, and `field` to the slot's
    /// field in it.
    pub(crate) unsafe fn force<'a>(&self, owner: Ptr<'a>, field: Ptr<'a>) -> Ptr<'a> {
        // SAFETY: `make` is the function that `force` takes (invariant 1), and `owner` and `field`
        // are of the types that it takes (contract of this function).
        unsafe { (self.force)(self.make, owner, field) }
    }
}

/// # Safety
///
/// `make` was made from a `fn(&T) -> F::Inner`; `owner` points to a `T`, and `field` to an `F`.
unsafe fn force<'a, T: 'static, F: OnceLike>(
    make: ErasedFn,
    owner: Ptr<'a>,
    field: Ptr<'a>,
) -> Ptr<'a> {
    // SAFETY: `make` was made from a `fn(&T) -> F::Inner` (contract of this function).
    let make = unsafe { make.cast::<fn(&T) -> F::Inner>() };
    // SAFETY: `owner` points to a `T`, and `field` to an `F` (contract of this function).
    let (owner, field) = unsafe { (owner.cast::<T>(), field.cast::<F>()) };
    Ptr::new(field.get_or_make(|| make(owner)))
}
