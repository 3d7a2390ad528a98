//! The reader of CSV files. It finds columns by the names in the header, and each error names the
//! file and the line.

use std::fmt::Display;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::{self, FromStr};

use csv::{ByteRecord, ErrorKind, ReaderBuilder};

use crate::fault::{Fault, quoted};

/// A file, and its name in messages.
pub(crate) struct Source {
    path: PathBuf,
    /// The path as it was given.
    pub(crate) shown: String,
}

impl Source {
    /// Returns the file that was given, or else `default` in the checkout.
    pub(crate) fn new(given: Option<&Path>, default: &str) -> Self {
        match given {
            Some(path) => Source { path: path.to_owned(), shown: path.display().to_string() },
            None => {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(default);
                Source { path, shown: default.to_owned() }
            }
        }
    }

    /// Calls `each` with each line below the header and the fields of `columns`.
    pub(crate) fn read<const N: usize>(
        &self,
        columns: [&'static str; N],
        mut each: impl FnMut(&Line<'_, N>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let shown = &self.shown;
        let file = File::open(&self.path).map_err(|error| Fault::of_file(shown, &error))?;
        // Flexible, so that `Line::text` can name the column that a short line lacks.
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
        let header = reader.byte_headers().map_err(|error| self.in_csv(&error))?.clone();
        let mut positions = [0; N];
        for (position, name) in positions.iter_mut().zip(columns) {
            *position = header
                .iter()
                .position(|title| title == name.as_bytes())
                .ok_or_else(|| Fault::in_line(shown, 1, format!("no column '{name}'")))?;
        }
        let mut fields = ByteRecord::new();
        while reader.read_byte_record(&mut fields).map_err(|error| self.in_csv(&error))? {
            let number = fields.position().map_or(0, csv::Position::line);
            let line = Line { shown, number, fields: &fields, columns, positions };
            if fields.len() > header.len() {
                let what =
                    format!("{} fields, where the header has {}", fields.len(), header.len());
                return Err(line.fault(what));
            }
            each(&line)?;
        }
        Ok(())
    }

    /// Converts an error of the reader, such as a directory in the place of a file.
    fn in_csv(&self, error: &csv::Error) -> Fault {
        match error.kind() {
            ErrorKind::Io(error) => Fault::of_file(&self.shown, error),
            _ => {
                Fault::in_line(&self.shown, error.position().map_or(1, csv::Position::line), error)
            }
        }
    }
}

/// One line of a file, with the fields of `N` columns.
pub(crate) struct Line<'a, const N: usize> {
    shown: &'a str,
    number: u64,
    fields: &'a ByteRecord,
    columns: [&'static str; N],
    positions: [usize; N],
}

impl<const N: usize> Line<'_, N> {
    /// Returns the text in a column. An empty text is an error.
    pub(crate) fn text(&self, column: usize) -> Result<&str, Fault> {
        match self.fields.get(self.positions[column]).map(str::from_utf8) {
            None => Err(self.in_column(column, "the line ends before it")),
            Some(Err(_)) => Err(self.in_column(column, "not UTF-8 text")),
            Some(Ok("")) => Err(self.in_column(column, "nothing stands here")),
            Some(Ok(text)) => Ok(text),
        }
    }

    /// Returns the number in a column. A number outside `least` to `most` is an error.
    pub(crate) fn number<T>(&self, column: usize, least: T, most: T) -> Result<T, Fault>
    where
        T: FromStr + PartialOrd + Display,
    {
        let text = self.text(column)?;
        match text.parse::<T>() {
            Ok(number) if number >= least && number <= most => Ok(number),
            _ => {
                let what = format!("{} is not a number from {least} to {most}", quoted(text));
                Err(self.in_column(column, what))
            }
        }
    }

    /// Makes an error about this line.
    pub(crate) fn fault(&self, what: impl Display) -> Fault {
        Fault::in_line(self.shown, self.number, what)
    }

    fn in_column(&self, column: usize, what: impl Display) -> Fault {
        self.fault(format!("column '{}': {what}", self.columns[column]))
    }
}
