//! The flights as slotted structs. `sql` and `cluster` have this file in common.

use std::path::Path;

use csv::{ErrorKind, ReaderBuilder, StringRecord};
use slotted::prelude::*;

use crate::Fault;

/// A departure from New York.
#[derive(Slots, Clone)]
#[slots(deserialize)]
pub(crate) struct Flight {
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
    /// Local time, hours and minutes as one number; unknown if cancelled.
    pub(crate) dep_time: Option<u16>,
    pub(crate) sched_dep_time: u16,
    /// Minutes late; negative if early.
    pub(crate) dep_delay: Option<i16>,
    pub(crate) arr_time: Option<u16>,
    pub(crate) sched_arr_time: u16,
    pub(crate) arr_delay: Option<i16>,
    pub(crate) carrier: String,
    pub(crate) flight: u16,
    pub(crate) tailnum: Option<String>,
    pub(crate) origin: String,
    pub(crate) dest: String,
    /// Minutes in the air.
    pub(crate) air_time: Option<u16>,
    /// Miles.
    pub(crate) distance: u16,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    pub(crate) time_hour: String,
}

/// Reads the flights of a file. `missing` stands for an unknown value.
pub(crate) fn read(path: &Path, missing: &str) -> Result<Vec<Flight>, Fault> {
    let shown = path.display();
    let mut reader =
        ReaderBuilder::new().from_path(path).map_err(|error| format!("{shown}: {error}"))?;
    let header = reader.headers().map_err(|error| format!("{shown}: {error}"))?.clone();
    let mut flights = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("{shown}: {error}"))?;
        let known = |field| if field == missing { "" } else { field };
        let mut fields: StringRecord = record.iter().map(known).collect();
        fields.set_position(record.position().cloned());
        let flight = fields.deserialize(Some(&header));
        flights.push(flight.map_err(|error| in_csv(path, &header, &error))?);
    }
    Ok(flights)
}

/// Names the line and the column of a field that no slot takes.
fn in_csv(path: &Path, header: &StringRecord, error: &csv::Error) -> Fault {
    let shown = path.display();
    let ErrorKind::Deserialize { pos, err } = error.kind() else {
        return format!("{shown}: {error}").into();
    };
    let line = pos.as_ref().map_or(0, csv::Position::line);
    let Some(field) = err.field() else {
        return format!("{shown}: line {line}: {}", err.kind()).into();
    };
    let name = header.get(field as usize).unwrap_or("?");
    format!("{shown}: line {line}, column {} ('{name}'): {}", field + 1, err.kind()).into()
}
