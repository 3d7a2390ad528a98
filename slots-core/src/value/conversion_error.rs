//! Why a value could not become what it should.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

use crate::name::short_type_name;
use crate::value::Value;
use crate::value::depth::TooDeep;

/// Why a [`Value`] was refused: what [`SlotValue::from_value`](super::SlotValue::from_value) fails with.
#[derive(Debug)]
pub struct ConversionError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    reason: Reason,
    /// Where inside a list or a map: `[2]`, `['key']`.
    place: String,
    /// The type of the item there.
    item: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(crate) enum Reason {
    /// A value of this kind is none.
    WrongType(&'static str),
    /// The type fits, and this value is too large for it, too small, or would be rounded.
    OutOfRange(Box<str>),
    /// This text is refused, for that reason.
    Invalid(Box<str>, Box<str>),
    /// This value is refused by the slot's `validate`, for that reason.
    Refused(Box<str>, Box<str>),
    /// Nothing is converted to this type; the kind that was offered.
    Opaque(&'static str),
    /// Values lie too deep in one another.
    TooDeep,
}

impl ConversionError {
    fn new(reason: Reason) -> Self {
        ConversionError(Box::new(Inner { reason, place: String::new(), item: None }))
    }

    /// A value of this kind is none of the type.
    pub fn wrong_type(value: &Value) -> Self {
        ConversionError::new(Reason::WrongType(name_of(value)))
    }

    /// The same of a value that is dropped with it. Before the error is returned: should a `Drop` in it panic, the error
    /// is dropped as well.
    pub(crate) fn refuse(value: Value) -> Self {
        let error = ConversionError::wrong_type(&value);
        drop(value);
        error
    }

    /// Values lie too deep in one another.
    pub(crate) fn too_deep() -> Self {
        ConversionError::new(Reason::TooDeep)
    }

    /// The kind fits, and this value does not: too large, too small, or not held exactly.
    pub fn out_of_range(value: impl fmt::Display) -> Self {
        ConversionError::new(Reason::OutOfRange(value.to_string().into()))
    }

    /// The kind fits, and the type refuses this value, for a reason of its own.
    pub fn invalid(value: impl fmt::Display, why: impl fmt::Display) -> Self {
        ConversionError::new(Reason::Invalid(value.to_string().into(), why.to_string().into()))
    }

    /// A `validate` says no to the value.
    pub(crate) fn refused(value: &dyn fmt::Debug, why: Box<str>) -> Self {
        ConversionError::new(Reason::Refused(alloc::format!("{value:?}").into(), why))
    }

    pub(crate) fn opaque(value: &Value) -> Self {
        ConversionError::new(Reason::Opaque(name_of(value)))
    }

    /// The same, found inside a list or a map of `T`: the step to that place goes in front.
    #[must_use]
    pub(crate) fn inside<T>(self, step: impl fmt::Display) -> Self {
        self.inside_of(step, core::any::type_name::<T>())
    }

    /// The same, inside a list or a map of the type of that name.
    #[must_use]
    pub(crate) fn inside_of(mut self, step: impl fmt::Display, type_name: &'static str) -> Self {
        self.0.place.insert_str(0, &alloc::format!("[{step}]"));
        self.0.item.get_or_insert(type_name);
        self
    }

    /// The same, of a `T` where no item inside it is at fault.
    #[must_use]
    pub(crate) fn of_type(mut self, type_name: &'static str) -> Self {
        self.0.item.get_or_insert(type_name);
        self
    }

    /// The reason, the place, and the type of the item there.
    pub(crate) fn into_parts(self) -> (Reason, String, Option<&'static str>) {
        (self.0.reason, self.0.place, self.0.item)
    }
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.place.is_empty() {
            write!(f, "{}: ", self.0.place)?;
        }
        let of = short_type_name(self.0.item.unwrap_or("the type"));
        match &self.0.reason {
            Reason::WrongType(found) => write!(f, "must be {of}, not {}", short_type_name(found)),
            Reason::OutOfRange(value) => write!(f, "{value} is out of range for {of}"),
            Reason::Invalid(value, why) => write!(f, "'{value}' is no {of}: {why}"),
            Reason::Refused(value, why) => write!(f, "{value} is refused: {why}"),
            Reason::TooDeep => fmt::Display::fmt(&TooDeep, f),
            Reason::Opaque(found) => {
                write!(f, "opaque: reached as {of} only, not as {}", short_type_name(found))
            }
        }
    }
}

impl core::error::Error for ConversionError {}

/// Python's name of the kind; of an opaque value, the name of its type.
fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Opaque(value) => value.type_name(),
        value => value.kind().name(),
    }
}
