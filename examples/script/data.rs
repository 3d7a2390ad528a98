//! Reads the airports and their routes.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use csv::ReaderBuilder;
use slotted::ObjLock;

use crate::airport::{Airport, Route};

/// The airports by code.
pub(crate) type Airports = BTreeMap<String, ObjLock<Airport>>;

/// Returns the rows of a file of the checkout, with these columns of each.
fn rows<const N: usize>(
    file: &str,
    columns: [&str; N],
) -> Result<Vec<[String; N]>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(file);
    let mut reader =
        ReaderBuilder::new().from_path(&path).map_err(|error| format!("{file}: {error}"))?;
    let header = reader.headers()?.clone();
    let mut positions = [0; N];
    for (position, column) in positions.iter_mut().zip(columns) {
        *position = header
            .iter()
            .position(|title| title == column)
            .ok_or_else(|| format!("{file}: no column '{column}'"))?;
    }
    let mut all = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| format!("{file}: {error}"))?;
        all.push(positions.map(|position| record[position].to_owned()));
    }
    Ok(all)
}

/// Returns the airports that have routes, with these.
pub(crate) fn read() -> Result<Airports, Box<dyn Error>> {
    let routes = rows("flights-airport.csv", ["origin", "destination", "count"])?;
    let mut airports = Airports::new();
    for [code, name, city] in rows("airports.csv", ["iata", "name", "city"])? {
        airports.insert(code.clone(), Airport::new(code, name, city));
    }
    for [origin, destination, count] in &routes {
        let (Some(from), Some(to)) = (airports.get(origin), airports.get(destination)) else {
            return Err(format!("a route from {origin} to {destination}, and no airport").into());
        };
        let route = Route { flights: count.parse()?, dest: ObjLock::downgrade(to) };
        from.try_write()?.routes.push(ObjLock::new(route));
    }
    Ok(airports)
}
