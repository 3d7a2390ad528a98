//! The objects that can be opened.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use slotted::prelude::*;

use crate::data;
use crate::document::Subject;
use crate::fault::Fault;
use crate::file::Source;
use crate::flight::{Flight, Form};
use crate::settings::Settings;
use crate::table;

const FLIGHTS: &str = "examples/data/flights-2013-sample.csv";
const AIRPORTS: &str = "examples/data/airports.csv";
const ROUTES: &str = "examples/data/flights-airport.csv";
const SETTINGS: &str = "examples/data/settings.toml";

/// What can be opened.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Which {
    /// The flights of the example `measure`; FILE is a CSV file with the same columns.
    Flights,
    /// The airports and routes of the example `graph`; FILE and FILE are its two CSV files.
    Airports,
    /// The settings of the example `settings`; FILE is in TOML.
    Settings,
}

/// The flights of a file.
#[derive(Slots, Clone)]
struct Flights {
    /// The departures, in the order of the file.
    flights: Vec<Flight>,
}

/// Opens an object. Returns it with a title.
pub(crate) fn open(which: Which, files: &[PathBuf]) -> Result<(String, Box<dyn Subject>), Fault> {
    let (most, what) = match which {
        Which::Flights => (1, "flights take one file"),
        Which::Airports => (2, "airports take two files, the airports and the routes"),
        Which::Settings => (1, "settings take one file"),
    };
    if !files.is_empty() && files.len() != most {
        return Err(Fault::of(what));
    }
    let given = |at: usize| files.get(at).map(PathBuf::as_path);
    match which {
        Which::Flights => flights(given(0)),
        Which::Airports => {
            let (airports, routes) =
                (Source::new(given(0), AIRPORTS), Source::new(given(1), ROUTES));
            let data = data::read(&airports, &routes)?;
            Ok((format!("{}, {}", airports.shown, routes.shown), Box::new(data)))
        }
        Which::Settings => settings(given(0)),
    }
}

/// Returns the path of a file, and how it is shown.
fn place(given: Option<&Path>, default: &str) -> (PathBuf, String) {
    match given {
        Some(path) => (path.to_owned(), path.display().to_string()),
        None => (Path::new(env!("CARGO_MANIFEST_DIR")).join(default), default.to_owned()),
    }
}

fn flights(given: Option<&Path>) -> Result<(String, Box<dyn Subject>), Fault> {
    let (path, shown) = place(given, FLIGHTS);
    let rows = table::read(&path, &shown)?;
    let flights = Flights { flights: rows.iter().map(Flight::of).collect() };
    Ok((shown, Box::new(flights)))
}

fn settings(given: Option<&Path>) -> Result<(String, Box<dyn Subject>), Fault> {
    let (path, shown) = place(given, SETTINGS);
    let text = fs::read_to_string(path).map_err(|error| Fault::of_file(&shown, &error))?;
    let layer: Dict = toml::from_str(&text).map_err(|error| {
        let before = &text[..error.span().map_or(0, |span| span.start)];
        Fault::in_line(&shown, 1 + before.matches('\n').count() as u64, error.message())
    })?;
    let mut settings = Settings::default();
    settings.merge_attrs(layer).map_err(|error| Fault::of(format!("{shown}: {error}")))?;
    Ok((shown, Box::new(settings)))
}
