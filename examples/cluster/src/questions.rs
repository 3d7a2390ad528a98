//! The questions: each in SQL, and as a loop over the rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use slotted::Slotted;
use slotted::prelude::*;

use crate::flight::Flight;

/// A question about the table `flights`, whose answer is rows of this type.
pub(crate) trait Question: Slotted + fmt::Debug + PartialEq {
    const NAME: &'static str;
    const SQL: &'static str;

    /// Answers without an engine.
    fn by_loop(flights: &[Flight]) -> Vec<Self>;
}

/// How late each carrier departs.
#[derive(Slots, Debug, PartialEq)]
pub(crate) struct Carrier {
    carrier: String,
    flights: i64,
    mean_delay: f64,
}

impl Question for Carrier {
    const NAME: &'static str = "carriers";
    const SQL: &'static str = "\
        SELECT carrier, count(*) AS flights, avg(dep_delay) AS mean_delay \
        FROM flights WHERE dep_delay IS NOT NULL GROUP BY carrier ORDER BY carrier";

    fn by_loop(flights: &[Flight]) -> Vec<Self> {
        let mut carriers = BTreeMap::<&str, (i64, i64)>::new();
        for flight in flights {
            if let Some(delay) = flight.dep_delay {
                let (count, sum) = carriers.entry(&flight.carrier).or_default();
                *count += 1;
                *sum += i64::from(delay);
            }
        }
        let carrier = |(carrier, (flights, sum)): (&str, (i64, i64))| Carrier {
            carrier: carrier.to_owned(),
            flights,
            mean_delay: sum as f64 / flights as f64,
        };
        carriers.into_iter().map(carrier).collect()
    }
}

/// How many flights of an airport and a month were more than twice as late as their mean: the table
/// is joined with what was grouped of it, so each row is shuffled.
#[derive(Slots, Debug, PartialEq)]
pub(crate) struct Month {
    origin: String,
    month: u8,
    flights: i64,
    worst: i16,
}

impl Question for Month {
    const NAME: &'static str = "months";
    const SQL: &'static str = "\
        SELECT f.origin, f.month, count(*) AS flights, max(f.dep_delay) AS worst \
        FROM flights f JOIN (\
            SELECT origin, month, avg(dep_delay) AS mean FROM flights GROUP BY origin, month\
        ) m ON f.origin = m.origin AND f.month = m.month \
        WHERE f.dep_delay > 2 * m.mean \
        GROUP BY f.origin, f.month ORDER BY f.origin, f.month";

    fn by_loop(flights: &[Flight]) -> Vec<Self> {
        let mut means = BTreeMap::<(&str, u8), (i64, i64)>::new();
        for flight in flights {
            if let Some(delay) = flight.dep_delay {
                let (count, sum) = means.entry((&flight.origin, flight.month)).or_default();
                *count += 1;
                *sum += i64::from(delay);
            }
        }
        let mut months = BTreeMap::<(&str, u8), (i64, i16)>::new();
        for flight in flights {
            let Some(delay) = flight.dep_delay else { continue };
            let key = (&*flight.origin, flight.month);
            let (count, sum) = means[&key];
            if f64::from(delay) > 2.0 * (sum as f64 / count as f64) {
                let (count, worst) = months.entry(key).or_insert((0, delay));
                *count += 1;
                *worst = delay.max(*worst);
            }
        }
        let month = |((origin, month), (flights, worst)): ((&str, u8), (i64, i16))| Month {
            origin: origin.to_owned(),
            month,
            flights,
            worst,
        };
        months.into_iter().map(month).collect()
    }
}

/// The ten destinations with the most flights, and how many aircraft flew there.
#[derive(Slots, Debug, PartialEq)]
pub(crate) struct Destination {
    dest: String,
    flights: i64,
    planes: i64,
}

impl Question for Destination {
    const NAME: &'static str = "planes";
    const SQL: &'static str = "\
        SELECT dest, count(*) AS flights, count(DISTINCT tailnum) AS planes \
        FROM flights GROUP BY dest ORDER BY flights DESC, dest LIMIT 10";

    fn by_loop(flights: &[Flight]) -> Vec<Self> {
        let mut destinations = BTreeMap::<&str, (i64, BTreeSet<&str>)>::new();
        for flight in flights {
            let (count, planes) = destinations.entry(&flight.dest).or_default();
            *count += 1;
            planes.extend(flight.tailnum.as_deref());
        }
        let destination = |(dest, (flights, planes)): (&str, (i64, BTreeSet<&str>))| Destination {
            dest: dest.to_owned(),
            flights,
            planes: planes.len() as i64,
        };
        let mut all: Vec<_> = destinations.into_iter().map(destination).collect();
        // Stable: of equals, the first by name.
        all.sort_by_key(|destination| -destination.flights);
        all.truncate(10);
        all
    }
}
