//! Reading by the types of the slots, against reading by their vtables.
#![cfg(feature = "serde")]
#![recursion_limit = "256"]

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use slotted::prelude::*;

#[derive(SlotValue, Clone, Debug)]
#[slots(rename_all = "kebab-case", ignore_case)]
enum Unit {
    Metric,
    #[slots(alias = "sea")]
    NauticalMile,
    None,
}

#[derive(SlotValue, Clone, Debug)]
struct Meters(f64);

#[derive(SlotValue, Clone, Debug)]
#[slots(validate = not_empty)]
struct Name(String);

fn not_empty(name: &Name) -> Result<(), &'static str> {
    if name.0.is_empty() { Err("it must not be empty") } else { Ok(()) }
}

fn even(number: &u8) -> Result<(), &'static str> {
    if number.is_multiple_of(2) { Ok(()) } else { Err("it must be even") }
}

/// Declares an enum with all forms of variants that its words allow.
macro_rules! shapes {
    ($name:ident $(#[$word:meta])* { $($tuples:tt)* }) => {
        #[derive(SlotValue, Clone, Debug)]
        $(#[$word])*
        enum $name {
            Nothing,
            Circle {
                radius: f64,
                #[slots(default, alias = "title")]
                label: Option<String>,
                #[slots(validate = even, default = 2)]
                even: u8,
            },
            Deep { inside: Box<$name>, list: Vec<$name> },
            #[slots(rename = "by name")]
            Rare {
                #[slots(optional)]
                maybe: Option<u8>,
                #[slots(as_str, default = Ipv4Addr::LOCALHOST)]
                address: Ipv4Addr,
                #[slots(serde, default = Foreign::B(1))]
                foreign: Foreign,
            },
            $($tuples)*
        }
    };
}
shapes!(External {
    One(u8),
    Checked(#[slots(validate = even)] u8),
    Many(u8, String),
    Empty {},
    Left(#[slots(skip, default)] ()),
});
shapes!(Adjacent #[slots(tag = "t", content = "c")] { One(Place), Many(u8, String) });
shapes!(Internal #[slots(tag = "type")] { One(Place) });

#[derive(Slots, Clone, Debug)]
#[slots(serialize, deserialize)]
struct Place {
    latitude: f64,
    #[slots(default)]
    name: String,
    #[slots(alias = "kids", default)]
    children: Vec<Place>,
}

#[derive(Slots, Clone, Debug)]
#[slots(serialize, deserialize, ignore_unknown)]
struct Lax {
    #[slots(range = 1..=9)]
    digit: u8,
    unit: Option<Unit>,
}

#[derive(Slots, Clone, Debug)]
#[slots(serialize, deserialize, dict)]
struct Open {
    first: i8,
    __dict__: Dict,
}

/// Without `deserialize`: it is read by its vtables everywhere.
#[derive(Slots, Clone, Debug)]
struct Plain {
    place: Place,
    numbers: Vec<i16>,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
enum Foreign {
    A { text: String },
    B(u8),
}

/// Declares the struct of all kinds of slots, and one that has it as a base, whose slots are read
/// by their vtables.
macro_rules! kinds {
    ($($(#[$word:meta])* $slot:ident: $type:ty,)*) => {
        #[derive(Slots, Clone, Debug)]
        #[slots(serialize, deserialize)]
        struct Kinds { $($(#[$word])* $slot: $type,)* }

        #[derive(Slots, Clone, Debug)]
        #[slots(deserialize)]
        struct Inherits {
            #[slots(base)]
            base: Kinds,
        }
    };
}
kinds! {
    flag: bool,
    byte: u8,
    short: i16,
    large: u64,
    size: usize,
    huge: i128,
    single: f32,
    double: f64,
    letter: char,
    text: String,
    boxed: Box<str>,
    maybe_text: Option<String>,
    maybe_number: Option<i32>,
    maybe_maybe: Option<Option<f32>>,
    unit: Unit,
    maybe_unit: Option<Unit>,
    boxed_unit: Box<Unit>,
    meters: Meters,
    name: Name,
    maybe_name: Option<Name>,
    shared: Rc<Place>,
    bytes: Vec<u8>,
    signed: Vec<i8>,
    doubles: Vec<f64>,
    texts: Vec<String>,
    options: Vec<Option<bool>>,
    units: Vec<Unit>,
    places: Vec<Place>,
    lists: Vec<Vec<Place>>,
    array: [u16; 2],
    tuple: (u8, String),
    nothing: (),
    place: Place,
    lax: Lax,
    open: Open,
    plain: Plain,
    maybe_place: Option<Place>,
    map: BTreeMap<String, Vec<Place>>,
    duration: Duration,
    maybe_duration: Option<Duration>,
    durations: Vec<Duration>,
    address: Ipv4Addr,
    any: Value,
    external: External,
    externals: Vec<External>,
    adjacent: Adjacent,
    internal: Internal,
    internals: Vec<Internal>,
    #[slots(serde)]
    foreign: Foreign,
    #[slots(serde)]
    foreign_list: Vec<Foreign>,
    #[slots(serde, optional)]
    bound_foreign: Option<Foreign>,
    #[slots(as_str)]
    as_text: Vec<u16>,
    #[slots(optional)]
    bound: Option<u8>,
    #[slots(optional, default = Some(1))]
    unbound_with_default: Option<u8>,
    #[slots(validate = even)]
    validated: u8,
    #[slots(range = 1..=9)]
    ranged: i64,
    #[slots(len = 1..=3)]
    limited: String,
    #[slots(default = 7, alias = "other")]
    defaulted: u32,
    #[slots(readonly)]
    constant: u32,
}

fn document() -> Json {
    let place = json!({"latitude": 1.5, "name": "a"});
    let circle = json!({"Circle": {"radius": 2.5}});
    json!({
        "flag": true, "byte": 1, "short": -1, "large": u64::MAX, "size": 1, "huge": "-1",
        "single": 0.1, "double": 1, "letter": "é", "text": "t", "boxed": "b", "maybe_text": "m",
        "maybe_number": null, "maybe_maybe": 1.5, "unit": "metric", "maybe_unit": "nautical-mile",
        "boxed_unit": "sea", "meters": 2.5, "name": "n", "maybe_name": "m", "shared": place,
        "bytes": [1, 2], "signed": [-1], "doubles": [1, 2.5], "texts": ["a"],
        "options": [null, true], "units": ["METRIC"], "places": [place, place],
        "lists": [[place], []], "array": [1, 2], "tuple": [1, "a"], "nothing": null, "place": place,
        "lax": {"digit": 1, "unit": null, "more": [1]}, "open": {"first": 1, "more": [1]},
        "plain": {"place": place, "numbers": [1]}, "maybe_place": place, "map": {"1": [place]},
        "duration": "1s", "maybe_duration": {"secs": 1, "nanos": 5}, "durations": ["250ms"],
        "address": "127.0.0.1", "any": {"a": [1]}, "external": circle,
        "externals": ["Nothing", circle, {"One": 1}, {"Many": [1, "a"]}, {"Checked": 2},
            {"Deep": {"inside": "Nothing", "list": [circle]}}, {"by name": {}}, {"Empty": {}}],
        "adjacent": {"t": "One", "c": place}, "internal": {"type": "Circle", "radius": 1},
        "internals": [{"type": "Nothing"}, {"radius": 1, "type": "Circle"}],
        "foreign": {"B": 1}, "foreign_list": [{"A": {"text": "t"}}], "bound_foreign": null,
        "as_text": ["1"], "bound": 1, "unbound_with_default": null, "validated": 2, "ranged": 9,
        "limited": "abc", "other": 1, "constant": 1,
    })
}

/// The values that stand in the place of each.
fn others() -> Vec<Json> {
    let place = json!({"latitude": 1.5, "name": "a"});
    let mut all = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(1),
        json!(-1),
        json!(2),
        json!(300),
        json!(70_000),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1.5),
        json!(1e300),
        json!(""),
        json!("a"),
        json!("ab"),
        json!("1"),
        json!("1s"),
        json!("metric"),
        json!("Metric"),
        json!("sea"),
        json!("None"),
        json!("Nothing"),
        json!("Circle"),
        json!("B"),
        json!("127.0.0.1"),
        json!([]),
        json!([1]),
        json!([1, 2]),
        json!([null]),
        json!([true, "a"]),
        json!(["a", 1]),
        json!(["metric", "feet"]),
        json!([1.5, -1.5]),
        json!([[1]]),
        json!([place]),
        json!([{"latitude": "x"}]),
        json!([place, {"latitude": 1, "name": [1]}]),
        json!({}),
        json!({"a": 1}),
        json!({"latitude": 1}),
        json!({"latitude": null}),
        json!({"name": "a"}),
        json!({"latitude": 1, "kids": [place]}),
        json!({"latitude": 1, "kids": [{"name": 1}]}),
        json!({"latitude": 1, "kids": [], "children": []}),
        json!({"latitude": 1, "more": 2}),
        json!({"digit": 10, "unit": "metric"}),
        json!({"digit": 1, "unit": "feet"}),
        json!({"digit": 1, "x": {}}),
        json!({"first": 200}),
        json!({"first": 1, "x": {"y": [1]}}),
        json!({"secs": 1, "nanos": 2}),
        json!({"secs": -1, "nanos": 2}),
        json!({"secs": 1}),
        json!({"metric": null}),
        json!({"metric": 1}),
        json!({"feet": null}),
        json!({"Nothing": null}),
        json!({"Nothing": 1}),
        json!({"Feet": 1}),
        json!({"B": 1}),
        json!([{"B": 1}]),
        json!({"B": "x"}),
        json!({"A": {"text": 1}}),
        json!({"One": 1}),
        json!({"One": "x"}),
        json!({"One": 300}),
        json!({"Checked": 1}),
        json!({"Many": [1]}),
        json!({"Many": [1, 2]}),
        json!({"Many": {}}),
        json!({"Left": null}),
        json!("Left"),
        json!({"Circle": null}),
        json!({"Circle": 1}),
        json!({"Circle": []}),
        json!({"Empty": null}),
        json!({"Empty": {"x": 1}}),
        json!({"a": 1, "b": 2}),
        json!({"by name": {"maybe": 300}}),
        json!({"by name": {"address": "x"}}),
        json!({"by name": {"foreign": "x"}}),
        json!({"Deep": {"inside": 1, "list": []}}),
        json!({"Deep": {"inside": "Nothing", "list": [{"Circle": {"radius": "x"}}]}}),
        json!({"t": "Nothing"}),
        json!({"t": "One"}),
        json!({"t": "One", "c": 1}),
        json!({"t": "One", "c": {"latitude": "x"}}),
        json!({"c": place, "t": "One"}),
        json!({"t": "One", "c": place, "x": 1}),
        json!({"t": "Feet", "c": place}),
        json!({"type": "One"}),
        json!({"type": "One", "latitude": 1}),
        json!({"type": 1}),
        json!({"type": "One", "latitude": "x"}),
        json!({"latitude": 1, "type": "One"}),
        json!({"type": "Deep", "inside": {"type": "Nothing"}, "list": [{"type": "Feet"}]}),
        json!(["Circle", 1, null, 2]),
        json!(["Circle", 1, null, 3]),
    ];
    let fields = [
        json!({}),
        json!({"radius": 1}),
        json!({"radius": "x"}),
        json!({"radius": 1, "even": 3}),
        json!({"radius": 1, "even": "x"}),
        json!({"radius": 1, "title": "t"}),
        json!({"radius": 1, "title": 1}),
        json!({"radius": 1, "title": null, "label": null}),
        json!({"radius": 1, "more": 1}),
        json!({"label": "l"}),
    ];
    for fields in fields {
        all.push(json!({"Circle": fields}));
        all.push(json!({"t": "Circle", "c": fields}));
        let mut beside = fields;
        beside["type"] = json!("Circle");
        all.push(beside);
    }
    all
}

/// The document in the form that these types have in a format that is not for people to read.
fn for_machines(mut document: Json) -> Json {
    let duration = json!({"secs": 1, "nanos": 5});
    for (slot, value) in [
        ("duration", duration.clone()),
        ("durations", json!([duration])),
        ("address", json!([127, 0, 0, 1])),
    ] {
        document[slot] = value;
    }
    document
}

/// What a document is read as: that slot of the value, or the error.
fn outcome<E: std::fmt::Display>(read: Result<Kinds, E>, slot: &str) -> String {
    match read {
        Ok(read) => format!("{:?}", read.getattr_opt(slot)),
        Err(error) => error.to_string().replace("Inherits", "Kinds"),
    }
}

fn same_in_json(text: &str, slot: &str) -> bool {
    let known = serde_json::from_str::<Kinds>(text);
    let is_read = known.is_ok();
    let erased = serde_json::from_str::<Inherits>(text).map(|read| read.base);
    assert_eq!(outcome(known, slot), outcome(erased, slot), "{text}");
    is_read
}

fn same_in_message_pack(document: &Json, slot: &str) -> bool {
    let bytes = rmp_serde::to_vec_named(document).expect("it is data");
    let known = rmp_serde::from_slice::<Kinds>(&bytes);
    let is_read = known.is_ok();
    let erased = rmp_serde::from_slice::<Inherits>(&bytes).map(|read| read.base);
    assert_eq!(outcome(known, slot), outcome(erased, slot), "{document}");
    is_read
}

#[test]
fn a_slot_is_read_by_its_type_as_by_its_vtable() {
    let (document, machines) = (document(), for_machines(document()));
    let (mut read, mut refused) = (0, 0);
    for slot in document.as_object().expect("it is a map").keys() {
        assert!(same_in_json(&document.to_string(), slot));
        assert!(same_in_message_pack(&machines, slot));
        for other in others() {
            let (mut changed, mut for_machines) = (document.clone(), machines.clone());
            changed[slot] = other.clone();
            for_machines[slot] = other;
            // Indented, so that the places of errors differ.
            let text = serde_json::to_string_pretty(&changed).expect("it is JSON");
            let is_read = same_in_json(&text, slot);
            same_in_message_pack(&for_machines, slot);
            *if is_read { &mut read } else { &mut refused } += 1;
        }
    }
    assert!(read > 300 && refused > 5_000, "{read} were read, and {refused} refused");
}

#[test]
fn a_missing_or_repeated_or_unknown_key_is_the_same_by_type_and_by_vtable() {
    let document = document();
    for slot in document.as_object().expect("it is a map").keys() {
        let mut without = document.clone();
        let value =
            without.as_object_mut().expect("it is a map").remove(slot).expect("it is there");
        same_in_json(&without.to_string(), slot);
        same_in_message_pack(&for_machines(without.clone()), slot);
        let start = format!("{{\"{slot}\": {value}, ");
        let twice = document.to_string().replacen('{', &start, 1);
        assert!(!same_in_json(&twice, slot), "{slot}");
        // Behind all others.
        let text = without.to_string();
        let last = format!("{}, \"{slot}\": {value}}}", &text[..text.len() - 1]);
        assert!(same_in_json(&last, slot), "{slot}");
    }
    let unknown = document.to_string().replacen('{', "{\"unknown\": 1, ", 1);
    assert!(!same_in_json(&unknown, "flag"));
}

#[test]
fn data_too_deep_is_refused_by_type_as_by_vtable() {
    let deep = |levels: usize| {
        (0..levels)
            .fold(json!({"latitude": 1}), |inside, _| json!({"latitude": 1, "kids": [inside]}))
    };
    let mut document = for_machines(document());
    for (levels, is_read) in [(10, true), (90, false)] {
        document["place"] = deep(levels);
        let bytes = rmp_serde::to_vec_named(&document).expect("it is data");
        let known = rmp_serde::from_slice::<Kinds>(&bytes);
        let erased = rmp_serde::from_slice::<Inherits>(&bytes).map(|read| read.base);
        assert_eq!(known.is_ok(), is_read);
        assert_eq!(outcome(known, "place"), outcome(erased, "place"));
    }
}
