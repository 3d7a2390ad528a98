//! A block of rows out of all columns.

use slotted::Dict;
use slotted::descriptor::PartialSlice;

use crate::error::{Error, ErrorKind};
use crate::plan::field::{Field, Source};
use crate::scatter::cells::{Cells, Data};
use crate::scatter::typed::refused;
use crate::scatter::value::{null, value};

/// Fills the rows, from the row `start` of the columns on.
pub(crate) fn fill(
    rows: &mut PartialSlice<'_>,
    fields: &[Field],
    columns: &[Option<&Cells<'_>>],
    start: usize,
) -> Result<(), Error> {
    for (field, cells) in fields.iter().zip(columns) {
        let Some(cells) = cells else { continue };
        match field.source {
            Source::WholeDict | Source::Entry => {}
            Source::Slot | Source::Nested => fill_slot(rows, field, cells, start)?,
        }
    }
    fill_dict(rows, fields, columns, start)?;
    let default = |info: &slotted::SlotInfo, why| {
        Error::in_row(ErrorKind::Refused, info.name(), start, format!("its default: {why}"))
    };
    rows.fill_defaults(default)?;
    let mut lacks = None;
    rows.missing(|name| {
        lacks.get_or_insert_with(|| name.to_owned());
    });
    match lacks {
        None => Ok(()),
        Some(name) => {
            let message = format!(
                "'{}' has a field '{name}' that has no column and no default",
                rows.layout().name()
            );
            Err(Error::new(ErrorKind::MissingColumn, &name, message))
        }
    }
}

fn fill_slot(
    rows: &mut PartialSlice<'_>,
    field: &Field,
    cells: &Cells<'_>,
    start: usize,
) -> Result<(), Error> {
    if let Some(filled) = field.typed.and_then(|typed| (typed.scatter)(rows, field, cells, start)) {
        return filled;
    }
    if let (Source::Nested, Data::Struct(given)) = (field.source, &cells.data) {
        if !cells.all_valid()
            && let Some(row) = (0..rows.len()).find(|row| !cells.is_valid(start + row))
        {
            return Err(null(field, start + row));
        }
        let fields = field.fields();
        let of = |field: &Field| {
            given.iter().find(|(name, _)| *name == field.name).map(|(_, cells)| cells)
        };
        let columns: Vec<_> = fields.iter().map(of).collect();
        let filled = rows.fill_nested(
            &field.name,
            |rows| fill(rows, fields, &columns, start),
            refused(field, start),
        );
        return filled.expect("it is a slotted struct itself");
    }
    let read = |row: usize| value(cells, start + row, field, start + row);
    rows.fill_values(&field.name, read, refused(field, start)).expect("it is a slot")
}

/// Fills the `Dict` from the columns that its attributes have, if any have one.
fn fill_dict(
    rows: &mut PartialSlice<'_>,
    fields: &[Field],
    columns: &[Option<&Cells<'_>>],
    start: usize,
) -> Result<(), Error> {
    let of_dict = |field: &Field| matches!(field.source, Source::WholeDict | Source::Entry);
    if !fields.iter().any(of_dict) {
        return Ok(());
    }
    let read = |row: usize| {
        let mut dict = Dict::new();
        for (field, cells) in fields.iter().zip(columns).filter(|(field, _)| of_dict(field)) {
            let Some(cells) = cells else { continue };
            match (field.source, value(cells, start + row, field, start + row)?) {
                (Source::WholeDict, Some(slotted::Value::Map(entries))) => dict = entries,
                (Source::Entry, Some(value)) => drop(dict.insert(&*field.name, value)),
                _ => {}
            }
        }
        Ok(dict)
    };
    rows.fill_dict(read).expect("the type has a `Dict`")
}
