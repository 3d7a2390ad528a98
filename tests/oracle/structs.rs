//! The rows of structs: words before structs and fields, and several types in one.

use crate::compare::{Order, Row, read};

/// A row for each struct. Words in brackets stand before the struct and before each field, first
/// ours and then serde's; a field may have two types.
macro_rules! structs {
    ($($name:ident [$($own:meta),*] [$($other:meta),*] {
        $([$($slots:meta),*] [$($serde:meta),*] $field:ident: $type:ty $(, $their_type:ty)?;)*
    } [$($input:literal),* $(,)?])*) => {
        $(mod $name {
            mod ours {
                #[allow(unused_imports)]
                use {crate::rows::imports::*, crate::types::ours::*, slotted::prelude::*};
                #[derive(Slots, Debug)]
                #[slots(serialize, deserialize)]
                $(#[$own])*
                pub(crate) struct Row { $($(#[$slots])* $field: $type,)* }
            }
            mod theirs {
                #[allow(unused_imports)]
                use {crate::rows::imports::*, crate::types::theirs::*};
                // Skipped fields are only printed.
                #[allow(dead_code)]
                #[derive(serde::Serialize, serde::Deserialize, Debug)]
                $(#[$other])*
                pub(crate) struct Row { $($(#[$serde])* $field: their_type!($type $(, $their_type)?),)* }
            }
            pub(crate) const ROW: super::Row = super::Row {
                name: stringify!($name),
                ours: super::read::<ours::Row>,
                theirs: super::read::<theirs::Row>,
                order: super::Order::Exact,
                one_slot: false,
                inputs: &[$($input),*],
            };
        })*
        pub(crate) const STRUCTS: &[Row] = &[$($name::ROW),*];
    };
}

macro_rules! their_type {
    ($ours:ty) => {
        $ours
    };
    ($ours:ty, $theirs:ty) => {
        $theirs
    };
}

structs! {
    renamed [] [serde(deny_unknown_fields)] {
        [slots(rename = "ip-addr")] [serde(rename = "ip-addr")] address: IpAddr;
        [slots(rename = "ü ")] [serde(rename = "ü ")] other: u8;
        [] [] r#type: u8;
    } ["{\"ip-addr\":\"::1\",\"ü \":1,\"type\":2}", "[\"::1\",1,2]", "{\"address\":\"::1\",\"ü \":1,\"type\":2}"]

    camel_case [slots(rename_all = "camelCase")] [serde(rename_all = "camelCase", deny_unknown_fields)] {
        [] [] one_and_two: u8;
        [slots(rename = "kept_as_it_is")] [serde(rename = "kept_as_it_is")] other: u8;
    } ["{\"oneAndTwo\":1,\"kept_as_it_is\":2}", "{\"one_and_two\":1,\"kept_as_it_is\":2}"]

    screaming [slots(rename_all = "SCREAMING-KEBAB-CASE")]
    [serde(rename_all = "SCREAMING-KEBAB-CASE", deny_unknown_fields)] {
        [] [] one_and_two: u8;
        [] [] three: Option<u8>;
    } ["{\"ONE-AND-TWO\":1,\"THREE\":2}", "{\"ONE-AND-TWO\":1}"]

    pascal_case [slots(rename_all = "PascalCase")] [serde(rename_all = "PascalCase", deny_unknown_fields)] {
        [] [] one_and_two: u8;
        [] [] three: bool;
    } ["{\"OneAndTwo\":1,\"Three\":true}"]

    with_aliases [] [serde(deny_unknown_fields)] {
        [slots(alias = "hostname", alias = "HOST")] [serde(alias = "hostname", alias = "HOST")]
            host: String;
        [slots(rename = "listen-on", alias = "port")] [serde(rename = "listen-on", alias = "port")]
            port: u16;
    } [
        "{\"host\":\"a\",\"port\":1}",
        "{\"HOST\":\"a\",\"listen-on\":1}",
        "{\"hostname\":\"a\",\"HOST\":\"b\",\"port\":1}",
    ]

    defaults [] [serde(deny_unknown_fields)] {
        [] [] name: String;
        [slots(default)] [serde(default)] count: u16;
        [slots(default = three())] [serde(default = "three")] three: u8;
        [slots(default = no_one())] [serde(default = "no_one")] who: String;
        [slots(default)] [serde(default)] list: Vec<Option<f64>>;
    } ["{\"name\":\"a\"}", "{\"name\":\"a\",\"three\":1,\"list\":[1,null]}", "{\"count\":1}", "[\"a\"]", "[\"a\",1,2]"]

    default_of_the_struct [slots(default)] [derive(Default), serde(default, deny_unknown_fields)] {
        [] [] name: String;
        [] [] list: Vec<u8>;
        [] [] maybe: Option<u8>;
    } ["{}", "{\"name\":\"a\"}", "{\"maybe\":1,\"list\":[2]}"]

    skipped [] [serde(deny_unknown_fields)] {
        [] [] name: String;
        [slots(skip, default)] [serde(skip)] hidden: u64;
        [slots(skip, default = three())] [serde(skip, default = "three")] three: u8;
        [] [] more: u8;
    } ["{\"name\":\"a\",\"more\":1}", "{\"name\":\"a\",\"more\":1,\"hidden\":2}", "[\"a\",1]"]

    left_out [] [serde(deny_unknown_fields)] {
        [slots(default, skip_serializing_if = is_zero)] [serde(default, skip_serializing_if = "is_zero")]
            count: u16;
        [slots(skip_serializing_if = Option::is_none)] [serde(skip_serializing_if = "Option::is_none")]
            maybe: Option<String>;
        [slots(default, skip_serializing_if = Vec::is_empty)]
            [serde(default, skip_serializing_if = "Vec::is_empty")] list: Vec<u16>;
    } ["{}", "{\"count\":1}", "{\"maybe\":\"a\",\"list\":[1]}", "{\"count\":0,\"maybe\":null,\"list\":[]}"]

    optional [] [serde(deny_unknown_fields)] {
        [] [] name: String;
        [slots(optional)] [serde(skip_serializing_if = "Option::is_none")] felt: Option<u32>;
        [slots(optional)] [serde(skip_serializing_if = "Option::is_none")] held: Option<Held>;
        [slots(optional)] [serde(skip_serializing_if = "Option::is_none")] side: Option<Side>;
        [slots(optional)] [serde(skip_serializing_if = "Option::is_none")] shape: Option<Shape>;
        [slots(optional)] [serde(skip_serializing_if = "Option::is_none")] tagged: Option<Tagged>;
        [slots(optional)] [serde(skip_serializing_if = "Option::is_none")] time: Option<Duration>;
    } [
        "{\"name\":\"a\"}",
        "{\"name\":\"a\",\"felt\":null,\"held\":null,\"side\":null,\"shape\":null,\"tagged\":null,\"time\":null}",
        "{\"name\":\"a\",\"felt\":3,\"held\":{\"count\":1,\"name\":\"n\"},\"side\":\"left\"}",
        "{\"name\":\"a\",\"shape\":{\"Pair\":[1,null]},\"tagged\":{\"type\":\"many\",\"one\":1},\"time\":{\"secs\":1,\"nanos\":2}}",
    ]

    as_str [] [serde(deny_unknown_fields)] {
        [slots(as_str)] [serde(with = "crate::types::as_text")] one: Spot;
        [slots(as_str)] [] maybe: Option<Spot>, Option<SpotText>;
        [slots(as_str)] [] list: Vec<Spot>, Vec<SpotText>;
        [slots(as_str)] [] pair: [Spot; 2], [SpotText; 2];
        [slots(as_str)] [] map: BTreeMap<String, Spot>, BTreeMap<String, SpotText>;
        [slots(as_str)] [serde(with = "crate::types::as_text")] number: f64;
    } [
        "{\"one\":\"1:2\",\"maybe\":null,\"list\":[\"1:2\"],\"pair\":[\"1:2\",\"3:4\"],\"map\":{\"a\":\"1:2\"},\"number\":\"0.5\"}",
        "{\"one\":\"1:2\",\"maybe\":\"5:6\",\"list\":[],\"pair\":[\"1:2\",\"3:4\"],\"map\":{},\"number\":\"1\"}",
        "{\"one\":\"1\",\"list\":[],\"pair\":[\"1:2\",\"3:4\"],\"map\":{},\"number\":\"1\"}",
    ]

    by_serde [] [serde(deny_unknown_fields)] {
        [slots(serde)] [] id: uuid::Uuid;
        [slots(serde)] [] maybe: Option<uuid::Uuid>;
        [slots(serde, default)] [serde(default)] all: Vec<uuid::Uuid>;
        [slots(serde)] [] limits: indexmap::IndexMap<String, u32>;
        [slots(with = crate::types::as_text)] [serde(with = "crate::types::as_text")] spot: Spot;
    } [
        "{\"id\":\"67e55044-10b1-426f-9247-bb680e5fe0c8\",\"limits\":{\"b\":1,\"a\":2},\"spot\":\"1:2\"}",
        "{\"id\":\"67e55044-10b1-426f-9247-bb680e5fe0c8\",\"maybe\":null,\"all\":[],\"limits\":{},\"spot\":\"1:2\"}",
        "{\"id\":\"67e55044\",\"limits\":{},\"spot\":\"1:2\"}",
    ]

    // Inside their bounds, such slots take what slots without take.
    bounded [] [serde(deny_unknown_fields)] {
        [slots(range = 0..=255)] [] range: u8;
        [slots(range = ..)] [] any: i64;
        [slots(len = ..=1000)] [] text: String;
        [slots(len = 0..)] [] list: Vec<u16>;
        [slots(validate = takes_all)] [] checked: Option<Held>;
        [slots(validate = takes_all)] [] float: f64;
    } [
        "{\"range\":1,\"any\":-5,\"text\":\"a\",\"list\":[1],\"checked\":null,\"float\":0.5}",
        "{\"range\":1,\"any\":-5,\"text\":\"a\",\"list\":[1],\"checked\":{\"count\":1,\"name\":\"n\"},\"float\":0.5}",
        "{\"range\":256,\"any\":-5,\"text\":\"a\",\"list\":[1],\"float\":0.5}",
    ]

    passes_over_unknown_keys [slots(ignore_unknown)] [] {
        [] [] name: String;
        [] [] more: u8;
    } ["{\"name\":\"a\",\"more\":1}", "{\"name\":\"a\",\"more\":1,\"x\":[{\"y\":null}]}", "{\"x\":1,\"name\":\"a\",\"more\":1,\"x\":2}"]

    // `documents.rs` makes its documents.
    of_everything [slots(rename_all = "kebab-case")]
    [serde(rename_all = "kebab-case", deny_unknown_fields)] {
        [] [] whole: i32;
        [] [] small: u8;
        [] [] big: u64;
        [] [] float: f64;
        [] [] single: f32;
        [] [] flag: bool;
        [] [] letter: char;
        [] [] text: String;
        [] [] maybe: Option<i16>;
        [] [] list: Vec<i32>;
        [] [] texts: Vec<Option<String>>;
        [] [] pair: (u8, String);
        [] [] triple: [i16; 3];
        [] [] set: BTreeSet<u16>;
        [] [] map: BTreeMap<String, Option<u8>>;
        [] [] by_number: BTreeMap<i32, bool>;
        [] [] by_side: BTreeMap<Side, Vec<u16>>;
        [] [] time: Duration;
        [] [] address: IpAddr;
        [] [] side: Side;
        [] [] shape: Shape;
        [] [] tagged: Tagged;
        [] [] adjacent: Adjacent;
        [] [] held: Held;
        [] [] maybe_held: Option<Held>;
        [] [] metres: Metres;
        [] [] both: Both;
        [] [] generic: Generic<Option<u8>>;
        [slots(as_str)] [serde(with = "crate::types::as_text")] spot: Spot;
        [slots(optional)] [serde(skip_serializing_if = "Option::is_none")] felt: Option<u32>;
        [slots(optional)] [serde(skip_serializing_if = "Option::is_none")] optional_shape: Option<Shape>;
        [slots(default = three())] [serde(default = "three")] count: u8;
        [slots(alias = "alias")] [serde(alias = "alias")] other_name: String;
    } [
        "{\"whole\":1,\"small\":2,\"big\":3,\"float\":0.5,\"single\":0.5,\"flag\":true,\"letter\":\"x\",\"text\":\"a\",\"list\":[1],\"texts\":[null],\"pair\":[1,\"a\"],\"triple\":[1,2,3],\"set\":[1],\"map\":{\"a\":1},\"by-number\":{\"1\":true},\"by-side\":{\"left\":[1]},\"time\":{\"secs\":1,\"nanos\":2},\"address\":\"::1\",\"side\":\"left\",\"shape\":\"Nothing\",\"tagged\":{\"type\":\"none_of_these\"},\"adjacent\":{\"t\":\"NOTHING\"},\"held\":{\"count\":1,\"name\":\"n\"},\"metres\":1,\"both\":[1,\"a\",null],\"generic\":{\"item\":null,\"rest\":[1]},\"spot\":\"1:2\",\"alias\":\"b\"}",
    ]

    no_slots [] [serde(deny_unknown_fields)] {} ["{}", "{\"x\":1}"]

    many_kinds [slots(rename_all = "kebab-case")] [serde(rename_all = "kebab-case", deny_unknown_fields)] {
        [] [] side: Side;
        [] [] shape: Shape;
        [] [] tagged: Tagged;
        [] [] adjacent: Option<Adjacent>;
        [] [] a_pair: (u8, Metres);
        [slots(default)] [serde(default)] by_side: BTreeMap<Side, Vec<Shape>>;
    } [
        "{\"side\":\"left\",\"shape\":\"Nothing\",\"tagged\":{\"type\":\"many\",\"one\":1},\"adjacent\":null,\"a-pair\":[1,0.5]}",
        "{\"side\":\"L\",\"shape\":{\"Pair\":[1,2]},\"tagged\":{\"type\":\"none_of_these\"},\"adjacent\":{\"c\":\"x\",\"t\":\"TEXT\"},\"a-pair\":[1,0.5],\"by-side\":{\"left\":[\"Nothing\"]}}",
    ]
}
