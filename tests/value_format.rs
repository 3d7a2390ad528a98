//! `Value` as a format of serde: `to_value`, `from_value`, and `Value` as a deserializer. The model
//! is `serde_json::Value`.

#![cfg(feature = "serde")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use proptest::prelude::*;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde::{Deserialize, Serialize};
use slotted::prelude::*;
use slotted::{from_value, to_value};

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Unit;

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Newtype(i16);

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Pair(u8, String);

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
enum Shape {
    Point,
    Circle(f64),
    Segment(i32, i32),
    Box { width: u32, label: Option<String> },
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Tagged {
    Nothing,
    Text { text: String },
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Nothing,
    Number(i64),
    Two(u8, bool),
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
    List(Vec<Untagged>),
}

#[derive(Serialize, Deserialize, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    One,
    Two,
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Outer {
    name: String,
    #[serde(default)]
    missing: u8,
    #[serde(flatten)]
    rest: BTreeMap<String, Newtype>,
}

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Link {
    at: u8,
    next: Option<Box<Link>>,
}

/// What JSON says of the value, as a `Value`.
fn of_json<T: Serialize>(value: &T) -> Value {
    Value::deserialize(serde_json::to_value(value).unwrap()).unwrap()
}

/// The value becomes an equal one by way of a `Value`, owned and borrowed.
fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let shown = to_value(value).unwrap();
    assert_eq!(T::deserialize(&shown).unwrap(), *value, "{shown:?}");
    assert_eq!(from_value::<T>(shown.clone()).unwrap(), *value, "{shown:?}");
    let into: Result<T, slotted::ConversionError> = T::deserialize(shown.into_deserializer());
    assert_eq!(into.unwrap(), *value);
}

/// The value comes back, and the `Value` is what JSON has.
fn agrees<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) {
    comes_back(&value);
    assert_eq!(to_value(&value).unwrap(), of_json(&value), "{value:?}");
}

proptest! {
    #[test]
    fn what_becomes_a_value_comes_back_and_is_what_json_has(
        ints in any::<(i8, i16, i32, i64, u8, u16, u32, u64)>(),
        float in -1e300..1e300_f64,
        single in -1e30..1e30_f32,
        text in any::<String>(),
        character in any::<char>(),
        flag in any::<bool>(),
        list in prop::collection::vec(any::<i32>(), 0..5),
    ) {
        agrees(ints);
        agrees((float, single, flag, character));
        agrees(text.clone());
        agrees(list.clone());
        agrees(Some(Some(text.clone())));
        agrees([ints.0, ints.0]);
        agrees(Pair(ints.4, text.clone()));
        agrees(Newtype(ints.1));
        agrees(vec![
            Shape::Point,
            Shape::Circle(float),
            Shape::Segment(ints.2, 1),
            Shape::Box { width: ints.6, label: flag.then(|| text.clone()) },
        ]);
        agrees([Tagged::Nothing, Tagged::Text { text: text.clone() }]);
        agrees(vec![Adjacent::Nothing, Adjacent::Number(ints.3), Adjacent::Two(ints.4, flag)]);
        agrees(Untagged::List(vec![Untagged::Number(ints.3), Untagged::Text(text.clone())]));
        agrees(BTreeMap::from([(text.clone(), flag)]));
        agrees(BTreeMap::from([(character, 1), ('x', 2)]));
        agrees(BTreeMap::from([(ints.0, flag)]));
        agrees(BTreeMap::from([(ints.7, Unit)]));
        agrees(BTreeMap::from([(flag, list.clone())]));
        agrees(BTreeMap::from([(Key::One, 1), (Key::Two, 2)]));
        agrees(BTreeSet::from([Key::Two]));
        agrees(Outer {
            name: text,
            missing: ints.4,
            rest: BTreeMap::from([("more".to_owned(), Newtype(ints.1))]),
        });
        agrees(list.into_iter().fold(None, |next, at| {
            Some(Box::new(Link { at: at as u8, next }))
        }));
    }

    #[test]
    fn integers_of_128_bits_come_back(signed in any::<i128>(), unsigned in any::<u128>()) {
        comes_back(&(signed, unsigned, i128::from(signed as i64), u128::from(unsigned as u64)));
        comes_back(&BTreeMap::from([(signed, unsigned)]));
    }

    /// Whatever JSON document is given to a type: it is taken by both or by neither, and makes the
    /// same.
    #[test]
    fn a_type_takes_of_a_value_what_it_takes_of_json(json in document()) {
        same_taken::<bool>(&json);
        same_taken::<i8>(&json);
        same_taken::<u64>(&json);
        same_taken::<f32>(&json);
        same_taken::<char>(&json);
        same_taken::<String>(&json);
        same_taken::<()>(&json);
        same_taken::<Unit>(&json);
        same_taken::<Newtype>(&json);
        same_taken::<Pair>(&json);
        same_taken::<(i64, i64)>(&json);
        same_taken::<Option<u8>>(&json);
        same_taken::<Vec<u16>>(&json);
        same_taken::<[Untagged; 2]>(&json);
        same_taken::<Shape>(&json);
        same_taken::<Tagged>(&json);
        same_taken::<Adjacent>(&json);
        same_taken::<Untagged>(&json);
        same_taken::<Link>(&json);
        same_taken::<Outer>(&json);
        same_taken::<BTreeMap<String, Newtype>>(&json);
        same_taken::<BTreeMap<i32, Untagged>>(&json);
        same_taken::<BTreeMap<bool, Untagged>>(&json);
        same_taken::<BTreeMap<Key, Untagged>>(&json);
        same_taken::<BTreeMap<char, Untagged>>(&json);
        same_taken::<std::time::Duration>(&json);
        same_taken::<std::net::IpAddr>(&json);
    }
}

fn same_taken<T: DeserializeOwned + PartialEq + Debug>(json: &serde_json::Value) {
    let value = Value::deserialize(json).unwrap();
    let model = T::deserialize(json).ok();
    assert_eq!(T::deserialize(&value).ok(), model, "{json}");
    assert_eq!(from_value::<T>(value).ok(), model, "{json}");
}

/// Documents of the words that the types above know, so that some of them fit.
fn document() -> impl Strategy<Value = serde_json::Value> {
    let word = prop::sample::select(vec![
        "Point", "Circle", "Segment", "Box", "One", "Two", "type", "text", "nothing", "t", "c",
        "at", "next", "name", "missing", "width", "label", "Number", "x", "7", "-7", "+7", "07",
        "-0", "0", "true", "1.5", "::1", "secs", "nanos",
    ]);
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        (-300..300_i64).prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        (-9.0..9.0_f64).prop_map(Into::into),
        word.clone().prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let entry = (word.clone().prop_map(str::to_owned), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..3).prop_map(Into::into),
            prop::collection::vec(entry, 0..3)
                .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
        ]
    })
}

#[test]
fn bytes_stay_bytes_and_are_read_as_a_list_too() {
    struct Bytes(Vec<u8>);
    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_bytes(&self.0)
        }
    }
    let value = to_value(&Bytes(vec![1, 255])).unwrap();
    assert_eq!(value, Value::from(b"\x01\xff"));
    assert_eq!(from_value::<Vec<u8>>(value.clone()).unwrap(), [1, 255]);
    assert_eq!(<&[u8]>::deserialize(&value).unwrap(), [1, 255]);
    assert_eq!(to_value(&vec![1_u8, 255]).unwrap(), Value::from(vec![1, 255]));
}

#[test]
fn text_is_borrowed_from_a_borrowed_value() {
    #[derive(Deserialize)]
    struct Names<'a> {
        first: &'a str,
        #[serde(borrow)]
        all: BTreeMap<&'a str, &'a str>,
    }
    let value: Value = "{'first': 'a', 'all': {'key': 'text'}}".parse().unwrap();
    let names = Names::deserialize(&value).unwrap();
    assert_eq!((names.first, names.all["key"]), ("a", "text"));
}

#[test]
fn an_error_names_the_place() {
    let refused = |text: &str| from_value::<BTreeMap<String, Vec<Shape>>>(text.parse().unwrap());
    let error = |text| refused(text).unwrap_err().to_string();
    assert_eq!(
        error("{'a': [{'Box': {'width': -1}}]}"),
        "['a'][0]['Box']['width']: invalid value: integer `-1`, expected u32"
    );
    assert_eq!(error("{'a': [{'Box': {}}]}"), "['a'][0]['Box']: missing field `width`");
    assert_eq!(
        error("{'a': ['Point', 'Square']}"),
        "['a'][1]: unknown variant `Square`, expected one of `Point`, `Circle`, `Segment`, `Box`"
    );
    assert_eq!(
        error("{'a': [{}]}"),
        "['a'][0]: invalid value: an empty map, expected the name of a variant, or a map from it to \
         its content"
    );
    assert_eq!(
        error("{'a': ['Circle']}"),
        "['a'][0]: invalid type: unit variant, expected newtype variant"
    );
    assert_eq!(
        error("{'a': [{'Point': 1}]}"),
        "['a'][0]['Point']: invalid type: integer `1`, expected unit"
    );
    assert_eq!(
        error("{'a': [{'Segment': [1, 2, 3]}]}"),
        "['a'][0]['Segment']: invalid length 3, expected fewer items"
    );
    assert_eq!(
        error("{'a': [1]}"),
        "['a'][0]: invalid type: integer `1`, expected the name of a variant, or a map from it to \
         its content"
    );
    assert_eq!(error("{'a': 1}"), "['a']: invalid type: integer `1`, expected a sequence");
    assert_eq!(error("[]"), "invalid type: sequence, expected a map");
}

#[test]
fn what_is_opaque_is_no_value_of_serde() {
    #[derive(Debug)]
    struct Socket;
    let error = from_value::<Vec<i32>>(Value::from(vec![Value::opaque(Socket)])).unwrap_err();
    assert!(error.to_string().starts_with("[0]: invalid type: "), "{error}");
    assert!(error.to_string().contains("Socket, expected i32"), "{error}");
    let error = to_value(&[Value::opaque(Socket)]).unwrap_err();
    assert_eq!(error.to_string(), "[0]: <Socket object> is opaque, and has no form in data");
}

#[test]
fn a_key_is_text_or_refused() {
    let error = to_value(&[BTreeMap::from([((1, 2), 3)])]).unwrap_err().to_string();
    assert_eq!(
        error,
        "[0]: a tuple as the key of a map: a key is text, a number, a bool, a character or a \
         unit variant"
    );
    struct Twice;
    impl Serialize for Twice {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_map([("a", 1), ("a", 2)])
        }
    }
    assert_eq!(to_value(&Twice).unwrap_err().to_string(), "the key 'a' stands there twice");
}

/// Serializes a map with that key.
struct Keyed<T>(T);

impl<T: Serialize> Serialize for Keyed<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map([(&self.0, 1)])
    }
}

#[test]
fn a_key_of_each_kind_is_its_text_or_refused_with_what_it_is() {
    struct Bytes;
    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_bytes(b"x")
        }
    }
    struct Shown;
    impl Serialize for Shown {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_str(&format_args!("{}-{}", 1, 2))
        }
    }
    macro_rules! keys {
        ($($key:expr => $text:literal,)*) => {$(
            let value = to_value(&Keyed($key)).unwrap();
            assert_eq!(value.to_string(), concat!("{'", $text, "': 1}"));
            // As JSON has it.
            assert_eq!(value, of_json(&Keyed($key)));
        )*};
    }
    keys! {
        1.5_f32 => "1.5",
        0.1_f64 => "0.1",
        2.0_f64 => "2.0",
        Shown => "1-2",
        Newtype(-3) => "-3",
        true => "true",
        'c' => "c",
        Key::Two => "Two",
    }
    macro_rules! refused {
        ($($key:expr => $what:literal,)*) => {$(
            let error = to_value(&Keyed($key)).unwrap_err().to_string();
            let what = concat!($what, " as the key of a map: ");
            assert!(error.starts_with(what), "{error}");
        )*};
    }
    refused! {
        f32::INFINITY => "the number inf",
        f64::NAN => "the number NaN",
        Bytes => "bytes",
        None::<u8> => "None",
        Some(1) => "an Option",
        () => "a unit",
        Unit => "a unit struct",
        Shape::Circle(1.0) => "a variant with data",
        Shape::Segment(1, 2) => "a variant with data",
        Shape::Box { width: 1, label: None } => "a variant with data",
        vec![1] => "a list",
        Pair(1, String::new()) => "a tuple struct",
        BTreeMap::<u8, u8>::new() => "a map",
        Link { at: 1, next: None } => "a struct",
    }
}

/// A key that is made of wrappers without an end is refused, before the stack overflows.
#[test]
fn the_wrappers_around_a_key_are_bounded() {
    struct Wrapped;
    impl Serialize for Wrapped {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_newtype_struct("Wrapped", self)
        }
    }
    struct Maybe;
    macro_rules! endless {
        ($type:ident, $visit:ident, |$from:ident, $visitor:ident| $ask:expr) => {
            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: serde::Deserializer<'de>>($from: D) -> Result<Self, D::Error> {
                    struct $visitor;
                    impl<'de> serde::de::Visitor<'de> for $visitor {
                        type Value = $type;

                        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                            f.write_str("another one")
                        }

                        fn $visit<D: serde::Deserializer<'de>>(
                            self,
                            from: D,
                        ) -> Result<$type, D::Error> {
                            $type::deserialize(from)
                        }
                    }
                    $ask
                }
            }
        };
    }
    endless!(Wrapped, visit_newtype_struct, |from, Inside| {
        from.deserialize_newtype_struct("Wrapped", Inside)
    });
    endless!(Maybe, visit_some, |from, Inside| from.deserialize_option(Inside));

    let too_deep = "lists and maps are nested more than 128 levels deep";
    assert_eq!(to_value(&Keyed(Wrapped)).unwrap_err().to_string(), too_deep);
    let map = || -> Value { "{'a': 1}".parse().unwrap() };
    // `Vec` of pairs: a map's key need not be ordered.
    struct First<T>(std::marker::PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Deserialize<'de> for First<T> {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Visitor<T>(std::marker::PhantomData<T>);
            impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
                type Value = First<T>;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("a map")
                }

                fn visit_map<A: serde::de::MapAccess<'de>>(
                    self,
                    mut map: A,
                ) -> Result<First<T>, A::Error> {
                    map.next_key::<T>().map(|_| First(self.0))
                }
            }
            from.deserialize_map(Visitor(std::marker::PhantomData))
        }
    }
    let error = from_value::<First<Wrapped>>(map()).err().unwrap().to_string();
    assert_eq!(error, too_deep);
    let error = from_value::<First<Maybe>>(map()).err().unwrap().to_string();
    assert_eq!(error, too_deep);
}

#[test]
fn lists_and_maps_say_how_much_is_left_of_them() {
    /// What a list or a map says is left, before each of its items and at its end.
    #[derive(Debug, PartialEq)]
    struct Left(Vec<Option<usize>>);
    impl<'de> Deserialize<'de> for Left {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl<'de> serde::de::Visitor<'de> for Visitor {
                type Value = Left;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("a list or a map")
                }

                fn visit_seq<A: serde::de::SeqAccess<'de>>(
                    self,
                    mut list: A,
                ) -> Result<Left, A::Error> {
                    let mut left = vec![list.size_hint()];
                    while list.next_element::<serde::de::IgnoredAny>()?.is_some() {
                        left.push(list.size_hint());
                    }
                    Ok(Left(left))
                }

                fn visit_map<A: serde::de::MapAccess<'de>>(
                    self,
                    mut map: A,
                ) -> Result<Left, A::Error> {
                    let mut left = vec![map.size_hint()];
                    while map.next_key::<String>()?.is_some() {
                        map.next_value::<serde::de::IgnoredAny>()?;
                        left.push(map.size_hint());
                    }
                    Ok(Left(left))
                }
            }
            from.deserialize_any(Visitor)
        }
    }
    let three = Left(vec![Some(3), Some(2), Some(1), Some(0)]);
    for text in ["[1, 2, 3]", "{'a': 1, 'b': 2, 'c': 3}"] {
        let value: Value = text.parse().unwrap();
        assert_eq!(Left::deserialize(&value).unwrap(), three, "{text}");
        assert_eq!(from_value::<Left>(value).unwrap(), three, "{text}");
    }
}

#[test]
fn a_value_and_a_slotted_struct_become_what_they_are() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize, dict)]
    struct Event {
        at: u64,
        #[slots(optional)]
        who: Option<String>,
        __dict__: Dict,
    }
    let value: Value = "{'at': 5, 'more': [None, 1.5, b'x', {'a': True}]}".parse().unwrap();
    assert_eq!(to_value(&value).unwrap(), value);
    assert_eq!(from_value::<Value>(value.clone()).unwrap(), value);
    let event: Event = from_value(value.clone()).unwrap();
    assert_eq!(event.at, 5);
    assert_eq!(to_value(&event).unwrap(), value);
}

#[test]
fn depth_is_bounded_in_both_directions() {
    let links = |count| (0..count).fold(None, |next, at| Some(Box::new(Link { at, next })));
    let value = to_value(&links(128)).unwrap();
    assert_eq!(from_value::<Option<Box<Link>>>(value.clone()).unwrap(), links(128));
    let too_deep = "lists and maps are nested more than 128 levels deep";
    let error = to_value(&links(129)).unwrap_err().to_string();
    assert!(error.ends_with(too_deep), "{error}");
    let deeper = Value::from(vec![value]);
    let error = from_value::<Vec<Option<Box<Link>>>>(deeper).unwrap_err().to_string();
    assert!(error.ends_with(too_deep), "{error}");

    /// Made of wrappers alone.
    #[derive(Serialize, Deserialize, Debug)]
    struct Wrapped(Option<Box<Wrapped>>);
    let error = from_value::<Wrapped>(Value::Int(1)).unwrap_err().to_string();
    assert_eq!(error, too_deep);
    let wrapped = (0..1000).fold(Wrapped(None), |inside, _| Wrapped(Some(Box::new(inside))));
    assert_eq!(to_value(&wrapped).unwrap_err().to_string(), too_deep);
    // A newtype and a `Some` are two wrappers, of which 256 may be around a value.
    let wrapped = |count| (0..count).fold(Wrapped(None), |inside, _| Wrapped(Some(inside.into())));
    assert_eq!(to_value(&wrapped(127)).unwrap(), Value::None);
    assert_eq!(to_value(&wrapped(128)).unwrap_err().to_string(), too_deep);
}
