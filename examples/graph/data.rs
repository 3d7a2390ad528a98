//! The content of the two files as plain rows, from which each form of the graph is made.

use std::collections::{HashMap, HashSet};

use slotted::prelude::*;

use crate::fault::{Fault, quoted};
use crate::file::Source;

/// An airport of the file.
#[derive(Slots, Clone, Default)]
pub(crate) struct AirportRow {
    /// The code, such as `ATL`.
    #[slots(len = 1..=4)]
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) city: String,
    /// Two letters; `NA` outside the states.
    pub(crate) state: String,
    pub(crate) country: String,
    /// Degrees north.
    #[slots(range = -90.0..=90.0, meta(unit = "°"))]
    pub(crate) latitude: f64,
    /// Degrees east; negative in the United States.
    #[slots(range = -180.0..=180.0, meta(unit = "°"))]
    pub(crate) longitude: f64,
    /// How many routes begin here. Each form allocates room for exactly this many.
    pub(crate) outgoing: usize,
    /// How many routes end here.
    pub(crate) incoming: usize,
}

/// A route of the file. Its ends are positions among the airports.
#[derive(Slots, Clone)]
pub(crate) struct RouteRow {
    /// The position of the airport where it begins.
    pub(crate) origin: usize,
    /// The position of the airport where it ends.
    pub(crate) destination: usize,
    /// The number of flights on it.
    pub(crate) flights: u32,
}

/// The content of both files.
#[derive(Slots, Clone)]
pub(crate) struct Data {
    /// The airports that have routes, in the order of their codes.
    pub(crate) airports: Vec<AirportRow>,
    /// All routes, in the order of the file.
    pub(crate) routes: Vec<RouteRow>,
    /// How many airports the file has, including those without a route.
    pub(crate) airports_in_file: usize,
}

/// Reads both files. Airports without a route are left out, since they are not part of the graph.
pub(crate) fn read(airports: &Source, routes: &Source) -> Result<Data, Fault> {
    let mut known = read_airports(airports)?;
    let named = read_routes(routes, &known, &airports.shown)?;
    let airports_in_file = known.len();

    for (origin, destination, _) in &named {
        let mut count = |code, end: fn(&mut AirportRow) -> &mut usize| {
            if let Some(row) = known.get_mut(code) {
                *end(row) += 1;
            }
        };
        count(origin, |row| &mut row.outgoing);
        count(destination, |row| &mut row.incoming);
    }
    let mut airports: Vec<AirportRow> =
        known.into_values().filter(|row| row.outgoing + row.incoming > 0).collect();
    airports.sort_by(|one, other| one.code.cmp(&other.code));
    let positions: HashMap<&str, usize> =
        airports.iter().enumerate().map(|(at, row)| (row.code.as_str(), at)).collect();
    let routes = named.iter().map(|(origin, destination, flights)| RouteRow {
        origin: positions[origin.as_str()],
        destination: positions[destination.as_str()],
        flights: *flights,
    });
    let routes = routes.collect();
    Ok(Data { airports, routes, airports_in_file })
}

fn read_airports(file: &Source) -> Result<HashMap<String, AirportRow>, Fault> {
    let columns = ["iata", "name", "city", "state", "country", "latitude", "longitude"];
    let mut known = HashMap::new();
    file.read(columns, |line| {
        let text = |column| line.text(column).map(str::to_owned);
        let row = AirportRow {
            code: text(0)?,
            name: text(1)?,
            city: text(2)?,
            state: text(3)?,
            country: text(4)?,
            latitude: line.number(5, -90.0, 90.0)?,
            longitude: line.number(6, -180.0, 180.0)?,
            ..AirportRow::default()
        };
        let code = row.code.clone();
        match known.insert(code, row) {
            None => Ok(()),
            Some(row) => {
                Err(line.fault(format!("airport {} stands here again", quoted(&row.code))))
            }
        }
    })?;
    Ok(known)
}

/// A route: the codes of its two ends, both of known airports, and its flights.
type Named = (String, String, u32);

fn read_routes(
    file: &Source,
    known: &HashMap<String, AirportRow>,
    airports: &str,
) -> Result<Vec<Named>, Fault> {
    let mut named = Vec::new();
    let mut seen = HashSet::new();
    file.read(["origin", "destination", "count"], |line| {
        let end = |column| {
            let code = line.text(column)?;
            match known.contains_key(code) {
                true => Ok(code.to_owned()),
                false => Err(line.fault(format!("no airport {} in {airports}", quoted(code)))),
            }
        };
        let (origin, destination) = (end(0)?, end(1)?);
        if !seen.insert((origin.clone(), destination.clone())) {
            let what = format!("the route from {origin} to {destination} stands here again");
            return Err(line.fault(what));
        }
        named.push((origin, destination, line.number(2, 0, u32::MAX)?));
        Ok(())
    })?;
    match named.is_empty() {
        true => Err(Fault::in_line(&file.shown, 1, "no routes below the header")),
        false => Ok(named),
    }
}
