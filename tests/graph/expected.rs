//! What the report of `graph` has to say, worked out from the files; and what it says.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::Path;

/// Returns the rows of a checked-in data file.
pub(crate) fn rows(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(file);
    let rows = csv::Reader::from_path(path).unwrap().into_records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Returns the routes as origin, destination and number of flights.
pub(crate) fn routes() -> Vec<(String, String, u64)> {
    let route = |row: Vec<String>| (row[0].clone(), row[1].clone(), row[2].parse().unwrap());
    rows("flights-airport.csv").into_iter().map(route).collect()
}

/// Returns the numbers of routes out, of routes in, and of flights of an airport.
pub(crate) fn traffic(routes: &[(String, String, u64)], code: &str) -> (u64, u64, u64) {
    let mut traffic = (0, 0, 0);
    for (origin, destination, flights) in routes {
        traffic.0 += u64::from(origin == code);
        traffic.1 += u64::from(destination == code);
        traffic.2 += if origin == code || destination == code { *flights } else { 0 };
    }
    traffic
}

pub(crate) fn codes(routes: &[(String, String, u64)]) -> BTreeSet<String> {
    routes.iter().flat_map(|(from, to, _)| [from.clone(), to.clone()]).collect()
}

/// Returns the number of legs of a shortest path from `from` to `to` that avoids `closed`; `None`
/// if there is no path.
pub(crate) fn legs(
    routes: &[(String, String, u64)],
    from: &str,
    to: &str,
    closed: &str,
) -> Option<usize> {
    let mut legs = HashMap::from([(from, 0)]);
    let mut waiting = VecDeque::from([from]);
    while let Some(at) = waiting.pop_front() {
        for (_, next, _) in routes.iter().filter(|(origin, next, _)| origin == at && next != closed)
        {
            if !legs.contains_key(next.as_str()) {
                legs.insert(next, legs[at] + 1);
                waiting.push_back(next);
            }
        }
    }
    legs.get(to).copied()
}

/// Returns the numbers in the first line that begins with `start`. Commas in them are removed.
pub(crate) fn numbers(report: &str, start: &str) -> Vec<u64> {
    let line = report.lines().find(|line| line.starts_with(start));
    let line = line.unwrap_or_else(|| panic!("no line '{start}' in {report}"));
    let words = line[start.len()..].split_whitespace().map(|word| word.replace([',', '+'], ""));
    words.filter_map(|word| word.parse().ok()).collect()
}

/// Returns the airport codes in a table: the one after the line that starts with `title`, or the
/// one whose header starts with it.
pub(crate) fn codes_of_table(report: &str, title: &str) -> Vec<String> {
    let lines = report.lines().skip_while(|line| !line.starts_with(title));
    let lines = lines.skip_while(|line| !line.starts_with("code ")).skip(1);
    let lines = lines.take_while(|line| !line.is_empty() && !line.contains("airport"));
    lines.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}
