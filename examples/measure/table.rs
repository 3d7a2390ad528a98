//! The reader of the table. It finds columns by the names in the header, and each error names the
//! file, the line and the column.

use std::fs::File;
use std::path::Path;
use std::str;

use csv::{ByteRecord, ErrorKind, ReaderBuilder};

use crate::fault::{Fault, quoted};
use crate::flight::{COLUMNS, Cell, PlainFlight};

/// Reads all rows of the file. `shown` is the name of the file in messages.
pub(crate) fn read(path: &Path, shown: &str) -> Result<Vec<PlainFlight>, Fault> {
    let file = File::open(path).map_err(|error| Fault::of_file(shown, &error))?;
    // Flexible, so that `Line::next` can name the column that a short line lacks.
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(file);
    let header = reader.byte_headers().map_err(|error| in_csv(shown, &error))?.clone();
    let positions = find_columns(&header).map_err(|what| Fault::in_line(shown, 1, what))?;

    let mut rows = Vec::new();
    let mut fields = ByteRecord::new();
    while reader.read_byte_record(&mut fields).map_err(|error| in_csv(shown, &error))? {
        let number = fields.position().map_or(0, csv::Position::line);
        if fields.len() > header.len() {
            let what = format!("{} fields, where the header has {}", fields.len(), header.len());
            return Err(Fault::in_line(shown, number, what));
        }
        let mut line = Line { shown, number, fields: &fields, positions: positions.iter() };
        rows.push(PlainFlight::read(&mut line)?);
    }
    if rows.is_empty() {
        return Err(Fault::in_line(shown, 1, "no rows below the header"));
    }
    Ok(rows)
}

/// The name of a column to read, and its position in the file.
type Position = (&'static str, usize);

/// Finds the positions of the columns of [`COLUMNS`]. Other columns are ignored.
fn find_columns(header: &ByteRecord) -> Result<Vec<Position>, String> {
    let find = |name: &'static str| {
        let mut found = header.iter().enumerate().filter(|(_, title)| *title == name.as_bytes());
        match (found.next(), found.next()) {
            (Some((position, _)), None) => Ok((name, position)),
            (None, _) => Err(format!("no column '{name}'")),
            (Some((one, _)), Some((two, _))) => {
                Err(format!("column '{name}' stands here twice ({} and {})", one + 1, two + 1))
            }
        }
    };
    COLUMNS.iter().map(|column| find(column.name)).collect()
}

/// One line of the file, whose fields are taken in the order of [`COLUMNS`].
pub(crate) struct Line<'a> {
    shown: &'a str,
    number: u64,
    fields: &'a ByteRecord,
    positions: std::slice::Iter<'a, Position>,
}

impl Line<'_> {
    /// Returns the value of the next column.
    pub(crate) fn next<T: Cell>(&mut self) -> Result<T, Fault> {
        let &(name, position) = self.positions.next().expect("a position for each column");
        let value = match self.fields.get(position).map(str::from_utf8) {
            None => Err("the line ends before it".to_owned()),
            Some(Err(_)) => Err("not UTF-8 text".to_owned()),
            Some(Ok(text)) => {
                T::parse(text).ok_or_else(|| format!("{} is not {}", quoted(text), T::expected()))
            }
        };
        value.map_err(|what| {
            let what = format!("column '{name}' ({}): {what}", position + 1);
            Fault::in_line(self.shown, self.number, what)
        })
    }
}

/// Converts an error of the reader, such as a directory in the place of a file.
fn in_csv(shown: &str, error: &csv::Error) -> Fault {
    match error.kind() {
        ErrorKind::Io(error) => Fault::of_file(shown, error),
        _ => Fault::in_line(shown, error.position().map_or(1, csv::Position::line), error),
    }
}
