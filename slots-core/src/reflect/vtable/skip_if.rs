//! The `skip_serializing_if` of a slot, type-erased.

use crate::erased::function::ErasedFn;
#[cfg(feature = "serde")]
use crate::erased::ptr::Ptr;

/// The function that says whether a field is left out in data.
///
/// Invariant 1: for one `F`, `function` was made from a `fn(&F) -> bool`, and `call` takes such a
/// function and a pointer to an `F`.
#[derive(Clone, Copy)]
pub(crate) struct SkipIf {
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    function: ErasedFn,
    #[cfg(feature = "serde")]
    call: unsafe fn(ErasedFn, Ptr<'_>) -> bool,
}

impl SkipIf {
    pub(crate) const fn new<F: 'static>(function: fn(&F) -> bool) -> Self {
        SkipIf {
            function: ErasedFn::new(function),
            #[cfg(feature = "serde")]
            call: call::<F>,
        }
    }

    /// Whether the field is left out.
    ///
    /// # Safety
    ///
    /// `field` points to a field of the type that the function takes.
    #[cfg(feature = "serde")]
    pub(crate) unsafe fn skips(&self, field: Ptr<'_>) -> bool {
        // SAFETY: `call` takes `function` (invariant 1), and `field` points to a field of the type
        // that it takes (contract of this function).
        unsafe { (self.call)(self.function, field) }
    }
}

/// # Safety
///
/// `function` was made from a `fn(&F) -> bool`, and `field` points to an `F`.
#[cfg(feature = "serde")]
unsafe fn call<F: 'static>(function: ErasedFn, field: Ptr<'_>) -> bool {
    // SAFETY: `function` was made from a `fn(&F) -> bool` (contract of this function).
    let skips = unsafe { function.cast::<fn(&F) -> bool>() };
    // SAFETY: `field` points to an `F` (contract of this function).
    skips(unsafe { field.cast::<F>() })
}
