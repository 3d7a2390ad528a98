//! The results of a run.

use std::collections::BTreeMap;

use crate::bytes::Footprint;
use crate::spread::Spread;

/// A way to reach a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Access {
    /// `row.distance`.
    ReadField,
    /// `Flight::SLOTS.distance.get(&row)`.
    ReadDescriptor,
    /// A slot that is resolved from its run-time name once, then used for all rows.
    ReadSlot,
    /// `row.getattr(name)`, or a map's `get`.
    ReadName,
    /// `row.distance = value`.
    WriteField,
    /// `row.setattr(name, value)`, or through a map's `get_mut`.
    WriteName,
}

impl Access {
    /// All accesses, in the order of the report.
    pub(crate) const ALL: [Access; 6] = [
        Access::ReadField,
        Access::ReadDescriptor,
        Access::ReadSlot,
        Access::ReadName,
        Access::WriteField,
        Access::WriteName,
    ];

    /// Returns the key of this access in the JSON document.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Access::ReadField => "read_field",
            Access::ReadDescriptor => "read_descriptor",
            Access::ReadSlot => "read_slot",
            Access::ReadName => "read_name",
            Access::WriteField => "write_field",
            Access::WriteName => "write_name",
        }
    }

    /// Returns the access that the plain struct has instead, since it has only fields.
    fn floor(self) -> Access {
        match self {
            Access::WriteField | Access::WriteName => Access::WriteField,
            _ => Access::ReadField,
        }
    }
}

/// The time of one access, in nanoseconds, over all rounds.
#[derive(Clone, Debug)]
pub(crate) struct Timing {
    /// The time in the fastest round.
    pub(crate) min: f64,
    /// The time in the median round.
    pub(crate) median: f64,
    /// The time in the fastest round of each sample; none in Python.
    pub(crate) samples: Vec<f64>,
}

/// The times of one form, for each access that it supports.
pub(crate) type Timings = BTreeMap<Access, Timing>;

/// All figures of one form of a row.
pub(crate) struct Measured {
    /// The name of the form.
    pub(crate) name: String,
    /// Bytes of the instance itself; `None` in Python, where all bytes are on the heap.
    pub(crate) inline: Option<usize>,
    /// Bytes per instance.
    pub(crate) bytes: f64,
    /// Allocations per instance.
    pub(crate) allocations: f64,
    /// Times per access.
    pub(crate) times: Timings,
}

impl Measured {
    /// Returns the figures of a Rust form, of which `rows` instances were held.
    pub(crate) fn of_rust(footprint: &Footprint, rows: usize, times: Timings) -> Self {
        Measured {
            name: footprint.name.to_owned(),
            inline: Some(footprint.inline),
            bytes: footprint.bytes as f64 / rows as f64,
            allocations: footprint.allocations as f64 / rows as f64,
            times,
        }
    }

    /// Returns the shortest time of an access, in nanoseconds.
    pub(crate) fn time(&self, access: Access) -> Option<f64> {
        self.times.get(&access).map(|timing| timing.min)
    }
}

/// The Python half.
pub(crate) struct Python {
    /// The version of the interpreter, such as `3.11.7`.
    pub(crate) version: String,
    /// The plain class, the class with `__slots__`, the dataclass, the dict.
    pub(crate) forms: Vec<Measured>,
}

/// The whole run.
pub(crate) struct Results {
    /// The name of the file in messages.
    pub(crate) input: String,
    /// How many rows each form held.
    pub(crate) rows: usize,
    /// How many rows the file has.
    pub(crate) rows_in_file: usize,
    /// The number of rows on which the times were taken.
    pub(crate) timed_rows: usize,
    /// The number of samples, each with rows of its own.
    pub(crate) samples: usize,
    /// The number of rounds in which the times were taken, in all samples together.
    pub(crate) rounds: usize,
    /// Plain struct, slotted, slotted with `Dict`, the three maps.
    pub(crate) rust: Vec<Measured>,
    /// The Python half, or why there is none.
    pub(crate) python: Result<Python, String>,
}

impl Results {
    /// Returns all forms, each with its language.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static str, &Measured)> {
        let python = self.python.iter().flat_map(|python| &python.forms);
        self.rust.iter().map(|form| ("Rust", form)).chain(python.map(|form| ("Python", form)))
    }

    /// Returns the plain struct: the baseline.
    pub(crate) fn plain(&self) -> &Measured {
        &self.rust[0]
    }

    /// Returns the time of an access as a multiple of the time that the plain struct takes by
    /// field.
    pub(crate) fn time_ratio(&self, form: &Measured, access: Access) -> Option<f64> {
        Some(form.time(access)? / self.plain().time(access.floor())?)
    }

    /// Returns the same ratio sample by sample. Python has no samples: its times come from a
    /// process of their own.
    pub(crate) fn spread(&self, form: &Measured, access: Access) -> Option<Spread> {
        spread(&form.times, &self.plain().times, access)
    }
}

/// Returns the spread of an access's time as a multiple of the time that the plain struct takes by
/// field.
pub(crate) fn spread(form: &Timings, plain: &Timings, access: Access) -> Option<Spread> {
    Spread::of(&form.get(&access)?.samples, &plain.get(&access.floor())?.samples)
}
