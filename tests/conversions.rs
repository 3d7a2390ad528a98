//! Conversions from a value to a slot and back: no conversion loses information, and a refused
//! write changes nothing.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use proptest::prelude::*;
use slotted::prelude::*;
use slotted::{AttributeErrorKind as Is, ConversionError, SlotValue};

/// A type with a slot of each standard type.
#[derive(Slots, Clone, Debug, PartialEq, Default)]
struct All {
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    i128: i128,
    isize: isize,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    u128: u128,
    usize: usize,
    f32: f32,
    f64: f64,
    bool: bool,
    char: char,
    string: String,
    boxed_str: Box<str>,
    arc_str: Option<Arc<str>>,
    cow: Cow<'static, str>,
    bytes: Vec<u8>,
    boxed_bytes: Box<[u8]>,
    byte_array: [u8; 3],
    option: Option<u8>,
    list: Vec<i16>,
    boxed_list: Box<[f64]>,
    array: [u16; 2],
    boxed: Box<u8>,
    arc: Arc<u8>,
    nested: Vec<Option<Vec<u8>>>,
    tree: BTreeMap<String, u8>,
    hash: HashMap<String, Vec<u8>>,
    dict: Dict,
    value: Value,
}

const INTEGERS: [(&str, i128, i128); 12] = [
    ("i8", i8::MIN as i128, i8::MAX as i128),
    ("i16", i16::MIN as i128, i16::MAX as i128),
    ("i32", i32::MIN as i128, i32::MAX as i128),
    ("i64", i64::MIN as i128, i64::MAX as i128),
    ("i128", i128::MIN, i128::MAX),
    ("isize", isize::MIN as i128, isize::MAX as i128),
    ("u8", 0, u8::MAX as i128),
    ("u16", 0, u16::MAX as i128),
    ("u32", 0, u32::MAX as i128),
    ("u64", 0, u64::MAX as i128),
    ("u128", 0, i128::MAX),
    ("usize", 0, usize::MAX as i128),
];

/// Writes an attribute. Asserts that a refused write leaves `all` unchanged.
fn write(all: &mut All, name: &str, value: impl Into<Value>) -> Result<(), Is> {
    let before = all.clone();
    all.setattr(name, value).map_err(|error| {
        assert_eq!(*all, before, "a refused write changed something: {error}");
        error.kind()
    })
}

fn integer(value: i128) -> Value {
    match i64::try_from(value) {
        Ok(value) => Value::Int(value),
        Err(_) => Value::UInt(value.try_into().expect("it fits into 64 bits")),
    }
}

/// Returns the limits of the integer types and the integers just beyond them.
fn edges() -> impl Iterator<Item = i128> {
    INTEGERS
        .iter()
        .flat_map(|(_, low, high)| [low.saturating_sub(1), *low, *high, high.saturating_add(1)])
        .chain([0, 1, -1])
        .filter(|value| (i64::MIN as i128..=u64::MAX as i128).contains(value))
}

#[test]
fn an_integer_goes_where_it_fits_and_comes_back() {
    let mut all = All::default();
    for value in edges() {
        for (name, low, high) in INTEGERS {
            let written = write(&mut all, name, integer(value));
            if (low..=high).contains(&value) {
                assert_eq!(written, Ok(()), "{value} into {name}");
                assert_eq!(all.getattr(name).unwrap(), integer(value));
                assert_eq!(all.getattr(name).unwrap().to_string(), value.to_string());
            } else {
                assert!(matches!(written, Err(Is::OutOfRange { .. })), "{value} into {name}");
            }
        }
    }
}

#[test]
fn a_float_or_a_bool_is_no_integer_and_a_bool_no_number() {
    let mut all = All::default();
    for (name, ..) in INTEGERS {
        for value in [Value::from(1.5), Value::from(2.0), Value::from(true), Value::None] {
            assert!(matches!(write(&mut all, name, value), Err(Is::WrongType { .. })), "{name}");
        }
    }
    for name in ["f32", "f64"] {
        assert!(matches!(write(&mut all, name, true), Err(Is::WrongType { .. })));
        assert!(matches!(write(&mut all, name, "1.5"), Err(Is::WrongType { .. })));
    }
    for value in [Value::from(1), Value::from(0.0), Value::from("true")] {
        assert!(matches!(write(&mut all, "bool", value), Err(Is::WrongType { .. })));
    }
}

#[test]
fn an_integer_goes_into_a_float_that_holds_it_exactly() {
    let mut all = All::default();
    let exact = 1_i64 << 53;
    assert_eq!(write(&mut all, "f64", exact), Ok(()));
    assert!(matches!(write(&mut all, "f64", exact + 1), Err(Is::OutOfRange { .. })));
    assert_eq!(write(&mut all, "f64", exact + 2), Ok(()));
    assert_eq!(all.f64, 9_007_199_254_740_994.0);
    assert!(matches!(write(&mut all, "f64", u64::MAX), Err(Is::OutOfRange { .. })));
    assert_eq!(write(&mut all, "f64", 1_u64 << 63), Ok(()));
    assert_eq!(write(&mut all, "f32", 1 << 24), Ok(()));
    assert!(matches!(write(&mut all, "f32", (1 << 24) + 1), Err(Is::OutOfRange { .. })));
}

#[test]
fn a_float_rounds_into_an_f32_unless_it_becomes_infinite() {
    let mut all = All::default();
    assert_eq!(write(&mut all, "f32", 0.1), Ok(()));
    assert_eq!(all.f32, 0.1);
    assert_eq!(all.getattr("f32").unwrap().to_string(), "0.1");
    assert_eq!(format!("{:?}", all.getattr("f32").unwrap()), "0.1");
    assert_eq!(format!("{:?}", vec![Some(0.1_f32)].as_value()), "[0.1]");
    assert_eq!(all.getattr("f32").unwrap(), 0.1_f32);
    assert_ne!(all.getattr("f32").unwrap(), 0.1);
    assert!(matches!(write(&mut all, "f32", 1e39), Err(Is::OutOfRange { .. })));
    assert!(matches!(write(&mut all, "f32", -1e39), Err(Is::OutOfRange { .. })));
    assert_eq!(write(&mut all, "f32", f64::INFINITY), Ok(()));
    assert_eq!(write(&mut all, "f32", f64::NAN), Ok(()));
    assert!(all.f32.is_nan());
}

#[test]
fn a_record_takes_of_each_value_what_a_write_by_name_takes() {
    let floats = [0.0, -0.0, 1.5, 16_777_217.0, 1e39, f64::MAX, f64::INFINITY, f64::NEG_INFINITY];
    let values = edges().map(integer).chain(floats.map(Value::Float)).chain([
        Value::UInt(7),
        true.into(),
        "text".into(),
        Value::None,
        vec![1].into(),
    ]);
    let all: Vec<(Box<str>, Value)> = All::default().to_dict().unwrap().into_iter().collect();
    for value in values {
        for (row, (name, _)) in all.iter().enumerate() {
            let mut attrs = all.clone();
            attrs[row].1 = value.clone();
            let made = All::from_attrs(attrs);
            let mut written = All::default();
            match (made, written.setattr(name, value.clone())) {
                (Ok(made), Ok(())) => assert_eq!(made, written, "{name}: {value:?}"),
                (Err(refused), Err(error)) => {
                    assert_eq!(refused.to_string(), error.to_string(), "{name}: {value:?}");
                }
                (made, written) => panic!("{name}: {value:?}: {made:?}, {written:?}"),
            }
        }
    }
}

#[test]
fn text_goes_into_every_string() {
    let mut all = All::default();
    for name in ["string", "boxed_str", "arc_str", "cow", "value"] {
        assert_eq!(write(&mut all, name, "é"), Ok(()));
        assert_eq!(all.getattr(name).unwrap(), "é");
        assert_eq!(all.getattr(name).unwrap().as_str(), Some("é"));
    }
    assert!(matches!(write(&mut all, "string", 1), Err(Is::WrongType { .. })));
    assert!(matches!(write(&mut all, "string", ()), Err(Is::WrongType { .. })));
    assert_eq!(write(&mut all, "char", 'é'), Ok(()));
    assert_eq!(all.getattr("char").unwrap(), 'é');
    for text in ["", "ab"] {
        assert!(matches!(write(&mut all, "char", text), Err(Is::Invalid { .. })));
    }
}

#[test]
fn a_list_of_u8_is_bytes() {
    let mut all = All::default();
    for (name, shown) in [
        ("bytes", r"b'\x01\x02\xff'"),
        ("boxed_bytes", r"b'\x01\x02\xff'"),
        ("byte_array", "[1, 2, 255]"),
    ] {
        assert_eq!(write(&mut all, name, b"\x01\x02\xff"), Ok(()));
        assert_eq!(all.getattr(name).unwrap().as_bytes(), Some(&b"\x01\x02\xff"[..]));
        assert_eq!(format!("{:?}", all.getattr(name).unwrap()), shown);
        // A list of numbers is accepted too, because the conversion loses nothing.
        assert_eq!(write(&mut all, name, vec![4_u8, 5, 6]), Ok(()));
        assert_eq!(write(&mut all, name, [7, 8, 9]), Ok(()));
        assert_eq!(all.getattr(name).unwrap().as_bytes(), Some(&[7, 8, 9][..]));
        assert!(matches!(write(&mut all, name, [1, 2, 256]), Err(Is::OutOfRange { .. })));
    }
    assert!(matches!(write(&mut all, "byte_array", b"four"), Err(Is::Invalid { .. })));
}

#[test]
fn lists_and_maps_convert_item_by_item_and_say_which_one_does_not() {
    let mut all = All::default();
    assert_eq!(write(&mut all, "list", [1, -2, 3]), Ok(()));
    assert_eq!(all.list, [1, -2, 3]);
    assert_eq!(format!("{:?}", all.getattr("list").unwrap()), "[1, -2, 3]");
    assert_eq!(write(&mut all, "list", vec![1, -2, 3]), Ok(()));
    assert_eq!(write(&mut all, "boxed_list", [1, 2]), Ok(()));
    assert_eq!(write(&mut all, "array", [7, 8]), Ok(()));
    assert_eq!(write(&mut all, "boxed", 7), Ok(()));
    assert_eq!(write(&mut all, "arc", 8), Ok(()));
    assert_eq!(write(&mut all, "option", ()), Ok(()));
    assert_eq!(write(&mut all, "option", 9), Ok(()));
    assert_eq!((*all.boxed, *all.arc, all.option, all.array), (7, 8, Some(9), [7, 8]));

    let error = all.setattr("list", [1, 2, 70_000]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'list'[2] of 'All' objects: 70000 is out of range for i16"
    );
    let error = all.setattr("array", [1]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'array' of 'All' objects: a list of 1 is not a valid [u16; 2]: it must have 2 items"
    );
    let map = Dict::from([("a", Value::from(b"x")), ("b", Value::from(1))]);
    let error = all.setattr("hash", map).unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'hash'['b'] of 'All' objects must be Vec<u8>, not int"
    );
    all.setattr("tree", Dict::from([("k", 1)])).unwrap();
    assert_eq!(all.tree["k"], 1);
    assert_eq!(all.getattr("tree").unwrap(), Value::from(Dict::from([("k", 1)])));
    all.setattr("nested", [Value::None, Value::from(b"x")]).unwrap();
    assert_eq!(all.nested, [None, Some(vec![b'x'])]);
}

#[test]
fn beyond_64_bits_an_integer_is_text() {
    let mut all = All { i128: i128::MAX, u128: u128::MAX, ..All::default() };
    assert_eq!(all.getattr("u128").unwrap().to_string(), u128::MAX.to_string());
    let value = all.getattr("i128").unwrap().to_value().unwrap();
    assert_eq!(value, i128::MAX.to_string().as_str());
    all.setattr("i128", 0).unwrap();
    all.setattr("i128", value).unwrap();
    assert_eq!(all.i128, i128::MAX);
    all.setattr("i128", i128::MIN).unwrap();
    assert_eq!(all.getattr("i128").unwrap(), i128::MIN);
    assert_eq!(Value::from(7_u128), Value::Int(7));
    // As text, it is refused with the same words.
    for (name, wide) in [("i128", u128::MAX.to_string()), ("u128", i128::MIN.to_string())] {
        let refused = all.setattr(name, wide.as_str()).unwrap_err().to_string();
        assert!(refused.ends_with(&format!("{wide} is out of range for {name}")), "{refused}");
        assert_eq!(all.setattr_str(name, &wide).unwrap_err().to_string(), refused);
    }
    assert!(matches!(write(&mut all, "u128", "-1"), Err(Is::OutOfRange { .. })));
    assert!(matches!(write(&mut all, "u128", "one"), Err(Is::Invalid { .. })));
}

#[test]
fn minus_zero_in_text_is_zero() {
    let mut all = All { u8: 1, u64: 1, i16: 1, u128: 1, ..All::default() };
    for name in ["u8", "u64", "i16", "u128"] {
        all.setattr_str(name, "-0").unwrap();
        assert_eq!(all.getattr(name).unwrap(), 0);
        let refused = all.setattr_str(name, "-9223372036854775809").unwrap_err().to_string();
        assert!(refused.contains("is out of range for"), "{refused}");
    }
}

#[test]
fn numbers_compare_by_what_they_say() {
    let all = All { u64: u64::MAX, f64: 4.0, i8: -1, ..All::default() };
    assert_eq!(all.getattr("u64").unwrap(), u64::MAX);
    assert_ne!(all.getattr("u64").unwrap(), u64::MAX as f64);
    assert_ne!(all.getattr("u64").unwrap(), -1);
    assert_eq!(all.getattr("f64").unwrap(), 4);
    assert_eq!(4, all.getattr("f64").unwrap());
    assert_ne!(all.getattr("i8").unwrap(), u64::MAX);
    assert_ne!(all.getattr("bool").unwrap(), 0);
    assert_eq!(all.getattr("bool").unwrap(), false);
    assert_ne!(Value::Float(f64::NAN), Value::Float(f64::NAN));
    assert_eq!(Value::UInt(3), Value::Int(3));
    assert_eq!(Value::from(3_u64).view().as_i64(), Some(3));
    assert_eq!(Value::Int(-1).view().as_u64(), None);
}

#[test]
fn values_are_small() {
    assert_eq!(size_of::<Value>(), 24);
    assert_eq!(size_of::<Option<Value>>(), 24);
}

#[test]
fn an_opaque_value_is_found_by_its_type() {
    struct Handle(u8);
    let mut all = All::default();
    all.setattr("value", Value::opaque(Handle(3))).unwrap();
    assert_eq!(all.attr::<Handle>("value").unwrap().0, 3);
    let kept = all.value.clone();
    assert_eq!(kept, all.value);
    assert_ne!(kept, Value::opaque(Handle(3)));
    assert_eq!(format!("{kept:?}"), "<Handle object>");
    assert_eq!(all.getattr("value").unwrap().to_value(), Some(kept));
    assert!(all.attr::<u8>("value").is_err());
}

/// A slot type defined by a user.
struct Percent(u8);

impl SlotValue for Percent {
    const KIND: slotted::Kind = slotted::Kind::Int;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        match u8::from_value(value)? {
            percent @ 0..=100 => Ok(Percent(percent)),
            more => Err(ConversionError::invalid(more, "a percentage is at most 100")),
        }
    }

    fn as_value(&self) -> slotted::ValueRef<'_> {
        self.0.as_value()
    }
}

#[test]
fn a_type_of_ones_own_refuses_with_its_own_words() {
    #[derive(Slots)]
    struct Battery {
        level: Percent,
    }
    let mut battery = Battery { level: Percent(1) };
    battery.setattr("level", 80).unwrap();
    assert_eq!(
        battery.setattr("level", 101).unwrap_err().to_string(),
        "attribute 'level' of 'Battery' objects: '101' is not a valid Percent: a percentage is at most 100"
    );
    assert_eq!(battery.getattr("level").unwrap(), 80);
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(int: i64, float: f64, text: String, bytes: Vec<u8>, items: Vec<i16>) {
        let mut all = All::default();
        all.setattr("i64", int).unwrap();
        all.setattr("f64", float).unwrap();
        all.setattr("string", text.as_str()).unwrap();
        all.setattr("bytes", &*bytes).unwrap();
        all.setattr("list", items.iter().copied().collect::<Value>()).unwrap();
        prop_assert_eq!(all.getattr("i64").unwrap(), int);
        prop_assert_eq!(all.attr::<f64>("f64").unwrap().to_bits(), float.to_bits());
        prop_assert_eq!(all.getattr("string").unwrap(), text);
        prop_assert_eq!(all.getattr("bytes").unwrap().as_bytes(), Some(&*bytes));
        prop_assert_eq!(&all.list, &items);
        // Copying every value into another object by name gives an equal object.
        let mut again = All::default();
        for (name, value) in all.vars() {
            again.setattr(name, value.to_value().expect("nothing is opaque")).unwrap();
        }
        prop_assert_eq!(format!("{again:?}"), format!("{all:?}"));
    }

    #[test]
    fn every_integer_type_takes_what_try_from_takes(value: i64) {
        let mut all = All::default();
        for (name, low, high) in INTEGERS {
            let fits = (low..=high).contains(&i128::from(value));
            prop_assert_eq!(all.setattr(name, value).is_ok(), fits, "{} into {}", value, name);
        }
    }
}

#[test]
fn numbers_of_unlike_kinds_compare_and_convert_exactly() {
    let (int, uint) = (Value::Int(3), Value::UInt(3));
    assert_eq!((&int, &uint), (&uint, &int));
    assert_ne!(Value::UInt(4), int);
    assert_eq!(Value::UInt(3), Value::Float(3.0));
    assert_eq!(Value::Float(3.0), uint);
    assert_ne!(Value::Float(3.5), uint);
    assert_ne!(Value::UInt(u64::MAX), Value::Float(u64::MAX as f64));
    assert_eq!(int.view().as_f64(), Some(3.0));
    assert_eq!(uint.view().as_f64(), Some(3.0));
    assert_eq!(Value::Int(i64::MAX).view().as_f64(), None);
    let all = All { f32: 0.5, ..All::default() };
    assert_eq!(all.getattr("f32").unwrap().as_f64(), Some(0.5));
    assert_eq!(all.getattr("bool").unwrap().as_f64(), None);
    // Either side may be the attribute.
    let attribute = all.getattr("f32").unwrap();
    let (same, other) = (Value::Float(0.5), Value::Float(0.25));
    assert_eq!((attribute == same, same == attribute), (true, true));
    assert_eq!((attribute == other, other == attribute), (false, false));
    // A format's width counts for each of them.
    assert_eq!(format!("[{int:>4}] [{uint:<4}] [{attribute:^7.2}]"), "[   3] [3   ] [ 0.50  ]");
    let (inf, minus) = (Value::Float(f64::INFINITY), Value::Float(f64::NEG_INFINITY));
    assert_eq!(format!("{inf:?} {minus:?}"), "inf -inf");
}

#[test]
fn an_opaque_value_equals_itself_and_shows_its_type() {
    struct Handle(u8);
    let (a, b) = (Value::opaque(Handle(1)), Value::opaque(Handle(1)));
    let (Value::Opaque(one), Value::Opaque(other)) = (&a, &b) else { panic!("they are opaque") };
    assert!(*one == one.clone() && one != other);
    assert_eq!(format!("{one:?}"), "<Handle object>");
    let slotted::ValueRef::Opaque(view) = a.view() else { panic!("it is opaque") };
    assert!(view.shared().is_some_and(|shared| shared == one));
    assert!(view.get().is::<Handle>() && one.get().downcast_ref::<Handle>().unwrap().0 == 1);
    // One that lies in a slot of its own type is not shared.
    assert!(slotted::value::OpaqueRef::new(&Handle(2)).shared().is_none());
}

/// A cell is read by a copy of what is in it.
#[test]
fn a_cell_shows_what_is_in_it() {
    use std::cell::Cell;
    #[derive(Slots)]
    struct Cells {
        flag: Cell<bool>,
        letter: Cell<char>,
        int: Cell<i64>,
        uint: Cell<u64>,
        wide: Cell<u128>,
        single: Cell<f32>,
        float: Cell<f64>,
    }
    let mut cells = Cells {
        flag: Cell::new(true),
        letter: Cell::new('a'),
        int: Cell::new(-1),
        uint: Cell::new(u64::MAX),
        wide: Cell::new(u128::MAX),
        single: Cell::new(0.1),
        float: Cell::new(0.1),
    };
    let shown = |cells: &Cells| -> Vec<Value> {
        cells.vars().map(|(_, value)| value.to_value().unwrap()).collect()
    };
    let wide = u128::MAX.to_string();
    let expected: [Value; 7] = [
        true.into(),
        "a".into(),
        (-1).into(),
        u64::MAX.into(),
        wide.as_str().into(),
        0.1_f32.into(),
        0.1.into(),
    ];
    assert_eq!(shown(&cells), expected);
    for (name, value) in
        ["flag", "letter", "int", "uint", "wide", "single", "float"].into_iter().zip(expected)
    {
        cells.setattr(name, value).unwrap();
    }
    cells.setattr("uint", 7).unwrap();
    cells.setattr("wide", 8).unwrap();
    assert_eq!((cells.uint.get(), cells.wide.get()), (7, 8));
    assert_eq!(cells.getattr("wide").unwrap(), 8);
}

/// Of an argument of a method, as of an attribute.
#[test]
fn what_is_wrong_inside_an_argument_is_told_with_its_place() {
    #[derive(Slots)]
    #[slots(methods)]
    struct Adder {
        n: u8,
    }
    #[slotted::methods]
    impl Adder {
        fn sum(&self, all: Vec<u8>, more: u8) -> u8 {
            all.iter().sum::<u8>() + more + self.n
        }
    }
    let adder = Adder { n: 1 };
    assert_eq!(adder.call("sum", [Value::from([1, 2]), 3.into()]).unwrap(), 7);
    let refused = |all: Value, more: Value| adder.call("sum", [all, more]).unwrap_err().to_string();
    let sum = |text: &str| format!("Adder.sum() argument {text}");
    assert_eq!(refused([1, 300].into(), 3.into()), sum("'all'[1]: 300 is out of range for u8"));
    assert_eq!(refused([1, 2].into(), 300.into()), sum("'more': 300 is out of range for u8"));
    assert_eq!(
        refused(Value::from([Value::from("x")]), 1.into()),
        sum("'all'[0] must be u8, not str")
    );
    assert_eq!(refused([1].into(), "x".into()), sum("'more' must be u8, not str"));
}

#[test]
fn a_number_is_an_f64_if_that_holds_it() {
    for (number, float) in [(1_u64 << 63, Some(2_f64.powi(63))), (u64::MAX, None), (7, Some(7.0))] {
        assert_eq!(slotted::AttrRef::new(&number).as_f64(), float);
    }
}

#[test]
fn an_opaque_value_is_refused_with_what_it_is() {
    let mut number = 5_u8;
    let mut refused =
        |value: Value| slotted::AttrMut::new(&mut number).set(value).unwrap_err().to_string();
    assert_eq!(refused(Value::opaque(1_u8)), "must be u8, not an opaque u8");
    assert_eq!(refused(Value::opaque(1_u16)), "must be u8, not u16");
    #[derive(Slots)]
    struct Number {
        n: u8,
    }
    let error = Number { n: 1 }.setattr("n", Value::opaque(1_u8)).unwrap_err().to_string();
    assert_eq!(error, "attribute 'n' of 'Number' objects must be u8, not an opaque u8");
    #[derive(SlotValue, Debug)]
    enum One {
        Only,
    }
    let error = One::from_text("x").unwrap_err().to_string();
    assert!(error.contains("it must be 'Only'"), "{error}");
}
