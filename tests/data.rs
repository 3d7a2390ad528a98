//! Slotted types in serde's formats: round trips, error messages and hostile input.

#![cfg(feature = "serde")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use slotted::prelude::*;

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(serialize, deserialize)]
struct Place {
    latitude: f64,
    longitude: f64,
    #[slots(optional)]
    elevation: Option<f32>,
}

/// A type without a `Dict`: undeclared keys are refused.
#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(serialize, deserialize, rename_all = "camelCase")]
struct Closed {
    magnitude: f64,
    single_depth: f32,
    #[slots(rename = "type")]
    kind: String,
    felt: Option<u32>,
    #[slots(optional)]
    alert: Option<String>,
    counts: Vec<i16>,
    bytes: Vec<u8>,
    tags: BTreeMap<String, Option<bool>>,
    #[slots(base)]
    place: Place,
    home: Place,
    others: Vec<Place>,
    #[slots(default = 7, readonly)]
    version: u8,
    wide: i128,
    #[slots(skip, default)]
    cache: u32,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict, serialize, deserialize)]
struct Open {
    magnitude: f64,
    #[slots(optional)]
    felt: Option<u32>,
    __dict__: Dict,
}

#[derive(Slots, Debug, PartialEq)]
#[slots(deserialize, ignore_unknown)]
struct Careless {
    x: u8,
}

fn place() -> impl Strategy<Value = Place> {
    (
        any::<f64>().prop_filter("a number", |x| !x.is_nan()),
        -180.0..180.0,
        prop::option::of(-1e3_f32..1e4),
    )
        .prop_map(|(latitude, longitude, elevation)| Place { latitude, longitude, elevation })
}

fn closed() -> impl Strategy<Value = Closed> {
    (
        (
            -1e300..1e300,
            -1e30_f32..1e30,
            any::<String>(),
            any::<Option<u32>>(),
            any::<Option<String>>(),
        ),
        (any::<Vec<i16>>(), any::<Vec<u8>>(), any::<BTreeMap<String, Option<bool>>>()),
        (place(), place(), prop::collection::vec(place(), 0..4)),
        (any::<u8>(), any::<i128>()),
    )
        .prop_map(
            |(
                (magnitude, single_depth, kind, felt, alert),
                (counts, bytes, tags),
                (place, home, others),
                (version, wide),
            )| {
                Closed {
                    magnitude,
                    single_depth,
                    kind,
                    felt,
                    alert,
                    counts,
                    bytes,
                    tags,
                    place,
                    home,
                    others,
                    version,
                    wide,
                    cache: 0,
                }
            },
        )
}

/// Generates values that every format can represent: no bytes (JSON writes lists), no `None` and no
/// infinity (TOML has no `None`, JSON no infinity).
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e300..1e300).prop_map(Value::Float),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Map(map.into_iter().collect())),
        ]
    })
}

fn open() -> impl Strategy<Value = Open> {
    let entries = prop::collection::btree_map(any::<String>(), value(), 0..20);
    (-1e300..1e300, any::<Option<u32>>(), entries).prop_map(|(magnitude, felt, entries)| {
        let mut dict: Dict = entries.into_iter().collect();
        dict.remove("magnitude");
        dict.remove("felt");
        Open { magnitude, felt, __dict__: dict }
    })
}

fn json<T: Serialize + DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn message_pack<T: Serialize + DeserializeOwned>(value: &T) -> T {
    rmp_serde::from_slice(&rmp_serde::to_vec(value).unwrap()).unwrap()
}

fn named_message_pack<T: Serialize + DeserializeOwned>(value: &T) -> T {
    rmp_serde::from_slice(&rmp_serde::to_vec_named(value).unwrap()).unwrap()
}

fn postcard<T: Serialize + DeserializeOwned>(value: &T) -> T {
    postcard::from_bytes(&postcard::to_stdvec(value).unwrap()).unwrap()
}

fn toml<T: Serialize + DeserializeOwned>(value: &T) -> T {
    toml::from_str(&toml::to_string(value).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn a_closed_record_is_the_same_after_json_message_pack_and_postcard(record in closed()) {
        let infinite = [&record.place, &record.home].into_iter().chain(&record.others);
        // JSON has no infinity.
        if infinite.clone().all(|place| place.latitude.is_finite()) {
            prop_assert_eq!(&json(&record), &record);
        }
        prop_assert_eq!(&message_pack(&record), &record);
        prop_assert_eq!(&named_message_pack(&record), &record);
        prop_assert_eq!(&postcard(&record), &record);
    }

    #[test]
    fn an_open_record_is_the_same_after_json_message_pack_and_toml(record in open()) {
        prop_assert_eq!(&json(&record), &record);
        prop_assert_eq!(&message_pack(&record), &record);
        prop_assert_eq!(&toml(&record), &record);
    }

    #[test]
    fn a_dict_is_the_same_after_json_and_message_pack(entries in prop::collection::btree_map(any::<String>(), value(), 0..30)) {
        let dict: Dict = entries.into_iter().collect();
        prop_assert_eq!(&json(&dict), &dict);
        prop_assert_eq!(&message_pack(&dict), &dict);
    }

    #[test]
    fn truncated_or_changed_text_is_a_record_or_an_error(record in open(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = serde_json::to_vec(&record).unwrap();
        let at = at.index(text.len());
        let _ = serde_json::from_slice::<Open>(&text[..at]).unwrap_err();
        let mut changed = text;
        changed[at] = byte;
        let _ = serde_json::from_slice::<Open>(&changed);
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[test]
fn unbound_slots_are_left_out_and_null_unbinds() {
    let open = Open { magnitude: 4.0, felt: None, __dict__: Dict::from([("null", Value::None)]) };
    let text = serde_json::to_string(&open).unwrap();
    assert_eq!(text, r#"{"magnitude":4.0,"null":null}"#);
    assert_eq!(read::<Open>(&text).unwrap(), open);
    // For an optional slot, `null` means unbound.
    let unbound: Open = read(r#"{"magnitude": 4, "felt": null}"#).unwrap();
    assert_eq!((unbound.felt, unbound.hasattr("felt")), (None, false));
}

#[test]
fn keys_without_a_slot_go_to_the_dict_in_their_order() {
    let text = r#"{"z": [1, 2.5], "magnitude": 4, "a": {"b": null}, "felt": 3, "big": 18446744073709551615}"#;
    let open: Open = read(text).unwrap();
    assert_eq!((open.magnitude, open.felt), (4.0, Some(3)));
    assert_eq!(open.__dict__.keys().collect::<Vec<_>>(), ["z", "a", "big"]);
    assert_eq!(open.__dict__["big"], u64::MAX);
    let again: serde_json::Value = serde_json::to_value(&open).unwrap();
    let mut given: serde_json::Value = serde_json::from_str(text).unwrap();
    given["magnitude"] = 4.0.into();
    assert_eq!(again, given);
}

#[test]
fn what_is_wrong_names_the_slot_and_the_place() {
    for (text, says) in [
        (
            r#"{"magnitude": 4, "magnitude": 5}"#,
            "Open() got multiple values for attribute 'magnitude' at line 1 column 28",
        ),
        (
            r#"{"magnitude": 4, "x": 1, "x": 2}"#,
            "Open() got multiple values for attribute 'x' at line 1 column 28",
        ),
        (r#"{"felt": 4}"#, "Open() missing 1 required attribute: 'magnitude' at line 1 column 11"),
        (
            r#"{"magnitude": "high"}"#,
            "attribute 'magnitude' of 'Open' objects must be f64, not str at line 1 column 20",
        ),
        (
            r#"{"magnitude": 4, "felt": -1}"#,
            "attribute 'felt' of 'Open' objects: -1 is out of range for u32 at line 1 column 27",
        ),
        (r#"{"magnitude": 4"#, "EOF while parsing an object at line 1 column 15"),
        (
            "[1]",
            "invalid type: sequence, expected a map: the attributes of 'Open' at line 1 column 0",
        ),
    ] {
        assert_eq!(read::<Open>(text).unwrap_err(), says, "{text}");
    }
    let error = read::<Place>(r#"{"latitude": 1, "longitud": 2}"#).unwrap_err();
    assert_eq!(
        error,
        "Place() got an unexpected attribute 'longitud'. Did you mean: 'longitude'? at line 1 column 26"
    );
    assert_eq!(read::<Careless>(r#"{"y": [1, {}], "x": 3}"#), Ok(Careless { x: 3 }));
}

#[test]
fn an_open_type_needs_a_format_that_describes_itself() {
    let open = Open { magnitude: 1.0, felt: Some(2), __dict__: Dict::from([("x", 1)]) };
    let bytes = postcard::to_stdvec(&open).unwrap();
    // postcard drops the message of an error, so this tests only that reading fails.
    assert!(postcard::from_bytes::<Open>(&bytes).is_err());
}

#[test]
fn what_lies_too_deep_is_refused_before_the_stack_is_used_up() {
    let deep = |levels: usize| {
        let mut bytes = vec![0x91; levels];
        bytes.push(0xc0);
        rmp_serde::from_slice::<Value>(&bytes)
    };
    assert!(deep(100).is_ok());
    assert!(deep(1_000).unwrap_err().to_string().contains("deep"));
    assert!(serde_json::from_str::<Value>(&"[".repeat(100_000)).is_err());
    // A list whose declared length exceeds its data.
    assert!(rmp_serde::from_slice::<Value>(&[0xdd, 0xff, 0xff, 0xff, 0xff, 0x01]).is_err());
}

#[test]
fn many_and_large_keys_are_read() {
    let mut text = String::from(r#"{"magnitude": 1"#);
    for key in 0..100_000 {
        text += &format!(r#","k{key}": {key}"#);
    }
    let huge = "k".repeat(1_000_000);
    text += &format!(r#","{huge}": 1}}"#);
    let open: Open = read(&text).unwrap();
    assert_eq!((open.__dict__.len(), &open.__dict__[&*huge]), (100_001, &Value::Int(1)));
}

#[test]
fn a_type_among_others_is_read_by_serdes_own_derive() {
    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Feature {
        id: String,
        properties: Open,
    }
    let text = r#"{"id": "a", "properties": {"magnitude": 1.5, "net": "ci"}}"#;
    let feature: Feature = read(text).unwrap();
    assert_eq!(feature.properties.getattr("net").unwrap(), "ci");
    assert_eq!(
        serde_json::to_string(&feature).unwrap(),
        text.replace(": ", ":").replace(", ", ",")
    );
}

#[test]
fn a_type_is_read_by_the_same_rules_wherever_it_stands() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize, ignore_unknown)]
    struct Inner {
        a: i64,
        b: Option<i64>,
    }
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Outer {
        inner: Inner,
        list: Vec<Inner>,
    }
    let text = r#"{"inner": {"a": 1, "x": [2]}, "list": [{"a": 3, "b": 4}, {"y": 0, "a": 5}]}"#;
    let outer: Outer = read(text).unwrap();
    let inner = |a, b| Inner { a, b };
    assert_eq!(
        outer,
        Outer { inner: inner(1, None), list: vec![inner(3, Some(4)), inner(5, None)] }
    );
    assert_eq!(read::<Inner>(r#"{"a": 1, "x": 2}"#).unwrap(), inner(1, None));
}

#[test]
fn a_name_without_a_slot_is_treated_inside_a_value_as_outside() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize, ignore_unknown)]
    struct Ignoring {
        a: i64,
    }
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize, dict)]
    struct Keeping {
        a: i64,
        __dict__: Dict,
    }
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Refusing {
        a: i64,
    }
    // What is in a map is a value first.
    type All<T> = BTreeMap<String, T>;
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Holder<T> {
        all: All<T>,
    }
    let (plain, more) = (r#"{"all":{"k":{"a":1}}}"#, r#"{"all":{"k":{"a":1,"x":[2]}}}"#);
    let ignoring = Holder { all: All::from([("k".to_owned(), Ignoring { a: 1 })]) };
    assert_eq!(read::<Holder<Ignoring>>(more).unwrap(), ignoring);
    assert_eq!(serde_json::to_string(&ignoring).unwrap(), plain);
    let keeping: Holder<Keeping> = read(more).unwrap();
    assert_eq!(keeping.all["k"].getattr_path("x[0]").unwrap(), 2);
    assert_eq!(serde_json::to_string(&keeping).unwrap(), more);
    assert_eq!(read::<Holder<Refusing>>(plain).unwrap().all["k"], Refusing { a: 1 });
    let error = read::<Holder<Refusing>>(more).unwrap_err();
    assert!(error.starts_with("Refusing() got an unexpected attribute 'x'"), "{error}");
}

/// The entries of a type whose slots are all bound are written too.
#[test]
fn the_entries_of_an_object_are_written_beside_its_slots() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize, dict)]
    struct Keeping {
        a: i64,
        __dict__: Dict,
    }
    let mut keeping = Keeping { a: 1, __dict__: Dict::new() };
    keeping.setattr("x", 2).unwrap();
    assert_eq!(serde_json::to_string(&keeping).unwrap(), r#"{"a":1,"x":2}"#);
    assert_eq!(json(&keeping), keeping);
    assert_eq!(message_pack(&keeping), keeping);
}

/// Regression test: the attributes are walked twice, first to count them and then to write them,
/// and the two walks once gave different lengths.
#[test]
fn a_lazy_slot_that_is_computed_while_it_is_written_changes_no_length() {
    use std::cell::{OnceCell, RefCell};
    use std::rc::Rc;

    use slotted::{ConversionError, Kind, SlotValue, ValueRef};

    #[derive(Slots)]
    #[slots(dict, serialize)]
    struct Record {
        curious: Curious,
        #[slots(lazy = Record::compute)]
        lazy: OnceCell<i64>,
        __dict__: Dict,
    }
    impl Record {
        fn compute(&self) -> i64 {
            7
        }
    }
    /// Reading this value computes the lazy slot of its record.
    #[derive(Clone, Default)]
    struct Curious(Rc<RefCell<Option<std::rc::Weak<Record>>>>);
    impl SlotValue for Curious {
        const KIND: Kind = Kind::Int;
        fn from_value(_: Value) -> Result<Self, ConversionError> {
            Ok(Curious::default())
        }
        fn as_value(&self) -> ValueRef<'_> {
            if let Some(record) = self.0.borrow().as_ref().and_then(std::rc::Weak::upgrade) {
                Record::SLOTS.lazy.get(&record);
            }
            ValueRef::Int(1)
        }
    }
    let curious = Curious::default();
    let (lazy, __dict__) = (OnceCell::new(), Dict::new());
    let record = Rc::new(Record { curious: curious.clone(), lazy, __dict__ });
    *curious.0.borrow_mut() = Some(Rc::downgrade(&record));
    let bytes = rmp_serde::to_vec_named(&*record).unwrap();
    assert_eq!(bytes, b"\x81\xa7curious\x01");
}
