//! `#[slots(range = …)]` and `#[slots(len = …)]`: which numbers, and which lengths, a slot takes.

use std::cell::OnceCell;
use std::collections::{BTreeMap, VecDeque};
use std::num::{NonZero, Wrapping};
use std::ops::{Bound, RangeInclusive};
use std::time::Duration;

use slotted::AttributeErrorKind as Is;
use slotted::prelude::*;

const PORTS: RangeInclusive<u16> = 1..=65_535;
const MOST: usize = 4;

fn even(number: &i32) -> Result<(), &'static str> {
    if number % 2 == 0 { Ok(()) } else { Err("it must be even") }
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(default)]
struct Limits {
    #[slots(range = PORTS, default = 80)]
    port: u16,
    #[slots(range = 1..10, default = 1)]
    below: i8,
    #[slots(range = ..=-1, default = -1)]
    negative: i64,
    #[slots(range = 9_007_199_254_740_993.., default = u64::MAX)]
    large: u64,
    #[slots(range = 0.0..=0.1)]
    share: f64,
    #[slots(range = 0.0..=0.1)]
    single: f32,
    #[slots(range = -1..=i128::MAX)]
    wide: i128,
    #[slots(range = 2..=3, optional)]
    maybe: Option<u8>,
    #[slots(range = 2..=3)]
    nullable: Option<Box<u8>>,
    #[slots(range = 2..=3, default = NonZero::<u8>::MIN.saturating_add(1))]
    positive: NonZero<u8>,
    #[slots(range = 0..=3)]
    wrapping: Wrapping<u8>,
    #[slots(range = Duration::ZERO..=Duration::from_secs(90))]
    timeout: Duration,
    #[slots(range = (Bound::Excluded(0), Bound::Unbounded), validate = even, default = 2)]
    both: i32,
    #[slots(range = 0..=9, lazy = Limits::digit)]
    digit: OnceCell<u8>,
    #[slots(as_str, range = 0..=9)]
    shown: u8,
}

impl Limits {
    fn digit(&self) -> u8 {
        7
    }
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(default)]
struct Lengths {
    #[slots(len = 1..=MOST, default = "name".to_owned())]
    name: String,
    #[slots(len = 2..)]
    label: Option<Box<str>>,
    #[slots(len = ..3)]
    list: Vec<f64>,
    #[slots(len = ..=2)]
    bytes: Vec<u8>,
    #[slots(len = ..=1)]
    queue: VecDeque<u8>,
    #[slots(len = ..=1)]
    map: BTreeMap<String, u8>,
    #[slots(len = ..=1, optional)]
    dict: Option<Dict>,
    #[slots(len = ..=2)]
    any: Value,
    #[slots(as_str, len = ..=2)]
    shown: u32,
}

fn refused<T: Slotted + Clone + PartialEq + core::fmt::Debug>(
    object: &mut T,
    name: &str,
    value: impl Into<Value>,
) -> String {
    let before = object.clone();
    let error = object.setattr(name, value).unwrap_err();
    assert!(matches!(error.kind(), Is::OutOfRange { .. }), "{error:?}");
    assert_eq!(*object, before);
    let text = error.to_string();
    let (_, said) = text.split_once("objects: ").unwrap();
    said.to_owned()
}

#[test]
fn a_number_outside_of_its_range_is_refused() {
    let l = &mut Limits::default();
    assert_eq!(
        l.setattr("port", 0).unwrap_err().to_string(),
        "attribute 'port' of 'Limits' objects: 0 is not in 1..=65535"
    );
    // The type would refuse it too; the range says more.
    assert_eq!(refused(l, "port", 70_000), "70000 is not in 1..=65535");
    assert_eq!(refused(l, "below", 10), "10 is not in 1..10");
    assert_eq!(refused(l, "negative", 0), "0 is not in ..=-1");
    // As an `f64`, both would be one number.
    assert_eq!(
        refused(l, "large", 9_007_199_254_740_992_u64),
        "9007199254740992 is not in 9007199254740993.."
    );
    l.setattr("large", 9_007_199_254_740_993_u64).unwrap();
    assert_eq!(refused(l, "share", 0.1_f64.next_up()), "0.10000000000000002 is not in 0.0..=0.1");
    assert_eq!(refused(l, "share", f64::NAN), "nan is not in 0.0..=0.1");
    assert_eq!(refused(l, "share", 1), "1.0 is not in 0.0..=0.1");
    assert_eq!(refused(l, "single", 0.2), "0.2 is not in 0.0..=0.1");
    l.setattr("single", 0.1).unwrap();
    assert_eq!(
        refused(l, "wide", i128::MIN),
        "-170141183460469231731687303715884105728 is not in \
         -1..=170141183460469231731687303715884105727"
    );
    assert_eq!(refused(l, "maybe", 4), "4 is not in 2..=3");
    assert_eq!(refused(l, "nullable", 1), "1 is not in 2..=3");
    assert_eq!(refused(l, "positive", 1), "1 is not in 2..=3");
    assert_eq!(refused(l, "wrapping", 4), "4 is not in 0..=3");
    assert_eq!(refused(l, "timeout", "91s"), "1m 31s is not in 0s..=1m 30s");
    assert_eq!(refused(l, "digit", 10), "10 is not in 0..=9");
    assert_eq!(refused(l, "shown", "10"), "10 is not in 0..=9");
    for (name, value) in
        [("maybe", Value::None), ("nullable", Value::None), ("timeout", "90s".into())]
    {
        l.setattr(name, value).unwrap();
    }
    // Another type is another error.
    assert!(matches!(l.setattr("port", "x").unwrap_err().kind(), Is::WrongType { .. }));
}

#[test]
fn a_range_and_a_validator_hold_both() {
    let mut l = Limits::default();
    assert_eq!(refused(&mut l, "both", 0), "0 is not in 0<..");
    let error = l.setattr("both", 3).unwrap_err();
    assert_eq!(error.kind(), Is::Refused);
    assert_eq!(
        error.to_string(),
        "attribute 'both' of 'Limits' objects: 3 is refused: it must be even"
    );
    l.setattr("both", 4).unwrap();
}

#[test]
fn a_length_outside_of_its_range_is_refused() {
    let l = &mut Lengths::default();
    assert_eq!(
        l.setattr("name", "").unwrap_err().to_string(),
        "attribute 'name' of 'Lengths' objects: a length of 0 is not in 1..=4"
    );
    // Characters are counted, not bytes.
    l.setattr("name", "äöü€").unwrap();
    assert_eq!(refused(l, "name", "äöü€ß"), "a length of 5 is not in 1..=4");
    assert_eq!(refused(l, "label", "x"), "a length of 1 is not in 2..");
    assert_eq!(refused(l, "list", vec![1.0; 3]), "a length of 3 is not in ..3");
    assert_eq!(refused(l, "bytes", vec![1_i64; 3]), "a length of 3 is not in ..=2");
    assert_eq!(refused(l, "queue", vec![1_i64; 2]), "a length of 2 is not in ..=1");
    let two: Dict = [("a", 1), ("b", 2)].into_iter().collect();
    assert_eq!(refused(l, "map", two.clone()), "a length of 2 is not in ..=1");
    assert_eq!(refused(l, "dict", two), "a length of 2 is not in ..=1");
    assert_eq!(refused(l, "any", "abc"), "a length of 3 is not in ..=2");
    l.setattr("any", 1_234).unwrap();
    assert_eq!(refused(l, "shown", "123"), "a length of 3 is not in ..=2");
    for name in ["label", "dict"] {
        l.setattr(name, Value::None).unwrap();
    }
}

#[test]
fn a_range_is_asked_wherever_a_validator_is() {
    let mut l = Limits::default();
    let says = "attribute 'port' of 'Limits' objects: 0 is not in 1..=65535";
    assert_eq!(l.setattr_str("port", "0").unwrap_err().to_string(), says);
    assert_eq!(l.setattr_path("port", 0).unwrap_err().to_string(), format!("port: {says}"));
    assert_eq!(l.replace_attr("port", 0_u16).unwrap_err().to_string(), says);
    assert_eq!(l.update_attrs([("port", 0)]).unwrap_err().to_string(), says);
    assert_eq!(l.with_attrs([("port", 0)]).unwrap_err().to_string(), says);
    assert_eq!(Limits::from_attrs([("port", 0)]).unwrap_err().to_string(), says);
    assert_eq!(l.getattr_mut("port").unwrap_err().kind(), Is::Validated);
    assert_eq!(Limits::slot::<u16>("port").unwrap_err().kind(), Is::Validated);
    assert_eq!(l, Limits::default());
    #[derive(Slots, Debug)]
    #[slots(default)]
    struct Wrong {
        #[slots(range = 1..=9)]
        digit: u8,
    }
    let error = Wrong::from_attrs([("digit", 1); 0]).unwrap_err();
    assert_eq!(error.to_string(), "attribute 'digit' of 'Wrong' objects: 0 is not in 1..=9");
}

#[test]
fn a_layout_tells_the_ranges() {
    let slot = |name| Limits::LAYOUT.slot(name).unwrap();
    let port = slot("port").range().unwrap();
    assert_eq!(port.to_string(), "1..=65535");
    assert_eq!(port.end(), Bound::Included(&Value::Int(65_535)));
    assert_eq!(slot("large").range().unwrap().end(), Bound::Unbounded);
    assert_eq!(slot("both").range().unwrap().start(), Bound::Excluded(&Value::Int(0)));
    assert_eq!(slot("timeout").range().unwrap().end(), Bound::Included(&"1m 30s".into()));
    assert!(slot("port").is_validated() && slot("port").len_range().is_none());
    let name = Lengths::LAYOUT.slot("name").unwrap();
    assert_eq!(name.len_range().unwrap().to_string(), "1..=4");
    assert!(name.is_validated() && name.range().is_none());
}

#[cfg(feature = "serde")]
#[test]
fn a_range_holds_in_data_too() {
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Server {
        #[slots(len = 1..)]
        name: String,
        #[slots(range = 1..=9, optional)]
        level: Option<u8>,
    }
    let read = serde_json::from_str::<Server>;
    let server = read(r#"{"name": "a", "level": null}"#).unwrap();
    assert_eq!((&*server.name, server.level), ("a", None));
    assert_eq!(read(r#"{"name": "a", "level": 9}"#).unwrap().level, Some(9));
    assert_eq!(
        read(r#"{"level": 300}"#).unwrap_err().to_string(),
        "attribute 'level' of 'Server' objects: 300 is not in 1..=9 at line 1 column 13"
    );
    assert_eq!(
        read(r#"{"name": ""}"#).unwrap_err().to_string(),
        "attribute 'name' of 'Server' objects: a length of 0 is not in 1.. at line 1 column 11"
    );
    let bytes = postcard::to_allocvec(&("a", Some(10_u8))).unwrap();
    assert!(postcard::from_bytes::<Server>(&bytes).is_err());
    let bytes = postcard::to_allocvec(&("a", Some(9_u8))).unwrap();
    assert_eq!(postcard::from_bytes::<Server>(&bytes).unwrap().level, Some(9));
}

/// A bound of an `f64` is shown with all its digits, one of an `f32` with as many as it has.
#[test]
fn the_bounds_of_floats_are_shown_as_they_are_written() {
    #[derive(Slots)]
    struct Floats {
        #[slots(range = ..=0.30000000000000004)]
        double: f64,
        #[slots(range = ..=0.3)]
        single: f32,
    }
    let mut floats = Floats { double: 0.0, single: 0.0 };
    let mut refused = |name: &str| floats.setattr(name, 1.0).unwrap_err().to_string();
    assert!(refused("double").ends_with("1.0 is not in ..=0.30000000000000004"));
    assert!(refused("single").ends_with("1.0 is not in ..=0.3"));
}
