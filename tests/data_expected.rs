//! What a format's error says that was expected: a format that finds something else than a type
//! takes asks the type for the words.

#![cfg(feature = "serde")]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use serde::de::value::{Error, MapDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, forward_to_deserialize_any};
use slotted::prelude::*;
use slotted::{Graph, Patch, SlotValue};

/// A value that no type takes, in a format that is text or not.
#[derive(Clone, Copy)]
struct Star {
    is_text: bool,
}

const STAR: Star = Star { is_text: true };

impl<'de> Deserializer<'de> for Star {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        self.is_text
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::invalid_type(Unexpected::Other("a star"), &visitor))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Star {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// What the error says that was expected instead of a star.
fn expected<T: Debug>(read: Result<T, Error>) -> String {
    let error = read.unwrap_err().to_string();
    let expected = error.strip_prefix("invalid type: a star, expected ");
    expected.unwrap_or_else(|| panic!("{error}")).to_owned()
}

#[derive(SlotValue, Clone, Debug)]
enum Side {
    Left,
    Right,
}

#[derive(SlotValue, Clone, Debug)]
#[slots(deserialize)]
enum Shape {
    Nothing,
    Circle { radius: f64 },
}

#[derive(Slots, Clone, Debug)]
#[slots(deserialize)]
#[allow(dead_code)]
struct Inner {
    a: u8,
}

/// A type of another crate, with serde's traits alone.
#[derive(Serialize, Deserialize, Debug)]
struct Other;

#[test]
fn an_error_says_what_the_type_of_a_slot_expects() {
    macro_rules! check {
        ($($type:ty: $says:literal,)*) => {$({
            #[derive(Slots, Debug)]
            #[slots(deserialize)]
            #[allow(dead_code)]
            struct Plain {
                x: $type,
            }
            #[derive(Slots, Debug)]
            #[slots(deserialize)]
            #[allow(dead_code)]
            struct Optional {
                #[slots(optional)]
                x: Option<$type>,
            }
            let data = || MapDeserializer::new([("x", STAR)].into_iter());
            assert_eq!(expected(Plain::deserialize(data())), $says, stringify!($type));
            let says = expected(Optional::deserialize(data()));
            // A format of any kind is asked for an optional enum as one that may not be there.
            let is_asked = stringify!($type) == "Shape";
            assert_eq!(says, if is_asked { "a value, or none" } else { $says });
        })*};
    }
    check! {
        u8: "a number",
        f64: "a number",
        bool: "a bool",
        String: "text",
        u128: "text",
        Duration: "text",
        std::net::IpAddr: "text",
        Side: "the name of a variant",
        Shape: "a variant of Shape",
        Vec<u8>: "bytes",
        Option<u8>: "a value, or none",
        Option<Vec<u16>>: "a value, or none",
        Vec<u16>: "a list",
        [u16; 2]: "a list",
        (u8, bool): "a list",
        BTreeMap<String, u8>: "a map with text as keys",
        Inner: "a map with text as keys",
        BTreeMap<u8, u8>: "a map",
        Value: "a value",
        (): "nothing",
    }
    assert_eq!(expected(Inner::deserialize(STAR)), "a map: the attributes of 'Inner'");
    assert_eq!(expected(Dict::deserialize(STAR)), "a map with text as keys");
    assert_eq!(expected(Value::deserialize(STAR)), "a value");
    assert_eq!(expected(Shape::deserialize(STAR)), "a variant of Shape");
}

#[test]
fn an_error_says_what_a_format_that_is_no_text_was_asked_for() {
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    #[allow(dead_code)]
    struct Holder {
        #[slots(optional)]
        number: Option<u8>,
        #[slots(serde, optional)]
        other: Option<Other>,
        side: Side,
        list: Vec<u16>,
    }
    /// The entries of a map that is no text.
    struct Entry(&'static str);
    impl<'de> Deserializer<'de> for Entry {
        type Error = Error;

        fn is_human_readable(&self) -> bool {
            false
        }

        fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let star = Star { is_text: false };
            visitor.visit_map(MapDeserializer::new([(self.0, star)].into_iter()))
        }

        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
            option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum
            identifier ignored_any
        }
    }
    for (name, says) in [
        ("number", "a value, or none"),
        ("other", "a value, or none"),
        ("side", "the name of a variant"),
        ("list", "a list"),
    ] {
        assert_eq!(expected(Holder::deserialize(Entry(name))), says, "{name}");
    }
}

#[derive(SlotValue, Clone, Debug)]
#[slots(tag = "t", deserialize)]
enum Tagged {
    Nothing,
    Circle { radius: f64 },
}

#[derive(SlotValue, Clone, Debug)]
#[slots(tag = "t", content = "c", deserialize)]
enum Adjacent {
    Nothing,
    Pair(u8, u8),
    Circle { radius: f64 },
}

#[test]
fn an_error_says_what_the_parts_of_an_enum_are() {
    // The tag.
    let tagged = || MapDeserializer::new([("t", STAR)].into_iter());
    assert_eq!(expected(Tagged::deserialize(tagged())), "a variant of Tagged");
    assert_eq!(expected(Adjacent::deserialize(tagged())), "a variant of Adjacent");
    let starred = || MapDeserializer::new([(STAR, STAR)].into_iter());
    assert_eq!(expected(Tagged::deserialize(starred())), "the name of an attribute");
    assert_eq!(expected(Adjacent::deserialize(starred())), "the name of an attribute");

    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    #[allow(dead_code)]
    struct Holder {
        side: Side,
        boxed: Box<Adjacent>,
        adjacent: Adjacent,
    }
    struct In(&'static str);
    impl<'de> Deserializer<'de> for In {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let starred = MapDeserializer::new([(STAR, STAR)].into_iter());
            visitor.visit_map(MapDeserializer::new([(self.0, starred)].into_iter()))
        }

        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
            option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum
            identifier ignored_any
        }
    }
    let says = expected(Holder::deserialize(In("side")));
    assert_eq!(says, "the name or the number of one of 2 variants");

    // The content, of an enum that is filled field by field, and of one that is a value first.
    for (json, says) in [
        (r#"{"adjacent": {"t": "Pair", "c": 5}}"#, "a list: the fields of 'Pair'"),
        (r#"{"adjacent": {"t": "Circle", "c": 5}}"#, "a map: the attributes of 'Circle'"),
        (r#"{"boxed": {"t": "Pair", "c": 5}}"#, "a list of fields"),
        (r#"{"boxed": {"t": "Circle", "c": 5}}"#, "the fields of a variant"),
    ] {
        let error = serde_json::from_str::<Holder>(json).unwrap_err().to_string();
        let says = format!("invalid type: integer `5`, expected {says} at line 1");
        assert!(error.starts_with(&says), "{error}");
    }
}

#[test]
fn an_error_says_what_patches_and_graphs_are_made_of() {
    fn error<T: DeserializeOwned>(json: &str) -> String {
        serde_json::from_str::<T>(json).map(drop).unwrap_err().to_string()
    }
    let path = error::<Patch>(r#"[{"path": 5, "new": 1}]"#);
    let expected = "expected a path: text, or a list of names and indexes";
    assert!(path.contains(expected), "{path}");
    let step = error::<Patch>(r#"[{"path": [true], "new": 1}]"#);
    assert!(step.contains("expected a name or an index"), "{step}");
    let objects = error::<Graph<u8>>(r#"{"root": 1, "objects": 5}"#);
    assert!(objects.contains("expected a map of objects by their number"), "{objects}");
}
