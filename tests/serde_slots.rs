//! `#[slots(serde)]` and `#[slots(with = module)]`: slots of any type with serde's traits.

#![cfg(feature = "serde")]

mod same_data;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use slotted::prelude::*;
use slotted::value::Kind;
use slotted::{ValueRef, to_value};

use crate::same_data::{assert_same_data, round_trip};

/// A type with serde's traits alone: a tagged enum, which no other mode takes.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Source {
    File { path: String },
    Unknown,
}

/// It is text, and not `Send`.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
#[serde(from = "String", into = "String")]
struct Label(Rc<str>);

impl From<String> for Label {
    fn from(text: String) -> Self {
        Label(text.into())
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        (*label.0).to_owned()
    }
}

#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Metres(f64);

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Default)]
struct Limits {
    low: i8,
    high: u64,
    name: Option<String>,
}

/// Numbers as text: the functions of `with`.
mod as_text {
    use super::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(number: &u32, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("#{number}"))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
        let text = String::deserialize(from)?;
        let digits = text.strip_prefix('#').ok_or_else(|| serde::de::Error::custom("no '#'"))?;
        digits.parse().map_err(serde::de::Error::custom)
    }
}

#[derive(Slots, Debug, Clone, PartialEq)]
#[slots(serialize, deserialize)]
struct Track {
    #[slots(serde)]
    source: Source,
    #[slots(serde)]
    label: Label,
    #[slots(serde)]
    length: Metres,
    #[slots(serde)]
    limits: Vec<Limits>,
    #[slots(with = as_text)]
    number: u32,
    #[slots(serde)]
    note: Option<Label>,
}

/// The same, by serde's derive.
#[derive(Serialize, Deserialize, Debug)]
struct Derived {
    source: Source,
    label: Label,
    length: Metres,
    limits: Vec<Limits>,
    #[serde(with = "as_text")]
    number: u32,
    note: Option<Label>,
}

fn track() -> Track {
    Track {
        source: Source::File { path: "a.gpx".to_owned() },
        label: Label("north".into()),
        length: Metres(12.5),
        limits: vec![Limits { low: -1, high: u64::MAX, name: None }],
        number: 7,
        note: None,
    }
}

fn derived(track: &Track) -> Derived {
    let Track { source, label, length, limits, number, note } = track.clone();
    Derived { source, label, length, limits, number, note }
}

#[test]
fn a_serde_slot_is_shown_as_what_to_value_gives() {
    let track = track();
    assert_eq!(track.getattr("source").unwrap(), to_value(&track.source).unwrap());
    assert_eq!(track.getattr("label").unwrap(), "north");
    assert_eq!(track.getattr("length").unwrap(), 12.5);
    assert_eq!(track.getattr("length").unwrap().as_f64(), Some(12.5));
    assert_eq!(track.getattr("number").unwrap(), "#7");
    assert!(track.getattr("note").unwrap().is_none());
    let limits = track.getattr("limits").unwrap();
    assert_eq!(limits.kind(), Kind::List);
    assert_eq!(format!("{limits:?}"), "[{'low': -1, 'high': 18446744073709551615, 'name': None}]");
    let ValueRef::Foreign(view) = limits.view() else { panic!("{limits:?}") };
    assert_eq!(view.to_value().unwrap(), to_value(&track.limits).unwrap());
    assert_eq!(track.getattr("label").unwrap().to_string(), "north");
    assert_eq!(track.attr::<Source>("source").unwrap(), &track.source);
    assert_eq!(
        format!("{:?}", ValueRef::Object(&track)),
        "Track(source={'kind': 'file', 'path': 'a.gpx'}, label='north', length=12.5, \
         limits=[{'low': -1, 'high': 18446744073709551615, 'name': None}], number='#7', note=None)"
    );
}

#[test]
fn a_write_by_name_goes_through_from_value() {
    let mut track = track();
    track.setattr("source", "{'kind': 'unknown'}".parse::<Value>().unwrap()).unwrap();
    assert_eq!(track.source, Source::Unknown);
    track.setattr("length", 3).unwrap();
    track.setattr("number", "#12").unwrap();
    track.setattr("note", "windy").unwrap();
    assert_eq!((track.length, track.number), (Metres(3.0), 12));
    assert_eq!(track.note, Some(Label("windy".into())));
    track.setattr("note", None::<i32>).unwrap();
    assert_eq!(track.note, None);

    let before = track.clone();
    let refused = |value: &str| {
        let mut track = before.clone();
        let error = track.setattr("limits", value.parse::<Value>().unwrap()).unwrap_err();
        assert_eq!(track, before);
        error.to_string()
    };
    assert_eq!(
        refused("[{'low': 1, 'high': 2}, {'low': 300, 'high': 2}]"),
        "attribute 'limits'[1]['low'] of 'Track' objects: invalid value: integer `300`, expected i8"
    );
    assert_eq!(
        refused("5"),
        "attribute 'limits' of 'Track' objects: invalid type: integer `5`, expected a sequence"
    );
    let error = track.setattr("number", "12").unwrap_err();
    assert_eq!(error.to_string(), "attribute 'number' of 'Track' objects: no '#'");
    assert_eq!(error.reason(), Some("no '#'"));
    track.replace_attr("number", 9_u32).unwrap();
    assert_eq!(track.number, 9);
}

#[test]
fn text_is_read_as_what_prints_as_it() {
    #[derive(Slots, Debug, Clone, PartialEq)]
    struct Texts {
        #[slots(serde)]
        any: serde_json::Value,
        #[slots(serde)]
        label: Label,
        #[slots(serde)]
        limits: Limits,
        #[slots(with = digits)]
        exact: String,
    }

    /// Text of digits that is read from a number too, which may have lost some of them.
    mod digits {
        use super::{Deserialize, Deserializer, Serializer};

        pub(crate) fn serialize<S: Serializer>(text: &str, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_str(text)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
            #[derive(Deserialize)]
            #[serde(untagged)]
            enum Either {
                Text(String),
                Number(f64),
            }
            Ok(match Either::deserialize(from)? {
                Either::Text(text) => text,
                Either::Number(number) => number.to_string(),
            })
        }
    }

    let mut texts = Texts {
        any: serde_json::Value::Null,
        label: Label("".into()),
        limits: Limits::default(),
        exact: String::new(),
    };
    for text in ["5", "word", "[1, 2.5, {'a': None}]", "true", "None", ""] {
        texts.setattr_str("any", text).unwrap();
        assert_eq!(texts.getattr("any").unwrap().to_string(), text);
    }
    assert!(texts.setattr_str("any", "1.5").is_ok() && texts.any.is_f64());
    for text in ["5", "None", "[1", "word"] {
        texts.setattr_str("label", text).unwrap();
        assert_eq!(&*texts.label.0, text);
    }
    texts.setattr_str("limits", "{'low': 1, 'high': 2}").unwrap();
    assert_eq!(texts.limits, Limits { low: 1, high: 2, name: None });
    let error = texts.setattr_str("limits", "{'low': 1}").unwrap_err().to_string();
    assert!(error.ends_with("missing field `high`"), "{error}");
    let error = texts.setattr_str("limits", "word").unwrap_err().to_string();
    assert!(error.ends_with("invalid type: string \"word\", expected struct Limits"), "{error}");
    // The reason is that of the text, unless it is the literal of a list or a map.
    let error = texts.setattr_str("limits", "5").unwrap_err().to_string();
    assert!(error.ends_with("invalid type: string \"5\", expected struct Limits"), "{error}");
    texts.setattr_str("exact", "0.12345678901234567890123").unwrap();
    assert_eq!(texts.exact, "0.12345678901234567890123");
}

#[test]
fn data_is_what_the_type_writes_and_takes() {
    let track = track();
    assert_same_data(&track, &derived(&track));
    assert_eq!(round_trip(&track), track);
    // Not self-describing: an internally tagged enum cannot be read there, as serde has it.
    let text = toml::to_string(&track).unwrap();
    assert_eq!(text, toml::to_string(&derived(&track)).unwrap());
    assert_eq!(toml::from_str::<Track>(&text).unwrap(), track);

    for (json, at) in [
        (r#"{"source":{"kind":"other"}"#, "unknown variant `other`"),
        (r#"{"number":"7""#, "no '#' at line 1 column 13"),
        (r#"{"length":"far""#, "invalid type: string \"far\", expected f64 at line 1 column 15"),
    ] {
        let error = serde_json::from_str::<Track>(json).unwrap_err().to_string();
        assert!(error.contains(at), "{error}");
        let model = serde_json::from_str::<Derived>(json).unwrap_err().to_string();
        assert_eq!(error, model);
    }
}

#[test]
fn a_missing_key_is_none_where_serde_has_it_so() {
    let json =
        r##"{"source":{"kind":"unknown"},"label":"a","length":1.0,"limits":[],"number":"#1"}"##;
    assert_eq!(serde_json::from_str::<Track>(json).unwrap().note, None);
    assert!(serde_json::from_str::<Derived>(json).unwrap().note.is_none());
    let json = json.replace(r#""label":"a","#, "");
    let error = serde_json::from_str::<Track>(&json).unwrap_err().to_string();
    assert!(error.starts_with("Track() missing 1 required attribute: 'label'"), "{error}");
}

/// As serde's derive has it: neither a unit nor an `Option` that a module reads may be missing.
#[test]
fn a_missing_key_is_no_value_where_serde_has_none() {
    mod maybe {
        use super::{Deserialize, Deserializer, Serialize, Serializer};

        pub(crate) fn serialize<S: Serializer>(
            value: &Option<u8>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            value.serialize(to)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Option<u8>, D::Error> {
            Option::deserialize(from)
        }
    }
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Ours {
        #[slots(serde)]
        unit: (),
        #[slots(with = maybe)]
        maybe: Option<u8>,
        #[slots(serde)]
        own: Option<u8>,
    }
    #[derive(Deserialize, Debug)]
    struct Theirs {
        unit: (),
        #[serde(with = "maybe")]
        maybe: Option<u8>,
        own: Option<u8>,
    }
    let taken: Vec<bool> = [
        r#"{"unit":null,"maybe":null,"own":null}"#,
        r#"{"unit":null,"maybe":1}"#,
        r#"{"maybe":1,"own":1}"#,
        r#"{"unit":null,"own":1}"#,
    ]
    .into_iter()
    .map(|json| {
        let ours = serde_json::from_str::<Ours>(json).ok();
        let theirs = serde_json::from_str::<Theirs>(json).ok();
        assert_eq!(
            ours.as_ref().map(|it| (it.unit, it.maybe, it.own)),
            theirs.map(|it| (it.unit, it.maybe, it.own)),
            "{json}"
        );
        ours.is_some()
    })
    .collect();
    assert_eq!(taken, [true, true, false, false]);
}

/// Two slots of one type are told apart by their modules, in each format, in a base too.
#[test]
fn slots_of_one_type_are_written_and_read_each_by_its_own_module() {
    mod negated {
        use super::{Deserialize, Deserializer, Serializer};

        pub(crate) fn serialize<S: Serializer>(number: &u32, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_u32(!number)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
            u32::deserialize(from).map(|number| !number)
        }
    }
    mod doubled {
        use super::{Deserialize, Deserializer, Serializer};

        pub(crate) fn serialize<S: Serializer>(number: &u32, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_u32(2 * number)
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
            u32::deserialize(from).map(|number| number / 2)
        }
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Base {
        #[slots(with = doubled)]
        first: u32,
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Numbers {
        #[slots(base)]
        base: Base,
        #[slots(with = negated)]
        negated: u32,
        #[slots(with = doubled)]
        doubled: u32,
        #[slots(serde)]
        plain: u32,
        #[slots(with = negated, optional)]
        maybe: Option<u32>,
        #[slots(with = doubled, optional)]
        other: Option<u32>,
    }
    let numbers = Numbers {
        base: Base { first: 1 },
        negated: 2,
        doubled: 3,
        plain: 4,
        maybe: Some(5),
        other: Some(6),
    };
    let written = (2_u32, !2_u32, 6_u32, 4_u32, Some(!5_u32), Some(12_u32));
    let bytes = postcard::to_allocvec(&written).unwrap();
    assert_eq!(postcard::to_allocvec(&numbers).unwrap(), bytes);
    assert_eq!(postcard::from_bytes::<Numbers>(&bytes).unwrap(), numbers);
    let packed = rmp_serde::to_vec(&written).unwrap();
    assert_eq!(rmp_serde::to_vec(&numbers).unwrap(), packed);
    assert_eq!(rmp_serde::from_slice::<Numbers>(&packed).unwrap(), numbers);
    let json = serde_json::to_value(&numbers).unwrap();
    let values = ["first", "negated", "doubled", "plain", "maybe", "other"].map(|name| &json[name]);
    assert_eq!(serde_json::to_value(values).unwrap(), serde_json::to_value(written).unwrap());
    assert_eq!(serde_json::from_value::<Numbers>(json).unwrap(), numbers);
}

/// Every word that may stand beside `serde`.
#[derive(Slots, Debug, Clone, PartialEq)]
#[slots(serialize, deserialize)]
struct Words {
    #[slots(serde, optional)]
    limits: Option<Limits>,
    #[slots(with = as_text, optional)]
    number: Option<u32>,
    #[slots(serde, default = Limits { low: 1, ..Limits::default() })]
    defaulted: Limits,
    #[slots(serde, validate = short, rename = "len-gth")]
    length: Metres,
    #[slots(with = as_text, readonly, meta(unit = "m"))]
    fixed: u32,
    #[slots(serde, lazy = shown)]
    shown: OnceCell<Label>,
    /// A default that *unbound* is not.
    #[slots(serde, optional, default = Some(Metres(1.0)))]
    height: Option<Metres>,
}

fn short(length: &Metres) -> Result<(), String> {
    if length.0 < 100.0 { Ok(()) } else { Err("it is too long".to_owned()) }
}

fn shown(words: &Words) -> Label {
    Label(format!("{} m", words.length.0).into())
}

fn words() -> Words {
    Words {
        limits: None,
        number: Some(5),
        defaulted: Limits::default(),
        length: Metres(2.0),
        fixed: 3,
        shown: OnceCell::new(),
        height: None,
    }
}

#[test]
fn the_other_words_mean_beside_serde_what_they_mean_alone() {
    let mut words = words();
    assert!(!words.hasattr("limits"));
    words.setattr("limits", "{'low': 3, 'high': 4}".parse::<Value>().unwrap()).unwrap();
    assert_eq!(words.limits, Some(Limits { low: 3, high: 4, name: None }));
    words.setattr("limits", None::<i32>).unwrap();
    assert_eq!(words.limits, None);
    words.delattr("number").unwrap();
    assert_eq!(words.number, None);
    words.setattr("number", "#6").unwrap();
    assert_eq!(words.number, Some(6));

    let error = words.setattr("len-gth", 100).unwrap_err().to_string();
    assert_eq!(error, "attribute 'len-gth' of 'Words' objects: 100.0 is refused: it is too long");
    let error = words.setattr("fixed", "#4").unwrap_err().to_string();
    assert_eq!(error, "'Words' object attribute 'fixed' is read-only");
    assert_eq!(words.getattr("shown").unwrap(), "2 m");

    let made = Words::from_attrs([
        ("len-gth", Value::from(5.0)),
        ("fixed", Value::from("#8")),
        ("number", Value::from("#9")),
    ]);
    let made = made.unwrap();
    assert_eq!((made.defaulted.low, made.length, made.fixed), (1, Metres(5.0), 8));
    assert_eq!((made.limits, made.number, made.height), (None, Some(9), Some(Metres(1.0))));
    let error = Words::from_attrs([("len-gth", Value::from(500.0))]).unwrap_err().to_string();
    assert!(error.contains("500.0 is refused: it is too long"), "{error}");
}

#[test]
fn optional_validated_and_lazy_slots_are_read_by_the_type_itself() {
    let mut words = words();
    words.limits = Some(Limits { low: 1, high: 2, name: Some("x".to_owned()) });
    // JSON, and formats that hold the slots in their order.
    words.getattr("shown").unwrap();
    let json = serde_json::to_string(&words).unwrap();
    assert_eq!(
        json,
        r##"{"limits":{"low":1,"high":2,"name":"x"},"number":"#5","defaulted":{"low":0,"high":0,"name":null},"len-gth":2.0,"fixed":"#3","shown":"2 m","height":null}"##
    );
    assert_eq!(serde_json::from_str::<Words>(&json).unwrap(), words);
    let bytes = postcard::to_allocvec(&words).unwrap();
    assert_eq!(postcard::from_bytes::<Words>(&bytes).unwrap(), words);
    let packed = rmp_serde::to_vec(&words).unwrap();
    assert_eq!(rmp_serde::from_slice::<Words>(&packed).unwrap(), words);
    // What is unbound in data, and what a validator refuses.
    let json = r##"{"limits":null,"len-gth":2.0,"fixed":"#3"}"##;
    let read: Words = serde_json::from_str(json).unwrap();
    assert_eq!((read.limits, read.number, read.height), (None, None, Some(Metres(1.0))));
    let error = serde_json::from_str::<Words>(r#"{"len-gth":100.0}"#).unwrap_err().to_string();
    assert!(error.contains("100.0 is refused: it is too long"), "{error}");
    let error = serde_json::from_str::<Words>(r#"{"limits":[1]}"#).unwrap_err().to_string();
    assert!(error.contains("invalid length 1, expected struct Limits with 3 elements"), "{error}");
}

#[test]
fn ranges_lengths_aliases_and_skipping_hold_for_a_serde_slot() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Limited {
        #[slots(serde, len = 1..=3, alias = "title")]
        label: Label,
        #[slots(with = as_text, range = 1..=9)]
        number: u32,
        #[slots(serde, default, len = ..3, skip_serializing_if = Vec::is_empty)]
        list: Vec<Limits>,
    }
    let mut limited = Limited { label: Label("abc".into()), number: 1, list: Vec::new() };
    let json = r##"{"label":"abc","number":"#1"}"##;
    assert_eq!(serde_json::to_string(&limited).unwrap(), json);
    assert_eq!(serde_json::from_str::<Limited>(&json.replace("label", "title")).unwrap(), limited);
    let error = limited.setattr("title", "abcd").unwrap_err().to_string();
    assert!(error.contains("a length of 4"), "{error}");
    let error = limited.setattr("number", "#10").unwrap_err().to_string();
    assert!(error.contains("10 is not in 1..=9"), "{error}");
    let error = serde_json::from_str::<Limited>(r#"{"label":""}"#).unwrap_err().to_string();
    assert!(error.contains("a length of 0"), "{error}");
    let three = "[{'low': 1, 'high': 2}, {'low': 1, 'high': 2}, {'low': 1, 'high': 2}]";
    let error = limited.setattr_str("list", three).unwrap_err().to_string();
    assert!(error.contains("a length of 3"), "{error}");
}

#[test]
fn records_states_and_differences_go_through_values() {
    let (track, mut other) = (track(), track());
    let dict = track.to_dict().unwrap();
    assert_eq!(dict["number"], "#7");
    assert_eq!(Track::from_attrs(dict).unwrap(), track);
    other.set_state(track.get_state().unwrap()).unwrap();
    assert_eq!(other, track);
    other.source = Source::Unknown;
    other.number = 8;
    let patch = track.diff(&other);
    assert_eq!(
        patch.to_string(),
        "source: {'kind': 'file', 'path': 'a.gpx'} -> {'kind': 'unknown'}\nnumber: '#7' -> '#8'"
    );
    patch.invert().apply(&mut other).unwrap();
    assert_eq!(other, track);
    patch.apply(&mut other).unwrap();
    assert_eq!(other.number, 8);
    assert!(patch.apply(&mut other).is_err());
    other.update_attrs([("number", Value::from("#7")), ("source", dict_of_file())]).unwrap();
    assert_eq!(other, track);
    assert!(other.update_attrs([("number", Value::from("#1")), ("length", "x".into())]).is_err());
    assert_eq!(other, track);
}

fn dict_of_file() -> Value {
    "{'kind': 'file', 'path': 'a.gpx'}".parse().unwrap()
}

#[test]
fn no_path_leads_into_a_serde_slot() {
    let mut track = track();
    let whole = "a slot with `#[slots(serde)]` is read and written as a whole";
    for error in [
        track.getattr_path("source.path").unwrap_err(),
        track.getattr_path("limits[0].low").unwrap_err(),
    ] {
        assert!(error.to_string().ends_with(whole), "{error}");
    }
    let error = track.setattr_path("source.path", "b").unwrap_err().to_string();
    assert_eq!(error, format!("source.path: {whole}"));
    let error = track.delattr_path("source.path").unwrap_err().to_string();
    assert_eq!(error, format!("source.path: {whole}"));
}

#[test]
fn a_serde_slot_lies_in_nested_and_generic_structs() {
    #[derive(Slots, Debug, PartialEq, Clone)]
    #[slots(serialize, deserialize)]
    struct Nested<T: Serialize + DeserializeOwned> {
        #[slots(serde)]
        own: T,
        #[slots(with = list_of)]
        listed: Vec<T>,
        inner: Option<Track>,
        by_name: BTreeMap<String, Track>,
    }

    mod list_of {
        use super::{Deserialize, DeserializeOwned, Deserializer, Serialize, Serializer};

        pub(crate) fn serialize<T: Serialize, S: Serializer>(
            list: &[T],
            to: S,
        ) -> Result<S::Ok, S::Error> {
            to.collect_seq(list.iter().rev())
        }

        pub(crate) fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
            from: D,
        ) -> Result<Vec<T>, D::Error> {
            let mut list = Vec::deserialize(from)?;
            list.reverse();
            Ok(list)
        }
    }

    let nested = Nested {
        own: Metres(1.5),
        listed: vec![Metres(1.0), Metres(2.0)],
        inner: Some(track()),
        by_name: BTreeMap::from([("a".to_owned(), track())]),
    };
    assert_eq!(round_trip(&nested), nested);
    assert_eq!(nested.getattr("listed").unwrap(), Value::from(vec![2.0, 1.0]));
    assert_eq!(Nested::from_attrs(nested.to_dict().unwrap()).unwrap(), nested);
}

/// Inside another struct, the types of the slots are not known to the code that reads the struct.
#[test]
fn a_serde_slot_inside_another_struct_is_read_by_the_type_itself() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Outer {
        one: Words,
        all: Vec<Words>,
        #[slots(base)]
        base: Base,
    }
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Base {
        #[slots(with = as_text)]
        inherited: u32,
        #[slots(serde, optional)]
        perhaps: Option<Limits>,
    }
    for perhaps in [None, Some(Limits { low: 2, ..Limits::default() })] {
        let words = Words { limits: perhaps.clone(), ..words() };
        words.getattr("shown").unwrap();
        let base = Base { inherited: 4, perhaps };
        let outer = Outer { one: words.clone(), all: vec![words.clone(), words], base };
        assert_eq!(round_trip(&outer), outer);
        let bytes = postcard::to_allocvec(&outer).unwrap();
        assert_eq!(postcard::from_bytes::<Outer>(&bytes).unwrap(), outer);
        let packed = rmp_serde::to_vec(&outer).unwrap();
        assert_eq!(rmp_serde::from_slice::<Outer>(&packed).unwrap(), outer);
    }
    let error = serde_json::from_str::<Outer>(r#"{"one":{"len-gth":100}}"#).unwrap_err();
    assert!(error.to_string().contains("100.0 is refused: it is too long"), "{error}");
    /// The same, by serde's derive.
    #[derive(Deserialize, Debug)]
    struct Model {
        #[serde(rename = "one")]
        _one: ModelWords,
    }
    #[derive(Deserialize, Debug)]
    struct ModelWords {
        #[serde(with = "as_text", rename = "fixed")]
        _fixed: u32,
    }
    let wrong = r#"{"one":{"fixed":"4"}}"#;
    let error = serde_json::from_str::<Outer>(wrong).unwrap_err();
    let model = serde_json::from_str::<Model>(wrong).unwrap_err();
    assert_eq!(error.to_string(), model.to_string());
}

#[test]
fn what_cannot_be_written_says_so() {
    /// Its `Serialize` fails.
    #[derive(Debug)]
    struct Broken;
    impl Serialize for Broken {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("the disk is full"))
        }
    }
    impl<'de> Deserialize<'de> for Broken {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Err(serde::de::Error::custom("the disk is empty"))
        }
    }
    #[derive(Slots, Debug)]
    #[slots(serialize, deserialize)]
    struct Holder {
        #[slots(serde)]
        broken: Broken,
    }
    let mut holder = Holder { broken: Broken };
    assert_eq!(format!("{:?}", holder.getattr("broken").unwrap()), "<Broken object>");
    let error = holder.to_dict().unwrap_err().to_string();
    assert_eq!(error, "attribute 'broken' of 'Holder' objects: the disk is full");
    let error = holder.setattr("broken", 1).unwrap_err().to_string();
    assert_eq!(error, "attribute 'broken' of 'Holder' objects: the disk is empty");
    let error = serde_json::to_string(&holder).unwrap_err().to_string();
    assert_eq!(error, "the disk is full");
}

#[test]
fn items_that_take_no_bytes_are_counted_in_a_serde_slot_too() {
    #[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
    struct Nothing;
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Empty {
        #[slots(serde)]
        nothing: Nothing,
    }
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Many {
        all: Vec<Empty>,
    }
    // A claimed length of 2⁶², and no bytes for the items.
    let claimed = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f];
    let error = postcard::from_bytes::<Many>(&claimed).unwrap_err();
    assert!(!error.to_string().is_empty());
    let few = Many { all: vec![Empty { nothing: Nothing }, Empty { nothing: Nothing }] };
    let bytes = postcard::to_allocvec(&few).unwrap();
    assert_eq!(postcard::from_bytes::<Many>(&bytes).unwrap(), few);
}

/// What takes no bytes depends on the type and on the format; only such items are limited in number.
#[test]
fn a_list_of_serde_slots_is_limited_if_their_type_takes_no_bytes() {
    /// Text for people, and nothing in any other format.
    #[derive(Debug, Clone, PartialEq)]
    struct Mark;
    impl Serialize for Mark {
        fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            if to.is_human_readable() { to.serialize_str("mark") } else { to.serialize_unit() }
        }
    }
    impl<'de> Deserialize<'de> for Mark {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            if from.is_human_readable() {
                String::deserialize(from)?;
            } else {
                <()>::deserialize(from)?;
            }
            Ok(Mark)
        }
    }
    #[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
    struct Pair((), [Mark; 2]);
    #[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
    struct Named {
        mark: Mark,
        pair: Pair,
    }
    macro_rules! lists {
        ($($type:ty: $is_limited:literal,)*) => {$({
            #[derive(Slots, Debug)]
            #[slots(deserialize)]
            #[allow(dead_code)]
            struct Item {
                #[slots(serde)]
                it: $type,
            }
            #[derive(Slots, Debug)]
            #[slots(deserialize)]
            #[allow(dead_code)]
            struct Many {
                all: Vec<Item>,
            }
            // A list of 70,000 items, and bytes that any of them may take.
            let bytes = [&[0xf0, 0xa2, 0x04][..], &[0; 70_000]].concat();
            let read = postcard::take_from_bytes::<Many>(&bytes);
            assert_eq!(read.is_err(), $is_limited, stringify!($type));
            if let Ok((many, _)) = read {
                assert_eq!(many.all.len(), 70_000);
            }
            let few = postcard::from_bytes::<Many>(&[3, 0, 0, 0][..if $is_limited { 1 } else { 4 }]);
            assert_eq!(few.unwrap().all.len(), 3);
        })*};
    }
    lists! {
        (): true,
        Mark: true,
        ((), Mark): true,
        Pair: true,
        Named: true,
        [Mark; 3]: true,
        u8: false,
        (Mark, u8): false,
        Option<Mark>: false,
        Vec<Mark>: false,
    }
}

#[test]
fn a_serde_slot_lies_in_a_variant() {
    #[derive(SlotValue, Debug, Clone, PartialEq)]
    #[slots(serialize, deserialize)]
    enum Event {
        Start {
            #[slots(serde)]
            limits: Limits,
            #[slots(with = as_text, optional)]
            number: Option<u32>,
        },
        Stop,
    }
    #[derive(Slots, Debug, Clone, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Holder {
        event: Event,
    }
    for number in [None, Some(3)] {
        let holder = Holder { event: Event::Start { limits: Limits::default(), number } };
        assert_eq!(round_trip(&holder), holder);
        let bytes = postcard::to_allocvec(&holder).unwrap();
        assert_eq!(postcard::from_bytes::<Holder>(&bytes).unwrap(), holder);
    }
    let mut holder = Holder { event: Event::Start { limits: Limits::default(), number: None } };
    holder.setattr_path("event.number", "#5").unwrap();
    let json = r##"{"event":{"Start":{"limits":{"low":0,"high":0,"name":null},"number":"#5"}}}"##;
    assert_eq!(serde_json::to_string(&holder).unwrap(), json);
}

/// Declares an enum with one of the two derives, with the types that only serde's traits know in
/// each form of variant.
macro_rules! events {
    ($module:ident, [$(#[$enum:meta])*], $own:meta, $with:meta) => {
        mod $module {
            use super::*;

            $(#[$enum])*
            #[derive(Debug, Clone, PartialEq)]
            pub(crate) enum Event {
                Start {
                    #[$own]
                    limits: Limits,
                    #[$with]
                    number: u32,
                    #[$own]
                    label: Option<Label>,
                },
                Seen(#[$own] Label),
                Listed(#[$own] Vec<Limits>),
                Numbered(#[$with] u32),
                Moved(#[$own] Metres, #[$with] u32, u8),
                Stop,
            }
        }
    };
}

events! {
    slotted_events, [#[derive(SlotValue)] #[slots(serialize, deserialize)]],
    slots(serde), slots(with = as_text)
}
events! {
    derived_events, [#[derive(Serialize, Deserialize)]],
    allow(dead_code), serde(with = "as_text")
}

#[test]
fn a_serde_slot_in_each_form_of_variant_is_what_serde_has() {
    use {derived_events::Event as Theirs, slotted_events::Event as Ours};

    #[derive(Slots, Debug, Clone, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Holder {
        event: Ours,
        all: Vec<Ours>,
    }
    #[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
    struct DerivedHolder {
        event: Theirs,
        all: Vec<Theirs>,
    }

    let limits = |low| Limits { low, high: 7, name: Some("a".to_owned()) };
    let label = || Label("north".into());
    macro_rules! events {
        ($of:ident) => {
            [
                $of::Start { limits: limits(1), number: 2, label: Some(label()) },
                $of::Start { limits: limits(1), number: 2, label: None },
                $of::Seen(label()),
                $of::Listed(vec![limits(1), limits(2)]),
                $of::Numbered(3),
                $of::Moved(Metres(1.5), 4, 5),
                $of::Stop,
            ]
        };
    }
    for (ours, theirs) in events!(Ours).into_iter().zip(events!(Theirs)) {
        assert_same_data(&ours, &theirs);
        assert_eq!(round_trip(&ours), ours);
        let holder = Holder { event: ours.clone(), all: vec![ours.clone(), Ours::Stop, ours] };
        let derived = DerivedHolder {
            event: theirs.clone(),
            all: vec![theirs.clone(), Theirs::Stop, theirs],
        };
        assert_same_data(&holder, &derived);
        assert_eq!(round_trip(&holder), holder);
        let bytes = postcard::to_allocvec(&derived).unwrap();
        assert_eq!(postcard::from_bytes::<Holder>(&bytes).unwrap(), holder);
        let packed = rmp_serde::to_vec(&derived).unwrap();
        assert_eq!(rmp_serde::from_slice::<Holder>(&packed).unwrap(), holder);
    }

    let mut taken = 0;
    for json in [
        r##"{"Start":{"limits":{"low":1,"high":2,"name":null},"number":"#1","label":"a"}}"##,
        r##"{"Start":{"limits":{"low":1,"high":2},"number":"#1"}}"##,
        r##"{"Start":{"limits":{"low":300,"high":2},"number":"#1"}}"##,
        r##"{"Start":{"limits":{"low":1,"high":2},"number":"1"}}"##,
        r#"{"Seen":"a"}"#,
        r#"{"Seen":["a"]}"#,
        r#"{"Listed":[]}"#,
        r#"{"Listed":[{"low":1}]}"#,
        r##"{"Numbered":"#5"}"##,
        r#"{"Numbered":5}"#,
        r##"{"Moved":[1.5,"#5",6]}"##,
        r##"{"Moved":[1.5,"5",6]}"##,
        r##"{"Moved":[1.5,"#5"]}"##,
    ] {
        taken += u32::from(same_data::assert_same_taken::<Ours, Theirs>(json));
    }
    assert_eq!(taken, 6);
}
