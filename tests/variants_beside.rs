//! Enums with data whose content stands beside a tag: what an attack found there.

#![cfg(feature = "serde")]

mod same_data;

use std::collections::BTreeMap;

use slotted::prelude::*;
use slotted::{SlotValue, from_value, to_value};

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
