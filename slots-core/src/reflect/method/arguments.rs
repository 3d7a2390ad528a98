//! The arguments of one call.

use alloc::boxed::Box;
use core::any::type_name;
use core::error::Error;
use core::mem;

use crate::reflect::method::returned::Kept;
use crate::reflect::shared::Unreachable;
use crate::reflect::slot_value::SlotValue;
use crate::unwind::keep_error;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// The arguments of one call, by position, and what becomes of it. Their number has been checked.
///
/// The outcome is kept here, and not returned: a method's body drops its object and its converted
/// arguments last, and if such a `Drop` panics, a value that is being returned would be leaked.
pub struct Arguments<'a> {
    values: &'a mut [Value],
    outcome: Option<Result<Value, Stop>>,
}

/// Why a method was not called, or failed.
pub enum Stop {
    /// The argument at this position does not convert.
    Argument(usize, ConversionError),
    /// What the method returned holds something opaque, so there is no value of it. Holds the name
    /// of its type.
    Opaque(&'static str),
    /// The method returned an error.
    Raised(Box<dyn Error + Send + Sync>),
    /// The method takes a reference of this type to its object, and is called on another.
    Handle(&'static str),
    /// The object, which has a lock, cannot be reached.
    Unreachable(Unreachable),
}

/// The type of a parameter: any type that can be a slot.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of a parameter of a method by name",
    label = "an argument is converted to this type, which so must be one that can be a slot",
    note = "a type of your own can be a slot: put `#[derive(Slots)]` or `#[derive(SlotValue)]` on it",
    note = "or take a type that can, and convert it in the method; the `Value` itself is one",
    note = "or leave the method out of the table: `#[slots(skip)]`"
)]
pub trait ParameterType: SlotValue {}
impl<T: SlotValue> ParameterType for T {}

impl<'a> Arguments<'a> {
    pub(crate) fn new(values: &'a mut [Value]) -> Self {
        Arguments { values, outcome: None }
    }

    /// Returns what the method returned, or why it was not called or failed.
    ///
    /// # Panics
    ///
    /// Panics if the body has not run.
    pub(crate) fn into_outcome(self) -> Result<Value, Stop> {
        self.outcome.expect("the body of a method ends by its outcome")
    }

    /// Ends the call with what the method returned.
    #[inline]
    pub fn end(&mut self, result: impl Kept) {
        self.outcome = Some(result.__outcome());
    }

    /// Ends the call with the reason why there is no result.
    pub(crate) fn stop(&mut self, why: Stop) {
        self.outcome = Some(Err(why));
    }

    /// Takes the argument at `index`, converted to the parameter's type as a slot of that type
    /// would convert it. If a slot of that type would refuse the value, ends the call and returns
    /// `None`.
    ///
    /// # Panics
    ///
    /// Panics if there is no such argument.
    #[inline]
    pub fn take<P: ParameterType>(&mut self, index: usize) -> Option<P> {
        let value = &mut self.values[index];
        if let Some(copied) = P::__copied(value) {
            return Some(copied);
        }
        match within_depth(mem::take(value)).and_then(P::from_value) {
            Ok(argument) => Some(argument),
            Err(error) => {
                self.stop(refused(index, error, type_name::<P>()));
                None
            }
        }
    }

    /// Does what [`take`](Arguments::take) does, or returns the default if the argument is not
    /// given.
    #[inline]
    pub fn take_or<P: ParameterType>(
        &mut self,
        index: usize,
        default: impl FnOnce() -> P,
    ) -> Option<P> {
        if index < self.values.len() { self.take(index) } else { Some(default()) }
    }
}

/// Refuses a value that is nested too deep to be written to an attribute (spec 7.12).
fn within_depth(value: Value) -> Result<Value, ConversionError> {
    keep_error(value.within_depth(0), value)
}

#[cold]
fn refused(index: usize, error: ConversionError, type_name: &'static str) -> Stop {
    Stop::Argument(index, error.of_type(type_name))
}
