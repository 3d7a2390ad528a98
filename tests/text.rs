//! Attributes parsed from text and printed as text.

use proptest::prelude::*;
use slotted::prelude::*;

/// A type with a slot of each type that can be written from text.
#[derive(Slots, Clone, Debug, PartialEq, Default)]
struct Texts {
    i8: i8,
    i64: i64,
    i128: i128,
    u8: u8,
    u64: u64,
    u128: u128,
    f32: f32,
    f64: f64,
    bool: bool,
    char: char,
    string: String,
    boxed: Box<str>,
    option: Option<i32>,
    bytes: Vec<u8>,
    list: Vec<String>,
    floats: Vec<f32>,
    array: [Option<u16>; 2],
    tree: std::collections::BTreeMap<String, Vec<char>>,
    dict: Dict,
}

#[test]
fn text_that_is_none_says_why() {
    let mut t = Texts::default();
    let said = |error: slotted::AttributeError| error.to_string();
    let of = "attribute 'u8' of 'Texts' objects";
    assert_eq!(
        said(t.setattr_str("u8", "256").unwrap_err()),
        format!("{of}: 256 is out of range for u8")
    );
    assert_eq!(
        said(t.setattr_str("u8", "-1").unwrap_err()),
        format!("{of}: -1 is out of range for u8")
    );
    assert_eq!(
        said(t.setattr_str("u8", "many").unwrap_err()),
        format!("{of}: 'many' is not a valid u8: invalid digit found in string")
    );
    assert_eq!(
        said(t.setattr_str("list", "['a', b]").unwrap_err()),
        "attribute 'list' of 'Texts' objects: '['a', b]' is not a valid Vec<String>: at byte 6: expected a value; text \
         must be quoted"
    );
    assert_eq!(
        said(t.setattr_str("array", "[1, 70000]").unwrap_err()),
        "attribute 'array'[1] of 'Texts' objects: 70000 is out of range for Option<u16>"
    );
    let error = t.setattr_str("strin", "x").unwrap_err();
    assert_eq!(error.suggestion(), Some("string"));
    assert_eq!(t, Texts::default());

    #[derive(Slots)]
    struct Host {
        #[slots(as_str)]
        address: std::net::Ipv4Addr,
        #[slots(dict)]
        extra: Dict,
    }
    let mut host = Host { address: std::net::Ipv4Addr::LOCALHOST, extra: Dict::new() };
    host.setattr_str("address", "1.2.3.4").unwrap();
    host.setattr_str("new", "7").unwrap();
    assert_eq!((host.address.octets(), &host.extra["new"]), ([1, 2, 3, 4], &Value::from("7")));
}

#[test]
fn text_loses_no_more_than_a_value() {
    let mut t = Texts::default();
    for (name, text) in [("f32", "1e39"), ("f64", "1e400"), ("f64", "-1e400")] {
        let error = t.setattr_str(name, text).unwrap_err();
        assert!(error.to_string().contains(" is out of range for "), "{error}");
    }
    t.setattr_str("f64", "inf").unwrap();
    t.setattr_str("f32", "0.1").unwrap();
    assert_eq!((t.f64, t.f32), (f64::INFINITY, 0.1));
    for text in ["[1e400]", "123456789012345678901234567890", "-9223372036854775809"] {
        assert!(text.parse::<Value>().is_err(), "{text}");
    }
    assert_eq!("18446744073709551615".parse::<Value>().unwrap(), u64::MAX);
}

#[test]
fn deep_or_broken_literals_are_refused() {
    let deep = "[".repeat(100_000);
    assert!(deep.parse::<Value>().is_err());
    let mut deepest = "[".repeat(64);
    deepest += &"]".repeat(64);
    assert!(deepest.parse::<Value>().is_ok());
    for text in [
        "",
        "[",
        "[1",
        "[1,",
        "{",
        "{'a'",
        "{'a':",
        "{'a': 1",
        "{a: 1}",
        "'",
        "'\\",
        "'\\x1'",
        "'\\uD800'",
        "b'é'",
        "1 2",
        "[,]",
        "{'a' 1}",
        "--1",
        "\u{1F600}",
    ] {
        assert!(text.parse::<Value>().is_err(), "{text}");
    }
    let read: Value =
        " { 'a' : [ 1 , -2.5e3 , null , true, ] , \"b\" : b'\\x00\\'' } ".parse().unwrap();
    assert_eq!(format!("{read:?}"), r#"{'a': [1, -2500.0, None, True], 'b': b"\x00'"}"#);
}

fn texts() -> impl Strategy<Value = Texts> {
    let finite = any::<f32>().prop_filter("equal to itself", |x| !x.is_nan());
    let numbers =
        (any::<i8>(), any::<i64>(), any::<i128>(), any::<u8>(), any::<u64>(), any::<u128>());
    let floats = (finite, any::<f64>().prop_filter("equal to itself", |x| !x.is_nan()));
    let plain =
        (any::<bool>(), any::<char>(), any::<String>(), any::<String>(), any::<Option<i32>>());
    let lists = (
        any::<Vec<u8>>(),
        any::<Vec<String>>(),
        prop::collection::vec(finite_f32(), 0..5),
        any::<[Option<u16>; 2]>(),
        prop::collection::btree_map(any::<String>(), any::<Vec<char>>(), 0..4),
        prop::collection::vec((any::<String>(), value()), 0..4),
    );
    (numbers, floats, plain, lists).prop_map(|(n, f, p, l)| Texts {
        i8: n.0,
        i64: n.1,
        i128: n.2,
        u8: n.3,
        u64: n.4,
        u128: n.5,
        f32: f.0,
        f64: f.1,
        bool: p.0,
        char: p.1,
        string: p.2,
        boxed: p.3.into(),
        option: p.4,
        bytes: l.0,
        list: l.1,
        floats: l.2,
        array: l.3,
        tree: l.4,
        dict: l.5.into_iter().collect(),
    })
}

fn finite_f32() -> impl Strategy<Value = f32> {
    any::<f32>().prop_filter("equal to itself", |x| !x.is_nan())
}

/// Generates nested values.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("equal to itself", |x| !x.is_nan()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<Vec<u8>>().prop_map(|bytes| Value::from(&*bytes)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..4)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<Dict>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_an_attribute_prints_is_read_again_as_the_same(texts in texts()) {
        let mut again = Texts::default();
        for (name, value) in texts.vars() {
            let text = value.to_string();
            let written = again.setattr_str(name, &text);
            prop_assert!(written.is_ok(), "{} {} {:?}", name, text, written);
        }
        prop_assert_eq!(again, texts);
    }

    #[test]
    fn what_repr_prints_is_read_again_as_the_same(value in value()) {
        let text = format!("{value:?}");
        let read = text.parse::<Value>();
        prop_assert_eq!(read.as_ref(), Ok(&value), "{}", text);
    }

    #[test]
    fn a_record_is_made_again_of_its_dict(texts in texts()) {
        let again = Texts::from_attrs(texts.to_dict().expect("nothing is opaque"));
        prop_assert_eq!(again.map_err(|error| error.to_string()), Ok(texts));
    }
}

#[test]
fn the_error_of_a_literal_says_where() {
    for (text, position) in [
        ("[1, x]", 4),
        ("{'a': }", 6),
        ("'a\\q'", 3),
        ("'é\\é'", 4),
        ("A(1, b=2)", 5),
        ("A(b=1, b=2)", 7),
        ("A(b=1", 5),
        ("1 2", 2),
    ] {
        let error = text.parse::<Value>().unwrap_err();
        assert_eq!(error.position(), position, "{text}: {error}");
        assert!(error.to_string().starts_with(&format!("at byte {position}: ")), "{text}: {error}");
    }
}

/// Of each form that nests, 128 levels are read.
#[test]
fn all_that_nests_in_a_literal_counts() {
    let read = |before: &str, after: &str, levels: usize| {
        let text = before.repeat(levels) + "1" + &after.repeat(levels);
        text.parse::<Value>().is_ok()
    };
    for (before, after) in [("[", "]"), ("{'a': ", "}"), ("(", ",)")] {
        assert!(read(before, after, 128) && !read(before, after, 129), "{before}");
    }
    // A variant is a map with what is in it.
    for (before, after) in [("A(b=", ")"), ("A(1, ", ")")] {
        assert!(read(before, after, 64) && !read(before, after, 65), "{before}");
    }
    let outside = |levels: usize| format!("{}A(){}", "[".repeat(levels), "]".repeat(levels));
    assert!(outside(126).parse::<Value>().is_ok() && outside(127).parse::<Value>().is_err());
}

#[test]
fn a_name_before_a_bracket_is_that_of_a_variant() {
    let read = |text: &str| text.parse::<Value>().map(|value| format!("{value:?}")).ok();
    assert_eq!(read("A-b_1(c-d=1)").as_deref(), Some("{'A-b_1': {'c-d': 1}}"));
    assert_eq!(read("Pair(1, 'a')").as_deref(), Some("{'Pair': [1, 'a']}"));
    assert_eq!(read("One(1)").as_deref(), Some("{'One': 1}"));
    assert_eq!(read("é(1)").as_deref(), Some("{'é': 1}"));
    for text in ["1a(2)", "-a(1)", "a (1)", "A(=1)", "A(1=2)"] {
        assert_eq!(read(text), None, "{text}");
    }
}
