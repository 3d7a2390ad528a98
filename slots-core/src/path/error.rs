//! Which step of a path failed, and why.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

use crate::attributes::error::AttributeError;
use crate::reflect::step::Step;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// Why a path leads nowhere: up to which step it went, and what was wrong there.
pub struct PathError(Box<Inner>);

struct Inner {
    /// The path up to the step that failed, that one included.
    path: String,
    reason: Reason,
}

pub(crate) enum Reason {
    /// It is not written as a path is.
    Syntax(&'static str),
    /// The attribute said no.
    Attribute(AttributeError),
    /// The value has nothing inside that this step could lead to.
    NothingInside(Kind),
    /// A list or a map without such an item.
    Missing(Kind),
    /// A value inside was refused.
    Refused(ConversionError),
    /// It cannot be written or deleted, since it is shared, or an item of a list.
    Fixed(&'static str),
    /// It ends at another type.
    OtherType { expected: &'static str, found: &'static str },
}

impl PathError {
    pub(crate) fn new(path: &str, reason: Reason) -> Self {
        PathError(Box::new(Inner { path: path.into(), reason }))
    }

    #[cold]
    pub(crate) fn at(steps: &[Step], reason: Reason) -> Self {
        struct Shown<'a>(&'a [Step]);
        impl fmt::Display for Shown<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                super::write_steps(f, self.0)
            }
        }
        PathError::new(&Shown(steps).to_string(), reason)
    }

    /// The path up to the step that failed, that one included.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What the attribute said, where it was one that failed.
    pub fn attribute_error(&self) -> Option<&AttributeError> {
        match &self.0.reason {
            Reason::Attribute(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.0.path)?;
        match &self.0.reason {
            Reason::Syntax(expected) => write!(f, "no path: expected {expected}"),
            Reason::Attribute(error) => write!(f, "{error}"),
            Reason::NothingInside(kind) => {
                write!(f, "there is nothing inside a value of type {kind}")
            }
            Reason::Missing(Kind::List | Kind::Bytes) => f.write_str("list index out of range"),
            Reason::Missing(_) => f.write_str("no such entry"),
            Reason::Refused(mismatch) => write!(f, "{mismatch}"),
            Reason::Fixed(why) => f.write_str(why),
            Reason::OtherType { expected, found } => {
                let (expected, found) =
                    (crate::name::short_type_name(expected), crate::name::short_type_name(found));
                write!(f, "must be {expected}, not {found}")
            }
        }
    }
}

impl fmt::Debug for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PathError({:?})", self.to_string())
    }
}

impl core::error::Error for PathError {}
