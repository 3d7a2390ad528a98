//! Measures records made from names and values, and values reached by a path. Run it with
//! `cargo bench --bench records`.

use std::hint::black_box;

use serde::Deserialize;
use slotted::AttrPath;
use slotted::prelude::*;

#[path = "../harness/mod.rs"]
mod harness;
use harness::compare;

const OPERATIONS: usize = 1_000;

#[derive(Slots, Deserialize, Clone, Debug, PartialEq)]
struct Quake {
    magnitude: f64,
    depth: f32,
    felt: Option<u32>,
    place: String,
    time: i64,
    tsunami: bool,
    status: String,
    stations: u16,
}

/// Makes a record from the pairs by hand: the code one writes without a derive.
fn by_hand(pairs: &[(&str, Value)]) -> Result<Quake, String> {
    let (mut magnitude, mut depth, mut felt, mut place) = (None, None, None, None);
    let (mut time, mut tsunami, mut status, mut stations) = (None, None, None, None);
    let wrong = |name: &str| format!("{name} is of another type");
    for (name, value) in pairs {
        match *name {
            "magnitude" => magnitude = Some(value.as_f64().ok_or_else(|| wrong(name))?),
            "depth" => depth = Some(value.as_f64().ok_or_else(|| wrong(name))? as f32),
            "felt" => {
                felt = match value {
                    Value::None => None,
                    value => {
                        let felt = value.as_u64().and_then(|felt| felt.try_into().ok());
                        Some(felt.ok_or_else(|| wrong(name))?)
                    }
                }
            }
            "place" => place = Some(value.as_str().ok_or_else(|| wrong(name))?.to_owned()),
            "time" => time = Some(value.as_i64().ok_or_else(|| wrong(name))?),
            "tsunami" => tsunami = Some(value.as_bool().ok_or_else(|| wrong(name))?),
            "status" => status = Some(value.as_str().ok_or_else(|| wrong(name))?.to_owned()),
            "stations" => {
                let count = value.as_u64().and_then(|count| count.try_into().ok());
                stations = Some(count.ok_or_else(|| wrong(name))?);
            }
            other => return Err(format!("unexpected {other}")),
        }
    }
    let missing = |name: &str| format!("{name} is missing");
    Ok(Quake {
        magnitude: magnitude.ok_or_else(|| missing("magnitude"))?,
        depth: depth.ok_or_else(|| missing("depth"))?,
        felt,
        place: place.ok_or_else(|| missing("place"))?,
        time: time.ok_or_else(|| missing("time"))?,
        tsunami: tsunami.ok_or_else(|| missing("tsunami"))?,
        status: status.ok_or_else(|| missing("status"))?,
        stations: stations.ok_or_else(|| missing("stations"))?,
    })
}

fn records() {
    let pairs: [(&str, Value); 8] = [
        ("place", "10 km S of Idyllwild, CA".into()),
        ("magnitude", 4.5.into()),
        ("time", 1_517_966_773_840_i64.into()),
        ("felt", 120.into()),
        ("tsunami", false.into()),
        ("stations", 7.into()),
        ("depth", 10.5.into()),
        ("status", "automatic".into()),
    ];
    let json: serde_json::Map<String, serde_json::Value> = serde_json::from_str(
        r#"{"place": "10 km S of Idyllwild, CA", "magnitude": 4.5, "time": 1517966773840, "felt": 120,
            "tsunami": false, "stations": 7, "depth": 10.5, "status": "automatic"}"#,
    )
    .expect("it is JSON");
    let expected = by_hand(&pairs).expect("it is whole");
    assert_eq!(Quake::from_attrs(pairs.clone()).expect("it is whole"), expected);
    let from_json = || Quake::deserialize(serde_json::Value::Object(json.clone()));
    assert_eq!(from_json().expect("it is whole"), expected);

    // Each subject consumes a copy of its input, as if the input came from a map that is kept.
    compare(
        "a record of 8 attributes, from names and values",
        OPERATIONS,
        vec![
            (
                "by hand, from the same pairs",
                Box::new(|| {
                    for _ in 0..OPERATIONS {
                        black_box(by_hand(&black_box(&pairs).clone()).is_ok());
                    }
                }),
            ),
            (
                "from_attrs",
                Box::new(|| {
                    for _ in 0..OPERATIONS {
                        black_box(Quake::from_attrs(black_box(&pairs).clone()).is_ok());
                    }
                }),
            ),
            (
                "serde, from a serde_json::Map",
                Box::new(|| {
                    for _ in 0..OPERATIONS {
                        let map = serde_json::Value::Object(black_box(&json).clone());
                        black_box(Quake::deserialize(map).is_ok());
                    }
                }),
            ),
            (
                "copying the pairs alone",
                Box::new(|| {
                    for _ in 0..OPERATIONS {
                        black_box(black_box(&pairs).clone());
                    }
                }),
            ),
            (
                "copying the map alone",
                Box::new(|| {
                    for _ in 0..OPERATIONS {
                        black_box(black_box(&json).clone());
                    }
                }),
            ),
        ],
    );
}

#[derive(Slots, Clone)]
struct Oil {
    level: u32,
    temp: f64,
}

#[derive(Slots, Clone)]
struct Engine {
    rpm: u32,
    oil: Oil,
}

#[derive(Slots, Clone)]
struct Car {
    doors: u8,
    engine: Engine,
    wheels: Vec<Oil>,
}

fn paths() {
    let oil = |n: usize| Oil { level: n as u32, temp: n as f64 };
    let cars: Vec<Car> = (0..OPERATIONS)
        .map(|n| Car {
            doors: n as u8,
            engine: Engine { rpm: 1, oil: oil(n) },
            wheels: vec![oil(n), oil(n)],
        })
        .collect();
    // `black_box` hides the path from the compiler.
    let path: AttrPath = black_box("engine.oil.temp").parse().expect("a path");
    let resolved = path.resolve_as::<Car, f64>().expect("it is there");
    let slot = resolved.slot().expect("it is inline");
    let list: AttrPath = black_box("wheels[1].temp").parse().expect("a path");
    let untyped = list.resolve::<Car>().expect("it is there");
    let list = list.resolve_as::<Car, f64>().expect("it is there");
    compare(
        "a value three structs deep, of 1,000 objects",
        OPERATIONS,
        vec![
            (
                "the field itself",
                Box::new(|| {
                    black_box(black_box(&cars).iter().map(|car| car.engine.oil.temp).sum::<f64>());
                }),
            ),
            (
                "a resolved path, as a slot",
                Box::new(|| {
                    black_box(black_box(&cars).iter().map(|car| slot.get(car)).sum::<f64>());
                }),
            ),
            (
                "a resolved path",
                Box::new(|| {
                    let read = |car| *resolved.get(car).expect("it is there");
                    black_box(black_box(&cars).iter().map(read).sum::<f64>());
                }),
            ),
            (
                "a path that is parsed, on dyn",
                Box::new(|| {
                    let read = |car: &Car| path.get(car).ok().and_then(|temp| temp.as_f64());
                    black_box(black_box(&cars).iter().filter_map(read).sum::<f64>());
                }),
            ),
            (
                "its steps' getattrs, on dyn",
                Box::new(|| {
                    let read = |car: &dyn Attributes| {
                        let engine = car.getattr(black_box("engine")).ok()?.as_object()?;
                        let oil = engine.getattr(black_box("oil")).ok()?.as_object()?;
                        oil.getattr(black_box("temp")).ok()?.as_f64()
                    };
                    black_box(black_box(&cars).iter().filter_map(|car| read(car)).sum::<f64>());
                }),
            ),
            (
                "a path by its text each time",
                Box::new(|| {
                    let read = |car: &Car| {
                        car.getattr_path("engine.oil.temp").ok().and_then(|temp| temp.as_f64())
                    };
                    black_box(black_box(&cars).iter().filter_map(read).sum::<f64>());
                }),
            ),
        ],
    );
    // A sum of floats is stored and loaded around each call, which a count is not.
    let limit = black_box(500.0);
    compare(
        "a filter by a value in an item of a list, of 1,000 objects",
        OPERATIONS,
        vec![
            (
                "by hand",
                Box::new(|| {
                    let at = black_box(1);
                    let read = |car: &&Car| car.wheels[at].temp > limit;
                    black_box(black_box(&cars).iter().filter(read).count());
                }),
            ),
            (
                "a resolved path through a Vec",
                Box::new(|| {
                    let read = |car: &&Car| *list.get(car).expect("it is there") > limit;
                    black_box(black_box(&cars).iter().filter(read).count());
                }),
            ),
            (
                "the same, summed instead",
                Box::new(|| {
                    let read = |car: &Car| *list.get(car).expect("it is there");
                    black_box(black_box(&cars).iter().map(read).sum::<f64>());
                }),
            ),
            (
                "the same filter, untyped",
                Box::new(|| {
                    let read = |car: &&Car| {
                        let found = untyped.get(car).expect("it is there").as_f64();
                        found.is_some_and(|temp| temp > limit)
                    };
                    black_box(black_box(&cars).iter().filter(read).count());
                }),
            ),
        ],
    );
}

fn main() {
    records();
    paths();
}
