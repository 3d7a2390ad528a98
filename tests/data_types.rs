//! For each slot type: reading from data accepts the same input as a write by name, and serializing
//! gives the same output as serde's own derive (spec 8.19).

#![cfg(feature = "serde")]

mod same_data;

use std::collections::VecDeque;
use std::fmt::Debug;
use std::num::{NonZero, Wrapping};
use std::rc::Rc;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use slotted::prelude::*;

use crate::same_data::{assert_same_data, round_trip};

/// JSON inputs, chosen at and around the limits of the slot types.
const FOUND: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1",
    "127",
    "128",
    "-128",
    "-129",
    "255",
    "256",
    "32767",
    "32768",
    "-32768",
    "-32769",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "4294967295",
    "4294967296",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775807",
    "18446744073709551615",
    "16777216",
    "16777217",
    "0.0",
    "-0.0",
    "1.0",
    "0.1",
    "1.5",
    "-2.5",
    "1e300",
    "3.4028235e38",
    "3.4028236e38",
    "1e39",
    "-1e39",
    "1e-46",
    "5e-324",
    r#""""#,
    r#""a""#,
    r#""é""#,
    r#""1""#,
    r#""1.5""#,
    r#""true""#,
    r#""ab\n""#,
    r#""170141183460469231731687303715884105727""#,
    "[]",
    "[1]",
    "[1, 256]",
    r#"["a"]"#,
    "[1, 2, 3]",
    "[[1, \"a\"], [1, null]]",
    "[null]",
    "{}",
    r#"{"a": 1}"#,
];

/// Asserts that slot `x` gets the same value, or the same error message, from JSON text and by
/// name.
fn compare<T: slotted::FromAttrs + DeserializeOwned + Debug>(found: &str) {
    let read = serde_json::from_str::<T>(&format!(r#"{{"x": {found}}}"#));
    let value: Value = serde_json::from_str(found).expect("it is JSON");
    let made = T::from_attrs([("x", value)]);
    match (read, made) {
        (Ok(read), Ok(made)) => assert_eq!(format!("{read:?}"), format!("{made:?}"), "{found}"),
        (Err(read), Err(made)) => {
            let read = read.to_string();
            let (says, _position) = read.rsplit_once(" at line ").expect("it has a place");
            let made = made.to_string();
            // An item is refused where it stands, before the length of its list is known; and a
            // number for a list is refused by the form in data that the type has, not by its name.
            let is_item = says.starts_with("attribute 'x'[");
            if !(is_item && (made.contains("it must have") || says.contains("must be list, not"))) {
                assert_eq!(says, made, "{found}");
            }
        }
        (read, made) => panic!("{found} for {}: {read:?} and {made:?}", T::LAYOUT.name()),
    }
}

macro_rules! types {
    ($($test:ident: $type:ty),* $(,)?) => {mod takes_and_writes_the_same {
        use super::*;

        $(#[test]
        fn $test() {
            #[derive(Slots, Debug)]
            #[slots(serialize, deserialize)]
            struct Plain {
                x: $type,
            }

            #[derive(Serialize)]
            struct Derived {
                x: $type,
            }

            #[derive(Slots, Debug)]
            #[slots(deserialize)]
            struct Perhaps {
                x: Option<$type>,
            }

            #[derive(Slots, Debug)]
            #[slots(deserialize)]
            struct Optional {
                #[slots(optional)]
                x: Option<$type>,
            }

            #[derive(Slots, Debug)]
            #[slots(deserialize)]
            struct Checked {
                #[slots(validate = no_default)]
                x: $type,
            }

            #[derive(Slots, Debug)]
            #[slots(deserialize)]
            struct Nested {
                #[slots(base)]
                plain: Plain,
            }

            fn no_default(value: &$type) -> Result<(), &'static str> {
                if *value == <$type>::default() { Err("it is the default") } else { Ok(()) }
            }

            for found in FOUND {
                compare::<Plain>(found);
                compare::<Perhaps>(found);
                compare::<Optional>(found);
                compare::<Checked>(found);
                compare::<Nested>(found);
                if let Ok(plain) = serde_json::from_str::<Plain>(&format!(r#"{{"x": {found}}}"#)) {
                    assert_same_data(&plain, &Derived { x: plain.x.clone() });
                    let back = round_trip(&plain);
                    assert_eq!(format!("{:?}", back.x), format!("{:?}", plain.x));
                }
            }
        })*
    }};
}

types! {
    an_i8: i8, an_i16: i16, an_i32: i32, an_i64: i64, an_isize: isize,
    a_u8: u8, a_u16: u16, a_u32: u32, a_u64: u64, a_usize: usize,
    a_f32: f32, a_f64: f64, a_bool: bool, a_char: char,
    a_string: String, a_boxed_str: Box<str>,
    a_list_of_numbers: Vec<i16>, a_list_of_text: Vec<String>, an_option: Option<i32>,
    an_array: [i16; 1], an_array_of_bytes: [u8; 1], an_array_of_text: [String; 1], an_empty_array: [u16; 0],
    a_tuple: (i16,), a_pair: (u8, i32), a_pair_of_pairs: ((u8, String), [Option<u8>; 2]),
    a_wrapping: Wrapping<u16>, a_deque: VecDeque<i16>, a_deque_of_bytes: VecDeque<u8>,
}

/// A `NonZero` has no default, so the macro above cannot test it.
#[test]
fn a_non_zero_takes_and_writes_what_serde_does() {
    #[derive(Slots, Debug)]
    #[slots(serialize, deserialize)]
    struct Plain<T: slotted::SlotValue> {
        x: T,
    }

    #[derive(Serialize, serde::Deserialize)]
    struct Derived<T> {
        x: T,
    }

    macro_rules! compare_all {
        ($($type:ty)*) => {$({
            for found in FOUND {
                compare::<Plain<NonZero<$type>>>(found);
                let text = format!(r#"{{"x": {found}}}"#);
                let ours = serde_json::from_str::<Plain<NonZero<$type>>>(&text);
                let theirs = serde_json::from_str::<Derived<NonZero<$type>>>(&text);
                assert_eq!(ours.is_ok(), theirs.is_ok(), "{found}");
                if let (Ok(ours), Ok(theirs)) = (ours, theirs) {
                    assert_same_data(&ours, &theirs);
                }
            }
        })*};
    }
    compare_all!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);
    let error = Plain::<NonZero<u8>>::from_attrs([("x", 0)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'x' of 'Plain' objects: 0 is out of range for NonZero<u8>"
    );
    let mut plain = Plain { x: NonZero::<u64>::MAX };
    plain.setattr_str("x", &u64::MAX.to_string()).unwrap();
    assert_eq!(plain.getattr("x").unwrap(), u64::MAX);
    assert!(plain.setattr_str("x", "0").is_err());
}

/// serde's derive writes a `Vec<u8>` as a list of numbers, which takes more room in MessagePack.
#[test]
fn bytes_are_bytes_in_data_and_lists_of_numbers_are_read_as_bytes() {
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Blob {
        bytes: Vec<u8>,
    }
    #[derive(Serialize, serde::Deserialize, Debug, PartialEq)]
    struct Derived {
        bytes: Vec<u8>,
    }
    let (ours, theirs) = (Blob { bytes: vec![1, 200, 3] }, Derived { bytes: vec![1, 200, 3] });
    let packed = rmp_serde::to_vec(&ours).unwrap();
    assert_eq!(packed, [0x91, 0xc4, 3, 1, 200, 3]);
    assert_eq!(rmp_serde::from_slice::<Derived>(&packed).unwrap(), theirs);
    let packed = rmp_serde::to_vec(&theirs).unwrap();
    assert_eq!(rmp_serde::from_slice::<Blob>(&packed).unwrap(), ours);
    assert_eq!(postcard::to_allocvec(&ours).unwrap(), postcard::to_allocvec(&theirs).unwrap());
    assert_eq!(serde_json::to_string(&ours).unwrap(), serde_json::to_string(&theirs).unwrap());
}

#[test]
fn an_rc_is_what_it_points_to() {
    #[derive(Slots, Debug)]
    #[slots(serialize, deserialize)]
    struct Shared {
        x: Rc<Vec<u16>>,
    }
    for found in FOUND {
        compare::<Shared>(found);
    }
    let mut shared = Shared { x: Rc::new(vec![1, 2]) };
    shared.setattr_path("x[1]", 3).unwrap();
    assert_eq!(serde_json::to_string(&shared).unwrap(), r#"{"x":[1,3]}"#);
    let _other = Rc::clone(&shared.x);
    assert!(shared.setattr_path("x[1]", 4).is_err());
}

#[test]
fn a_slot_with_rules_of_its_own_takes_the_same() {
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Shown {
        #[slots(as_str)]
        x: f64,
    }

    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct ShownText {
        #[slots(as_str)]
        x: String,
    }

    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Wide {
        x: i128,
    }

    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Any {
        x: Value,
    }

    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Shared {
        x: Arc<str>,
    }

    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Twice {
        x: Option<Option<u8>>,
    }

    for found in FOUND {
        compare::<Shown>(found);
        compare::<ShownText>(found);
        compare::<Wide>(found);
        compare::<Any>(found);
        compare::<Shared>(found);
        compare::<Twice>(found);
    }
}

/// Declares a type with more than 64 slots. The set of filled slots then needs more than one word.
macro_rules! many {
    ($($name:ident)*) => {
        #[derive(Slots, Debug, PartialEq)]
        #[slots(serialize, deserialize)]
        struct Many {
            $($name: String,)*
        }

        const MANY: &[&str] = &[$(stringify!($name)),*];
    };
}
many! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 h0 h1 h2 h3 h4 h5 h6 h7 h8 h9
}

#[test]
fn a_type_of_very_many_slots_is_read_and_written() {
    let text = |names: &[&str]| {
        let entries: Vec<String> =
            names.iter().map(|name| format!(r#""{name}":"text of {name}""#)).collect();
        format!("{{{}}}", entries.join(","))
    };
    let whole = text(MANY);
    let many: Many = serde_json::from_str(&whole).unwrap();
    assert_eq!(many.h9, "text of h9");
    assert_eq!(serde_json::to_string(&many).unwrap(), whole);
    for (at, name) in MANY.iter().enumerate() {
        let mut others = MANY.to_vec();
        others.remove(at);
        let missing = serde_json::from_str::<Many>(&text(&others)).unwrap_err().to_string();
        assert!(
            missing.starts_with(&format!("Many() missing 1 required attribute: '{name}' at")),
            "{missing}"
        );
        others.rotate_left(at);
        others.extend([*name, *name]);
        let twice = serde_json::from_str::<Many>(&text(&others)).unwrap_err().to_string();
        assert!(
            twice.starts_with(&format!("Many() got multiple values for attribute '{name}' at")),
            "{twice}"
        );
        others.pop();
        assert_eq!(serde_json::from_str::<Many>(&text(&others)).unwrap(), many);
    }
}

/// An integer of 128 bits is text in data, whether 64 bits hold it or not (spec 8.19).
#[test]
fn an_integer_of_128_bits_is_text_of_any_size() {
    #[derive(Slots, Debug, Clone, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Wide {
        unsigned: u128,
        signed: i128,
    }
    let big = u128::from(u64::MAX);
    for (unsigned, signed) in
        [(0, 0), (1 << 63, -1), (big, i128::from(u64::MAX)), (u128::MAX, i128::MIN)]
    {
        let wide = Wide { unsigned, signed };
        let json = serde_json::to_string(&wide).unwrap();
        assert_eq!(json, format!(r#"{{"unsigned":"{unsigned}","signed":"{signed}"}}"#));
        assert_eq!(serde_json::from_str::<Wide>(&json).unwrap(), wide);
        let bytes = postcard::to_allocvec(&wide).unwrap();
        let text = postcard::to_allocvec(&(unsigned.to_string(), signed.to_string())).unwrap();
        assert_eq!(bytes, text);
        assert_eq!(postcard::from_bytes::<Wide>(&bytes).unwrap(), wide);
    }
}

/// Formats such as postcard tell the two apart.
#[test]
fn the_none_of_a_value_is_that_of_an_option_and_a_unit_is_a_unit() {
    #[derive(Slots, Debug, Clone, PartialEq)]
    #[slots(serialize)]
    struct Nothings {
        value: Value,
        unit: (),
        list: Vec<Value>,
        units: Vec<()>,
    }
    let none =
        Nothings { value: Value::None, unit: (), list: vec![Value::None], units: vec![(), ()] };
    let bytes = postcard::to_allocvec(&(None::<u8>, (), [None::<u8>].as_slice(), vec![(), ()]));
    assert_eq!(postcard::to_allocvec(&none).unwrap(), bytes.unwrap());
}
