//! The error of a record, which holds everything that is wrong with it.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::attributes::error::AttributeError;
use crate::attributes::fault::AttributeErrorKind;
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::kept::KeptLayout;

/// Why a record could not be made or updated: every fault, in Python's words (spec 8.2).
///
/// ```
/// # use slotted::prelude::*;
/// #[derive(Slots, Debug)]
/// struct Point { x: f64, y: f64, label: String }
///
/// let error = Point::from_attrs([("label", Value::from(7)), ("z", 3.into())]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "attribute 'label' of 'Point' objects must be String, not int; \
///      Point() got an unexpected attribute 'z'; \
///      Point() missing 2 required attributes: 'x' and 'y'"
/// );
/// assert_eq!(error.errors().len(), 4);
/// ```
pub struct RecordError(Box<Inner>);

struct Inner {
    layout: KeptLayout,
    /// At least one.
    errors: Vec<AttributeError>,
}

impl RecordError {
    /// Fails with `errors`, if there are any.
    pub(crate) fn check(layout: &SlotLayout, errors: Vec<AttributeError>) -> Result<(), Self> {
        if errors.is_empty() {
            Ok(())
        } else {
            Err(RecordError(Box::new(Inner { layout: layout.kept(), errors })))
        }
    }

    /// Returns the name of the record's type.
    #[must_use]
    pub fn type_name(&self) -> &str {
        self.0.layout.name()
    }

    /// Returns the faults, one for each attribute that is at fault.
    #[must_use]
    pub fn errors(&self) -> &[AttributeError] {
        &self.0.errors
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_missing = |error: &&AttributeError| {
            error.kind() == AttributeErrorKind::Missing && !error.is_of_skipped()
        };
        let mut separator = "";
        for error in self.0.errors.iter().filter(|error| !is_missing(error)) {
            write!(f, "{separator}{error}")?;
            separator = "; ";
        }
        let missing: Vec<&str> =
            self.0.errors.iter().filter(is_missing).map(AttributeError::name).collect();
        let (last, others) = match missing.split_last() {
            None => return Ok(()),
            Some(split) => split,
        };
        let (count, plural) = (missing.len(), if others.is_empty() { "" } else { "s" });
        write!(
            f,
            "{separator}{}() missing {count} required attribute{plural}: ",
            self.type_name()
        )?;
        // As Python lists arguments: from three names on, a comma stands before the `and`.
        for name in others {
            write!(f, "'{name}'{}", if others.len() > 1 { ", " } else { " " })?;
        }
        write!(f, "{}'{last}'", if others.is_empty() { "" } else { "and " })
    }
}

impl fmt::Debug for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RecordError").field(&self.0.errors).finish()
    }
}

impl core::error::Error for RecordError {}

impl From<AttributeError> for RecordError {
    fn from(error: AttributeError) -> Self {
        let layout = error.layout().kept();
        RecordError(Box::new(Inner { layout, errors: alloc::vec![error] }))
    }
}
