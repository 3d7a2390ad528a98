//! Words that serde has too, against serde's derive: the same output, the same input taken and
//! refused.

#![cfg(feature = "serde")]

mod same_data;

use slotted::prelude::*;

use crate::same_data::{assert_same_data, assert_same_taken, both};

mod default {
    use super::*;

    both! {
        [#[slots(default)]] [#[derive(Default)] #[serde(default)]]
        struct Server {
            [] [] name: String,
            [#[slots(default = 80)]] [#[serde(default = "eighty")]] port: u16,
            [] [] retries: Vec<u16>,
            [] [] label: Option<String>,
            [#[slots(optional)]] [] proxy: Option<u32>,
            [#[slots(skip)]] [#[serde(skip)]] hits: u64,
        }
    }

    fn eighty() -> u16 {
        80
    }

    pub(super) fn taken(json: &str) -> bool {
        assert_same_taken::<ours::Server, theirs::Server>(json)
    }

    pub(super) fn assert_same_written() {
        let (name, label) = (String::from("a"), Some(String::from("b")));
        let (port, retries, proxy, hits) = (81, vec![1], Some(3), 9);
        let ours = ours::Server { name, port, retries, label, proxy, hits };
        let ours::Server { name, port, retries, label, proxy, hits } = ours.clone();
        let theirs = theirs::Server { name, port, retries, label, proxy, hits };
        assert_same_data(&ours, &theirs);
    }

    /// Asserts that both read the same, or refuse, what is left of a list of all slots.
    pub(super) fn assert_same_prefixes() {
        let whole = rmp_serde::to_vec(&("a", 81, [1, 2], "b", 3)).unwrap();
        // The first byte is the length of the list.
        for (length, bytes) in [(0, 1), (1, 3), (2, 4), (3, 7), (4, 9), (5, 10)] {
            let mut part = whole[..bytes].to_vec();
            part[0] = 0x90 + length;
            let ours = rmp_serde::from_slice::<ours::Server>(&part).unwrap();
            let theirs = rmp_serde::from_slice::<theirs::Server>(&part).unwrap();
            assert_eq!(format!("{ours:?}"), format!("{theirs:?}"), "{length}");
        }
    }
}

#[test]
fn a_slot_of_a_struct_with_a_default_may_lack_in_data() {
    for json in [
        "{}",
        r#"{"port": 1}"#,
        r#"{"name": "a", "retries": [1, 2], "label": null}"#,
        r#"{"label": "b", "proxy": 3, "name": "c", "port": 4}"#,
        r#"{"proxy": null}"#,
    ] {
        assert!(default::taken(json), "{json}");
    }
    for json in [r#"{"port": null}"#, r#"{"port": 65536}"#, r#"{"name": "a", "name": "b"}"#] {
        assert!(!default::taken(json), "{json}");
    }
    default::assert_same_written();
    default::assert_same_prefixes();
}
