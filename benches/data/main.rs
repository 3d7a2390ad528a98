//! Reads, filters and writes events with known slots and unforeseen keys, compared with serde's
//! `flatten` and others: `cargo bench --features serde --bench data`.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use slotted::prelude::*;

#[path = "../harness/mod.rs"]
mod harness;
use harness::{Subject, compare};

/// Number of events read in a pass.
const EVENTS: usize = 500;

/// Declares an event type: the known fields, and further fields and attributes as given.
macro_rules! event {
    ($(#[$attribute:meta])* $name:ident { $($(#[$more:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$attribute])*
        struct $name {
            magnitude: f64,
            depth: f32,
            felt: Option<u32>,
            place: String,
            time: i64,
            tsunami: bool,
            status: String,
            stations: u16,
            $($(#[$more])* $field: $type,)*
        }
    };
}

event! {
    #[derive(Slots, Clone, Debug)]
    #[slots(dict, serialize, deserialize)]
    Open { __dict__: Dict, }
}
event! {
    #[derive(Slots, Clone, Debug)]
    #[slots(serialize, deserialize, ignore_unknown)]
    Closed {}
}
event! {
    #[derive(Serialize, Deserialize, Clone, Debug)]
    Flattened { #[serde(flatten)] extra: HashMap<String, serde_json::Value>, }
}
event! {
    // The floor: unknown keys are skipped.
    #[derive(Serialize, Deserialize, Clone, Debug)]
    Known {}
}

/// An event with a magnitude, by which the bench filters.
trait Event: Serialize + DeserializeOwned {
    fn magnitude(&self) -> f64;
}

macro_rules! events {
    ($($type:ty),*) => {$(
        impl Event for $type {
            fn magnitude(&self) -> f64 {
                self.magnitude
            }
        }
    )*};
}
events!(Open, Closed, Flattened, Known);

impl Event for serde_json::Value {
    fn magnitude(&self) -> f64 {
        self["magnitude"].as_f64().unwrap_or(0.0)
    }
}

/// Returns event number `at` as a line of JSON, with `unforeseen` keys that no type declares.
fn line(at: usize, unforeseen: usize) -> String {
    let mut line = format!(
        r#"{{"magnitude":{}.5,"depth":10.25,"felt":{},"place":"{at} km S of Idyllwild, CA","time":{},"tsunami":false,"status":"automatic","stations":{}"#,
        at % 9,
        if at.is_multiple_of(3) { "null".to_owned() } else { at.to_string() },
        1_517_966_773_840_i64 + at as i64,
        at % 60,
    );
    for key in 0..unforeseen {
        let value = match key % 4 {
            0 => format!("{}", key * at),
            1 => format!(r#""text of {key}""#),
            2 => "null".to_owned(),
            _ => format!("{key}.25"),
        };
        line += &format!(r#","unforeseen_{key}":{value}"#);
    }
    line + "}"
}

/// Declares a pair of nested types with the given derives.
macro_rules! nested {
    ($place:ident, $route:ident: $(#[$attribute:meta])*) => {
        $(#[$attribute])*
        struct $place {
            latitude: f64,
            longitude: f64,
            name: String,
        }

        $(#[$attribute])*
        struct $route {
            id: u64,
            start: $place,
            stops: Vec<$place>,
            tags: Vec<String>,
            heights: Vec<f32>,
        }
    };
}
nested!(SlottedPlace, SlottedRoute: #[derive(Slots, Clone, Debug)] #[slots(serialize, deserialize)]);
nested!(DerivedPlace, DerivedRoute: #[derive(Serialize, Deserialize, Clone, Debug)]);

/// Returns route number `at` as a line of JSON.
fn route(at: usize) -> String {
    let place =
        |name| format!(r#"{{"latitude":{}.5,"longitude":-84.{at},"name":"{name} {at}"}}"#, at % 90);
    format!(
        r#"{{"id":{at},"start":{},"stops":[{},{}],"tags":["one","two","three"],"heights":[1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5]}}"#,
        place("Atlanta"),
        place("Boston"),
        place("Chicago"),
    )
}

/// Declares the kinds of slots that are no plain numbers or text, each in a struct of its own, with
/// the given derives of the enums and of the structs.
macro_rules! kinds {
    ($unit:ident, $units:ident, $times:ident: #[$enum:meta] $(#[$attribute:meta])*) => {
        #[$enum]
        enum $unit {
            Metric,
            Imperial,
            Nautical,
            Astronomical,
            Other,
        }

        $(#[$attribute])*
        struct $units {
            length: $unit,
            height: $unit,
            speed: $unit,
            depth: $unit,
        }

        $(#[$attribute])*
        struct $times {
            timeout: Duration,
            interval: Duration,
        }
    };
}
kinds!(SlottedUnit, SlottedUnits, SlottedTimes:
    #[derive(SlotValue, Clone, Debug)]
    #[derive(Slots, Clone, Debug)]
    #[slots(serialize, deserialize)]);
kinds!(DerivedUnit, DerivedUnits, DerivedTimes:
    #[derive(Serialize, Deserialize, Clone, Debug)]
    #[derive(Serialize, Deserialize, Clone, Debug)]);

/// Returns a struct of four enums as a line of JSON.
fn units(at: usize) -> String {
    const NAMES: [&str; 5] = ["Metric", "Imperial", "Nautical", "Astronomical", "Other"];
    let [a, b, c, d] = [at, at + 1, at / 5, 3 * at + 2].map(|at| NAMES[at % NAMES.len()]);
    format!(r#"{{"length":"{a}","height":"{b}","speed":"{c}","depth":"{d}"}}"#)
}

/// Returns a struct of two durations as a line of JSON.
fn times(at: usize) -> String {
    let [timeout, interval] = [(3 * at, 1_000 * at), (at, 500_000_000)]
        .map(|(s, n)| format!(r#"{{"secs":{s},"nanos":{n}}}"#));
    format!(r#"{{"timeout":{timeout},"interval":{interval}}}"#)
}

/// A type with serde's derives, as one of another crate is.
#[derive(Serialize, Deserialize, Clone, Debug)]
struct Money {
    amount: i64,
    currency: String,
}

#[derive(Slots, Clone, Debug)]
#[slots(serialize, deserialize)]
struct SlottedPrices {
    #[slots(serde)]
    net: Money,
    #[slots(serde)]
    gross: Money,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
struct DerivedPrices {
    net: Money,
    gross: Money,
}

/// Returns a struct of two values of a foreign type as a line of JSON.
fn prices(at: usize) -> String {
    let [net, gross] = [100 * at, 119 * at]
        .map(|amount| format!(r#"{{"amount":{amount},"currency":"currency {}"}}"#, at % 7));
    format!(r#"{{"net":{net},"gross":{gross}}}"#)
}

/// Declares an enum with data and a struct of two of them, with the derives of one side. Each
/// tagging has its own word.
macro_rules! shapes {
    ($shape:ident $drawing:ident: $(#[$of_enum:meta])* - $(#[$of_struct:meta])*) => {
        $(#[$of_enum])*
        enum $shape {
            Circle { radius: f64, filled: bool },
            Square { side: f64 },
            Text { text: String, size: u32 },
            Nothing,
        }
        $(#[$of_struct])*
        struct $drawing {
            first: $shape,
            second: $shape,
        }
    };
}
shapes!(SlottedShape SlottedDrawing:
    #[derive(SlotValue, Clone, Debug)] -
    #[derive(Slots, Clone, Debug)] #[slots(serialize, deserialize)]);
shapes!(DerivedShape DerivedDrawing:
    #[derive(Serialize, Deserialize, Clone, Debug)] -
    #[derive(Serialize, Deserialize, Clone, Debug)]);
shapes!(SlottedTagged SlottedTaggedDrawing:
    #[derive(SlotValue, Clone, Debug)] #[slots(tag = "type")] -
    #[derive(Slots, Clone, Debug)] #[slots(serialize, deserialize)]);
shapes!(DerivedTagged DerivedTaggedDrawing:
    #[derive(Serialize, Deserialize, Clone, Debug)] #[serde(tag = "type")] -
    #[derive(Serialize, Deserialize, Clone, Debug)]);

/// Returns a struct of two enums with data as a line of JSON.
fn shapes(at: usize) -> String {
    let [a, b] = [at, at / 4 + 1].map(|at| match at % 4 {
        0 => format!(r#"{{"Circle":{{"radius":{at}.5,"filled":{}}}}}"#, at % 8 == 0),
        1 => format!(r#"{{"Square":{{"side":{at}.25}}}}"#),
        2 => format!(r#"{{"Text":{{"text":"number {at}","size":{at}}}}}"#),
        _ => r#""Nothing""#.to_owned(),
    });
    format!(r#"{{"first":{a},"second":{b}}}"#)
}

/// Returns a struct of two enums with a tag among their fields as a line of JSON.
fn tagged(at: usize) -> String {
    let [a, b] = [at, at / 4 + 1].map(|at| match at % 4 {
        0 => format!(r#"{{"type":"Circle","radius":{at}.5,"filled":{}}}"#, at % 8 == 0),
        1 => format!(r#"{{"type":"Square","side":{at}.25}}"#),
        2 => format!(r#"{{"type":"Text","text":"number {at}","size":{at}}}"#),
        _ => r#"{"type":"Nothing"}"#.to_owned(),
    });
    format!(r#"{{"first":{a},"second":{b}}}"#)
}

/// Reads all events and writes those with a magnitude of at least 4.
fn pipeline<T: Event>(lines: &[String], out: &mut Vec<u8>) {
    out.clear();
    for line in lines {
        let event: T = serde_json::from_str(line).expect("it is an event");
        if event.magnitude() >= 4.0 {
            serde_json::to_writer(&mut *out, &event).expect("it can be written");
            out.push(b'\n');
        }
    }
}

/// Returns a subject that reads all lines or, if `writes`, writes all that was read from them
/// beforehand.
fn records<'a, T: Serialize + DeserializeOwned + 'a>(
    name: &'static str,
    lines: &'a [String],
    writes: bool,
) -> Subject<'a> {
    let read = |line: &String| serde_json::from_str::<T>(line).expect("it is a record");
    let (all, mut out): (Vec<T>, _) = (lines.iter().map(read).collect(), Vec::new());
    let run = move || {
        if writes {
            out.clear();
            let write =
                |record| serde_json::to_writer(&mut out, record).expect("it can be written");
            black_box(&all).iter().for_each(write);
        } else {
            black_box(lines).iter().for_each(|line| drop(black_box(read(line))));
        }
    };
    (name, Box::new(run))
}

fn subject<'a, T: Event + 'a>(name: &'static str, lines: &'a [String]) -> Subject<'a> {
    let mut out = Vec::new();
    (name, Box::new(move || pipeline::<T>(black_box(lines), &mut out)))
}

fn reading<'a, T: Event + 'a>(name: &'static str, lines: &'a [String]) -> Subject<'a> {
    let run = move || {
        for line in black_box(lines) {
            black_box(serde_json::from_str::<T>(line).is_ok());
        }
    };
    (name, Box::new(run))
}

/// Measures and prints what an event in memory takes on average: bytes, including the value itself,
/// and allocations. Returns the bytes.
fn print_bytes<T: Event>(name: &str, lines: &[String]) -> f64 {
    let mut kept: Vec<T> = Vec::with_capacity(lines.len());
    let info = allocation_counter::measure(|| {
        kept.extend(lines.iter().map(|line| serde_json::from_str::<T>(line).expect("an event")));
    });
    let each = info.bytes_current as f64 / lines.len() as f64 + size_of::<T>() as f64;
    let allocations = info.count_current as f64 / lines.len() as f64;
    println!("| {name:<38} | {each:9.1} | {allocations:6.2} |");
    each
}

/// Compares reading and writing one struct with serde's derive and with slotted's. `line` returns
/// the JSON of each instance.
fn compare_derives<D: Serialize + DeserializeOwned, S: Serialize + DeserializeOwned>(
    what: &str,
    line: fn(usize) -> String,
) {
    let lines: Vec<String> = (0..EVENTS).map(line).collect();
    for (does, writes) in [("read", false), ("write", true)] {
        compare(
            &format!("{what}: {does}"),
            EVENTS,
            vec![
                records::<D>("serde's derive", &lines, writes),
                records::<S>("slotted", &lines, writes),
            ],
        );
    }
}

fn main() {
    compare_derives::<DerivedRoute, SlottedRoute>("structs and lists in one another", route);
    compare_derives::<DerivedUnits, SlottedUnits>("four enums without data", units);
    compare_derives::<DerivedTimes, SlottedTimes>("two durations", times);
    compare_derives::<DerivedDrawing, SlottedDrawing>("two enums with data", shapes);
    compare_derives::<DerivedTaggedDrawing, SlottedTaggedDrawing>("two enums with a tag", tagged);
    compare_derives::<DerivedPrices, SlottedPrices>("two `#[slots(serde)]` slots", prices);
    for unforeseen in [0, 2, 8, 32] {
        let lines: Vec<String> = (0..EVENTS).map(|at| line(at, unforeseen)).collect();
        println!(
            "\n| {unforeseen:2} unforeseen keys: an event held       | bytes | allocations |\n|---|---|---|"
        );
        print_bytes::<Known>("serde's derive, known fields only", &lines);
        print_bytes::<Closed>("slotted, known slots only", &lines);
        print_bytes::<Open>("slotted, with a Dict", &lines);
        print_bytes::<Flattened>("serde's flatten, HashMap", &lines);
        print_bytes::<serde_json::Value>("serde_json::Value", &lines);
        compare(
            &format!("{unforeseen} unforeseen keys: read"),
            EVENTS,
            vec![
                reading::<Known>("serde's derive, known fields only", &lines),
                reading::<Closed>("slotted, known slots only", &lines),
                reading::<Open>("slotted, with a Dict", &lines),
                reading::<Flattened>("serde's flatten, HashMap", &lines),
                reading::<serde_json::Value>("serde_json::Value", &lines),
            ],
        );
        compare(
            &format!("{unforeseen} unforeseen keys: read, filter, write"),
            EVENTS,
            vec![
                subject::<Known>("serde's derive, known fields only", &lines),
                subject::<Closed>("slotted, known slots only", &lines),
                subject::<Open>("slotted, with a Dict", &lines),
                subject::<Flattened>("serde's flatten, HashMap", &lines),
                subject::<serde_json::Value>("serde_json::Value", &lines),
            ],
        );
    }
}
