//! [`ConversionError`]: why a value does not convert to a type.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

use crate::name::short_type_name;
use crate::value::Value;
use crate::value::depth::TooDeep;

/// The error of [`SlotValue::from_value`](crate::SlotValue::from_value): why a [`Value`] does not
/// convert to the type.
///
/// ```
/// use slotted::{ConversionError, SlotValue, Value};
///
/// let error = u8::from_value(Value::from(300)).unwrap_err();
/// assert_eq!(error.to_string(), "300 is out of range for the type");
///
/// // What a `from_value` of one's own returns.
/// fn even(value: Value) -> Result<i64, ConversionError> {
///     let number = i64::from_value(value)?;
///     match number % 2 {
///         0 => Ok(number),
///         _ => Err(ConversionError::invalid(number, "it is odd")),
///     }
/// }
/// assert!(even(Value::from(3)).is_err() && even(Value::from("3")).is_err());
/// ```
#[derive(Debug)]
pub struct ConversionError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    reason: Reason,
    /// The path to the refused item inside lists and maps, as in `[2]['key']`; empty if the value
    /// itself is refused.
    place: String,
    /// The name of the type that was expected at `place`, once it is known.
    item: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(crate) enum Reason {
    /// The type takes no value of this kind. Holds the name of the kind, or of the type of an
    /// opaque value.
    WrongType(&'static str),
    /// The kind fits, but this value is too large or too small for the type, or would be rounded.
    OutOfRange(Box<str>),
    /// The kind fits, but the type refuses this value, for this reason. The value is in quotes, or
    /// described.
    Invalid(Box<str>, Box<str>),
    /// The slot's validator refuses this value, for this reason.
    Refused(Box<str>, Box<str>),
    /// This number, or this length, is not in the slot's range.
    NotIn(Box<str>, Box<str>),
    /// The slot is opaque, so no value is converted to its type. Holds the name of the kind that
    /// was offered.
    Opaque(&'static str),
    /// Lists and maps are nested too deep (spec 7.12).
    TooDeep,
    /// A type's implementation of serde's traits refuses the value, or cannot be a value, and says
    /// why.
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    Said(Box<str>),
}

impl ConversionError {
    fn new(reason: Reason) -> Self {
        ConversionError(Box::new(Inner { reason, place: String::new(), item: None }))
    }

    /// Makes the error for a value whose kind the type does not take.
    #[must_use]
    pub fn wrong_type(value: &Value) -> Self {
        ConversionError::new(Reason::WrongType(name_of(value)))
    }

    /// Makes a [`wrong_type`](ConversionError::wrong_type) error for `value` and drops the value.
    ///
    /// Drops `value` before returning, so that unwinding still drops the error if a `Drop` panics.
    pub(crate) fn refuse(value: Value) -> Self {
        let error = ConversionError::wrong_type(&value);
        drop(value);
        error
    }

    /// Makes the error for lists and maps that are nested too deep (spec 7.12).
    pub(crate) fn too_deep() -> Self {
        ConversionError::new(Reason::TooDeep)
    }

    /// Makes the error for a value whose kind fits, but that is too large or too small for the
    /// type, or that the type does not hold exactly.
    pub fn out_of_range(value: impl fmt::Display) -> Self {
        ConversionError::new(Reason::OutOfRange(value.to_string().into()))
    }

    /// Makes the error for a value whose kind fits, but that the type refuses for the reason `why`.
    pub fn invalid(value: impl fmt::Display, why: impl fmt::Display) -> Self {
        ConversionError::invalid_whole(format_args!("'{value}'"), why)
    }

    /// Makes the error for a value that is described and not quoted: `a list of 2`.
    pub(crate) fn invalid_whole(what: impl fmt::Display, why: impl fmt::Display) -> Self {
        ConversionError::new(Reason::Invalid(what.to_string().into(), why.to_string().into()))
    }

    /// Makes the error for text that is none of the names of an enum's variants.
    pub(crate) fn no_choice(text: &str, names: &[&str], nearest: Option<&str>) -> Self {
        struct Why<'a>(&'a [&'a str], Option<&'a str>);
        impl fmt::Display for Why<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                for (at, name) in self.0.iter().enumerate() {
                    let before = match at {
                        0 if self.0.len() == 1 => "it must be ",
                        0 => "it must be one of ",
                        _ => ", ",
                    };
                    write!(f, "{before}'{name}'")?;
                }
                match self.1 {
                    Some(name) => write!(f, ". Did you mean: '{name}'?"),
                    None => Ok(()),
                }
            }
        }
        ConversionError::invalid(text, Why(names, nearest))
    }

    /// Makes the error for a value that a validator refuses for the reason `why`.
    pub(crate) fn refused(value: &dyn fmt::Debug, why: Box<str>) -> Self {
        ConversionError::new(Reason::Refused(alloc::format!("{value:?}").into(), why))
    }

    /// Makes the error for a number, or a length, that is not in the slot's range.
    pub(crate) fn not_in(what: Box<str>, range: Box<str>) -> Self {
        ConversionError::new(Reason::NotIn(what, range))
    }

    /// Makes the error for a value that is written to an opaque slot.
    pub(crate) fn opaque(value: &Value) -> Self {
        ConversionError::new(Reason::Opaque(name_of(value)))
    }

    /// Makes the error with the message of an implementation of serde's traits.
    #[cfg(feature = "serde")]
    pub(crate) fn said(message: impl fmt::Display) -> Self {
        ConversionError::new(Reason::Said(message.to_string().into()))
    }

    /// Moves the error into a list or a map of `T`: prepends `step` to the place. Records `T` as
    /// the expected type, unless a type is recorded.
    #[must_use]
    pub(crate) fn inside<T>(self, step: impl fmt::Display) -> Self {
        self.at_step(step).of_type(core::any::type_name::<T>())
    }

    /// Prepends a step to the place.
    #[must_use]
    pub(crate) fn at_step(mut self, step: impl fmt::Display) -> Self {
        self.0.place.insert_str(0, &alloc::format!("[{step}]"));
        self
    }

    /// Records the expected type, unless the error is about an item whose type is recorded.
    #[must_use]
    pub(crate) fn of_type(mut self, type_name: &'static str) -> Self {
        self.0.item.get_or_insert(type_name);
        self
    }

    /// Returns the message as it follows the name of what the value was given for: ` must be f64,
    /// not str`, `[2] must be …`, or `: 300 is out of range for u8`.
    pub(crate) fn after_a_name(&self) -> impl fmt::Display {
        struct AfterAName<'a>(&'a ConversionError);
        impl fmt::Display for AfterAName<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Inner { reason, place, .. } = &*self.0.0;
                match reason {
                    Reason::WrongType(_) => write!(f, "{place} ")?,
                    _ if place.is_empty() => f.write_str(": ")?,
                    _ => write!(f, "{place}: ")?,
                }
                self.0.fmt_reason(f)
            }
        }
        AfterAName(self)
    }

    /// Returns the reason, the place, and the name of the type that was expected there.
    pub(crate) fn into_parts(self) -> (Reason, String, Option<&'static str>) {
        (self.0.reason, self.0.place, self.0.item)
    }
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.place.is_empty() {
            write!(f, "{}: ", self.0.place)?;
        }
        self.fmt_reason(f)
    }
}

impl ConversionError {
    fn fmt_reason(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = short_type_name(self.0.item.unwrap_or("the type"));
        match &self.0.reason {
            Reason::WrongType(found) => {
                let opaque = opaque_if_same(self.0.item, found);
                write!(f, "must be {of}, not {opaque}{}", short_type_name(found))
            }
            Reason::OutOfRange(value) => write!(f, "{value} is out of range for {of}"),
            Reason::Invalid(value, why) if self.0.item.is_none() => {
                write!(f, "{value} is not a valid value of the type: {why}")
            }
            Reason::Invalid(value, why) => write!(f, "{value} is not a valid {of}: {why}"),
            Reason::Refused(value, why) => write!(f, "{value} is refused: {why}"),
            Reason::NotIn(what, range) => write!(f, "{what} is not in {range}"),
            Reason::TooDeep => fmt::Display::fmt(&TooDeep, f),
            Reason::Said(why) => f.write_str(why),
            Reason::Opaque(found) if self.0.item == Some(*found) => {
                write!(f, "opaque: a `Value` cannot be moved into it: pass the {of} itself")
            }
            Reason::Opaque(found) => {
                write!(f, "opaque: reached as {of} only, not as {}", short_type_name(found))
            }
        }
    }
}

/// What stands before the name of a value's type in `must be u8, not an opaque u8`: a value that is
/// opaque has the name of its type, which may be that of the slot.
pub(crate) fn opaque_if_same(expected: Option<&str>, found: &str) -> &'static str {
    if expected == Some(found) { "an opaque " } else { "" }
}

impl core::error::Error for ConversionError {}

/// Returns Python's name of the value's kind; for an opaque value, the name of its type.
fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Object(value) => value.type_name(),
        Value::Opaque(value) => value.type_name(),
        value => value.kind().name(),
    }
}
