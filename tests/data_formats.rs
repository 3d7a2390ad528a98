//! Formats that call a visitor otherwise than JSON does: reading and writing rely on nothing that
//! only one format provides.

#![cfg(feature = "serde")]

use std::collections::BTreeMap;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer, Serialize, forward_to_deserialize_any};
use slotted::prelude::*;

/// Data of a self-describing format that marks optional values and newtypes.
#[derive(Clone)]
enum Told {
    Number(u64),
    Some(Box<Told>),
    Wrapped(Box<Told>),
    List(Vec<Told>),
    Map(Vec<(&'static str, Told)>),
    Unit,
    /// Nothing can be read here.
    Broken,
}

use Told::{List, Map, Number};

fn some(told: Told) -> Told {
    Told::Some(Box::new(told))
}

fn wrapped(told: Told) -> Told {
    Told::Wrapped(Box::new(told))
}

impl<'de> Deserializer<'de> for Told {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Number(number) => visitor.visit_u64(number),
            Told::Some(told) => visitor.visit_some(*told),
            Told::Wrapped(told) => visitor.visit_newtype_struct(*told),
            List(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Map(entries) => visitor.visit_map(MapDeserializer::new(entries.into_iter())),
            Told::Unit => visitor.visit_unit(),
            Told::Broken => Err(serde::de::Error::custom("the data is broken")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Told {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn read<'de, T: Deserialize<'de>>(entries: &[(&'static str, Told)]) -> Result<T, String> {
    T::deserialize(Map(entries.to_vec())).map_err(|error| error.to_string())
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(serialize, deserialize, ignore_unknown)]
struct Inner {
    a: i64,
    b: Option<i64>,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict, serialize, deserialize)]
struct Outer {
    #[slots(base)]
    base: Inner,
    x: Option<u8>,
    y: u16,
    inner: Inner,
    list: Vec<Inner>,
    any: Value,
    #[slots(optional)]
    maybe: Option<Value>,
    __dict__: Dict,
}

fn inner(a: u64) -> Told {
    Map(vec![("a", Number(a)), ("unknown", List(vec![]))])
}

#[test]
fn what_is_marked_as_present_or_wrapped_is_what_it_is() {
    for mark in [|told| told, some, wrapped, |told| some(wrapped(told)), |told| wrapped(some(told))]
    {
        let outer: Outer = read(&[
            ("a", mark(Number(1))),
            ("x", mark(Number(2))),
            ("y", mark(Number(3))),
            ("inner", mark(inner(4))),
            ("list", mark(List(vec![mark(inner(5)), inner(6)]))),
            ("any", mark(List(vec![mark(Number(7))]))),
            ("more", mark(Number(8))),
        ])
        .unwrap();
        let inner = |a| Inner { a, b: None };
        assert_eq!(
            outer,
            Outer {
                base: inner(1),
                x: Some(2),
                y: 3,
                inner: inner(4),
                list: vec![inner(5), inner(6)],
                any: Value::from([7]),
                maybe: None,
                __dict__: Dict::from([("more", 8)]),
            }
        );
    }
}

#[test]
fn marks_in_one_another_are_refused_as_lists_in_one_another_are() {
    let whole = [
        ("a", Number(1)),
        ("x", Number(1)),
        ("y", Number(1)),
        ("inner", inner(1)),
        ("list", List(vec![])),
        ("any", Number(1)),
    ];
    let deep = |mark: fn(Told) -> Told, levels| (0..levels).fold(Number(1), |told, _| mark(told));
    for mark in [some, wrapped, |told| List(vec![told]), |told| Map(vec![("k", told)])] {
        for name in ["x", "any", "maybe", "more"] {
            let with = |levels| {
                let others = whole.iter().filter(|entry| entry.0 != name).cloned();
                read::<Outer>(&others.chain([(name, deep(mark, levels))]).collect::<Vec<_>>())
            };
            assert!(name == "x" || with(100).is_ok(), "{name}");
            let says = with(1_000).unwrap_err();
            // A list for a number is refused before what it holds is read.
            let is_refused = name == "x" && says.contains("must be Option<u8>, not");
            assert!(is_refused || says.contains("more than 128 levels deep"), "{name}: {says}");
        }
    }
}

/// A list or a map that a type never takes is refused at once, and not read to its end: also where
/// the format does not mark what is in an `Option`.
#[test]
fn what_a_type_never_takes_is_refused_before_it_is_read() {
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    #[allow(dead_code)]
    struct Kinds {
        #[slots(default)]
        number: Option<u8>,
        #[slots(default)]
        list: Vec<u16>,
        #[slots(default)]
        maybe: Option<Vec<u16>>,
        #[slots(default)]
        array: [u16; 2],
        #[slots(default)]
        boxed: Box<u8>,
        #[slots(optional)]
        optional: Option<Vec<u16>>,
        #[slots(default)]
        all: BTreeMap<String, Vec<u16>>,
    }
    let list = || List(vec![Told::Broken]);
    let map = || Map(vec![("k", Told::Broken)]);
    for (name, wrong, kind) in [
        ("number", list(), "list"),
        ("number", map(), "dict"),
        ("list", map(), "dict"),
        ("maybe", map(), "dict"),
        ("array", map(), "dict"),
        ("boxed", list(), "list"),
        ("boxed", map(), "dict"),
        ("optional", map(), "dict"),
        ("all", Map(vec![("k", map())]), "dict"),
    ] {
        let error = read::<Kinds>(&[(name, wrong)]).unwrap_err();
        assert!(error.ends_with(&format!(", not {kind}")), "{name}: {error}");
    }
    for (name, read_first) in [("list", list()), ("all", map())] {
        let error = read::<Kinds>(&[(name, read_first)]).unwrap_err();
        assert!(error.contains("the data is broken"), "{name}: {error}");
    }
}

/// Regression test: a short input could nest many structs and overflow the stack.
#[test]
fn structs_in_one_another_count_as_lists_do() {
    macro_rules! chain {
        ($outer:ident $inner:ident $($more:ident)*) => {
            #[derive(Slots)]
            #[slots(deserialize)]
            #[allow(dead_code)]
            struct $outer {
                next: $inner,
            }
            chain!($inner $($more)*);
        };
        ($last:ident) => {
            #[derive(Slots)]
            #[slots(deserialize)]
            #[allow(dead_code)]
            struct $last {
                next: Vec<A>,
            }
        };
    }
    chain!(A B C D E F G H I J K L M N O P Q R S T U V W X Y Z);
    // The data are nested lists of one item each, and an empty list inside them.
    let through = |lists: usize| {
        let bytes: Vec<u8> = std::iter::repeat_n(1, lists).chain([0]).collect();
        postcard::from_bytes::<A>(&bytes)
    };
    assert!(through(3).is_ok());
    for lists in [20, 126] {
        assert!(through(lists).is_err(), "{lists}");
    }
}

/// A format that is not self-describing writes the slots of a base at the place of the base's
/// field. Here, the type's own slots have the same type as those of the base, so that a wrong order
/// would be read without an error.
#[test]
fn slots_in_their_order_are_those_of_the_base_and_the_own_ones() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Place {
        latitude: f64,
        longitude: f64,
    }
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Event {
        #[slots(base)]
        place: Place,
        magnitude: f64,
        depth: f64,
    }
    let event =
        Event { place: Place { latitude: 1.0, longitude: 2.0 }, magnitude: 3.0, depth: 4.0 };
    let bytes = postcard::to_allocvec(&event).unwrap();
    assert_eq!(bytes, postcard::to_allocvec(&(1.0, 2.0, 3.0, 4.0)).unwrap());
    assert_eq!(postcard::from_bytes::<Event>(&bytes).unwrap(), event);
}

/// serde's own adapter for internally tagged enums always claims to be human-readable, and passes
/// the length of a map on to a format that needs it.
#[test]
fn a_map_says_its_length() {
    #[derive(Serialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        Inner(Inner),
        Outer(Outer),
    }
    let inner = Inner { a: 1, b: None };
    let mut outer = Outer {
        base: inner.clone(),
        x: None,
        y: 1,
        inner: inner.clone(),
        list: vec![],
        any: Value::None,
        maybe: None,
        __dict__: Dict::new(),
    };
    let length_said = |tagged: &Tagged| postcard::to_allocvec(tagged).unwrap()[0];
    assert_eq!(length_said(&Tagged::Inner(inner)), 1 + 2);
    assert_eq!(length_said(&Tagged::Outer(outer.clone())), 1 + 7);
    outer.maybe = Some(Value::from(1));
    outer.dict_mut().insert("more", 1);
    assert_eq!(length_said(&Tagged::Outer(outer.clone())), 1 + 9);
    // An entry that a slot hides is not written.
    outer.dict_mut().insert("y", 2);
    assert_eq!(length_said(&Tagged::Outer(outer.clone())), 1 + 9);
    let text = serde_json::to_string(&outer).unwrap();
    assert_eq!(text.matches(r#""y":"#).count(), 1, "{text}");
}

/// MessagePack writes a struct as a list of its fields, or with names, as the writer chooses.
#[test]
fn a_closed_type_has_names_where_the_format_writes_names() {
    let inner = Inner { a: 1, b: None };
    let named = rmp_serde::to_vec_named(&inner).unwrap();
    assert_eq!(named, [0x82, 0xa1, b'a', 1, 0xa1, b'b', 0xc0]);
    assert_eq!(rmp_serde::from_slice::<Inner>(&named).unwrap(), inner);
    let listed = rmp_serde::to_vec(&inner).unwrap();
    assert_eq!(listed, [0x92, 1, 0xc0]);
    assert_eq!(rmp_serde::from_slice::<Inner>(&listed).unwrap(), inner);
}

#[test]
fn null_unbinds_an_optional_slot_of_any_type_in_any_format() {
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    enum Shape {
        Nothing,
        Circle { radius: f64 },
    }
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    enum Side {
        Left,
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(deserialize)]
    struct Drawing {
        #[slots(optional)]
        shape: Option<Shape>,
        #[slots(optional)]
        side: Option<Side>,
        #[slots(optional)]
        inner: Option<Inner>,
    }
    let none = Drawing { shape: None, side: None, inner: None };
    let text = r#"{"shape":null,"side":null,"inner":null}"#;
    assert_eq!(serde_json::from_str::<Drawing>(text).unwrap(), none);
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let named = rmp_serde::to_vec(&value).unwrap();
    assert_eq!(rmp_serde::from_slice::<Drawing>(&named).unwrap(), none);
    let text = r#"{"shape":{"Circle":{"radius":1}},"side":"Left","inner":null}"#;
    let some =
        Drawing { shape: Some(Shape::Circle { radius: 1.0 }), side: Some(Side::Left), ..none };
    assert_eq!(serde_json::from_str::<Drawing>(text).unwrap(), some);
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let named = rmp_serde::to_vec(&value).unwrap();
    assert_eq!(rmp_serde::from_slice::<Drawing>(&named).unwrap(), some);
    assert_ne!(some.shape, Some(Shape::Nothing));
}

/// A format may have a unit for what is not there, where it is asked for an `Option`.
#[test]
fn a_unit_unbinds_an_optional_slot() {
    #[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
    struct Metres(f64);
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    enum Shape {
        Circle { radius: f64 },
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(deserialize)]
    struct Drawing {
        #[slots(optional, default = Some(1))]
        number: Option<u8>,
        #[slots(optional, default = Some(Shape::Circle { radius: 1.0 }))]
        shape: Option<Shape>,
        #[slots(serde, optional, default = Some(Metres(1.0)))]
        height: Option<Metres>,
    }
    let units = ["number", "shape", "height"].map(|name| (name, Told::Unit));
    let unbound = Drawing { number: None, shape: None, height: None };
    assert_eq!(read::<Drawing>(&units).unwrap(), unbound);
    let in_order = InOrder(vec![Told::Unit, Told::Unit, Told::Unit]);
    assert_eq!(Drawing::deserialize(in_order).unwrap(), unbound);
}

/// A format that is no text and has no names: a struct is the list of its fields.
struct InOrder(Vec<Told>);

impl<'de> Deserializer<'de> for InOrder {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.0.into_iter()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A format that is no text, and has names: a struct is a map, which is no list.
struct Named(Vec<(&'static str, Told)>);

impl<'de> Deserializer<'de> for Named {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("asked for no struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(self.0.into_iter()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[test]
fn a_closed_type_is_asked_for_as_the_struct_that_serdes_derive_asks_for() {
    #[derive(Deserialize, Debug, PartialEq)]
    struct Derived {
        a: i64,
        b: Option<i64>,
    }
    let data = || Named(vec![("b", Number(2)), ("a", Number(1))]);
    assert!(Derived::deserialize(Named(vec![("a", Number(1))])).is_ok());
    assert_eq!(Inner::deserialize(data()).unwrap(), Inner { a: 1, b: Some(2) });
}

/// The name of a variant may come as bytes.
#[test]
fn a_variant_may_be_named_by_bytes() {
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    #[slots(deserialize)]
    enum Side {
        Left,
        Right,
    }
    let named = |name: &'static [u8]| {
        Side::deserialize(MapDeserializer::<_, Error>::new([(name, ())].into_iter()))
    };
    assert_eq!(named(b"Right").unwrap(), Side::Right);
    assert!(named(b"Middle").unwrap_err().to_string().contains("'Middle'"));
    let error = named(b"\xff").unwrap_err().to_string();
    assert!(error.ends_with("expected the name or the number of one of 2 variants"), "{error}");
}

#[derive(Slots, Debug, PartialEq)]
#[slots(deserialize)]
struct Flight {
    carrier: String,
    delay: Option<i16>,
    #[slots(alias = "miles")]
    distance: u32,
    tail: Option<String>,
}

/// CSV names the slots by the bytes of its header.
#[test]
fn a_record_of_csv_is_read_by_its_header() {
    let text = "tail,carrier,miles,delay\nN14228,UA,1400,-3\n,AA,1089,\n";
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let flights: Vec<Flight> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    let flight = |carrier: &str, delay, distance, tail: Option<&str>| Flight {
        carrier: carrier.into(),
        delay,
        distance,
        tail: tail.map(String::from),
    };
    assert_eq!(
        flights,
        [flight("UA", Some(-3), 1400, Some("N14228")), flight("AA", None, 1089, None),]
    );
    let wrong = "carrier,distance,dela\nUA,1400,2\n";
    let mut reader = csv::Reader::from_reader(wrong.as_bytes());
    let error = reader.deserialize::<Flight>().next().unwrap().unwrap_err().to_string();
    assert!(error.contains("unexpected attribute 'dela'. Did you mean: 'delay'?"), "{error}");
    let mut reader = csv::Reader::from_reader(&b"carrier,\xff\nUA,2\n"[..]);
    let record = reader.byte_records().next().unwrap().unwrap();
    let header = csv::ByteRecord::from(vec![&b"carrier"[..], b"\xff"]);
    let error = record.deserialize::<Flight>(Some(&header)).unwrap_err().to_string();
    assert!(error.contains("the name of an attribute"), "{error}");
}
