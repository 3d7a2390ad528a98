//! What exactly a difference finds, and what a patch from elsewhere may not do.

#![cfg(feature = "serde")]

use std::collections::{BTreeMap, HashSet};

use serde_json::json;
use slotted::Patch;
use slotted::prelude::*;
use slotted::record::OmissionKind;

#[path = "common/span.rs"]
mod span;
use span::{Span, ordered};

fn patch(changes: serde_json::Value) -> Patch {
    serde_json::from_value(changes).unwrap()
}

fn texts(patch: &Patch) -> Vec<String> {
    patch.iter().map(ToString::to_string).collect()
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Lists {
    list: Vec<f64>,
    map: BTreeMap<String, f64>,
}

fn lists() -> Lists {
    Lists { list: vec![1.0, 2.0], map: BTreeMap::from([("a".to_owned(), 1.0)]) }
}

/// Applies the changes one by one and all at once, which must come to the same, and returns the
/// faults, if there are any.
fn applied(object: &mut Lists, changes: &[serde_json::Value]) -> Result<(), String> {
    let mut in_turn = object.clone();
    let result = changes.iter().try_for_each(|change| patch(json!([change])).apply(&mut in_turn));
    let before = object.clone();
    let at_once = patch(json!(changes)).apply(object);
    assert_eq!(result.is_ok(), at_once.is_ok(), "{result:?} {at_once:?}");
    assert_eq!(*object, if result.is_ok() { in_turn } else { before });
    at_once.map_err(|error| error.to_string())
}

#[test]
fn an_item_or_entry_that_the_patch_added_is_of_the_type_of_the_others() {
    let insert = |new: serde_json::Value| json!({"path": "list[0]", "new": new, "len": 2});
    let take = |old: serde_json::Value| json!({"path": "list[0]", "old": old, "len": 3});
    assert_eq!(applied(&mut lists(), &[insert(json!(5)), take(json!(5.0))]), Ok(()));
    let error = applied(&mut lists(), &[insert(json!(5)), take(json!(6))]).unwrap_err();
    assert_eq!(error, "list[0]: must be 6 for this change, not 5.0");
    let error = applied(&mut lists(), &[insert(json!("x")), take(json!("x"))]).unwrap_err();
    assert!(error.contains("must be f64, not str"), "{error}");

    let set = |old: Option<f64>, new: f64| match old {
        Some(old) => json!({"path": "map.k", "old": old, "new": new}),
        None => json!({"path": "map.k", "new": new}),
    };
    assert_eq!(applied(&mut lists(), &[set(None, 5.0), set(Some(5.0), 6.0)]), Ok(()));
    let error = applied(&mut lists(), &[set(None, 5.0), set(Some(7.0), 6.0)]).unwrap_err();
    assert_eq!(error, "map.k: must be 7.0 for this change, not 5.0");
    let error = applied(&mut lists(), &[set(None, 5.0), set(None, 6.0)]).unwrap_err();
    assert_eq!(error, "map.k: must be absent for this change, not 5.0");
}

#[test]
fn a_place_behind_the_end_of_a_list_takes_nothing_in_or_out() {
    for (change, is_taken) in [
        (json!({"path": "list[2]", "new": 1, "len": 2}), true),
        (json!({"path": "list[3]", "new": 1, "len": 2}), false),
        (json!({"path": "list[1]", "old": 2, "len": 2}), true),
        (json!({"path": "list[2]", "old": 2, "len": 2}), false),
        (json!({"path": "list[9]", "old": 2, "len": 2}), false),
    ] {
        let result = applied(&mut lists(), std::slice::from_ref(&change));
        assert_eq!(result.is_ok(), is_taken, "{change}");
        if let Err(error) = result {
            assert!(error.ends_with("no such place in the list"), "{error}");
        }
    }
}

/// A validator sees the value as all changes leave it, also if another item is inserted between
/// them.
#[test]
fn the_changes_inside_an_item_are_made_at_once() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Item {
        #[slots(validate = ordered)]
        span: Span,
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Items {
        list: Vec<Item>,
        map: BTreeMap<String, Item>,
    }
    let item = |low, high| Item { span: Span { low, high } };
    let map = BTreeMap::from([("a".to_owned(), item(1, 2))]);
    let mut object = Items { list: vec![item(1, 2)], map };
    let new = json!({"span": {"low": 0, "high": 0}});
    patch(json!([
        {"path": "list[0].span.low", "old": 1, "new": 5},
        {"path": "list[0]", "new": new, "len": 1},
        {"path": "list[1].span.high", "old": 2, "new": 6},
        {"path": "map.a.span.low", "old": 1, "new": 7},
        {"path": "map.b", "new": new},
        {"path": "map.a.span.high", "old": 2, "new": 8},
    ]))
    .apply(&mut object)
    .unwrap();
    assert_eq!(object.list, [item(0, 0), item(5, 6)]);
    assert_eq!(object.map["a"], item(7, 8));
    // An item that is replaced as a whole in between is a new beginning.
    patch(json!([
        {"path": "list[1].span.high", "old": 6, "new": 9},
        {"path": "list[0]", "old": new, "len": 2},
        {"path": "list[0]", "old": {"span": {"low": 5, "high": 9}}, "new": {"span": {"low": 1, "high": 1}}},
        {"path": "list[1]", "new": new, "len": 1},
        {"path": "list[0].span.high", "old": 1, "new": 3},
    ]))
    .apply(&mut object)
    .unwrap();
    assert_eq!(object.list, [item(1, 3), item(0, 0)]);
}

#[test]
fn an_item_is_inserted_behind_those_that_equal_it() {
    let old = Lists { list: vec![1.0, 1.0], map: BTreeMap::new() };
    let mut new = old.clone();
    new.list.push(1.0);
    assert_eq!(texts(&old.diff(&new)), ["list[2]: + 1.0"]);
    assert_eq!(texts(&new.diff(&old)), ["list[2]: - 1.0"]);
}

#[test]
fn what_cannot_be_compared_is_told_of_each_item_that_stays() {
    #[derive(Clone)]
    struct Secret;
    #[derive(Slots, Clone)]
    struct Job {
        name: String,
        #[slots(opaque(clone))]
        secret: Secret,
    }
    #[derive(Slots, Clone)]
    struct Jobs {
        list: Vec<Job>,
    }
    let jobs = |names: &[&str]| {
        let job = |name: &&str| Job { name: (*name).to_owned(), secret: Secret };
        Jobs { list: names.iter().map(job).collect() }
    };
    let (old, new) = (jobs(&["a", "b", "c"]), jobs(&["a", "x", "b", "c"]));
    let patch = old.diff(&new);
    let omitted: Vec<String> =
        patch.omitted().iter().map(|omission| omission.path().to_string()).collect();
    assert_eq!(omitted, ["list[0].secret", "list[1].secret", "list[2].secret"]);
    assert!(patch.omitted().iter().all(|it| it.kind() == OmissionKind::Incomparable));
    assert_eq!(patch.len(), 1);
    let mut object = old.clone();
    patch.apply(&mut object).unwrap();
    assert_eq!(object.list.iter().map(|job| &*job.name).collect::<Vec<_>>(), ["a", "x", "b", "c"]);
}

/// Objects of two types are compared by names.
#[test]
fn numbers_lists_and_sets_of_two_types_are_compared_by_what_they_hold() {
    #[derive(Slots, Clone, Debug)]
    struct One {
        number: f32,
        set: HashSet<u8>,
        pair: (u8, u8),
    }
    #[derive(Slots, Clone, Debug)]
    struct Two {
        number: f64,
        set: Vec<u16>,
        pair: Vec<u16>,
    }
    let one = One { number: 0.5, set: HashSet::from([1, 2, 3]), pair: (1, 2) };
    let two = Two { number: 0.5, set: vec![3, 1, 2], pair: vec![] };
    assert_eq!(texts(&one.diff(&two)), ["pair: [1, 2] -> []"]);
    assert_eq!(texts(&two.diff(&one)), ["pair: [] -> [1, 2]"]);
    let two = Two { number: 0.1, set: vec![3, 1], pair: vec![] };
    assert_eq!(texts(&one.diff(&two)).len(), 3);
}

#[test]
fn a_difference_is_found_as_deep_as_values_nest() {
    #[derive(Slots, Clone, Debug)]
    struct Node {
        n: u8,
        next: Option<Box<Node>>,
    }
    let chain = |length: usize, n: u8| {
        let mut node = Node { n, next: None };
        for _ in 0..length {
            node = Node { n: 0, next: Some(Box::new(node)) };
        }
        node
    };
    for length in 120..135 {
        let (old, new) = (chain(length, 1), chain(length, 2));
        let patch = old.diff(&new);
        // The last node lies `length` steps deep, and its number one step more.
        let is_within = length < 128;
        assert_eq!((patch.len(), patch.omitted().is_empty()), (is_within.into(), is_within));
        let mut object = old.clone();
        assert!(patch.apply(&mut object).is_ok());
    }
}

/// Where they differ in data, they differ here: bytes are a list of integers.
#[test]
fn changes_are_equal_if_they_do_the_same() {
    let change = |new: Value| -> Patch {
        let change = Dict::from([("path", Value::from("x")), ("old", 0.into()), ("new", new)]);
        slotted::from_value(Value::from([Value::Map(change)])).unwrap()
    };
    let list = |items: &[Value]| Value::List(items.into());
    let bytes = || Value::Bytes([1, 2].into());
    let values = [
        list(&[1.into(), 2.into()]),
        list(&[1.into(), 2.into(), 3.into()]),
        list(&[1.0.into(), 2.into()]),
        list(&[1.into()]),
        Value::Map(Dict::from([("a", 1)])),
        Value::Map(Dict::from([("a", 1), ("b", 2)])),
        Value::Map(Dict::from([("b", 1)])),
    ];
    for (at, value) in values.iter().enumerate() {
        for (other_at, other) in values.iter().enumerate() {
            assert_eq!(change(value.clone()) == change(other.clone()), at == other_at);
        }
        assert_eq!(change(bytes()) == change(value.clone()), at == 0);
        assert_eq!(change(value.clone()) == change(bytes()), at == 0);
    }
}

#[test]
fn a_patch_writes_no_entry_of_a_frozen_object() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(frozen, dict)]
    struct Sealed {
        x: u8,
        __dict__: Dict,
    }
    let mut object = Sealed { x: 1, __dict__: Dict::from([("a", 1)]) };
    for change in [
        json!({"path": "b", "new": 1}),
        json!({"path": "a", "old": 1, "new": 2}),
        json!({"path": "a", "old": 1}),
        json!({"path": "x", "old": 1, "new": 2}),
    ] {
        let error = patch(json!([change])).apply(&mut object).unwrap_err().to_string();
        assert!(error.contains("cannot assign to field"), "{error}");
    }
    assert_eq!(object, Sealed { x: 1, __dict__: Dict::from([("a", 1)]) });
}

#[test]
fn what_is_to_be_taken_out_and_is_not_there_stays_so() {
    let mut object = lists();
    let changes = json!([
        {"path": "list[9]", "old": 1, "len": 2},
        {"path": "list[9]", "new": 3, "len": 7},
        {"path": "map.z", "old": 1},
    ]);
    patch(changes).apply_anyway(&mut object).unwrap();
    assert_eq!(object, Lists { list: vec![1.0, 2.0, 3.0], ..lists() });
}

/// Objects with a lock are compared by identity, and what cannot be written cannot be compared.
#[test]
fn references_are_compared_by_identity() {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Leaf {
        n: u8,
        __weakref__: slotted::WeakSlot,
    }
    struct Broken;
    impl serde::Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("broken"))
        }
    }
    impl<'de> serde::Deserialize<'de> for Broken {
        fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Ok(Broken)
        }
    }
    #[derive(Slots)]
    struct Holder {
        lock: slotted::ObjLock<Leaf>,
        weak: slotted::WeakObj<Leaf>,
        #[slots(serde)]
        broken: Broken,
    }
    let leaf = || Leaf { n: 1, __weakref__: slotted::WeakSlot::new() };
    let (locks, objects) = (
        [(); 2].map(|()| slotted::ObjLock::new(leaf())),
        [(); 2].map(|()| slotted::Obj::new(leaf())),
    );
    let holder = |at: usize| Holder {
        lock: locks[at].clone(),
        weak: slotted::Obj::downgrade(&objects[at]),
        broken: Broken,
    };
    let paths = |patch: &Patch| -> Vec<String> {
        patch.iter().map(|change| change.path().to_string()).collect()
    };
    let patch = holder(0).diff(&holder(0));
    assert!(patch.is_empty() && patch.omitted()[0].kind() == OmissionKind::Incomparable);
    assert_eq!(paths(&holder(0).diff(&holder(1))), ["lock", "weak"]);
}

#[test]
fn the_items_of_a_set_have_no_places() {
    #[derive(Slots, Debug, PartialEq)]
    struct Sets {
        set: std::collections::BTreeSet<u8>,
    }
    let mut object = Sets { set: [1, 2].into() };
    for change in [
        json!({"path": "set[0]", "old": 1, "new": 3}),
        json!({"path": "set[0].x", "old": 1, "new": 3}),
    ] {
        let error = patch(json!([change])).apply(&mut object).unwrap_err().to_string();
        assert!(error.starts_with("set[0]: "), "{error}");
    }
    assert_eq!(object, Sets { set: [1, 2].into() });
}

/// What is shared is the same if it is one object, and what is opaque if it is one value.
#[test]
fn changes_to_shared_values_are_equal_if_the_values_are_one() {
    #[derive(Slots)]
    struct Leaf {
        n: u8,
    }
    #[derive(Slots)]
    struct Holder {
        any: Value,
    }
    let change = |any: &Value| Holder { any: Value::None }.diff(&Holder { any: any.clone() });
    let objects = [(); 2].map(|()| Value::from(&slotted::Obj::new(Leaf { n: 1 })));
    let opaque = [(); 2].map(|()| Value::opaque(std::time::Instant::now()));
    for [one, other] in [&objects, &opaque] {
        assert!(change(one) == change(one) && change(one) != change(other));
        assert!(change(one) != change(&1.into()));
    }
}
