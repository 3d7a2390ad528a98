//! The `validate` of a slot, type-erased.

use alloc::boxed::Box;
use core::any::{Any, TypeId};
use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::erased::function::ErasedFn;
use crate::reflect::layout::lent::Lent;
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
pub(crate) struct ValidateFn {
    function: ErasedFn,
    of: TypeId,
}

/// A slot's `validate`, as a row of a layout holds it.
pub(crate) enum Validator {
    Function(ValidateFn),
    /// That of a slot of a run-time class. It is a [`HeldValidate`].
    Held(Lent<dyn AnyValidate>),
}

/// The check of a slot of a run-time class.
pub(crate) type Check<T> = Box<dyn Fn(&T) -> Result<(), Refusal> + Send + Sync>;

/// What checks the values of a slot of a run-time class.
pub(crate) struct HeldValidate<T>(pub(crate) Check<T>);

// A validator that panics may find what it has captured half changed. That is between the validator
// and itself, as with a `fn` that has a static.
impl<T> UnwindSafe for HeldValidate<T> {}
impl<T> RefUnwindSafe for HeldValidate<T> {}

/// A [`HeldValidate`], type-erased.
pub(crate) trait AnyValidate: Any + Send + Sync + UnwindSafe + RefUnwindSafe {
    fn as_any(&self) -> &dyn Any;
}

impl<T: 'static> AnyValidate for HeldValidate<T> {
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Validator {
    /// Runs the validator on the value; the error is the reason for refusing it.
    ///
    /// # Panics
    ///
    /// Panics if this validator is not for a `T`.
    pub(crate) fn validate<T: 'static>(&self, value: &T) -> Result<(), Refusal> {
        match self {
            Validator::Function(function) => function.validate(value),
            Validator::Held(held) => {
                let validate = held.get().as_any().downcast_ref::<HeldValidate<T>>();
                (validate.expect(OTHER_TYPE).0)(value)
            }
        }
    }
}

const OTHER_TYPE: &str = "the validator is of another type than the slot";

impl ValidateFn {
    pub(crate) const fn new<T: 'static>(function: Validate<T>) -> Self {
        ValidateFn { function: ErasedFn::new(function), of: TypeId::of::<T>() }
    }

    fn validate<T: 'static>(&self, value: &T) -> Result<(), Refusal> {
        assert!(self.of == TypeId::of::<T>(), "{OTHER_TYPE}");
        // SAFETY: `function` was made from a `Validate` of the type `of` (invariant 1), which is
        // `T`: the identities were just compared.
        let validate = unsafe { self.function.cast::<Validate<T>>() };
        validate(value)
    }
}
