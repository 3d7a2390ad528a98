//! The `validate` of a slot, type-erased.

use alloc::boxed::Box;
use core::any::TypeId;
use core::fmt;

use crate::erased::function::ErasedFn;
use crate::value::conversion_error::ConversionError;

/// Why a validator refuses a value.
pub enum Refusal {
    /// The user's `validate` refuses it, for this reason.
    Says(Box<str>),
    /// It lies outside of the slot's `range` or `len`. Holds what lies outside, and the range.
    NotIn(Box<str>, Box<str>),
}

impl Refusal {
    /// Makes the error for the refused value.
    #[cold]
    pub(crate) fn into_error(self, value: &dyn fmt::Debug) -> ConversionError {
        match self {
            Refusal::Says(why) => ConversionError::refused(value, why),
            Refusal::NotIn(what, range) => ConversionError::not_in(what, range),
        }
    }
}

/// What checks the values of a slot, before its type is erased: its `validate`, `range` and `len`.
pub(crate) type Validate<T> = fn(&T) -> Result<(), Refusal>;

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
    pub(crate) fn validate<T: 'static>(&self, value: &T) -> Result<(), Refusal> {
        assert!(self.of == TypeId::of::<T>(), "the validator is of another type than the slot");
        // SAFETY: `function` was made from a `Validate` of the type `of` (invariant 1), which is
        // `T`: the identities were just compared.
        let validate = unsafe { self.function.cast::<Validate<T>>() };
        validate(value)
    }
}
