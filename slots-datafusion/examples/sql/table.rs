//! Any CSV file as rows of a class.

use std::path::Path;

use csv::{ReaderBuilder, StringRecord};
use slotted::class::{ColumnKind, TableColumn};
use slotted::{Rows, TableSchema};

use crate::Fault;

/// Reads a file. The types of the columns are inferred from the first `sample` records; `missing`
/// stands for a value that is not there.
pub(crate) fn read(path: &Path, sample: usize, missing: &str) -> Result<Rows, Fault> {
    let fault =
        |error: &dyn std::fmt::Display| -> Fault { format!("{}: {error}", path.display()).into() };
    let mut reader =
        ReaderBuilder::new().flexible(true).from_path(path).map_err(|error| fault(&error))?;
    let header = reader.headers().map_err(|error| fault(&error))?.clone();
    let records: Vec<StringRecord> =
        reader.records().collect::<Result<_, _>>().map_err(|error| fault(&error))?;
    let known = |field| if field == missing { "" } else { field };

    let sample = records.iter().take(sample).map(|record| record.iter().map(known));
    let schema = TableSchema::infer(&header, sample).map_err(|error| fault(&error))?;
    // In SQL, an empty field is null, be it of text or not.
    let columns = schema.columns().iter().cloned().map(|column| match column.kind() {
        ColumnKind::Text => TableColumn::optional(column),
        _ => column,
    });
    let schema = TableSchema::new(columns).map_err(|error| fault(&error))?;
    let mut rows = Rows::with_capacity(&schema.class("Row")?, records.len());
    for record in &records {
        let line = record.position().map_or(0, csv::Position::line);
        schema.push(&mut rows, line, record.iter().map(known)).map_err(|error| fault(&error))?;
    }
    Ok(rows)
}
