//! Maps whose keys are text, integers, `bool`, `char` or an enum without data.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::num::NonZero;
use std::sync::Arc;

use proptest::prelude::*;
use slotted::prelude::*;
use slotted::value::MapKey;
use slotted::{Kind, ValueRef};

#[derive(SlotValue, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[slots(rename_all = "lowercase")]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
enum Side {
    #[slots(alias = "l")]
    #[cfg_attr(feature = "serde", serde(alias = "l"))]
    Left,
    Right,
}

macro_rules! declare {
    ($($field:ident: $type:ty,)*) => {
        #[derive(Slots, Clone, Debug, Default, PartialEq)]
        #[cfg_attr(feature = "serde", slots(serialize, deserialize))]
        struct All {
            $($field: $type,)*
        }

        #[cfg(feature = "serde")]
        #[derive(serde::Serialize, serde::Deserialize, Clone, Debug, Default, PartialEq)]
        struct Derived {
            $($field: $type,)*
        }

        #[cfg(feature = "serde")]
        impl From<All> for Derived {
            fn from(all: All) -> Self {
                Derived { $($field: all.$field,)* }
            }
        }
    };
}
declare! {
    i8s: BTreeMap<i8, u8>,
    i16s: BTreeMap<i16, String>,
    i32s: HashMap<i32, bool>,
    i64s: BTreeMap<i64, Option<i64>>,
    u8s: BTreeMap<u8, Vec<u16>>,
    u16s: HashMap<u16, BTreeMap<u8, Side>>,
    u32s: BTreeMap<u32, u32>,
    u64s: BTreeMap<u64, char>,
    usizes: BTreeMap<usize, usize>,
    isizes: BTreeMap<isize, isize>,
    non_zeros: BTreeMap<NonZero<u32>, u8>,
    bools: BTreeMap<bool, i16>,
    chars: BTreeMap<char, f64>,
    sides: HashMap<Side, u64>,
    boxed: BTreeMap<Box<str>, u8>,
    borrowed: HashMap<Cow<'static, str>, u8>,
    strings: HashMap<String, u8>,
    maybe: Option<BTreeMap<u8, ()>>,
}

prop_compose! {
    fn any_of_all()(
        numbers in prop::collection::vec(any::<u64>(), 0..5),
        small in prop::collection::vec(0..300_u64, 0..5),
        texts in prop::collection::vec(".{0,3}", 0..4),
        chars in prop::collection::btree_map(any::<char>(), -1e9..1e9, 0..4),
        some in any::<bool>(),
    ) -> All {
        let all = || numbers.iter().chain(&small).copied();
        All {
            i8s: all().map(|n| (n as i8, n as u8)).collect(),
            i16s: all().map(|n| (n as i16, n.to_string())).collect(),
            i32s: all().map(|n| (n as i32, n > 9)).collect(),
            i64s: all().map(|n| (n as i64, (n > 9).then_some(n as i64))).collect(),
            u8s: all().map(|n| (n as u8, vec![n as u16])).collect(),
            u16s: all().map(|n| (n as u16, [(n as u8, Side::Left)].into())).collect(),
            u32s: all().map(|n| (n as u32, n as u32)).collect(),
            u64s: all().map(|n| (n, 'x')).collect(),
            usizes: all().map(|n| (n as usize, n as usize)).collect(),
            isizes: all().map(|n| (n as isize, n as isize)).collect(),
            non_zeros: all().filter_map(|n| Some((NonZero::new(n as u32)?, n as u8))).collect(),
            bools: all().map(|n| (n % 2 == 0, n as i16)).collect(),
            chars,
            sides: all().map(|n| (if n % 2 == 0 { Side::Left } else { Side::Right }, n)).collect(),
            boxed: texts.iter().map(|text| (text.as_str().into(), 1)).collect(),
            borrowed: texts.iter().map(|text| (text.clone().into(), 2)).collect(),
            strings: texts.iter().map(|text| (text.clone(), 4)).collect(),
            maybe: some.then(|| small.iter().map(|n| (*n as u8, ())).collect()),
        }
    }
}

proptest! {
    #[test]
    fn what_a_map_prints_is_read_again_as_the_same(value in any_of_all()) {
        let mut read = All::default();
        for info in All::LAYOUT.slots() {
            let shown = value.getattr(info.name()).unwrap();
            read.setattr_str(info.name(), &shown.to_string()).unwrap();
        }
        prop_assert_eq!(&read, &value);
        prop_assert_eq!(&All::from_attrs(value.to_dict().unwrap()).unwrap(), &value);
        prop_assert_eq!(&All::from_state(value.get_state().unwrap()).unwrap(), &value);
        prop_assert!(value.diff(&read).is_empty());
    }

    #[test]
    #[cfg(feature = "serde")]
    fn maps_are_in_data_what_serde_has(value in any_of_all()) {
        // A clone of a hash map has the order of the map.
        let theirs = Derived::from(value.clone());
        macro_rules! same {
            ($write:path, $read:path) => {{
                let ours_read: All = $read(&$write(&theirs).unwrap()).unwrap();
                prop_assert_eq!(&ours_read, &value);
                let theirs_read: Derived = $read(&$write(&value).unwrap()).unwrap();
                prop_assert_eq!(&theirs_read, &theirs);
                prop_assert_eq!($write(&value).unwrap(), $write(&theirs).unwrap());
            }};
        }
        same!(serde_json::to_vec, serde_json::from_slice);
        same!(postcard::to_allocvec, postcard::from_bytes);
        same!(rmp_serde::to_vec, rmp_serde::from_slice);
    }
}

#[test]
fn a_key_is_its_text_by_name() {
    let mut all = All::default();
    all.setattr("i16s", BTreeMap::from([("-7".to_owned(), "a"), ("8".to_owned(), "b")])).unwrap();
    assert_eq!(all.i16s, BTreeMap::from([(-7, "a".into()), (8, "b".into())]));
    assert_eq!(all.getattr("i16s").unwrap().to_string(), "{'-7': 'a', '8': 'b'}");
    assert_eq!(All::LAYOUT.slot("i16s").unwrap().kind(), Kind::Map);
    assert_eq!(all.getattr_path("i16s.-7").unwrap(), "a");
    all.setattr_path("i16s.8", "c").unwrap();
    assert_eq!(all.i16s[&8], "c");
    all.setattr_str("sides", "{'l': 1, 'right': 2}").unwrap();
    assert_eq!(all.sides, HashMap::from([(Side::Left, 1), (Side::Right, 2)]));
    assert_eq!(all.getattr_path("sides.left").unwrap(), 1);
    all.setattr_path("sides.l", 3).unwrap();
    assert_eq!(all.sides[&Side::Left], 3);
    all.setattr_str("bools", "{'true': 1}").unwrap();
    assert_eq!(all.getattr_path("bools.true").unwrap(), 1);
    all.setattr_str("u16s", "{'300': {'1': 'left'}}").unwrap();
    all.setattr_path("u16s.300.1", "right").unwrap();
    assert_eq!(all.u16s[&300][&1], Side::Right);
    all.setattr_str("borrowed", "{'a': 1}").unwrap();
    all.setattr_path("borrowed.a", 2).unwrap();
    assert_eq!(all.getattr_path("borrowed.a").unwrap(), 2);
    let keys = |map: ValueRef<'_>| match map {
        ValueRef::Map(map) => map.iter().map(|(key, _)| format!("{key:?}")).collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    assert_eq!(keys(all.getattr("i16s").unwrap().view()), ["'-7'", "'8'"]);
    assert_eq!(MapKey::new(&-7_i16).text(), "-7");
}

#[test]
fn a_key_that_the_type_refuses_is_named_and_changes_nothing() {
    let mut all = All::default();
    all.u8s.insert(1, vec![]);
    let before = all.clone();
    let mut says = |name: &str, text: &str| all.setattr_str(name, text).unwrap_err().to_string();
    assert_eq!(
        says("u8s", "{'1': [], 'x': []}"),
        "attribute 'u8s'[key 'x'] of 'All' objects: 'x' is not a valid u8: invalid digit found in string"
    );
    assert_eq!(
        says("u8s", "{'256': []}"),
        "attribute 'u8s'[key '256'] of 'All' objects: 256 is out of range for u8"
    );
    assert_eq!(
        says("u8s", "{'07': []}"),
        "attribute 'u8s'[key '07'] of 'All' objects: '07' is not a valid u8: as a key it is written '7'"
    );
    assert_eq!(
        says("sides", "{'top': 1}"),
        "attribute 'sides'[key 'top'] of 'All' objects: 'top' is not a valid Side: it must be one of 'left', 'right'"
    );
    assert_eq!(
        says("u8s", "{'7': [70000]}"),
        "attribute 'u8s'['7'][0] of 'All' objects: 70000 is out of range for u16"
    );
    assert_eq!(
        all.setattr_path("u8s.x", [1]).unwrap_err().to_string(),
        "u8s.x: [key 'x']: 'x' is not a valid u8: invalid digit found in string"
    );
    assert_eq!(all.getattr_path("u8s.x").unwrap_err().to_string(), "u8s.x: no such entry");
    assert_eq!(all, before);
}

/// serde has no `Arc` without its feature `rc`.
#[test]
fn keys_may_be_shared_text() {
    #[derive(Slots, Debug, PartialEq)]
    #[cfg_attr(feature = "serde", slots(serialize, deserialize))]
    struct Shared {
        all: BTreeMap<Arc<str>, u8>,
        table: HashMap<Arc<str>, u8>,
    }
    let mut shared = Shared { all: [("a".into(), 1)].into(), table: [("b".into(), 2)].into() };
    shared.setattr_path("all.a", 3).unwrap();
    shared.setattr_path("table.b", 4).unwrap();
    assert_eq!(shared.getattr("all").unwrap().to_string(), "{'a': 3}");
    assert_eq!(shared.table["b"], 4);
    assert!(shared.getattr_path("table.a").is_err());
    #[cfg(feature = "serde")]
    {
        let text = serde_json::to_string(&shared).unwrap();
        assert_eq!(text, r#"{"all":{"a":3},"table":{"b":4}}"#);
        assert_eq!(serde_json::from_str::<Shared>(&text).unwrap(), shared);
    }
}

#[cfg(feature = "serde")]
mod data {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Slots, Debug)]
    #[slots(serialize, deserialize)]
    struct One<T: slotted::SlotValue> {
        x: T,
    }

    #[derive(Serialize, Deserialize)]
    struct DerivedOne<T> {
        x: T,
    }

    fn same<K>(data: &[u8], json: &str)
    where
        K: slotted::value::SlotKey + Ord + Serialize + DeserializeOwned + Debug,
    {
        type Map<K> = BTreeMap<K, u8>;
        let ours = rmp_serde::from_slice::<One<Map<K>>>(data);
        let theirs = rmp_serde::from_slice::<DerivedOne<Map<K>>>(data);
        assert_eq!(ours.ok().map(|one| one.x), theirs.ok().map(|one| one.x), "{data:?}");
        let ours = serde_json::from_str::<One<Map<K>>>(json);
        let theirs = serde_json::from_str::<DerivedOne<Map<K>>>(json);
        let (ours, theirs) = (ours.ok().map(|one| one.x), theirs.ok().map(|one| one.x));
        assert_eq!(ours, theirs, "{json} for {}", std::any::type_name::<K>());
    }

    #[test]
    fn the_same_keys_are_taken_and_refused_as_by_serde() {
        let keys = [
            "7",
            "07",
            "+7",
            " 7",
            "7 ",
            "-7",
            "-0",
            "0",
            "127",
            "128",
            "255",
            "256",
            "1.0",
            "1e2",
            "-128",
            "-129",
            "65536",
            "4294967296",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "true",
            "false",
            "True",
            "x",
            "xy",
            "",
            "é",
            "left",
            "l",
            "Left",
            "top",
            "null",
        ];
        for key in keys {
            let json = format!(r#"{{"x":{{"{key}":1}}}}"#);
            let packed = |key: &dyn Fn(&mut Vec<u8>)| {
                let mut data = vec![0x91, 0x81];
                key(&mut data);
                data.push(1);
                data
            };
            let text = packed(&|data| data.extend(rmp_serde::to_vec(key).unwrap()));
            let number = packed(&|data| {
                let number = key.parse::<i64>().unwrap_or(3);
                data.extend(rmp_serde::to_vec(&number).unwrap());
            });
            let truth = packed(&|data| data.push(0xc3));
            let list = packed(&|data| data.push(0x90));
            for data in [text, number, truth, list] {
                same::<u8>(&data, &json);
                same::<i8>(&data, &json);
                same::<u16>(&data, &json);
                same::<i32>(&data, &json);
                same::<u64>(&data, &json);
                same::<i64>(&data, &json);
                same::<NonZero<u8>>(&data, &json);
                // serde_json panics when it refuses such a key.
                if key.is_ascii() {
                    same::<bool>(&data, &json);
                }
                same::<char>(&data, &json);
                same::<Side>(&data, &json);
                same::<String>(&data, &json);
                same::<Box<str>>(&data, &json);
            }
        }
    }

    #[test]
    fn toml_has_the_keys_that_it_has_of_serde() {
        fn of<K: slotted::value::SlotKey + Ord + Clone + Serialize + DeserializeOwned + Debug>(
            key: K,
        ) {
            let map = BTreeMap::from([(key, 1_u8)]);
            let ours = toml::to_string(&One { x: map.clone() });
            let theirs = toml::to_string(&DerivedOne { x: map.clone() });
            assert_eq!(ours.clone().ok(), theirs.ok(), "{map:?}");
            if let Ok(text) = ours {
                assert_eq!(toml::from_str::<One<BTreeMap<K, u8>>>(&text).unwrap().x, map);
            }
        }
        of(7_u8);
        of(-7_i64);
        of(true);
        of('x');
        of(Side::Left);
        of(Box::<str>::from("a b"));
    }

    #[test]
    fn a_key_in_data_that_the_type_refuses_is_named() {
        let error = serde_json::from_str::<One<BTreeMap<u8, u8>>>(r#"{"x":{"1":1,"x":2}}"#);
        assert_eq!(
            error.unwrap_err().to_string(),
            "attribute 'x'[key 'x'] of 'One' objects: 'x' is not a valid u8: invalid digit found in string at line 1 \
             column 18"
        );
    }
}

/// Equality asks for the length, each key and each value.
#[test]
fn maps_are_equal_if_all_their_entries_are() {
    let text = |pairs: &[(&str, i64)]| {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect::<BTreeMap<_, _>>()
    };
    let numbers = |pairs: &[(u16, i64)]| pairs.iter().copied().collect::<HashMap<_, _>>();
    let value = |pairs: &[(&str, i64)]| Value::Map(pairs.iter().copied().collect());
    let (of_text, of_numbers) = (text(&[("1", 1), ("2", 2)]), numbers(&[(1, 1), (2, 2)]));
    for (pairs, is_equal) in [
        (&[("1", 1), ("2", 2)][..], true),
        (&[("2", 2), ("1", 1)], true),
        (&[("1", 1), ("2", 3)], false),
        (&[("1", 3), ("2", 2)], false),
        (&[("1", 1), ("3", 2)], false),
        (&[("1", 1)], false),
        (&[("1", 1), ("2", 2), ("3", 3)], false),
        (&[], false),
    ] {
        let other = value(pairs);
        assert_eq!(slotted::AttrRef::new(&of_text) == other, is_equal, "{pairs:?}");
        assert_eq!(other == slotted::AttrRef::new(&of_text), is_equal, "{pairs:?}");
        assert_eq!(slotted::AttrRef::new(&of_numbers) == other, is_equal, "{pairs:?}");
        assert_eq!(other == slotted::AttrRef::new(&of_numbers), is_equal, "{pairs:?}");
    }
    let from = Value::from(HashMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(from, value(&[("a", 1), ("b", 2)]));
    let (some, none) = (slotted::AttrRef::new(&of_text), BTreeMap::<u16, u8>::new());
    assert!(
        !some.as_map().unwrap().is_empty()
            && slotted::AttrRef::new(&none).as_map().unwrap().is_empty()
    );
}

/// So that no two keys of a value mean one number.
#[cfg(feature = "serde")]
#[test]
fn a_key_of_a_value_is_a_number_as_it_is_printed() {
    type Map = HashMap<i32, u8>;
    let read = |key: &str| slotted::from_value::<Map>(slotted::Value::Map(Dict::from([(key, 1)])));
    for key in ["0", "7", "-7", "10"] {
        assert_eq!(read(key).unwrap().keys().next().map(ToString::to_string).as_deref(), Some(key));
    }
    for key in ["", "-", "00", "07", "-07", "-0", "+7", " 7", "7.0", "x"] {
        assert!(read(key).is_err(), "{key}");
    }
}
