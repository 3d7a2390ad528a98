//! Reads of slots whose type the caller does not know: 8 slots of 6 types, each read as a value to
//! match on.

use std::hint::black_box;

use slotted::prelude::*;
use slotted::{AttrRef, ValueRef};

use crate::harness::{Subject, compare};
use crate::subjects::{NAMES, random};

#[derive(Slots)]
struct Mixed {
    magnitude: f64,
    depth: f64,
    felt: u32,
    place: String,
    time: i64,
    tsunami: bool,
    status: String,
    stations: u16,
}

/// What a hand-written `match` returns.
enum View<'a> {
    Double(&'a f64),
    Felt(&'a u32),
    Text(&'a String),
    Time(&'a i64),
    Truth(&'a bool),
    Count(&'a u16),
}

impl Mixed {
    fn by_match(&self, name: &str) -> Option<View<'_>> {
        Some(match name {
            "magnitude" => View::Double(&self.magnitude),
            "depth" => View::Double(&self.depth),
            "felt" => View::Felt(&self.felt),
            "place" => View::Text(&self.place),
            "time" => View::Time(&self.time),
            "tsunami" => View::Truth(&self.tsunami),
            "status" => View::Text(&self.status),
            "stations" => View::Count(&self.stations),
            _ => return None,
        })
    }
}

/// Makes a number of any value.
fn number(view: ValueRef<'_>) -> f64 {
    match view {
        ValueRef::Float(value) => value,
        ValueRef::Int(value) => value as f64,
        ValueRef::Bool(value) => f64::from(u8::from(value)),
        ValueRef::Str(value) => value.len() as f64,
        _ => 0.0,
    }
}

fn in_map<S: std::hash::BuildHasher>(
    map: &hashbrown::HashMap<String, Value, S>,
    name: &str,
) -> f64 {
    map.get(name).map_or(0.0, |value: &Value| number(value.view()))
}

/// Measures reads to a view.
pub(crate) fn views() {
    let object = Mixed {
        magnitude: 4.5,
        depth: 7.1,
        felt: 12,
        place: "10 km S of Idyllwild".into(),
        time: 1_700_000_000,
        tsunami: true,
        status: "reviewed".into(),
        stations: 40,
    };
    let known: Vec<&str> = Mixed::LAYOUT.slots().iter().map(|slot| slot.name()).collect();
    // The names are copied, so that a name to read is not at the address of the declared name.
    let asked: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
    let mut random = random();
    let names: Vec<&str> = (0..NAMES).map(|_| &*asked[random() % asked.len()]).collect();
    let entries = || {
        let entry = |(name, value): (&str, AttrRef<'_>)| Some((name.to_owned(), value.to_value()?));
        object.vars().filter_map(entry).collect::<Vec<_>>()
    };
    let foldhash: hashbrown::HashMap<_, _, foldhash::fast::RandomState> =
        entries().into_iter().collect();
    let ahash: hashbrown::HashMap<_, _, ahash::RandomState> = entries().into_iter().collect();
    let pass = |name, read: Box<dyn Fn(&str) -> f64>| -> Subject<'_> {
        let names = &names;
        let run = move || {
            black_box(black_box(names).iter().map(|name| read(name)).sum::<f64>());
        };
        (name, Box::new(run))
    };
    let object: &'static Mixed = Box::leak(Box::new(object));
    let foldhash: &'static _ = Box::leak(Box::new(foldhash));
    let ahash: &'static _ = Box::leak(Box::new(ahash));
    compare(
        "8 slots of 6 types: to a view",
        NAMES,
        vec![
            pass(
                "hand-written match, an enum of references",
                Box::new(|name| match black_box(object).by_match(name) {
                    Some(View::Double(value)) => *value,
                    Some(View::Felt(value)) => f64::from(*value),
                    Some(View::Text(value)) => value.len() as f64,
                    Some(View::Time(value)) => *value as f64,
                    Some(View::Truth(value)) => f64::from(u8::from(*value)),
                    Some(View::Count(value)) => f64::from(*value),
                    None => 0.0,
                }),
            ),
            pass(
                "slotted",
                Box::new(|name| {
                    black_box(object)
                        .getattr(name)
                        .map_or(0.0, |attribute| number(attribute.view()))
                }),
            ),
            pass(
                "slotted, through `dyn Attributes`",
                Box::new(|name| {
                    let object: &dyn Attributes = black_box(object);
                    object.getattr(name).map_or(0.0, |attribute| number(attribute.view()))
                }),
            ),
            pass("hashbrown + foldhash", Box::new(|name| in_map(black_box(foldhash), name))),
            pass("hashbrown + ahash", Box::new(|name| in_map(black_box(ahash), name))),
        ],
    );
}
