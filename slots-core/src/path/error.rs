//! The error of a path: which step failed, and why.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

use crate::attributes::error::AttributeError;
use crate::attributes::shared::SharedError;
use crate::path::parse::write_steps;
use crate::path::walk::SHARED;
use crate::reflect::step::Step;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// Why an access by path failed: the step that failed, and the reason.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Engine { rpm: u32 }
/// #[derive(Slots)]
/// struct Car { engine: Engine }
///
/// let car = Car { engine: Engine { rpm: 900 } };
/// let error = car.getattr_path("engine.rpn").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "engine.rpn: 'Engine' object has no attribute 'rpn'. Did you mean: 'rpm'?"
/// );
/// ```
pub struct PathError(Box<Inner>);

struct Inner {
    /// The path up to and including the step that failed; of a text that cannot be parsed, the
    /// whole text.
    path: String,
    reason: Reason,
}

pub(crate) enum Reason {
    /// The text is not a valid path; what was expected instead.
    Syntax(&'static str),
    /// Access to an attribute failed.
    Attribute(AttributeError),
    /// A value of this kind has nothing inside that the step could lead to.
    NothingInside(Kind),
    /// The value, a list or a map, has no such item.
    Missing(Kind),
    /// The value to write was refused, or the path has too many steps.
    Refused(ConversionError),
    /// The value cannot be written or deleted, because it is shared, or an item of a list or a
    /// typed map.
    Fixed(&'static str),
    /// The value is opaque, or holds something opaque, so that there is no copy of it.
    Opaque { expected: &'static str },
    /// A shared object on the way cannot be reached.
    Shared(SharedError),
    /// The path ends at a value of type `expected`, and `found` was requested.
    OtherType { expected: &'static str, found: &'static str },
}

/// Returns the steps as text.
fn printed(steps: &[Step]) -> String {
    struct Shown<'a>(&'a [Step]);
    impl fmt::Display for Shown<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write_steps(f, self.0)
        }
    }
    Shown(steps).to_string()
}

impl PathError {
    pub(crate) fn new(path: &str, reason: Reason) -> Self {
        PathError(Box::new(Inner { path: path.into(), reason }))
    }

    #[cold]
    pub(crate) fn at(steps: &[Step], reason: Reason) -> Self {
        PathError(Box::new(Inner { path: printed(steps), reason }))
    }

    /// Whether the path has stopped before a shared value.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self.0.reason, Reason::Fixed(why) if why == SHARED)
    }

    /// Returns the error with these steps before its path.
    pub(crate) fn after(mut self, steps: &[Step]) -> Self {
        if steps.is_empty() {
            return self;
        }
        let dot = if self.0.path.starts_with('[') { "" } else { "." };
        self.0.path = alloc::format!("{}{dot}{}", printed(steps), self.0.path);
        self
    }

    /// Returns the path up to and including the step that failed.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns the error of the attribute, if access to an attribute failed.
    #[must_use]
    pub fn attribute_error(&self) -> Option<&AttributeError> {
        match &self.0.reason {
            Reason::Attribute(error) | Reason::Shared(SharedError::Attribute(error)) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Empty where the object that the path begins at cannot be reached.
        if !self.0.path.is_empty() || matches!(self.0.reason, Reason::Syntax(_)) {
            write!(f, "{}: ", self.0.path)?;
        }
        match &self.0.reason {
            Reason::Syntax(expected) => write!(f, "no path: expected {expected}"),
            Reason::Attribute(error) => write!(f, "{error}"),
            Reason::Shared(error) => write!(f, "{error}"),
            Reason::NothingInside(kind) => {
                write!(f, "there is nothing inside a value of type {kind}")
            }
            Reason::Missing(Kind::List | Kind::Bytes) => f.write_str("list index out of range"),
            Reason::Missing(_) => f.write_str("no such entry"),
            Reason::Refused(mismatch) => write!(f, "{mismatch}"),
            Reason::Fixed(why) => f.write_str(why),
            Reason::Opaque { expected } => {
                let expected = crate::name::short_type_name(expected);
                write!(f, "opaque: it is reached as {expected} only, not as a value")
            }
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
