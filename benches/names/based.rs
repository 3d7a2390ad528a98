//! Names of bases, and entries of a `Dict` behind the slots of a type and of its bases.

use std::hint::black_box;

use slotted::prelude::*;

use crate::harness::{Subject, compare};
use crate::subjects::{NAMES, random};

#[derive(Slots, Default)]
struct Place {
    latitude: f64,
    longitude: f64,
    altitude: f64,
    timezone: f64,
    #[slots(dict)]
    more: Dict,
}

#[derive(Slots, Default)]
struct Station {
    #[slots(base)]
    place: Place,
    channels: f64,
    network: f64,
    elevation: f64,
    opened: f64,
}

#[derive(Slots, Default)]
struct Event {
    #[slots(base)]
    station: Station,
    magnitude: f64,
    depth: f64,
    felt: f64,
    time: f64,
}

const ENTRIES: [&str; 4] = ["alert", "detail", "updated", "code"];

/// Measures reads of the names of one level at a time, then of entries of the `Dict`.
pub(crate) fn bases() {
    let mut event = Event::default();
    let mut place = Place::default();
    for (value, name) in ENTRIES.iter().enumerate() {
        event.setattr(name, value as f64).expect("it has a dict");
        place.setattr(name, value as f64).expect("it has a dict");
    }
    let names = |known: [&str; 4]| -> Vec<&'static str> {
        let asked = known.map(|name| &*name.to_owned().leak());
        let mut random = random();
        (0..NAMES).map(|_| asked[random() % asked.len()]).collect()
    };
    let own = names(["magnitude", "depth", "felt", "time"]);
    let first = names(["channels", "network", "elevation", "opened"]);
    let second = names(["latitude", "longitude", "altitude", "timezone"]);
    let entries = names(ENTRIES);
    let (event, place) = (&event, &place);
    fn of<T: Attributes>(object: &T, name: &str) -> Option<f64> {
        black_box(object).getattr_opt(name)?.downcast_ref().copied()
    }
    compare(
        "names of bases, 4 slots a level",
        NAMES,
        vec![
            pass("the type's own", &own, move |name| of(event, name)),
            pass("of its base", &first, move |name| of(event, name)),
            pass("of the base of its base", &second, move |name| of(event, name)),
            pass("of that type by itself", &second, move |name| of(place, name)),
        ],
    );
    compare(
        "4 entries of a Dict",
        NAMES,
        vec![
            pass("the Dict asked directly", &entries, move |name| {
                black_box(event).dict().get(name)?.as_f64()
            }),
            pass("past 4 slots", &entries, move |name| of(place, name)),
            pass("past 4 slots and 2 bases", &entries, move |name| of(event, name)),
        ],
    );
}

fn pass<'a>(
    name: &'static str,
    names: &'a [&'static str],
    read: impl Fn(&str) -> Option<f64> + 'a,
) -> Subject<'a> {
    let run = move || {
        black_box(black_box(names).iter().map(|name| read(name).unwrap_or(-1.0)).sum::<f64>());
    };
    (name, Box::new(run))
}
