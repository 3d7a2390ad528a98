//! Printing rows.

use std::io::{self, Write};

use slotted::prelude::*;
use slotted::{Class, Kind, Rows, SlotInfo};

use crate::Fault;
use crate::filter::column;

/// A column that is shown: its name, and whether it stands on the right.
pub(crate) struct Shown {
    name: String,
    is_number: bool,
}

/// The columns of these names; all of them if none is named.
pub(crate) fn columns(names: &[String], class: &Class) -> Result<Vec<Shown>, Fault> {
    let all: Vec<String> =
        class.layout().slots().iter().map(|slot: &SlotInfo| slot.name().into()).collect();
    let names = if names.is_empty() { &all } else { names };
    let shown = names.iter().map(|name| -> Result<Shown, Fault> {
        let (kind, _) = column(class, name)?;
        Ok(Shown { name: name.clone(), is_number: matches!(kind, Kind::Int | Kind::Float) })
    });
    shown.collect()
}

/// Prints the first rows as a table.
pub(crate) fn print(
    rows: &Rows,
    columns: &[Shown],
    limit: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut lines: Vec<Vec<String>> =
        vec![columns.iter().map(|column| column.name.clone()).collect()];
    for row in rows.iter().take(limit) {
        let field = |column: &Shown| {
            row.getattr_opt(&column.name).map_or(String::new(), |value| value.to_string())
        };
        lines.push(columns.iter().map(field).collect());
    }
    let width = |at: usize| lines.iter().map(|line| line[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    for line in &lines {
        let fields = line.iter().zip(columns).zip(&widths).map(|((field, column), width)| {
            if column.is_number { format!("{field:>width$}") } else { format!("{field:width$}") }
        });
        let line = fields.collect::<Vec<_>>().join("  ");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
