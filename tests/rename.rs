//! `rename_all` converts names as serde's does, by each of its rules.

#![cfg(feature = "serde")]

mod same_data;

use serde::Serialize;
use slotted::prelude::*;

use crate::same_data::{assert_same_data, round_trip};

/// For each rule, a struct and an enum, of ours and of serde's.
macro_rules! rules {
    ($($rule:literal)*) => {
        #[test]
        fn names_are_converted_as_serde_converts_them() {
            $({
                #[derive(Slots, Debug, Default, PartialEq)]
                #[slots(serialize, deserialize, rename_all = $rule)]
                #[allow(non_snake_case, reason = "two underscores in a row are what is tried")]
                struct Slotted {
                    x: u8,
                    ip_addr: u8,
                    two_words_more: u8,
                    _leading: u8,
                    trailing_: u8,
                    a__b: u8,
                    v2: u8,
                    r#type: u8,
                }

                #[derive(Serialize, Default)]
                #[serde(rename_all = $rule)]
                #[allow(non_snake_case, reason = "two underscores in a row are what is tried")]
                struct Derived {
                    x: u8,
                    ip_addr: u8,
                    two_words_more: u8,
                    _leading: u8,
                    trailing_: u8,
                    a__b: u8,
                    v2: u8,
                    r#type: u8,
                }

                assert_same_data(&Slotted::default(), &Derived::default());
                assert_eq!(round_trip(&Slotted::default()), Slotted::default());
            })*
        }

        #[test]
        fn variants_are_renamed_as_serde_renames_them() {
            $({
                #[derive(SlotValue, Serialize, Clone)]
                #[slots(rename_all = $rule)]
                #[serde(rename_all = $rule)]
                #[allow(non_camel_case_types, reason = "what is no `PascalCase` is tried too")]
                enum Case { Plain, TwoWords, HTTPServer, V2, With_Underscore }

                #[derive(Slots)]
                #[slots(serialize)]
                struct Slot { case: Case }

                for case in [Case::Plain, Case::TwoWords, Case::HTTPServer, Case::V2, Case::With_Underscore] {
                    let text = serde_json::to_string(&case).unwrap();
                    let slot = serde_json::to_string(&Slot { case }).unwrap();
                    assert_eq!(slot, format!(r#"{{"case":{text}}}"#), $rule);
                }
            })*
        }
    };
}
rules! {
    "lowercase"
    "UPPERCASE"
    "PascalCase"
    "camelCase"
    "snake_case"
    "SCREAMING_SNAKE_CASE"
    "kebab-case"
    "SCREAMING-KEBAB-CASE"
}
