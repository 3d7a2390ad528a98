//! Enums with data whose content stands beside a tag: what an attack found there.

#![cfg(feature = "serde")]

mod same_data;

use std::collections::BTreeMap;
use std::sync::Arc;

use slotted::prelude::*;
use slotted::{Graph, Obj, SlotValue, from_value, to_value};

use crate::same_data::{assert_same_data, assert_same_taken};

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(tag = "t", serialize, deserialize)]
enum Nested {
    Again(Box<Nested>),
    End,
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(tag = "t", content = "c", serialize, deserialize)]
enum Adjacent {
    Again(Box<Adjacent>),
    Maybe(Option<Box<Adjacent>>),
    Number(Option<i64>),
    Pair(u8, u8),
    End,
}

#[test]
fn an_enum_beside_the_tag_of_another_is_bounded_in_depth() {
    for levels in [600, 100_000] {
        let map = format!("{{{}\"t\":\"End\"}}", r#""t":"Again","#.repeat(levels));
        assert!(serde_json::from_str::<Nested>(&map).is_err());
        let list = format!("[{}\"End\"]", r#""Again","#.repeat(levels));
        assert!(serde_json::from_str::<Nested>(&list).is_err());
        for numbers in [vec![0; levels], [1, 1].repeat(levels)] {
            assert!(postcard::from_bytes::<Adjacent>(&numbers).is_err());
        }
    }
}

mod ours {
    use super::*;
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    pub(crate) struct Login {
        #[slots(skip_serializing_if = is_secret, default)]
        secret: String,
        n: u8,
    }
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    #[slots(tag = "t", serialize, deserialize)]
    pub(crate) enum Beside {
        Login(Login),
        Map(BTreeMap<String, String>),
        Unit(()),
        Skipped(#[slots(skip, default)] u8),
        Named {
            #[slots(skip_serializing_if = Option::is_none, default)]
            r: Option<f64>,
        },
    }
    pub(crate) fn login() -> Login {
        Login { secret: "hunter2".into(), n: 1 }
    }
}

mod theirs {
    use super::*;
    #[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
    pub(crate) struct Login {
        #[serde(skip_serializing_if = "is_secret", default)]
        secret: String,
        n: u8,
    }
    #[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
    #[serde(tag = "t")]
    pub(crate) enum Beside {
        Login(Login),
        Map(BTreeMap<String, String>),
        Unit(()),
        Skipped(#[serde(skip)] u8),
        Named {
            #[serde(skip_serializing_if = "Option::is_none", default)]
            r: Option<f64>,
        },
    }
    pub(crate) fn login() -> Login {
        Login { secret: "hunter2".into(), n: 1 }
    }
}

// The function gets the field as it is.
#[allow(clippy::ptr_arg)]
fn is_secret(text: &String) -> bool {
    !text.is_empty()
}

#[test]
fn what_is_left_out_in_data_is_left_out_beside_a_tag_too() {
    assert_same_data(&ours::Beside::Login(ours::login()), &theirs::Beside::Login(theirs::login()));
    for r in [None, Some(1.5)] {
        assert_same_data(&ours::Beside::Named { r }, &theirs::Beside::Named { r });
    }
}

#[test]
fn what_is_beside_a_tag_is_written_and_read_as_by_serde() {
    let map = BTreeMap::from([("a".to_owned(), "b".to_owned())]);
    assert_same_data(&ours::Beside::Map(map.clone()), &theirs::Beside::Map(map));
    assert_same_data(&ours::Beside::Unit(()), &theirs::Beside::Unit(()));
    assert_same_data(&ours::Beside::Skipped(0), &theirs::Beside::Skipped(0));
    for json in [
        r#"{"t":"Unit"}"#,
        r#"{"t":"Unit","x":1}"#,
        r#"{"t":"Skipped"}"#,
        r#"{"t":"Map"}"#,
        r#"{"t":"Map","t":"Unit"}"#,
        r#"{"t":"Map","a":"b"}"#,
        r#"{"a":"b","t":"Map"}"#,
        r#"{"t":"Map","a":1}"#,
        r#"{"t":"Named"}"#,
        r#"{"t":"Named","r":null}"#,
        r#"{"t":"Named","r":2}"#,
        r#"{"t":"Login","n":3}"#,
        r#"{"n":3,"t":"Login"}"#,
    ] {
        assert_same_taken::<ours::Beside, theirs::Beside>(json);
    }
}

/// What a variant holds beside its tag: a struct in all its forms, or something that is refused.
mod ours_held {
    use super::*;
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    pub(crate) struct Held {
        pub(crate) n: u8,
        #[slots(optional)]
        pub(crate) note: Option<String>,
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(serialize, deserialize, dict)]
    pub(crate) struct Open {
        pub(crate) n: u8,
        pub(crate) __dict__: Dict,
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    pub(crate) struct Called {
        pub(crate) t: u8,
    }
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    #[slots(tag = "t", serialize)]
    pub(crate) enum Beside {
        Held(Held),
        Open(Open),
        Shared(Obj<Held>),
        Maybe(Option<Held>),
        Optional(#[slots(optional)] Option<Held>),
        Called(Called),
        Entry(Open),
        Shape(Shape),
        Number(u8),
        List(Vec<u8>),
    }
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    #[slots(serialize)]
    pub(crate) enum Shape {
        Circle { radius: f64 },
    }
}

mod theirs_held {
    use super::*;
    #[derive(serde::Serialize)]
    pub(crate) struct Held {
        pub(crate) n: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(crate) note: Option<String>,
    }
    #[derive(serde::Serialize)]
    #[serde(tag = "t")]
    pub(crate) enum Beside {
        Held(Held),
        Open(BTreeMap<String, u8>),
        Shared(Arc<Held>),
        Maybe(Option<Held>),
        Number(u8),
        List(Vec<u8>),
    }
}

#[test]
fn a_struct_beside_a_tag_is_written_as_by_serde() {
    use {ours_held as ours, theirs_held as theirs};
    fn same(ours: &ours::Beside, theirs: &theirs::Beside) {
        assert_eq!(serde_json::to_string(ours).unwrap(), serde_json::to_string(theirs).unwrap());
        let named = rmp_serde::to_vec_named(theirs).unwrap();
        assert_eq!(rmp_serde::to_vec_named(ours).unwrap(), named);
    }
    let held = || ours::Held { n: 1, note: Some("x".to_owned()) };
    let theirs_held = |note: Option<&str>| theirs::Held { n: 1, note: note.map(String::from) };
    same(&ours::Beside::Held(held()), &theirs::Beside::Held(theirs_held(Some("x"))));
    // Several may refer to the object: it is written as its value.
    let shared = theirs::Beside::Shared(Arc::new(theirs_held(Some("x"))));
    same(&ours::Beside::Shared(Obj::new(held())), &shared);
    let mut open = ours::Open { n: 1, __dict__: Dict::new() };
    open.setattr("x", 2).unwrap();
    let entries = [("n", 1), ("x", 2)].map(|(name, value)| (name.to_owned(), value));
    let map = theirs::Beside::Open(BTreeMap::from(entries));
    same(&ours::Beside::Open(open), &map);

    // An unbound slot is left out where there are names, and has its place where there are none.
    let unbound = ours::Beside::Held(ours::Held { n: 1, note: None });
    let json = serde_json::to_string(&unbound).unwrap();
    assert_eq!(json, serde_json::to_string(&theirs::Beside::Held(theirs_held(None))).unwrap());
    let in_order = postcard::to_allocvec(&("Held", 1_u8, None::<u8>)).unwrap();
    assert_eq!(postcard::to_allocvec(&unbound).unwrap(), in_order);
}

#[test]
fn what_cannot_stand_beside_a_tag_is_refused_with_the_reason() {
    use {ours_held as ours, theirs_held as theirs};
    let held = || ours::Held { n: 1, note: None };
    let mut open = ours::Open { n: 1, __dict__: Dict::new() };
    open.setattr("t", 2).unwrap();
    for (value, what) in [
        (ours::Beside::Maybe(Some(held())), "the variant 'Maybe' holds an optional value"),
        (ours::Beside::Optional(Some(held())), "the variant 'Optional' holds an optional value"),
        (ours::Beside::Optional(None), "the variant 'Optional' holds an optional value"),
        (ours::Beside::Called(ours::Called { t: 1 }), "holds an attribute of that name"),
        (ours::Beside::Entry(open), "holds an attribute of that name"),
        (ours::Beside::Shape(ours::Shape::Circle { radius: 1.0 }), "holds an enum"),
        (ours::Beside::Number(1), "holds int"),
        (ours::Beside::List(vec![1]), "holds bytes"),
    ] {
        let says = format!("{what}, which cannot stand beside the tag 't'");
        let error = serde_json::to_string(&value).unwrap_err().to_string();
        assert!(error.ends_with(&says), "{error}");
        assert!(postcard::to_allocvec(&value).is_err());
        let error = to_value(&value).unwrap_err().to_string();
        assert!(error.ends_with(&says), "{error}");
    }
    // serde has no form for these either.
    let maybe = theirs::Beside::Maybe(Some(theirs::Held { n: 1, note: None }));
    for value in [maybe, theirs::Beside::Number(1), theirs::Beside::List(vec![1])] {
        assert!(serde_json::to_string(&value).is_err());
    }
    // In a graph, an object is a number.
    let shared = Graph(ours::Beside::Shared(Obj::new(held())));
    let error = serde_json::to_string(&shared).unwrap_err().to_string();
    assert!(error.ends_with("holds a reference, which cannot stand beside the tag 't'"), "{error}");
    assert!(serde_json::to_string(&Graph(ours::Beside::Held(held()))).is_ok());
}

#[test]
fn an_unbound_field_of_a_variant_is_left_out_where_there_are_names() {
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    enum Event {
        Quake {
            magnitude: f64,
            #[slots(optional)]
            felt: Option<u32>,
        },
        Noted {
            #[slots(optional)]
            felt: Option<u32>,
            #[slots(skip_serializing_if = String::is_empty, default)]
            note: String,
        },
    }
    for (event, json, in_order) in [
        (
            Event::Quake { magnitude: 1.0, felt: None },
            r#"{"Quake":{"magnitude":1.0}}"#,
            postcard::to_allocvec(&(0_u32, 1.0, None::<u32>)),
        ),
        (
            Event::Quake { magnitude: 1.0, felt: Some(2) },
            r#"{"Quake":{"magnitude":1.0,"felt":2}}"#,
            postcard::to_allocvec(&(0_u32, 1.0, Some(2_u32))),
        ),
        (
            Event::Noted { felt: None, note: "x".to_owned() },
            r#"{"Noted":{"note":"x"}}"#,
            postcard::to_allocvec(&(1_u32, None::<u32>, "x")),
        ),
        (
            Event::Noted { felt: Some(2), note: "x".to_owned() },
            r#"{"Noted":{"felt":2,"note":"x"}}"#,
            postcard::to_allocvec(&(1_u32, Some(2_u32), "x")),
        ),
    ] {
        assert_eq!(serde_json::to_string(&event).unwrap(), json);
        assert_eq!(serde_json::from_str::<Event>(json).unwrap(), event);
        let in_order = in_order.unwrap();
        assert_eq!(postcard::to_allocvec(&event).unwrap(), in_order);
        assert_eq!(postcard::from_bytes::<Event>(&in_order).unwrap(), event);
    }
    let skipped = Event::Noted { felt: Some(2), note: String::new() };
    assert_eq!(serde_json::to_string(&skipped).unwrap(), r#"{"Noted":{"felt":2}}"#);
}

#[test]
fn a_variant_without_fields_has_nothing_beside_its_tag() {
    for (json, says) in [
        (r#"["End", 5]"#, "invalid length 2, expected the name of a variant alone"),
        (r#"{"t": "End", "x": 1}"#, "unknown field `x`"),
        (r#"{"x": 1, "t": "End"}"#, "unknown field `x`"),
    ] {
        let error = serde_json::from_str::<Nested>(json).unwrap_err().to_string();
        assert!(error.starts_with(says), "{json}: {error}");
        let boxed = serde_json::from_str::<Vec<Nested>>(&format!("[{json}]"));
        assert!(boxed.unwrap_err().to_string().starts_with(says), "{json}");
    }
    assert_eq!(serde_json::from_str::<Nested>(r#"["End"]"#).unwrap(), Nested::End);
}

#[test]
fn an_entry_called_as_the_tag_never_makes_another_variant() {
    let named_so = ours::Beside::Map(BTreeMap::from([("t".to_owned(), "Unit".to_owned())]));
    assert!(serde_json::to_string(&named_so).is_err());
    let copy = named_so.as_value().to_value().unwrap();
    assert_eq!(ours::Beside::from_value(copy).unwrap(), named_so);
    assert!(to_value(&named_so).is_err());
}

#[test]
fn a_missing_content_is_none_where_the_variant_holds_an_option() {
    for (json, value) in [
        (r#"{"t":"Number"}"#, Some(Adjacent::Number(None))),
        (r#"{"t":"Number","c":null}"#, Some(Adjacent::Number(None))),
        (r#"{"t":"Maybe"}"#, Some(Adjacent::Maybe(None))),
        (r#"{"t":"Again"}"#, None),
        (r#"{"t":"Pair"}"#, None),
        (r#"{"c":{},"t":"End"}"#, None),
        (r#"{"t":"End","c":{}}"#, None),
        (r#"{"t":"Pair","c":{"0":1,"1":2}}"#, None),
        (r#"{"c":{"0":1,"1":2},"t":"Pair"}"#, None),
    ] {
        assert_eq!(serde_json::from_str::<Adjacent>(json).ok(), value, "{json}");
        let through: Value = serde_json::from_str(json).unwrap();
        assert_eq!(from_value::<Adjacent>(through).ok(), value, "{json}");
    }
    let text = toml::to_string(&Adjacent::Number(None)).unwrap();
    assert_eq!(toml::from_str::<Adjacent>(&text).unwrap(), Adjacent::Number(None));
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Inner {
    a: i64,
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
enum Holds {
    One(Inner),
    All(Vec<Inner>),
    Called {
        #[slots(alias = "r")]
        radius: f64,
    },
}

#[derive(Slots, Debug, PartialEq)]
struct Whole {
    holds: Holds,
    inner: Inner,
    list: Vec<Inner>,
}

#[test]
fn text_of_a_struct_is_read_where_it_is_inside_another_value() {
    let inner = Inner { a: 1 };
    let mut whole =
        Whole { holds: Holds::Called { radius: 1.0 }, inner: Inner { a: 0 }, list: Vec::new() };
    for holds in [Holds::One(inner.clone()), Holds::All(vec![inner.clone(), Inner { a: 2 }])] {
        let text = holds.as_value().to_string();
        whole.setattr_str("holds", &text).unwrap();
        assert_eq!(whole.holds, holds, "{text}");
    }
    whole.setattr_str("inner", "Inner(a=1)").unwrap();
    whole.setattr_str("list", "[Inner(a=1), {'a': 2}]").unwrap();
    assert_eq!((&whole.inner, &*whole.list), (&inner, &[inner.clone(), Inner { a: 2 }][..]));
    assert!(whole.setattr_str("inner", "Other(a=1)").is_err());
}

#[test]
fn a_field_of_a_variant_is_given_by_its_alias() {
    let mut holds = Holds::Called { radius: 1.0 };
    holds.setattr("r", 2.0).unwrap();
    holds.update_attrs([("r", 3.0)]).unwrap();
    assert_eq!(holds, Holds::Called { radius: 3.0 });
    assert!(holds.getattr("r").is_err());
}
