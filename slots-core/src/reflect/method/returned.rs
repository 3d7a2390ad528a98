//! What a method returns, as a value.

use alloc::boxed::Box;
use alloc::string::String;
use core::any::{Any, type_name};
use core::error::Error;

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
    /// Returns the value, or the error that the method returned.
    #[doc(hidden)]
    fn __into_value(self) -> Result<Value, Stop>;

    /// The type of the value.
    #[doc(hidden)]
    fn __returns() -> ItemInfo;

    /// The full name of the error's type, if the method can fail.
    #[doc(hidden)]
    #[must_use]
    fn __raises() -> Option<&'static str> {
        None
    }
}

impl<T: SlotValue> Returned for T {
    #[inline]
    fn __into_value(self) -> Result<Value, Stop> {
        owned(self)
    }

    fn __returns() -> ItemInfo {
        ItemInfo::of::<T>()
    }
}

impl<T: SlotValue, E: Into<Box<dyn Error + Send + Sync>>> Returned for Result<T, E> {
    #[inline]
    fn __into_value(self) -> Result<Value, Stop> {
        match self {
            Ok(value) => owned(value),
            Err(error) => Err(Stop::Raised(error.into())),
        }
    }

    fn __returns() -> ItemInfo {
        ItemInfo::of::<T>()
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
    ReturnInfo { returns: R::__returns, raises: R::__raises }
}

/// Returns the result of a method as a value. Called by an expansion.
///
/// # Errors
///
/// Fails if the method returned an error, or something opaque.
#[inline]
pub fn returned<R: Returned>(result: R) -> Result<Value, Stop> {
    result.__into_value()
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
