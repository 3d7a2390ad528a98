//! What computes a lazy slot, type-erased.

use crate::erased::function::ErasedFn;
use crate::erased::ptr::Ptr;
use crate::reflect::vtable::option_like::OnceLike;

/// What computes a lazy slot.
///
/// Invariant 1: `make` was made of a `fn(&T) -> F::Inner`, and `force` takes such a function, a `T`, and the
/// field of type `F` in it.
#[derive(Clone, Copy)]
pub(crate) struct Lazy {
    make: ErasedFn,
    force: for<'a> unsafe fn(ErasedFn, Ptr<'a>, Ptr<'a>) -> Ptr<'a>,
}

impl Lazy {
    pub(crate) const fn new<T: 'static, F: OnceLike>(make: fn(&T) -> F::Inner) -> Self {
        Lazy { make: ErasedFn::new(make), force: force::<T, F> }
    }

    /// The value, which is computed first if it is not there.
    ///
    /// # Safety
    ///
    /// `owner` points to a value of the type that declares the slot, and `field` to the slot's field in it.
    pub(crate) unsafe fn force<'a>(&self, owner: Ptr<'a>, field: Ptr<'a>) -> Ptr<'a> {
        // SAFETY: `make` and `force` are of the same types (invariant 1), those of `owner` and `field`.
        unsafe { (self.force)(self.make, owner, field) }
    }
}

/// # Safety
///
/// `make` was made of a `fn(&T) -> F::Inner`; `owner` points to a `T`, and `field` to an `F`.
unsafe fn force<'a, T: 'static, F: OnceLike>(
    make: ErasedFn,
    owner: Ptr<'a>,
    field: Ptr<'a>,
) -> Ptr<'a> {
    // SAFETY: it was made of one.
    let make = unsafe { make.cast::<fn(&T) -> F::Inner>() };
    // SAFETY: `owner` points to a `T`, and `field` to an `F`.
    let (owner, field) = unsafe { (owner.cast::<T>(), field.cast::<F>()) };
    Ptr::new(field.get_or_make(|| make(owner)))
}
