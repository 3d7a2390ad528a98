//! What a store takes.

use std::collections::HashMap;
use std::io::Write;

use slotted::Value;
use slotted::prelude::*;

use crate::Fault;
use crate::load::{Options, Table, load};

/// A row as one keeps it without a schema.
type Map = HashMap<String, Value>;

/// Prints the columns, the memory map of a row, and the bytes of the store against those of a map
/// for each row. Both are counted as they are allocated, with their texts.
pub(crate) fn describe(
    table: &Table,
    options: &Options<'_>,
    out: &mut dyn Write,
) -> Result<(), Fault> {
    writeln!(out, "{}\n", table.schema)?;
    write!(out, "{}", table.rows.class().layout())?;
    let rows = table.rows.len();
    let (mut kept, mut maps) = (None, Vec::new());
    let of_store = allocation_counter::measure(|| {
        // Read again, since only what is allocated meanwhile is counted.
        kept = Some(load(options));
    });
    drop(kept.transpose()?);
    let of_maps = allocation_counter::measure(|| {
        let map = |row: slotted::class::RowRef<'_>| -> Map {
            let entry = |(name, value): (&str, slotted::AttrRef<'_>)| {
                (name.to_owned(), value.to_value().expect("no column is opaque"))
            };
            row.vars().map(entry).collect()
        };
        maps = table.rows.iter().map(map).collect::<Vec<Map>>();
    });
    drop(maps);
    let (store, maps) = (of_store.bytes_current, of_maps.bytes_current);
    let each = |bytes: i64| bytes as f64 / rows.max(1) as f64;
    writeln!(out, "\n{rows} rows")?;
    writeln!(out, "  as rows of a class      {store:>12} bytes, {:>7.1} a row", each(store))?;
    writeln!(out, "  as a HashMap for each   {maps:>12} bytes, {:>7.1} a row", each(maps))?;
    writeln!(out, "  ratio                   {:>12.2}", store as f64 / maps.max(1) as f64)?;
    Ok(())
}
