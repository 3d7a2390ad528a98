//! Function pointers whose type is not known here.

use core::mem::{self, MaybeUninit};

/// A function pointer, type-erased.
///
/// Invariant 1: `pointer` holds the bits of the value that `new` was given, which is as large as a pointer.
#[derive(Clone, Copy)]
pub(crate) struct ErasedFn {
    // `MaybeUninit`: nothing is asked of the bits before they are cast back.
    pointer: MaybeUninit<fn()>,
}

impl ErasedFn {
    pub(crate) const fn new<F: Copy>(function: F) -> Self {
        const { assert!(size_of::<F>() == size_of::<fn()>(), "a function pointer") };
        // SAFETY: both have the same size (asserted above), and a `MaybeUninit` holds any bits.
        ErasedFn { pointer: unsafe { mem::transmute_copy(&function) } }
    }

    /// The function pointer as what it was.
    ///
    /// # Safety
    ///
    /// `new` was given an `F`.
    #[inline(always)]
    pub(crate) const unsafe fn cast<F: Copy>(self) -> F {
        const { assert!(size_of::<F>() == size_of::<fn()>(), "a function pointer") };
        // SAFETY: the bits are those of an `F` (invariant 1 and the contract of this function).
        unsafe { mem::transmute_copy(&self.pointer) }
    }
}
