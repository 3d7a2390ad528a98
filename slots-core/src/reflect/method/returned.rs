//! What a method returns, as a value.

use alloc::boxed::Box;
use alloc::string::String;
use core::any::{Any, type_name};
use core::error::Error;
use core::marker::PhantomData;

use crate::reflect::item_info::ItemInfo;
use crate::reflect::method::arguments::Stop;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;

/// What a method by name may return: a type that can be a slot, nothing, or a `Result` of these.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[slots(methods)]
/// struct Account { balance: f64 }
///
/// #[slotted::methods]
/// impl Account {
///     fn half(&self) -> f64 { self.balance / 2.0 }
///     fn close(&mut self) { self.balance = 0.0; }
///     fn check(&self) -> Result<bool, String> {
///         if self.balance > 0.0 { Ok(true) } else { Err("there is nothing".to_owned()) }
///     }
/// }
///
/// let mut account = Account { balance: 8.0 };
/// assert_eq!(account.call("half", [])?, 4.0);
/// assert_eq!(account.call_mut("close", [])?, Value::None);
/// assert_eq!(account.call("check", []).unwrap_err().to_string(), "there is nothing");
/// # Ok::<(), slotted::CallError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a method by name returns",
    label = "a method by name returns a type that can be a slot, nothing, or a `Result` of these",
    note = "a type of your own can be returned if it can be a slot: put `#[derive(Slots)]` or \
            `#[derive(SlotValue)]` on it",
    note = "the error of a `Result` is a type with `Error` that is `Send` and `Sync`, or text: \
            `Box<dyn Error + Send + Sync>` is made from it",
    note = "or leave the method out of the table: `#[slots(skip)]`"
)]
pub trait Returned: Sized {
    /// The type of the value.
    #[doc(hidden)]
    type __Value: SlotValue;

    /// Returns the value, or the error that the method returned. Neither borrows from the object.
    #[doc(hidden)]
    fn __keep(self) -> Result<Self::__Value, Raised>;

    /// The full name of the error's type, if the method can fail.
    #[doc(hidden)]
    #[must_use]
    fn __raises() -> Option<&'static str> {
        None
    }
}

impl<T: SlotValue> Returned for T {
    type __Value = T;

    #[inline(always)]
    fn __keep(self) -> Result<T, Raised> {
        Ok(self)
    }
}

impl<T: SlotValue, E: Into<Box<dyn Error + Send + Sync>>> Returned for Result<T, E> {
    type __Value = T;

    #[inline(always)]
    fn __keep(self) -> Result<T, Raised> {
        self.map_err(Into::into)
    }

    fn __raises() -> Option<&'static str> {
        Some(type_name::<E>())
    }
}

/// What is known of a method's result, before the method is called.
#[derive(Clone, Copy)]
pub struct ReturnInfo {
    pub(crate) returns: fn() -> ItemInfo,
    pub(crate) raises: fn() -> Option<&'static str>,
}

/// Returns what is known of the result of type `R`. Called by an expansion.
#[must_use]
pub const fn returns<R: Returned>() -> ReturnInfo {
    ReturnInfo { returns: ItemInfo::of::<R::__Value>, raises: R::__raises }
}

/// The error that a method returned.
pub(crate) type Raised = Box<dyn Error + Send + Sync>;

/// What is left of a method's result where the object's lock, if it has one, is released.
pub trait Kept {
    /// Returns the value, or why there is none. Runs code of the value's type.
    #[doc(hidden)]
    fn __outcome(self) -> Result<Value, Stop>;
}

/// A result that does not borrow from the object is converted when the lock is released.
impl<T: SlotValue> Kept for Result<T, Raised> {
    #[inline]
    fn __outcome(self) -> Result<Value, Stop> {
        match self {
            Ok(value) => owned(value),
            Err(error) => Err(Stop::Raised(error)),
        }
    }
}

/// A result that borrows from the object was converted while it could.
impl Kept for Result<Value, Stop> {
    #[inline(always)]
    fn __outcome(self) -> Result<Value, Stop> {
        self
    }
}

/// The results of type `R` of a method. Never made.
pub struct Results<R>(PhantomData<fn() -> R>);

impl<R: Returned> Results<R> {
    /// Returns what is kept of a result. The error is boxed already: it may borrow from the object,
    /// of which its type says nothing that the derive could see. Called by an expansion.
    ///
    /// # Errors
    ///
    /// Fails if the method returned an error.
    #[inline(always)]
    pub fn keep(result: R) -> Result<R::__Value, Raised> {
        result.__keep()
    }
}

/// Results of a type that is none, of which [`returns`] tells at the type. The compiler finds this
/// function where the bound of the one of [`Results`] does not hold, so it repeats no error. It is
/// never called, since the build fails.
pub trait NoResults {
    /// The type.
    #[doc(hidden)]
    type Of;

    /// Stands for [`Results::keep`].
    #[doc(hidden)]
    fn keep(_: Self::Of) -> Result<Value, Stop> {
        unreachable!("a program with a method that returns no result does not compile")
    }
}

impl<R> NoResults for Results<R> {
    type Of = R;
}

/// Returns a copy of what a method lends as a value. Called by an expansion.
///
/// # Errors
///
/// Fails if it holds something opaque.
pub fn lent<T: SlotValue>(value: &T) -> Result<Value, Stop> {
    copied(value.as_value(), type_name::<T>())
}

/// Returns the text that a method lends as a value. Called by an expansion.
///
/// # Errors
///
/// Never fails.
pub fn lent_text(text: &str) -> Result<Value, Stop> {
    Ok(text.into())
}

/// Returns the value. Moves what a `Value` would hold too, and copies anything else.
#[inline]
fn owned<T: SlotValue>(value: T) -> Result<Value, Stop> {
    let mut value = Some(value);
    let any: &mut dyn Any = &mut value;
    if let Some(value) = any.downcast_mut::<Option<Value>>() {
        return Ok(value.take().unwrap_or_default());
    }
    if let Some(text) = any.downcast_mut::<Option<String>>() {
        return Ok(Value::Str(text.take().unwrap_or_default()));
    }
    let result = match &value {
        Some(value) => lent(value),
        None => Ok(Value::None),
    };
    drop(value);
    result
}

fn copied(value: ValueRef<'_>, type_name: &'static str) -> Result<Value, Stop> {
    value.to_value().ok_or(Stop::Opaque(type_name))
}
