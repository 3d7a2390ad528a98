//! The `validate` of a slot, type-erased.

use alloc::boxed::Box;
use core::any::TypeId;

use crate::erased::function::ErasedFn;

/// What a slot's `validate` is made of, while its type is known.
pub(crate) type Validate<T> = fn(&T) -> Result<(), Box<str>>;

/// A slot's `validate`.
///
/// Invariant 1: `function` was made of a `Validate<T>`, and `of` is the identity of that `T`.
#[derive(Clone, Copy)]
pub(crate) struct Validator {
    function: ErasedFn,
    of: TypeId,
}

impl Validator {
    pub(crate) const fn new<T: 'static>(function: Validate<T>) -> Self {
        Validator { function: ErasedFn::new(function), of: TypeId::of::<T>() }
    }

    /// Accepts the value, or says why not.
    ///
    /// # Panics
    ///
    /// The validator is of another type.
    pub(crate) fn validate<T: 'static>(&self, value: &T) -> Result<(), Box<str>> {
        assert!(self.of == TypeId::of::<T>(), "the validator is of another type than the slot");
        // SAFETY: it was made of a `Validate<T>` (invariant 1 and the identity just compared).
        let validate = unsafe { self.function.cast::<Validate<T>>() };
        validate(value)
    }
}
