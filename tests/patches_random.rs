//! Patches between random objects, with a slot of every kind (spec 8.60, 8.61).

#![cfg(feature = "serde")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use slotted::Patch;
use slotted::prelude::*;

#[path = "common/span.rs"]
mod span;
use span::{Span, ordered};

#[derive(SlotValue, Clone, Debug, PartialEq)]
enum Shape {
    Nothing,
    Circle { radius: f64, label: String },
    Square(u32),
    Rect(u8, Option<u8>),
    Within(Box<Inner>),
}

#[derive(SlotValue, Clone, Copy, Debug, PartialEq)]
enum Unit {
    Metric,
    Imperial,
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Inner {
    name: String,
    level: i16,
    #[slots(optional)]
    felt: Option<u8>,
    maybe: Option<u8>,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(frozen)]
struct Frozen {
    at: u8,
    inner: Inner,
}

/// A type with serde's traits alone.
#[derive(serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
enum Foreign {
    Unit,
    Tagged { n: u8, all: Vec<Option<u8>> },
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[repr(C)]
struct Base {
    id: u64,
    #[slots(optional)]
    note: Option<String>,
}

/// Newtypes: one that paths lead into, and those of which a patch makes a new one.
#[derive(SlotValue, Clone, Debug, PartialEq)]
struct Within(Inner);

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(validate = is_low)]
struct Checked(Inner);

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(validate = are_few)]
struct Few(Vec<Inner>);

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(validate = are_short)]
struct Numbers(BTreeMap<String, Vec<u8>>);

fn is_low(checked: &Checked) -> Result<(), String> {
    if checked.0.level < 9 { Ok(()) } else { Err("it is 9 or more".into()) }
}

fn are_few(few: &Few) -> Result<(), String> {
    if few.0.len() < 9 { Ok(()) } else { Err("there are 9 or more".into()) }
}

fn are_short(numbers: &Numbers) -> Result<(), String> {
    if numbers.0.values().all(|list| list.len() < 9) { Ok(()) } else { Err("one has 9".into()) }
}

/// A slot of every kind.
#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict)]
#[repr(C)]
struct Whole {
    #[slots(base)]
    base: Base,
    flag: bool,
    small: f32,
    wide: i128,
    letter: char,
    #[slots(range = 0..=9)]
    digit: u8,
    #[slots(validate = ordered)]
    span: Span,
    unit: Unit,
    pair: (u8, String),
    array: [u16; 3],
    bytes: Vec<u8>,
    wait: Duration,
    shape: Shape,
    inner: Inner,
    boxed: Option<Box<Inner>>,
    shared: Arc<Inner>,
    frozen: Frozen,
    list: Vec<Inner>,
    shapes: Vec<Shape>,
    lists: Vec<Vec<u8>>,
    queue: VecDeque<i8>,
    #[slots(len = 0..=3)]
    few: Vec<String>,
    tree_set: BTreeSet<u8>,
    hash_set: HashSet<u8>,
    sets: Vec<HashSet<u8>>,
    map: BTreeMap<String, Inner>,
    numbered: HashMap<u8, Vec<u8>>,
    within: Within,
    checked: Checked,
    few_checked: Few,
    numbers: Numbers,
    any: Value,
    dict: Dict,
    #[slots(as_str)]
    address: std::net::Ipv4Addr,
    #[slots(serde)]
    foreign: Foreign,
    __dict__: Dict,
}

fn an_inner() -> impl Strategy<Value = Inner> {
    let parts = ("[ab]{0,1}", -1_i16..2, prop::option::of(0_u8..2), prop::option::of(0_u8..2));
    parts.prop_map(|(name, level, felt, maybe)| Inner { name, level, felt, maybe })
}

fn a_shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Nothing),
        (0_u8..2, "[ab]").prop_map(|(r, label)| Shape::Circle { radius: r.into(), label }),
        (0_u32..2).prop_map(Shape::Square),
        (0_u8..2, prop::option::of(0_u8..2)).prop_map(|(a, b)| Shape::Rect(a, b)),
        an_inner().prop_map(|inner| Shape::Within(Box::new(inner))),
    ]
}

fn a_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::from),
        (-1_i64..2).prop_map(Value::from),
        (-1_i32..2).prop_map(|n| Value::from(f64::from(n))),
        "[ab]{0,1}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let key = prop_oneof!["[ab]", Just("a.b".to_string()), Just("[0]".into()), Just("".into())];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..3).prop_map(Value::from),
        ]
    })
}

fn a_dict() -> impl Strategy<Value = Dict> {
    prop::collection::btree_map("[ab x.]{1,2}", a_value(), 0..3)
        .prop_map(|entries| entries.into_iter().collect())
}

fn a_whole() -> impl Strategy<Value = Whole> {
    use prop::collection::{btree_map, btree_set, hash_map, hash_set, vec};
    let small = || 0_u8..2;
    let plain = (
        (0_u64..2, prop::option::of("[ab]"), any::<bool>(), -1_i8..2, any::<bool>()),
        (prop::char::range('a', 'b'), small(), (small(), small()), any::<bool>()),
        ((small(), "[ab]"), [0_u16..2, 0..2, 0..2], vec(small(), 0..3), 0_u64..3),
        (a_shape(), an_inner(), prop::option::of(an_inner()), an_inner(), (small(), an_inner())),
    );
    let lists = (
        (vec(an_inner(), 0..4), vec(a_shape(), 0..4), vec(vec(small(), 0..3), 0..3)),
        (vec(0_i8..2, 0..4), vec("[ab]".prop_map(String::from), 0..4)),
        (btree_set(0_u8..4, 0..3), hash_set(0_u8..4, 0..3), vec(hash_set(0_u8..4, 0..3), 0..3)),
        (
            btree_map("[ab]".prop_map(String::from), an_inner(), 0..3),
            hash_map(0_u8..3, vec(small(), 0..3), 0..3),
        ),
        (a_value(), a_dict(), small(), a_dict()),
    );
    (plain, lists).prop_map(|(plain, lists)| {
        let ((id, note, flag, single, huge), (letter, digit, (low, more), metric), second, third) =
            plain;
        let (pair, array, bytes, wait) = second;
        let (shape, inner, boxed, shared, (at, within)) = third;
        let (
            (list, shapes, nested),
            (queue, mut few),
            (tree_set, hash_set, sets),
            (map, numbered),
            last,
        ) = lists;
        few.truncate(3);
        let (any, dict, address, entries) = last;
        Whole {
            base: Base { id, note },
            flag,
            small: f32::from(single) / 3.0,
            wide: if huge { i128::MAX } else { single.into() },
            letter,
            digit,
            span: Span { low, high: low + more },
            unit: if metric { Unit::Metric } else { Unit::Imperial },
            pair,
            array,
            bytes,
            wait: Duration::from_millis(wait),
            shape,
            inner,
            within: Within(shared.clone()),
            checked: Checked(boxed.clone().unwrap_or_else(|| within.clone())),
            few_checked: Few(list.iter().rev().cloned().collect()),
            numbers: Numbers(
                numbered.iter().map(|(key, list)| (format!("k{key}"), list.clone())).collect(),
            ),
            boxed: boxed.map(Box::new),
            shared: Arc::new(shared),
            frozen: Frozen { at, inner: within },
            list,
            shapes,
            lists: nested,
            queue: queue.into(),
            few,
            tree_set,
            hash_set,
            sets,
            map,
            numbered,
            any,
            dict,
            address: [127, 0, 0, address].into(),
            foreign: match flag {
                true => Foreign::Tagged { n: digit, all: vec![None, Some(digit)] },
                false => Foreign::Unit,
            },
            __dict__: entries,
        }
    })
}

/// Returns `a` with those attributes of `b` whose bit is set.
fn mixed(a: &Whole, b: &Whole, bits: u64) -> Whole {
    let dict = b.to_dict().unwrap();
    let some = dict.iter().enumerate().filter(|(at, _)| bits & (1 << (at % 64)) != 0);
    a.with_attrs(some.map(|(_, (name, value))| (name, value.clone()))).unwrap()
}

/// Two objects: unlike in all, or in a few attributes.
fn a_pair() -> impl Strategy<Value = (Whole, Whole)> {
    let bits = prop_oneof![Just(u64::MAX), any::<u64>(), (0..64_u32).prop_map(|bit| 1 << bit)];
    (a_whole(), a_whole(), bits).prop_map(|(a, b, bits)| {
        let mixed = mixed(&a, &b, bits);
        (a, mixed)
    })
}

/// A user's `PartialEq`, and no difference that a patch tells.
fn is_same(a: &Whole, b: &Whole) -> bool {
    a == b && a.diff(b).is_empty() && a.diff(b).omitted().is_empty()
}

fn through_json(patch: &Patch) -> Patch {
    serde_json::from_str(&serde_json::to_string(patch).unwrap()).unwrap()
}

/// Everything that holds of two objects and the patch between them.
fn turns_one_into_the_other(a: &Whole, b: &Whole) -> Result<(), TestCaseError> {
    let patch = a.diff(b);
    prop_assert_eq!(patch.omitted(), &[]);
    // The derived equality of maps of values takes `1` and `1.0` for one.
    prop_assert!(!patch.is_empty() || a == b);
    let mut object = a.clone();
    patch.apply(&mut object).map_err(|error| TestCaseError::fail(format!("{error}\n{patch}")))?;
    prop_assert!(is_same(&object, b), "{patch}\n{object:?}\n{b:?}");
    let back = patch.invert();
    prop_assert_eq!(&back.invert(), &patch);
    back.apply(&mut object).map_err(|error| TestCaseError::fail(format!("{error}\n{back}")))?;
    prop_assert!(is_same(&object, a), "{back}");
    let read = through_json(&patch);
    prop_assert_eq!(&read, &patch);
    read.apply(&mut object).map_err(|error| TestCaseError::fail(format!("{error}\n{patch}")))?;
    prop_assert!(is_same(&object, b), "{patch}");
    through_json(&back).apply(&mut object).unwrap();
    prop_assert!(is_same(&object, a));
    // An object that is somewhere between: refused and unchanged, or all is applied.
    prop_assert!(a.diff(&a.clone()).is_empty());
    if !patch.is_empty() {
        let mut changed = b.clone();
        let result = patch.apply(&mut changed);
        prop_assert!(result.is_err(), "{patch}");
        prop_assert!(result.unwrap_err().faults().iter().all(|fault| fault.is_conflict()));
        prop_assert!(is_same(&changed, b));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_patch_turns_one_object_into_the_other_and_back((a, b) in a_pair()) {
        turns_one_into_the_other(&a, &b)?;
    }

    #[test]
    fn what_has_changed_meanwhile_is_refused_as_a_whole(
        (a, b) in a_pair(), other in a_whole(), bits: u64,
    ) {
        let patch = a.diff(&b);
        for changed in [mixed(&a, &b, bits), mixed(&a, &other, bits)] {
            let mut object = changed.clone();
            match patch.apply(&mut object) {
                Err(_) => prop_assert!(is_same(&object, &changed)),
                // Then all of it was there, and is undone again.
                Ok(()) => {
                    patch.invert().apply(&mut object).unwrap();
                    prop_assert!(is_same(&object, &changed), "{patch}");
                }
            }
        }
    }
}

/// Run by hand: `cargo test --release --all-features --test patches_random -- --ignored`.
#[test]
#[ignore = "takes minutes"]
fn a_hundred_thousand_pairs() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(100_000));
    runner.run(&a_pair(), |(a, b)| turns_one_into_the_other(&a, &b)).unwrap();
}
