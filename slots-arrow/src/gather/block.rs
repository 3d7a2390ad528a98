//! One block of rows into all columns.

use slotted::descriptor::ObjectSlice;
use slotted::{AttrRef, Dict};

use crate::error::Error;
use crate::gather::attr::push;
use crate::gather::column::{Column, Values};
use crate::gather::typed::Chosen;
use crate::plan::field::{Field, Source};

/// Adds the chosen rows to the columns.
pub(crate) fn gather(
    rows: &ObjectSlice<'_>,
    fields: &[Field],
    chosen: Chosen<'_>,
    columns: &mut [Column],
) -> Result<(), Error> {
    for (field, column) in fields.iter().zip(columns) {
        match (field.source, field.typed) {
            (_, Some(typed)) => (typed.gather)(rows, field, chosen, column)?,
            (Source::Nested, _) => {
                let nested = rows.nested(&field.name).expect("it is a slotted struct itself");
                let Values::Struct(columns, len) = &mut column.values else {
                    unreachable!("a nested struct is a column of columns")
                };
                gather(&nested, field.fields(), chosen, columns)?;
                *len += chosen.map_or(rows.len(), <[u32]>::len);
            }
            (Source::Slot, _) => {
                let slot = rows.attributes(&field.name).expect("it is a slot");
                each(rows, chosen, |row| push(column, field, slot.get(row), row))?;
            }
            (Source::WholeDict, _) => each(rows, chosen, |row| {
                push(column, field, Some(AttrRef::new(dict(rows, row))), row)
            })?,
            (Source::Entry, _) => each(rows, chosen, |row| {
                push(column, field, dict(rows, row).get(&field.name).map(AttrRef::from), row)
            })?,
        }
    }
    Ok(())
}

fn dict<'a>(rows: &ObjectSlice<'a>, row: usize) -> &'a Dict {
    rows.dict(row).expect("the type has a `Dict`")
}

fn each(
    rows: &ObjectSlice<'_>,
    chosen: Chosen<'_>,
    mut push: impl FnMut(usize) -> Result<(), Error>,
) -> Result<(), Error> {
    match chosen {
        None => (0..rows.len()).try_for_each(push),
        Some(rows) => rows.iter().try_for_each(|row| push(*row as usize)),
    }
}
