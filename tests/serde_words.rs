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

mod alias {
    use super::*;

    both! {
        [] [] struct Server {
            [#[slots(alias = "hostname", alias = "HOST")]] [#[serde(alias = "hostname", alias = "HOST")]]
            host: String,
            [#[slots(rename = "listen-on", alias = "port")]] [#[serde(rename = "listen-on", alias = "port")]]
            port: u16,
            [#[slots(alias = "with")]] [#[serde(alias = "with")]] tags: Vec<Option<String>>,
        }
    }

    mod outer {
        use super::*;

        both! {
            [#[slots(ignore_unknown)]] [] struct Site {
                [] [] main: u8,
                [#[slots(alias = "all")]] [#[serde(alias = "all")]] others: Vec<u8>,
            }
        }

        pub(super) fn taken(json: &str) -> bool {
            assert_same_taken::<ours::Site, theirs::Site>(json)
        }
    }

    #[test]
    fn data_is_read_under_any_name_of_a_slot() {
        let taken = assert_same_taken::<ours::Server, theirs::Server>;
        for host in ["host", "hostname", "HOST"] {
            for port in ["listen-on", "port"] {
                for tags in ["tags", "with"] {
                    let text = format!(r#"{{"{host}": "a", "{tags}": ["b", null], "{port}": 1}}"#);
                    assert!(taken(&text), "{text}");
                }
            }
        }
        for json in [
            r#"{"host": "a", "hostname": "b", "port": 1, "tags": []}"#,
            r#"{"hostname": "a", "HOST": "b", "port": 1, "tags": []}"#,
            r#"{"hostname": "a", "listen-on": 1, "port": 1, "tags": []}"#,
            r#"{"hostname": "a", "port": "1", "tags": []}"#,
            r#"{"port": 1, "tags": []}"#,
        ] {
            assert!(!taken(json), "{json}");
        }
        let error = serde_json::from_str::<ours::Server>(r#"{"host": "a", "HOST": "b"}"#);
        assert_eq!(
            error.unwrap_err().to_string(),
            "Server() got multiple values for attribute 'host' at line 1 column 20"
        );
        assert!(outer::taken(r#"{"more": 2, "all": [1], "main": 2}"#));
        assert!(!outer::taken(r#"{"more": 2, "all": [1], "main": 2, "others": []}"#));
    }

    #[test]
    fn an_alias_is_not_written() {
        let (host, port, tags) = (String::from("a"), 1, vec![None]);
        let ours = ours::Server { host, port, tags };
        let ours::Server { host, port, tags } = ours.clone();
        assert_same_data(&ours, &theirs::Server { host, port, tags });
    }

    /// In a list, an optional or a validated slot, a struct is read as a value first.
    #[derive(Slots, Debug)]
    #[slots(deserialize, dict)]
    struct Holder {
        #[slots(optional)]
        server: Option<ours::Server>,
        __dict__: Dict,
    }

    #[test]
    fn an_alias_is_taken_inside_a_value_too() {
        let json = r#"{"server": {"HOST": "a", "port": 1, "tags": []}, "HOST": 2}"#;
        let holder: Holder = serde_json::from_str(json).unwrap();
        assert_eq!(holder.server.unwrap().host, "a");
        assert_eq!(holder.__dict__["HOST"], 2);
        let json = r#"{"server": {"HOST": "a", "host": "b", "port": 1, "tags": []}}"#;
        let error = serde_json::from_str::<Holder>(json).unwrap_err().to_string();
        assert!(error.contains("the key 'host' stands there twice"), "{error}");
    }
}

mod skip_serializing_if {
    use std::cell::OnceCell;

    use super::*;

    pub(crate) fn is_zero(number: &u16) -> bool {
        *number == 0
    }

    both! {
        [] [] struct Server {
            [] [] host: String,
            [#[slots(skip_serializing_if = is_zero, default)]]
            [#[serde(skip_serializing_if = "is_zero", default)]]
            port: u16,
            [#[slots(optional, skip_serializing_if = Option::is_none)]]
            [#[serde(skip_serializing_if = "Option::is_none")]]
            proxy: Option<String>,
            [#[slots(skip_serializing_if = Vec::is_empty, default)]]
            [#[serde(skip_serializing_if = "Vec::is_empty", default)]]
            tags: Vec<String>,
            [] [] last: bool,
        }
    }

    fn servers() -> impl Iterator<Item = (ours::Server, theirs::Server)> {
        (0..8).map(|bits: u16| {
            let (host, port) = (String::from("a"), bits & 1);
            let proxy = (bits & 2 != 0).then(|| String::from("p"));
            let tags = vec![String::from("t"); usize::from(bits >> 2)];
            let server = ours::Server { host, port, proxy, tags, last: true };
            let ours::Server { host, port, proxy, tags, last } = server.clone();
            (server, theirs::Server { host, port, proxy, tags, last })
        })
    }

    #[test]
    fn a_slot_is_left_out_where_its_function_says_so() {
        for (ours, theirs) in servers() {
            // In formats without names, as in serde, it leaves no gap.
            assert_same_data(&ours, &theirs);
            let text = toml::to_string(&theirs).unwrap();
            assert_eq!(toml::to_string(&ours).unwrap(), text);
            assert_eq!(toml::from_str::<ours::Server>(&text).unwrap(), ours);
            let named = rmp_serde::to_vec_named(&theirs).unwrap();
            assert_eq!(rmp_serde::from_slice::<ours::Server>(&named).unwrap(), ours);
        }
    }

    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(serialize, deserialize, dict)]
    struct Site {
        #[slots(base)]
        server: ours::Server,
        #[slots(lazy = Site::length, skip_serializing_if = Site::is_unknown)]
        length: OnceCell<usize>,
        inner: Vec<ours::Server>,
        __dict__: Dict,
    }

    impl Site {
        fn is_unknown(length: &OnceCell<usize>) -> bool {
            length.get().is_none()
        }

        fn length(&self) -> usize {
            self.inner.len()
        }
    }

    #[test]
    fn a_slot_of_a_base_and_of_what_lies_inside_is_left_out_too() {
        let (server, _) = servers().next().unwrap();
        let (length, inner) = (OnceCell::new(), vec![server.clone()]);
        let dict = [("port", 1), ("more", 2)].into_iter().collect();
        let site = Site { server, length, inner, __dict__: dict };
        let text = r#"{"host":"a","last":true,"inner":[{"host":"a","last":true}],"more":2}"#;
        assert_eq!(serde_json::to_string(&site).unwrap(), text);
        // By name, it is an attribute like any other.
        assert_eq!(site.to_dict().unwrap()["port"], 0);
    }
}
