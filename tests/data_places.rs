//! Errors at their place: data that is refused is marked where serde's derive marks it (spec 8.23).

#![cfg(feature = "serde")]

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use slotted::prelude::*;

/// Declares the same settings for one of the two derives.
macro_rules! settings {
    ($module:ident, $struct:meta, $words:meta, $enum:meta, $optional:meta, $validated:meta) => {
        #[allow(dead_code)]
        mod $module {
            use super::*;

            #[$enum]
            pub(crate) enum Level {
                Quiet,
                Loud,
            }

            #[$struct]
            #[$words]
            pub(crate) struct Tls {
                pub(crate) cert: String,
                #[$optional]
                pub(crate) depth: Option<u8>,
            }

            #[$struct]
            #[$words]
            pub(crate) struct Server {
                pub(crate) listen: String,
                pub(crate) workers: u16,
                #[$optional]
                pub(crate) ports: Option<Vec<u16>>,
                #[$optional]
                pub(crate) tls: Option<Tls>,
                #[$optional]
                pub(crate) level: Option<Level>,
            }

            #[$struct]
            #[$words]
            pub(crate) struct Settings {
                pub(crate) server: Server,
                pub(crate) routes: Vec<Tls>,
                pub(crate) weights: Vec<f32>,
                pub(crate) limits: BTreeMap<String, u8>,
                pub(crate) matrix: BTreeMap<String, Vec<u8>>,
                pub(crate) tls: BTreeMap<String, Tls>,
                pub(crate) grid: BTreeMap<String, Vec<u16>>,
                pub(crate) nested: BTreeMap<String, BTreeMap<String, u8>>,
                pub(crate) hosts: BTreeMap<String, IpAddr>,
                pub(crate) peers: BTreeMap<String, Vec<SocketAddr>>,
                pub(crate) pair: (u8, String),
                pub(crate) bytes: [i8; 2],
                pub(crate) flag: Option<bool>,
                pub(crate) level: Level,
                pub(crate) wait: Duration,
                #[$validated]
                pub(crate) even: u32,
            }
        }
    };
}
settings!(
    ours,
    derive(Debug, Slots),
    slots(deserialize),
    derive(Debug, SlotValue),
    slots(optional),
    slots(validate = even)
);
settings!(
    theirs,
    derive(Debug, Deserialize),
    serde(deny_unknown_fields),
    derive(Debug, Deserialize),
    serde(default),
    serde(deserialize_with = "read_even")
);

fn even(number: &u32) -> Result<(), &'static str> {
    if number.is_multiple_of(2) { Ok(()) } else { Err("it must be even") }
}

/// What one writes with serde for a validator: it fails at the place of the value.
fn read_even<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    #[derive(Deserialize)]
    #[serde(try_from = "u32")]
    struct Even(u32);
    impl TryFrom<u32> for Even {
        type Error = &'static str;
        fn try_from(number: u32) -> Result<Self, &'static str> {
            even(&number).map(|()| Even(number))
        }
    }
    Even::deserialize(from).map(|even| even.0)
}

const WHOLE: &str = r#"flag = true
level = "Loud"
wait = { secs = 1, nanos = 5 }
even = 4
weights = [1.5, 2.5]
pair = [1, "one"]
bytes = [1, -1]

[server]
listen = "0.0.0.0:80"
workers = 4
ports = [80, 443]
level = "Quiet"

[server.tls]
cert = "a.pem"
depth = 3

[[routes]]
cert = "b.pem"

[limits]
cpu = 50
memory = 80

[matrix]
one = [1, 2]

[tls.main]
cert = "c.pem"
depth = 1

[grid]
row = [7, 8]

[nested.within]
deep = 1

[hosts]
local = "127.0.0.1"

[peers]
at = ["127.0.0.1:80"]
"#;

/// What is replaced by what, one fault each.
const FAULTS: &[(&str, &str)] = &[
    // The type's own slots, filled in place.
    ("listen = \"0.0.0.0:80\"", "listen = 80"),
    ("workers = 4", "workers = 70000"),
    ("workers = 4", "workers = -1"),
    ("workers = 4", "workers = \"4\""),
    ("workers = 4", "workers = true"),
    ("workers = 4", "workers = 1.5"),
    ("flag = true", "flag = \"yes\""),
    ("level = \"Loud\"", "level = \"Lout\""),
    ("level = \"Loud\"", "level = 3"),
    ("wait = { secs = 1, nanos = 5 }", "wait = { secs = 1, nanos = true }"),
    ("wait = { secs = 1, nanos = 5 }", "wait = { secs = -1, nanos = 5 }"),
    ("wait = { secs = 1, nanos = 5 }", "wait = { secs = 1 }"),
    ("wait = { secs = 1, nanos = 5 }", "wait = { secs = 1, nanos = 5, more = 1 }"),
    ("wait = { secs = 1, nanos = 5 }", "wait = 1"),
    // Validated.
    ("even = 4", "even = 3"),
    ("even = 4", "even = \"4\""),
    ("even = 4", "even = -4"),
    // Optional, read as values.
    ("ports = [80, 443]", "ports = [80, 70000]"),
    ("ports = [80, 443]", "ports = [80, \"https\"]"),
    ("ports = [80, 443]", "ports = [true, 443]"),
    ("ports = [80, 443]", "ports = 80"),
    ("ports = [80, 443]", "ports = \"80\""),
    ("cert = \"a.pem\"", "cert = 5"),
    ("depth = 3", "depth = 300"),
    ("depth = 3", "depth = \"3\""),
    ("level = \"Quiet\"", "level = \"Silent\""),
    // In lists and maps.
    ("weights = [1.5, 2.5]", "weights = [1.5, \"x\"]"),
    ("weights = [1.5, 2.5]", "weights = [false, 2.5]"),
    ("weights = [1.5, 2.5]", "weights = 1.5"),
    ("pair = [1, \"one\"]", "pair = [1, 2]"),
    ("pair = [1, \"one\"]", "pair = [256, \"one\"]"),
    ("bytes = [1, -1]", "bytes = [1, 200]"),
    ("bytes = [1, -1]", "bytes = [\"1\", 2]"),
    ("cert = \"b.pem\"", "cert = true"),
    ("cert = \"b.pem\"", "cert = \"b.pem\"\ndepth = -1"),
    ("cpu = 50", "cpu = 300"),
    ("memory = 80", "memory = \"80\""),
    ("one = [1, 2]", "one = [1, 256]"),
    ("one = [1, 2]", "one = 3"),
    ("cert = \"c.pem\"", "cert = 7"),
    ("depth = 1", "depth = \"1\""),
    ("depth = 1", "depth = 1000"),
    ("[tls.main]\ncert = \"c.pem\"\ndepth = 1\n", "[tls]\nmain = 5\nother = 6\n"),
    ("row = [7, 8]", "row = 3\ncolumn = []"),
    ("row = [7, 8]", "row = \"3\"\ncolumn = []"),
    ("[nested.within]\ndeep = 1\n", "[nested]\nwithin = 5\nother = {}\n"),
    ("local = \"127.0.0.1\"", "local = \"localhost\"\nother = \"::1\""),
    ("at = [\"127.0.0.1:80\"]", "at = [\"127.0.0.1\", \"[::1]:1\"]"),
    // What is too much, and what is missing.
    ("workers = 4", "workers = 4\nworkerz = 5"),
    ("cert = \"b.pem\"", "cert = \"b.pem\"\ncerts = 5"),
    ("cert = \"c.pem\"", "cert = \"c.pem\"\ncerts = 5"),
    ("depth = 3", "deep = 3"),
    ("workers = 4\n", ""),
    ("cert = \"b.pem\"", ""),
    ("cert = \"c.pem\"\n", ""),
];

fn broken((what, by): (&str, &str)) -> String {
    assert_eq!(WHOLE.matches(what).count(), 1, "{what}");
    WHOLE.replace(what, by)
}

fn span<T: DeserializeOwned>(text: &str) -> (Option<Range<usize>>, String) {
    let error = toml::from_str::<T>(text).map(drop).expect_err(text);
    (error.span(), error.message().to_owned())
}

fn place<T: DeserializeOwned>(text: &str) -> (usize, usize) {
    let error = serde_json::from_str::<T>(text).map(drop).expect_err(text);
    (error.line(), error.column())
}

#[test]
fn what_is_refused_is_marked_where_serde_marks_it() {
    toml::from_str::<ours::Settings>(WHOLE).unwrap();
    toml::from_str::<theirs::Settings>(WHOLE).unwrap();
    let mut differ = Vec::new();
    for fault in FAULTS {
        let text = broken(*fault);
        let ((our, message), (their, _)) =
            (span::<ours::Settings>(&text), span::<theirs::Settings>(&text));
        if our != their {
            let [our, their] = [our, their].map(|span| span.map(|span| text[span].to_owned()));
            differ.push(format!("TOML {fault:?}: {our:?}, not {their:?}: {message}"));
        }
        let value: toml::Value = toml::from_str(&text).unwrap();
        for json in [serde_json::to_string(&value), serde_json::to_string_pretty(&value)] {
            let json = json.unwrap();
            let (our, their) = (place::<ours::Settings>(&json), place::<theirs::Settings>(&json));
            if our != their {
                differ.push(format!("JSON {fault:?}: {our:?}, not {their:?}"));
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// TOML has no `null`.
#[test]
fn null_is_refused_where_it_stands() {
    let value: toml::Value = toml::from_str(WHOLE).unwrap();
    let json = serde_json::to_string(&value).unwrap();
    for (what, by) in [
        ("\"workers\":4", "\"workers\":null"),
        ("\"cpu\":50", "\"cpu\":null"),
        ("\"row\":[7,8]", "\"row\":[null,8]"),
        ("\"row\":[7,8]", "\"row\":null,\"column\":[]"),
        ("\"cert\":\"c.pem\"", "\"cert\":null"),
        ("\"within\":{\"deep\":1}", "\"within\":null,\"other\":{}"),
    ] {
        assert_eq!(json.matches(what).count(), 1, "{what}");
        let json = json.replace(what, by);
        assert_eq!(place::<ours::Settings>(&json), place::<theirs::Settings>(&json), "{by}");
    }
}

#[test]
fn the_error_of_a_configuration_names_the_slot_and_marks_the_value() {
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Server {
        listen: String,
    }
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Settings {
        server: Server,
    }
    let error = toml::from_str::<Settings>("[server]\nlisten = 80\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "TOML parse error at line 2, column 10\n  \
           |\n\
         2 | listen = 80\n  \
           |          ^^\n\
         attribute 'listen' of 'Server' objects must be String, not int\n"
    );
}

/// A list or a map where a number or text should be: in JSON, the place is that of the opening
/// bracket, and with serde's derive the one before it, since it does not begin to read the list.
#[test]
fn a_list_instead_of_a_number_is_refused_before_it_is_read() {
    for wrong in ["[4, 5]", "{ x = 1 }"] {
        for what in
            ["listen = \"0.0.0.0:80\"", "workers = 4", "even = 4", "cpu = 50", "cert = \"c.pem\""]
        {
            let (name, _) = what.split_once(" = ").unwrap();
            let text = broken((what, &format!("{name} = {wrong}")));
            let (our, _) = span::<ours::Settings>(&text);
            assert_eq!(our, span::<theirs::Settings>(&text).0, "{name} = {wrong}");
            let json = serde_json::to_string(&toml::from_str::<toml::Value>(&text).unwrap());
            let json = json.unwrap();
            let (line, column) = place::<theirs::Settings>(&json);
            assert_eq!(place::<ours::Settings>(&json), (line, column + 1), "{json}");
        }
    }
}

/// A slot that serde's traits read, in a struct that is read by itself, and in one inside another.
#[test]
fn what_a_serde_slot_refuses_is_marked_where_serde_marks_it() {
    mod own {
        use super::*;

        #[derive(Slots, Debug)]
        #[slots(deserialize)]
        pub(crate) struct Limits {
            #[slots(serde)]
            pub(crate) low: u8,
            #[slots(serde, validate = even)]
            pub(crate) even: u32,
            #[slots(serde, optional, validate = even)]
            pub(crate) other: Option<u32>,
        }

        #[derive(Slots, Debug)]
        #[slots(deserialize)]
        pub(crate) struct Settings {
            pub(crate) limits: Limits,
            pub(crate) all: Vec<Limits>,
        }
    }
    mod derived {
        use super::*;

        fn read_other<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
            #[derive(Deserialize)]
            struct Other(#[serde(deserialize_with = "read_even")] u32);
            Ok(Option::<Other>::deserialize(from)?.map(|other| other.0))
        }

        #[derive(Deserialize, Debug)]
        #[allow(dead_code)]
        pub(crate) struct Limits {
            low: u8,
            #[serde(deserialize_with = "read_even")]
            even: u32,
            #[serde(default, deserialize_with = "read_other")]
            other: Option<u32>,
        }

        #[derive(Deserialize, Debug)]
        #[allow(dead_code)]
        pub(crate) struct Settings {
            limits: Limits,
            all: Vec<Limits>,
        }
    }

    const LIMITS: &str = "low = 1\neven = 2\nother = 4\n";
    toml::from_str::<own::Limits>(LIMITS).unwrap();
    for (what, by) in [
        ("low = 1", "low = 300"),
        ("low = 1", "low = \"1\""),
        ("even = 2", "even = 3"),
        ("even = 2", "even = -2"),
        ("other = 4", "other = 5"),
        ("other = 4", "other = true"),
    ] {
        let limits = LIMITS.replace(what, by);
        assert_eq!(span::<own::Limits>(&limits).0, span::<derived::Limits>(&limits).0, "{by}");
        let inside = [
            format!("all = []\n[limits]\n{limits}"),
            format!("[limits]\n{LIMITS}[[all]]\n{LIMITS}[[all]]\n{limits}"),
        ];
        for text in inside {
            let (ours, message) = span::<own::Settings>(&text);
            assert_eq!(ours, span::<derived::Settings>(&text).0, "{by}: {message}");
            let value: toml::Value = toml::from_str(&text).unwrap();
            let json = serde_json::to_string_pretty(&value).unwrap();
            let (ours, theirs) = (place::<own::Settings>(&json), place::<derived::Settings>(&json));
            assert_eq!(ours, theirs, "{by}: {json}");
        }
    }

    let error = toml::from_str::<own::Limits>("low = 1\neven = 3\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "TOML parse error at line 2, column 8\n  \
           |\n\
         2 | even = 3\n  \
           |        ^\n\
         attribute 'even' of 'Limits' objects: 3 is refused: it must be even\n"
    );
}
