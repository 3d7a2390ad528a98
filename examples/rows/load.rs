//! Reading a CSV file into rows.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use csv::StringRecord;
use slotted::class::{ColumnKind, TableColumn};
use slotted::{Rows, TableSchema};

use crate::Fault;
use crate::progress::Progress;

/// What is read, and how.
pub(crate) struct Options<'a> {
    pub(crate) file: &'a Path,
    pub(crate) schema: Option<&'a Path>,
    pub(crate) sample: usize,
    pub(crate) widen: bool,
    pub(crate) missing: &'a str,
}

/// The rows of a file, with the schema of their class.
pub(crate) struct Table {
    pub(crate) schema: TableSchema,
    pub(crate) rows: Rows,
}

/// Reads the file.
pub(crate) fn load(options: &Options<'_>) -> Result<Table, Fault> {
    let shown = options.file.display();
    let text = fs::read_to_string(options.file).map_err(|error| format!("{shown}: {error}"))?;
    let fault = |error: &dyn std::fmt::Display| format!("{shown}: {error}");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| fault(&error))?.clone();
    let records: Vec<StringRecord> =
        reader.records().collect::<Result<_, _>>().map_err(|error| fault(&error))?;
    let fields = |record: &StringRecord| -> Vec<String> {
        let field =
            |field: &str| if field == options.missing { String::new() } else { field.into() };
        record.iter().map(field).collect()
    };

    let sample = records.iter().take(options.sample).map(fields);
    let mut schema = TableSchema::infer(&header, sample).map_err(|error| fault(&error))?;
    if let Some(path) = options.schema {
        schema = given(&schema, path)?;
    }
    let mut rows = Rows::with_capacity(&schema.class("Row")?, records.len());
    let progress = Progress::new(records.len());
    progress.say("reading");
    for record in &records {
        progress.advance(1);
        let line = record.position().map_or(0, csv::Position::line);
        let fields = fields(record);
        let Err(error) = schema.push(&mut rows, line, &fields) else { continue };
        if !options.widen || error.column().is_none() {
            progress.finish();
            return Err(fault(&error).into());
        }
        schema.widen(&fields);
        rows = schema.widened(&rows, &schema.class("Row")?)?;
        schema.push(&mut rows, line, &fields).map_err(|error| fault(&error))?;
    }
    progress.finish();
    Ok(Table { schema, rows })
}

/// The columns of the table, with the types that a file gives them.
fn given(table: &TableSchema, path: &Path) -> Result<TableSchema, Fault> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    let mut types: BTreeMap<String, String> =
        toml::from_str(&text).map_err(|error| format!("{shown}: {error}"))?;
    let columns = table.columns().iter().map(|column| -> Result<TableColumn, Fault> {
        let name = column.name();
        let missing = || format!("{shown}: the column '{name}' has no type");
        let written = types.remove(name).ok_or_else(missing)?;
        let (kind, optional) = match written.strip_suffix('?') {
            Some(kind) => (kind, true),
            None => (&*written, false),
        };
        let kind = match kind {
            "bool" => ColumnKind::Bool,
            "int" => ColumnKind::Int,
            "float" => ColumnKind::Float,
            "text" => ColumnKind::Text,
            other => {
                let kinds = "'bool', 'int', 'float' or 'text'";
                return Err(format!("{shown}: {name}: '{other}' is none of {kinds}").into());
            }
        };
        let column = TableColumn::new(name, kind);
        Ok(if optional { column.optional() } else { column })
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    if let Some(name) = types.keys().next() {
        let names = table.columns().iter().map(TableColumn::name);
        let meant = slotted::did_you_mean(name, names);
        let meant = meant.map_or(String::new(), |meant| format!(". Did you mean: '{meant}'?"));
        return Err(format!("{shown}: the table has no column '{name}'{meant}").into());
    }
    Ok(TableSchema::new(columns)?)
}
