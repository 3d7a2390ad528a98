//! Errors of conversions.

use std::fmt;

/// What kind of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no column for a slot, which has no default either.
    MissingColumn,
    /// There is a column for which there is no slot.
    ExtraColumn,
    /// The column's type is not one from which the slot can be read.
    WrongType,
    /// A null where the slot takes none.
    Null,
    /// A value that the slot's type, its validator or the column's type refuses.
    Refused,
    /// One row, or what was to be one batch, is larger than a batch can be.
    TooLarge,
    /// The options, or the metadata of a slot, ask for what there is not.
    Options,
    /// Arrow refuses the columns.
    Arrow,
}

/// Why rows could not be turned into columns, or columns into rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    column: String,
    row: Option<usize>,
    message: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, column: &str, message: impl Into<String>) -> Self {
        Error { kind, column: column.to_owned(), row: None, message: message.into() }
    }

    /// Makes the error for the value in one row.
    #[cold]
    pub(crate) fn in_row(
        kind: ErrorKind,
        column: &str,
        row: usize,
        what: impl fmt::Display,
    ) -> Self {
        Error { row: Some(row), ..Error::new(kind, column, what.to_string()) }
    }

    /// Counts the row from one that is that much before.
    pub(crate) fn moved(mut self, rows: usize) -> Self {
        self.row = self.row.map(|row| row + rows);
        self
    }

    /// The kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The name of the column at fault; of one inside another, with the names on the way:
    /// `engine.rpm`. It is empty if the error is of no one column.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.column
    }

    /// The row at fault: of the slice or the iterator that was given, or of the record batch that
    /// is read.
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        self.row
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) if self.column.is_empty() => write!(f, "row {row}: {}", self.message),
            Some(row) => write!(f, "column '{}', row {row}: {}", self.column, self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {}
