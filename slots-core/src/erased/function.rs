//! Type-erased function pointers.

use core::mem::{self, MaybeUninit};

/// A type-erased function pointer.
///
/// Invariant 1: `pointer` holds the bits of the value that was passed to `new`, which is as large
/// as a function pointer.
#[derive(Clone, Copy)]
pub(crate) struct ErasedFn {
    // `MaybeUninit`, because the bits need not be valid for `fn()`; they are used only after
    // `cast`.
    pointer: MaybeUninit<fn()>,
}

impl ErasedFn {
    pub(crate) const fn new<F: Copy>(function: F) -> Self {
        const { assert!(size_of::<F>() == size_of::<fn()>(), "a function pointer") };
        // SAFETY: `F` and `MaybeUninit<fn()>` have the same size (asserted above), and a
        // `MaybeUninit` may hold any bits. `F` is `Copy`, so copying its bits moves nothing out of
        // `function`.
        ErasedFn { pointer: unsafe { mem::transmute_copy(&function) } }
    }

    /// Returns the function pointer with its original type.
    ///
    /// # Safety
    ///
    /// The value that was passed to `new` is of type `F`.
    #[inline(always)]
    pub(crate) const unsafe fn cast<F: Copy>(self) -> F {
        const { assert!(size_of::<F>() == size_of::<fn()>(), "a function pointer") };
        // SAFETY: `pointer` holds the bits of the value passed to `new` (invariant 1), which is an
        // `F` by the contract of this function.
        unsafe { mem::transmute_copy(&self.pointer) }
    }
}
