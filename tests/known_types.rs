//! Writing by the types of the slots, against writing by their vtables.
#![cfg(feature = "serde")]

use std::collections::{BTreeMap, VecDeque};
use std::net::Ipv4Addr;
use std::rc::Rc;
use std::time::Duration;

use serde::Serialize;
use slotted::prelude::*;

#[derive(SlotValue, Clone)]
#[slots(rename_all = "kebab-case")]
enum Unit {
    Metric,
    NauticalMile,
}

/// Declares an enum with all forms of variants that its words allow.
macro_rules! shapes {
    ($name:ident $(#[$word:meta])* { $($tuples:tt)* }) => {
        #[derive(SlotValue, Clone)]
        $(#[$word])*
        enum $name {
            Nothing,
            Circle { radius: f64, label: Option<String> },
            Deep { inside: Box<$name>, list: Vec<$name> },
            #[slots(rename = "by name")]
            Rare {
                #[slots(optional)]
                maybe: Option<u8>,
                #[slots(as_str)]
                address: Ipv4Addr,
            },
            $($tuples)*
        }
    };
}
shapes!(External { One(u8), Many(u8, String), Bytes(Vec<u8>), Maybe(Option<u8>) });
shapes!(Adjacent #[slots(tag = "t", content = "c")] { One(u8), Many(u8, String), Empty() });
shapes!(Internal #[slots(tag = "type")] { One(Place) });

#[derive(Slots, Clone)]
#[slots(serialize)]
struct Place {
    latitude: f64,
    name: String,
}

/// Without `serialize`: it is written by its vtables everywhere.
#[derive(Slots, Clone)]
struct Plain {
    place: Place,
    numbers: Vec<i16>,
}

#[derive(Serialize, serde::Deserialize, Clone)]
enum Foreign {
    A { text: String },
    B(u8),
}

#[derive(Slots, Clone)]
#[slots(serialize, dict)]
struct Kinds {
    flag: bool,
    byte: u8,
    large: u64,
    huge: i128,
    single: f32,
    double: f64,
    letter: char,
    text: String,
    boxed: Box<str>,
    shared: Rc<Place>,
    bytes: Vec<u8>,
    slice: Box<[u8]>,
    list: Vec<Option<u8>>,
    lists: Vec<Vec<Place>>,
    queue: VecDeque<u8>,
    array: [u8; 2],
    tuple: (u8, String),
    unit: (),
    place: Place,
    plain: Plain,
    maybe: Option<Place>,
    map: BTreeMap<u8, Vec<Place>>,
    units: Vec<Unit>,
    duration: Duration,
    address: Ipv4Addr,
    value: Value,
    external: Vec<External>,
    adjacent: Vec<Adjacent>,
    internal: Vec<Internal>,
    #[slots(serde)]
    foreign: Foreign,
    #[slots(serde)]
    foreign_list: Vec<Foreign>,
    #[slots(as_str)]
    as_text: Vec<u16>,
    #[slots(optional)]
    bound: Option<u8>,
    #[slots(optional)]
    unbound: Option<u8>,
    #[slots(optional, default = Some(1))]
    unbound_with_default: Option<u8>,
    __dict__: Dict,
}

/// A struct that has the slots of `Kinds` as those of a base, which are written by their vtables.
#[derive(Slots, Clone)]
#[slots(serialize)]
struct Inherits {
    #[slots(base)]
    base: Kinds,
}

fn place(name: &str) -> Place {
    Place { latitude: 33.5, name: name.into() }
}

macro_rules! all_shapes {
    ($name:ident: $($more:expr),*) => {{
        let all = vec![
            $name::Nothing,
            $name::Circle { radius: 2.5, label: None },
            $name::Circle { radius: -0.0, label: Some("a \"label\"".into()) },
            $name::Rare { maybe: None, address: Ipv4Addr::LOCALHOST },
            $name::Rare { maybe: Some(1), address: Ipv4Addr::LOCALHOST },
            $($more),*
        ];
        let deep = $name::Deep { inside: Box::new($name::Nothing), list: all.clone() };
        all.into_iter().chain([deep]).collect::<Vec<_>>()
    }};
}

fn kinds() -> Kinds {
    Kinds {
        flag: true,
        byte: 255,
        large: u64::MAX,
        huge: i128::MIN,
        single: 0.1,
        double: 1e300,
        letter: 'é',
        text: "line\nbreak".into(),
        boxed: "".into(),
        shared: Rc::new(place("shared")),
        bytes: vec![1, 2],
        slice: [3].into(),
        list: vec![None, Some(1)],
        lists: vec![vec![], vec![place("a"), place("b")]],
        queue: [1, 2].into(),
        array: [0, 1],
        tuple: (1, "two".into()),
        unit: (),
        place: place("Atlanta"),
        plain: Plain { place: place("plain"), numbers: vec![-1, 1] },
        maybe: Some(place("maybe")),
        map: BTreeMap::from([(1, vec![place("map")])]),
        units: vec![Unit::Metric, Unit::NauticalMile],
        duration: Duration::from_millis(1500),
        address: Ipv4Addr::LOCALHOST,
        value: Value::from(vec![1, 2]),
        external: all_shapes!(External: External::One(1), External::Many(1, "m".into()),
            External::Bytes(vec![1]), External::Maybe(None), External::Maybe(Some(2))),
        adjacent: all_shapes!(Adjacent: Adjacent::One(1), Adjacent::Many(1, "m".into()),
            Adjacent::Empty()),
        internal: all_shapes!(Internal: Internal::One(place("inside"))),
        foreign: Foreign::A { text: "t".into() },
        foreign_list: vec![Foreign::B(1)],
        as_text: vec![1, 2],
        bound: Some(1),
        unbound: None,
        unbound_with_default: None,
        __dict__: Dict::from([("unforeseen", 1)]),
    }
}

#[test]
fn a_slot_is_written_by_its_type_as_by_its_vtable() {
    let known = kinds();
    let inherits = Inherits { base: known.clone() };
    let json = serde_json::to_string_pretty(&known).expect("it can be written");
    assert_eq!(json, serde_json::to_string_pretty(&inherits).expect("it can be written"));
    assert!(json.contains("\"unbound_with_default\": null") && json.contains("unforeseen"));
    assert_eq!(
        rmp_serde::to_vec_named(&known).expect("it can be written"),
        rmp_serde::to_vec_named(&inherits).expect("it can be written"),
    );
}
