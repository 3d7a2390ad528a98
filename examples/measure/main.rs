//! What do slots save? Measured on a table of flights, in comparison with the usual alternatives.
//!
//! ```text
//! cargo run --release --example measure
//! ```
//!
//! **What is compared.** One row of the table has 19 typed columns, of which six can be unknown. It
//! is held as a plain struct (the baseline), a slotted struct (unknown values are unbound), a
//! slotted struct with an empty `Dict`, a `HashMap`, a `BTreeMap` and a `serde_json::Map` (unknown
//! values are absent). Each form owns everything that it holds, texts included. If there is a
//! `python3`, CPython's plain class, class with `__slots__`, `dataclass(slots=True)` and dict are
//! measured as well. Their instances share the values, so only the instances are counted there.
//!
//! **Bytes and allocations** are counted in the allocator (in CPython by tracemalloc) for all
//! `--rows` at once, one form after the other. The peak is that of the largest form, some 3 GB for
//! a million rows.
//!
//! **Times** are taken on at most 1,000 rows, which fit into the caches. Each round runs every
//! access of every form once, so that whatever slows the machine slows all of them. After some
//! rounds, the rows of all forms are made anew, in other memory: that is the next sample. Samples
//! are taken until the ratios of the slotted struct to the plain one are stable, but 32 at most. Each pass
//! reaches the same five columns of each row in turn. Where the compiler knows the columns, the
//! code names them; where their names are known only at run time, each row accesses them in another
//! random order. A pass runs once untimed before it is timed, and must find the same sum as all
//! other passes. The time that counts is that of the fastest round, with its loop; the JSON also
//! has the median. A difference counts as measured if it is beyond noise in three quarters of the
//! samples. In Rust, each row passes through `black_box`, so that no two rows are read at
//! once.

mod access;
mod answer;
mod bytes;
mod chart;
mod fault;
mod flight;
#[path = "../common/progress.rs"]
mod progress;
mod python;
mod report;
mod results;
mod spread;
mod table;
mod time;

use std::io::{ErrorKind, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::bytes::Footprint;
use crate::fault::Fault;
use crate::flight::{Flight, FlightWithDict, HashFlight, JsonFlight, PlainFlight, TreeFlight};
use crate::progress::Progress;
use crate::results::{Measured, Results};

/// The sample, relative to the root of the checkout.
const SAMPLE: &str = "examples/data/flights-2013-sample.csv";

/// What do slots save? Bytes, allocations and times of a table's rows as structs, slotted structs
/// and maps, in Rust and in CPython.
#[derive(Parser)]
#[command(name = "measure")]
struct Arguments {
    /// How many rows to hold; the rows of the file are repeated. A million rows take some 3 GB.
    #[arg(long, default_value = "1000000", value_parser = parse_rows)]
    rows: usize,

    /// The table, a CSV file with the sample's columns [default: the sample].
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,

    /// Draw the bytes per instance into this file.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,

    /// Print one JSON document instead of the tables.
    #[arg(long)]
    json: bool,
}

fn parse_rows(text: &str) -> Result<usize, String> {
    const MOST: usize = 100_000_000;
    match text.parse() {
        Ok(rows @ 1..=MOST) => Ok(rows),
        Ok(0) => Err("there is nothing to measure without a row".to_owned()),
        _ => Err(format!("not a number from 1 to {MOST}")),
    }
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Not `eprintln!`, which panics if stderr is closed.
            let _ = writeln!(stderr(), "error: {fault}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Fault> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE);
    let (path, shown) = match &arguments.input {
        Some(path) => (path, path.display().to_string()),
        None => (&sample, SAMPLE.to_owned()),
    };
    let table = table::read(path, &shown)?;
    // Opened before the run, so that an error does not waste it.
    let chart = arguments.svg.as_deref().map(chart::Target::open).transpose()?;

    let results = measure(&table, arguments.rows, shown);
    if let Some(chart) = chart {
        chart.write(&results)?;
    }
    print(&if arguments.json { report::json(&results) } else { report::text(&results) })
}

/// A function that measures one form.
type Count = fn(&[PlainFlight], usize, &Progress) -> Footprint;

fn measure(table: &[PlainFlight], rows: usize, input: String) -> Results {
    let counts: [Count; 6] = [
        bytes::count::<PlainFlight>,
        bytes::count::<Flight>,
        bytes::count::<FlightWithDict>,
        bytes::count::<HashFlight>,
        bytes::count::<TreeFlight>,
        bytes::count::<JsonFlight>,
    ];
    let progress = Progress::new(rows * (counts.len() + python::FORMS));
    let footprints = counts.map(|count| count(table, rows, &progress));
    let timed_rows = rows.min(time::ROWS);
    progress.say("times");
    let (mut times, samples) = time::measure(table, timed_rows);
    let python = python::measure(table, rows, timed_rows, &progress);
    progress.finish();

    let rust = footprints.iter().map(|footprint| {
        let times = times.remove(footprint.name).unwrap_or_default();
        Measured::of_rust(footprint, rows, times)
    });
    Results {
        input,
        rows,
        rows_in_file: table.len(),
        timed_rows,
        samples,
        rounds: samples * time::ROUNDS_PER_SAMPLE,
        rust: rust.collect(),
        python,
    }
}

/// Prints the report. It is not an error if the reader closes the pipe.
fn print(report: &str) -> Result<(), Fault> {
    match stdout().write_all(report.as_bytes()).and_then(|()| stdout().flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Fault::of_file("standard output", &error))
        }
        _ => Ok(()),
    }
}
