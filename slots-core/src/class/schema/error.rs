//! Why there is no class for a schema, or no row for a record.

use alloc::boxed::Box;
use alloc::string::ToString;
use core::fmt;

/// Why there is no class for a schema, or no row for a record of text.
///
/// `Display` says where, and what was wrong there.
///
/// ```
/// use slotted::{Class, TableSchema, Value};
///
/// let schema: Value = "{'properties': {'port': {'type': 'number?'}}}".parse()?;
/// let error = Class::from_json_schema("Server", &schema).unwrap_err();
/// assert_eq!(error.pointer_to(), Some("/properties/port/type"));
///
/// let records = [["UA", "4"], ["DL", ""]];
/// let error = TableSchema::infer(["carrier", "carrier"], &records).unwrap_err();
/// assert_eq!((error.line(), error.column()), (None, None));
/// # Ok::<(), slotted::value::ParseValueError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    place: Place,
    what: Box<str>,
}

/// Where a schema or a record is at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// The header of a table, or the schema as a whole.
    Whole,
    /// A line of the table, and its column, counted from 1.
    Record(u64, Option<usize>),
    /// A path in a JSON Schema, as a JSON pointer.
    Pointer(Box<str>),
}

impl SchemaError {
    pub(super) fn whole(what: impl fmt::Display) -> Self {
        SchemaError { place: Place::Whole, what: what.to_string().into() }
    }

    pub(super) fn at(line: u64, column: Option<usize>, what: impl fmt::Display) -> Self {
        SchemaError { place: Place::Record(line, column), what: what.to_string().into() }
    }

    pub(super) fn pointer(pointer: &str, what: impl fmt::Display) -> Self {
        SchemaError { place: Place::Pointer(pointer.into()), what: what.to_string().into() }
    }

    /// The line of the record that is at fault, counted as the caller counts lines.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        match self.place {
            Place::Record(line, _) => Some(line),
            _ => None,
        }
    }

    /// The number of the column that is at fault, counted from 1.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        match self.place {
            Place::Record(_, column) => column,
            _ => None,
        }
    }

    /// The part of the JSON Schema that is at fault, as a JSON pointer: `/properties/port/type`.
    #[must_use]
    pub fn pointer_to(&self) -> Option<&str> {
        match &self.place {
            Place::Pointer(pointer) => Some(pointer),
            _ => None,
        }
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Whole => {}
            Place::Record(line, None) => write!(f, "line {line}: ")?,
            Place::Record(line, Some(column)) => write!(f, "line {line}, column {column}: ")?,
            Place::Pointer(pointer) if pointer.is_empty() => f.write_str("the schema: ")?,
            Place::Pointer(pointer) => write!(f, "{pointer}: ")?,
        }
        f.write_str(&self.what)
    }
}

impl core::error::Error for SchemaError {}
