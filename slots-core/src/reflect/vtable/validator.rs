//! The `validate` of a slot, type-erased.

use alloc::boxed::Box;
use core::any::TypeId;

use crate::erased::function::ErasedFn;

/// A slot's `validate`, before its type is erased.
pub(crate) type Validate<T> = fn(&T) -> Result<(), Box<str>>;

/// A slot's `validate`, type-erased.
///
/// Invariant 1: `function` was made from a `Validate<T>`, and `of` is the `TypeId` of that `T`.
#[derive(Clone, Copy)]
pub(crate) struct Validator {
    function: ErasedFn,
    of: TypeId,
}

impl Validator {
    pub(crate) const fn new<T: 'static>(function: Validate<T>) -> Self {
        Validator { function: ErasedFn::new(function), of: TypeId::of::<T>() }
    }

    /// Runs the validator on the value; the error is the reason for refusing it.
    ///
    /// # Panics
    ///
    /// Panics if this validator is not for a `T`.
    pub(crate) fn validate<T: 'static>(&self, value: &T) -> Result<(), Box<str>> {
        assert!(self.of == TypeId::of::<T>(), "the validator is of another type than the slot");
        // SAFETY: `function` was made from a `Validate` of the type `of` (invariant 1), which is
        // `T`: the identities were just compared.
        let validate = unsafe { self.function.cast::<Validate<T>>() };
        validate(value)
    }
}
