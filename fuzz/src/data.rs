//! What is read and written, with serde's derive as the oracle.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use slotted::prelude::*;

use super::Operation;
use super::input::Input;
use super::world::{Whole, World, shown};

pub(super) const OPERATIONS: &[Operation] = &[json, message_pack, made, written];

/// The same struct, declared for both. Both print the same.
macro_rules! both {
    ($($(#[$ours:meta])* | $(#[$theirs:meta])* $name:ident {
        $($(#[$our_word:meta])* | $(#[$their_word:meta])* $field:ident: $type:ty,)*
    })*) => {
        mod ours {
            use super::*;
            $(
                #[derive(Slots, Debug)]
                #[slots(serialize, deserialize)]
                $(#[$ours])*
                pub(super) struct $name { $($(#[$our_word])* $field: $type,)* }
            )*
            #[derive(SlotValue, Debug)]
            #[slots(serialize, deserialize)]
            pub(super) enum Kind {
                Unit,
                One(i8),
                Two(u16, String),
                Named { x: bool, inner: Box<Part> },
            }
        }
        mod theirs {
            use super::*;
            $(
                #[derive(Serialize, Deserialize, Debug)]
                $(#[$theirs])*
                pub(super) struct $name { $($(#[$their_word])* $field: $type,)* }
            )*
            #[derive(Serialize, Deserialize, Debug)]
            pub(super) enum Kind {
                Unit,
                One(i8),
                Two(u16, String),
                Named { x: bool, inner: Box<Part> },
            }
        }
    };
}
both! {
    #[slots(ignore_unknown)] | Whole {
        | flag: bool,
        | small: u8,
        | wide: i64,
        | text: String,
        | maybe: Option<u32>,
        | list: Vec<i16>,
        | map: BTreeMap<String, u64>,
        | pair: (u8, char),
        | part: Part,
        | parts: Vec<Part>,
        | kind: Kind,
        | kinds: Vec<Kind>,
    }
    | #[serde(deny_unknown_fields)] Part {
        | name: String,
        #[slots(default)] | #[serde(default)] level: i32,
        #[slots(rename = "on-off")] | #[serde(rename = "on-off")] on: bool,
    }
}

/// Where ours refuses on purpose what serde takes: `tests/oracle/differences.rs` has the reasons.
const ON_PURPOSE: &[&str] = &[
    "sequence, expected a map: the attributes",
    ", not list",
    "expected the name of an attribute",
    "expected text as a key",
    "stands there twice",
    "it must have",
];

/// Compares what both make of the same data.
fn compare<O, T>(ours: Result<O, String>, theirs: Result<T, String>)
where
    O: Serialize + Debug,
    T: Serialize + Debug,
{
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
            let texts = (serde_json::to_string(&ours).ok(), serde_json::to_string(&theirs).ok());
            assert_eq!(texts.0, texts.1);
            let bytes =
                (rmp_serde::to_vec_named(&ours).ok(), rmp_serde::to_vec_named(&theirs).ok());
            assert_eq!(bytes.0, bytes.1);
        }
        (Err(_), Err(_)) => {}
        (Err(error), Ok(_)) => {
            assert!(ON_PURPOSE.iter().any(|words| error.contains(words)), "ours refuses: {error}");
        }
        (Ok(ours), Err(error)) => panic!("serde refuses: {error}\n{ours:?}"),
    }
}

fn from_json<T: DeserializeOwned>(data: &[u8]) -> Result<T, String> {
    serde_json::from_slice(data).map_err(|error| error.to_string())
}

fn from_message_pack<T: DeserializeOwned>(data: &[u8]) -> Result<T, String> {
    rmp_serde::from_slice(data).map_err(|error| error.to_string())
}

fn json(_: &mut World, input: &mut Input<'_>) {
    let data = input.rest();
    compare(from_json::<ours::Whole>(data), from_json::<theirs::Whole>(data));
    compare(from_json::<ours::Part>(data), from_json::<theirs::Part>(data));
    // Of types that only we have: no panic, and what is taken is written and taken again.
    if let Ok(whole) = from_json::<Whole>(data) {
        let text = serde_json::to_string(&whole).expect("it has a form");
        let again: Whole = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(shown(&again), shown(&whole));
    }
}

fn message_pack(_: &mut World, input: &mut Input<'_>) {
    let data = input.rest();
    compare(from_message_pack::<ours::Whole>(data), from_message_pack::<theirs::Whole>(data));
    compare(from_message_pack::<ours::Part>(data), from_message_pack::<theirs::Part>(data));
    drop(from_message_pack::<Whole>(data));
}

/// Documents that are made of values: near to the types, whatever the bytes are.
fn made(_: &mut World, input: &mut Input<'_>) {
    let mut part = Dict::from([("name", Value::from("a")), ("on-off", true.into())]);
    part.extend(input.attrs());
    let part = Value::from(part);
    let mut whole = Dict::from([
        ("flag", true.into()),
        ("small", 1.into()),
        ("wide", input.number().into()),
        ("text", input.text().into()),
        ("list", Value::from([1, 2])),
        ("map", Value::from(Dict::new())),
        ("pair", vec![Value::from(1), "c".into()].into()),
        ("part", part.clone()),
        ("parts", vec![part].into()),
        ("kind", "Unit".into()),
        ("kinds", vec![Value::from(Dict::from([("One", input.value())]))].into()),
    ]);
    for _ in 0..input.below(3) {
        let names = ["flag", "small", "maybe", "list", "map", "pair", "kind", "kinds", "new"];
        whole.insert(names[input.below(names.len())], input.value());
    }
    let Ok(text) = serde_json::to_vec(&whole) else { return };
    compare(from_json::<ours::Whole>(&text), from_json::<theirs::Whole>(&text));
    let Ok(bytes) = rmp_serde::to_vec_named(&whole) else { return };
    compare(from_message_pack::<ours::Whole>(&bytes), from_message_pack::<theirs::Whole>(&bytes));
}

/// What is written is read back.
fn written(world: &mut World, input: &mut Input<'_>) {
    let (path, value) = (input.path(), input.value());
    drop(world.whole.setattr_path(&path, value));
    let text = serde_json::to_string(&world.whole).expect("it has a form in JSON");
    // Infinities have no form in JSON: they are `null`.
    if let Ok(read) = serde_json::from_str::<Whole>(&text)
        && !shown(&world.whole).contains("inf")
        && !shown(&world.whole).contains("b'")
        && !shown(&world.whole).contains("b\"")
    {
        assert_eq!(shown(&read), shown(&world.whole), "{text}");
    }
    let bytes = rmp_serde::to_vec_named(&world.whole).expect("it has a form in MessagePack");
    let read: Whole = rmp_serde::from_slice(&bytes).expect("it was written so");
    assert_eq!(shown(&read), shown(&world.whole));
}
