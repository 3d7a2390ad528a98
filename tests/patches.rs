//! Patches: what turns one object into another, as data (spec 8.9, 8.61 to 8.65).

#![cfg(feature = "serde")]

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use slotted::Patch;
use slotted::prelude::*;
use slotted::record::{ChangeKind, OmissionKind};

#[path = "common/span.rs"]
mod span;
use span::{Span, ordered};

#[derive(SlotValue, Clone, Debug, PartialEq)]
enum Shape {
    Nothing,
    Circle { radius: f64, label: String },
    Square(u32),
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Inner {
    name: String,
    level: i16,
    #[slots(optional)]
    felt: Option<u8>,
    maybe: Option<u8>,
}

fn through_json(patch: &Patch) -> Patch {
    serde_json::from_str(&serde_json::to_string(patch).unwrap()).unwrap()
}

fn inner(name: &str) -> Inner {
    Inner { name: name.into(), level: 1, felt: None, maybe: None }
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict)]
struct Plain {
    inner: Inner,
    shape: Shape,
    list: Vec<Inner>,
    map: BTreeMap<String, u8>,
    #[slots(validate = ordered)]
    span: Span,
    __dict__: Dict,
}

fn plain() -> Plain {
    Plain {
        inner: inner("a"),
        shape: Shape::Square(1),
        list: vec![inner("a"), inner("b"), inner("c")],
        map: BTreeMap::from([("k".into(), 1)]),
        span: Span { low: 1, high: 2 },
        __dict__: Dict::new(),
    }
}

/// Returns the changes from `plain()` as text.
fn changes(edit: impl FnOnce(&mut Plain)) -> Vec<String> {
    let mut changed = plain();
    edit(&mut changed);
    plain().diff(&changed).iter().map(ToString::to_string).collect()
}

#[test]
fn a_patch_has_a_line_for_each_change() {
    assert_eq!(changes(|p| p.inner.level = 2), ["inner.level: 1 -> 2"]);
    assert_eq!(changes(|p| p.shape = Shape::Square(2)), ["shape[0]: 1 -> 2"]);
    // A switched variant is one change.
    assert_eq!(
        changes(|p| p.shape = Shape::Circle { radius: 1.0, label: "x".into() }),
        ["shape: {'Square': 1} -> {'Circle': {'radius': 1.0, 'label': 'x'}}"]
    );
    assert_eq!(changes(|p| p.shape = Shape::Nothing), ["shape: {'Square': 1} -> 'Nothing'"]);
    assert_eq!(changes(|p| p.map.extend([("l".into(), 2)])), ["map.l: + 2"]);
    assert_eq!(changes(|p| p.map.clear()), ["map.k: - 1"]);
    assert_eq!(changes(|p| drop(p.dict_mut().insert("new", 1))), ["new: + 1"]);
    assert_eq!(changes(|p| p.list[1].name = "x".into()), ["list[1].name: 'b' -> 'x'"]);
    assert_eq!(
        changes(|p| drop(p.list.remove(1))),
        ["list[1]: - {'name': 'b', 'level': 1, 'maybe': None}"]
    );
    let new = "{'name': 'x', 'level': 1, 'maybe': None}";
    assert_eq!(changes(|p| p.list.insert(1, inner("x"))), [format!("list[1]: + {new}")]);
    // What lies between the common beginning and the common end is paired.
    assert_eq!(
        changes(|p| p.list = vec![inner("a"), inner("x"), inner("x"), inner("c")]),
        ["list[1].name: 'b' -> 'x'".to_string(), format!("list[2]: + {new}")]
    );
}

#[test]
fn unbound_is_told_apart_from_none() {
    assert_eq!(changes(|p| p.inner.felt = Some(1)), ["inner.felt: + 1"]);
    assert_eq!(changes(|p| p.inner.maybe = Some(1)), ["inner.maybe: None -> 1"]);
    let bound = Inner { felt: Some(1), ..inner("a") };
    let patch = bound.diff(&inner("a"));
    let change = patch.iter().next().unwrap();
    assert_eq!((change.old_value(), change.new_value()), (Some(&1.into()), None));
    assert_eq!((change.kind(), patch.len()), (ChangeKind::Removed, 1));
    let json = serde_json::to_string(&patch).unwrap();
    assert_eq!(json, r#"[{"path":"felt","old":1}]"#);
    let json = serde_json::to_string(&inner("a").diff(&Inner { maybe: Some(1), ..inner("a") }));
    assert_eq!(json.unwrap(), r#"[{"path":"maybe","old":null,"new":1}]"#);
}

#[test]
fn what_differs_in_data_differs() {
    let with = |value: Value| Plain { __dict__: Dict::from([("n", value)]), ..plain() };
    let lines = |a: Value, b: Value| with(a).diff(&with(b)).to_string();
    assert_eq!(lines(1.into(), 1.0.into()), "n: 1 -> 1.0");
    assert_eq!(lines(0.0.into(), (-0.0).into()), "n: 0.0 -> -0.0");
    assert_eq!(lines(f64::NAN.into(), f64::NAN.into()), "");
    assert_eq!(lines(Value::UInt(1), Value::Int(1)), "");
    let nan = with(f64::NAN.into());
    let mut object = nan.clone();
    let patch = nan.diff(&with(1.into()));
    patch.apply(&mut object).unwrap();
    patch.invert().apply(&mut object).unwrap();
    assert!(object.diff(&nan).is_empty());
}

#[test]
fn every_fault_is_named_with_its_path() {
    let mut changed = plain();
    changed.inner.level = 2;
    changed.inner.name = "b".into();
    changed.map.insert("l".into(), 2);
    changed.list.pop();
    let patch = plain().diff(&changed);
    let mut object = plain();
    object.inner.level = 7;
    object.map.insert("l".into(), 3);
    object.list.push(inner("d"));
    let before = object.clone();
    let error = patch.apply(&mut object).unwrap_err();
    assert_eq!(
        error.to_string(),
        "inner.level: must be 1 for this change, not 7; \
         list[2]: the list must have 3 items for this change, not 4; \
         map.l: must be absent for this change, not 3"
    );
    assert!(error.faults().iter().all(|fault| fault.is_conflict()));
    assert_eq!(error.faults()[0].path(), "inner.level");
    assert_eq!(object, before);
    patch.apply_anyway(&mut object).unwrap();
    assert_eq!((object.inner, object.map), (changed.inner, changed.map));
    assert_eq!(object.list, [inner("a"), inner("b"), inner("d")]);
}

#[test]
fn what_a_slot_refuses_is_refused_as_a_whole() {
    let read = |json: &str| serde_json::from_str::<Patch>(json).unwrap();
    let patch = read(
        r#"[{"path":"inner.level","old":1,"new":2},{"path":"inner.name","old":"a","new":3},
            {"path":"inner.nam","new":"b"},{"path":"span.low","old":1,"new":9},
            {"path":"inner.maybe","old":null},{"path":"inner.level[0]","new":1},
            {"path":"list[9].name","old":"x","new":"y"},{"path":[],"old":1,"new":2}]"#,
    );
    let mut object = plain();
    let error = patch.apply(&mut object).unwrap_err();
    assert_eq!(
        error.to_string(),
        "(object): two changes concern the value: apply them as two patches"
    );
    let patch = read(
        r#"[{"path":"inner.name","old":"a","new":3},{"path":"inner.nam","new":"b"},
            {"path":"inner.maybe","old":null},{"path":"inner.level[0]","new":1},
            {"path":"inner.felt.x","old":1,"new":2},{"path":"span.low","old":1,"new":9},
            {"path":"list[9].name","old":"x","new":"y"},{"path":"map.k","old":1,"new":300}]"#,
    );
    let error = patch.apply(&mut object).unwrap_err();
    let texts: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "inner.name: attribute 'name' of 'Inner' objects must be String, not int",
            "inner.nam: 'Inner' object has no attribute 'nam'. Did you mean: 'name'?",
            "inner.maybe: 'Inner' object attribute 'maybe' cannot be deleted: it always holds a value, since \
             it is not declared `#[slots(optional)]`",
            "inner.level[0]: there is nothing inside a value of type int",
            "inner.felt: 'Inner' object has no attribute 'felt'",
            "span: attribute 'span' of 'Plain' objects: Span(low=9, high=2) is refused: low is above high",
            "list[9]: list index out of range",
            "map.k: 300 is out of range for u8",
        ]
    );
    assert!(
        error.faults().iter().all(|fault| !fault.is_conflict() && fault.path_error().is_some())
    );
    assert_eq!(object, plain());
}

#[test]
fn a_validator_sees_all_changes_of_its_slot_at_once() {
    let mut object = plain();
    let next = Plain { span: Span { low: 5, high: 6 }, ..plain() };
    let patch = plain().diff(&next);
    assert_eq!(patch.to_string(), "span.low: 1 -> 5\nspan.high: 2 -> 6");
    patch.apply(&mut object).unwrap();
    assert_eq!(object, next);
}

#[test]
fn read_only_and_frozen_attributes_of_the_object_itself_are_refused() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Account {
        #[slots(readonly)]
        id: u8,
        balance: i64,
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Bank {
        first: Account,
    }
    let (a, b) = (Account { id: 1, balance: 1 }, Account { id: 2, balance: 2 });
    let mut object = a.clone();
    let error = a.diff(&b).apply(&mut object).unwrap_err();
    assert_eq!(error.to_string(), "id: 'Account' object attribute 'id' is read-only");
    assert_eq!(object, a);
    // As a part of a whole that may be written, it is made anew.
    let (a, b) = (Bank { first: a }, Bank { first: b });
    let mut object = a.clone();
    a.diff(&b).apply(&mut object).unwrap();
    assert_eq!(object, b);
}

#[test]
fn an_object_that_is_an_enum_switches_its_variant() {
    let (a, b) = (Shape::Square(1), Shape::Circle { radius: 1.0, label: "x".into() });
    let patch = a.diff(&b);
    assert_eq!(
        patch.to_string(),
        "(object): {'Square': 1} -> {'Circle': {'radius': 1.0, 'label': 'x'}}"
    );
    assert!(patch.iter().next().unwrap().path().to_string().is_empty());
    let mut object = a.clone();
    through_json(&patch).apply(&mut object).unwrap();
    assert_eq!(object, b);
    let error = patch.apply(&mut object).unwrap_err();
    assert_eq!(
        error.to_string(),
        "(object): must be {'Square': 1} for this change, not Circle(radius=1.0, label='x')"
    );
    patch.invert().apply(&mut object).unwrap();
    assert_eq!(object, a);
    assert_eq!(a.diff(&Shape::Square(2)).to_string(), "[0]: 1 -> 2");
}

#[derive(Clone)]
struct Socket(#[allow(dead_code)] u8);

#[derive(Slots, Clone)]
struct Holder {
    #[slots(opaque)]
    socket: Socket,
    #[slots(opaque(eq))]
    compared: u8,
    #[slots(opaque(eq, clone))]
    copied: u8,
    #[slots(lazy = Holder::compute)]
    twice: OnceCell<u8>,
    any: Value,
    list: Vec<Part>,
}

#[derive(Slots, Clone)]
struct Part {
    n: u8,
    #[slots(opaque)]
    socket: Socket,
}

impl Holder {
    fn compute(&self) -> u8 {
        self.copied * 2
    }
}

fn holder() -> Holder {
    Holder {
        socket: Socket(1),
        compared: 1,
        copied: 1,
        twice: OnceCell::new(),
        any: Value::opaque(7_u8),
        list: vec![Part { n: 1, socket: Socket(1) }, Part { n: 2, socket: Socket(2) }],
    }
}

fn omitted(patch: &Patch) -> Vec<(String, OmissionKind)> {
    patch.omitted().iter().map(|omission| (omission.path().to_string(), omission.kind())).collect()
}

#[test]
fn what_cannot_be_compared_is_listed_and_never_different() {
    let a = holder();
    let patch = a.diff(&a.clone());
    assert!(patch.is_empty());
    let paths: Vec<String> = omitted(&patch).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["socket", "list[0].socket", "list[1].socket"]);
    assert!(patch.omitted().iter().all(|one| one.kind() == OmissionKind::Incomparable));
    // Nothing is unknown of an object and itself.
    assert!(a.diff(&a).omitted().is_empty());
    let mut b = a.clone();
    (b.compared, b.copied, b.any) = (2, 2, Value::opaque(7_u8));
    let patch = a.diff(&b);
    assert_eq!(
        patch.to_string(),
        "copied: <u8 object> -> <u8 object>\nany: <u8 object> -> <u8 object>"
    );
    assert!(omitted(&patch).contains(&("compared".into(), OmissionKind::NotCopied)));
    let mut object = a.clone();
    patch.apply(&mut object).unwrap();
    assert_eq!((object.copied, object.compared), (2, 1));
    assert!(object.diff(&b).iter().next().is_none());
    assert!(serde_json::to_string(&patch).is_err());
    // In place, what is opaque beside it stays.
    b = a.clone();
    b.list[1].n = 3;
    let patch = a.diff(&b);
    assert_eq!(patch.to_string(), "list[1].n: 2 -> 3");
    object = a.clone();
    patch.apply(&mut object).unwrap();
    assert_eq!(object.list[1].n, 3);
    // An item that cannot be copied is in no change, nor are the others that move with it.
    b.list.remove(0);
    let patch = a.diff(&b);
    assert!(omitted(&patch).contains(&("list".into(), OmissionKind::NotCopied)), "{patch:?}");
}

#[test]
fn lazy_slots_are_computed_on_both_sides() {
    let a = holder();
    let b = Holder { twice: OnceCell::new(), ..a.clone() };
    assert_eq!(a.getattr("twice").unwrap(), 2);
    assert!(a.diff(&b).is_empty() && b.diff(&a).is_empty());
    let c = Holder { copied: 2, twice: OnceCell::new(), ..a.clone() };
    let patch = a.diff(&c);
    assert!(patch.to_string().contains("twice: 2 -> 4"));
    let mut object = b.clone();
    patch.apply(&mut object).unwrap();
    assert_eq!(object.getattr("twice").unwrap(), 4);
}

thread_local! {
    static ARMED: Cell<u32> = const { Cell::new(0) };
}

/// Panics in the drop that `ARMED` counts down to.
#[derive(Clone, Debug, PartialEq)]
struct Bomb(u8);

impl Drop for Bomb {
    fn drop(&mut self) {
        if ARMED.get() > 0 {
            ARMED.set(ARMED.get() - 1);
            if ARMED.get() == 0 {
                panic!("a bomb");
            }
        }
    }
}

impl SlotValue for Bomb {
    const KIND: slotted::Kind = slotted::Kind::Int;

    fn from_value(value: Value) -> Result<Self, slotted::ConversionError> {
        match u8::from_value(value)? {
            13 => panic!("thirteen"),
            n => Ok(Bomb(n)),
        }
    }

    fn as_value(&self) -> slotted::ValueRef<'_> {
        self.0.as_value()
    }
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Bombs {
    first: Bomb,
    #[slots(optional)]
    second: Option<Bomb>,
    // Made anew, and so copied before.
    #[slots(len = 0..=9)]
    list: Vec<Bomb>,
    last: u8,
}

fn bombs(n: u8) -> Bombs {
    let list = (0..n).map(Bomb).collect();
    Bombs { first: Bomb(n), second: Some(Bomb(n)), list, last: n }
}

#[test]
fn a_drop_or_a_conversion_that_panics_leaves_all_or_nothing() {
    let patch = bombs(1).diff(&bombs(2));
    let mut object = bombs(1);
    patch.apply(&mut object).unwrap();
    assert_eq!(object, bombs(2));
    // One after the other, each `Drop` of an apply panics.
    let mut counts = (0, 0);
    for armed in 1.. {
        let mut object = bombs(1);
        ARMED.set(armed);
        let result = catch_unwind(AssertUnwindSafe(|| patch.apply(&mut object)));
        let was_hit = ARMED.replace(0) == 0;
        assert_eq!(result.is_err(), was_hit);
        match object {
            _ if object == bombs(1) => counts.0 += 1,
            _ => {
                assert_eq!(object, bombs(2));
                counts.1 += 1;
            }
        }
        if !was_hit {
            break;
        }
    }
    assert!(counts.0 > 0 && counts.1 > 3, "{counts:?}");
    // A conversion that panics: nothing is written.
    let bad: Patch = serde_json::from_str(
            r#"[{"path":"last","old":1,"new":2},{"path":"second","old":1},{"path":"first","old":1,"new":13}]"#,
        )
        .unwrap();
    let mut object = bombs(1);
    assert!(catch_unwind(AssertUnwindSafe(|| bad.apply(&mut object))).is_err());
    assert_eq!(object, bombs(1));
    // A refusal while a `Drop` of what was prepared panics: nothing is written.
    let bad: Patch = serde_json::from_str(
        r#"[{"path":"first","old":1,"new":2},{"path":"last","old":1,"new":300}]"#,
    )
    .unwrap();
    ARMED.set(1);
    assert!(catch_unwind(AssertUnwindSafe(|| bad.apply(&mut object))).is_err());
    ARMED.set(0);
    assert_eq!(object, bombs(1));
}

#[test]
fn no_chain_of_objects_overflows_the_stack() {
    #[derive(Slots, Clone)]
    struct Node {
        n: u32,
        next: Option<Box<Node>>,
    }
    let chain = |length: u32, last: u32| {
        let mut node = Node { n: last, next: None };
        for _ in 0..length {
            node = Node { n: 0, next: Some(Box::new(node)) };
        }
        node
    };
    let (a, b) = (chain(100, 1), chain(100, 2));
    let patch = a.diff(&b);
    assert_eq!(patch.len(), 1);
    let mut object = a.clone();
    patch.apply(&mut object).unwrap();
    assert!(object.diff(&b).is_empty());
    // What is found instead is printed only if that is bounded.
    let error = chain(0, 1).diff(&chain(1, 1)).apply(&mut chain(2_000, 1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "n: must be 1 for this change, not 0; next: must be None for this change, not Object"
    );
    // Past the limit, nothing is said.
    let patch = chain(2_000, 1).diff(&chain(2_000, 2));
    assert!(patch.is_empty());
    assert_eq!(patch.omitted()[0].kind(), OmissionKind::TooDeep);
    let patch = chain(0, 0).diff(&chain(2_000, 2));
    assert_eq!((patch.len(), patch.omitted()[0].kind()), (0, OmissionKind::TooDeep));
    let steps = vec![r#""next""#; 1_000].join(",");
    let patch: Patch = serde_json::from_str(&format!(r#"[{{"path":[{steps}],"new":1}}]"#)).unwrap();
    let error = patch.apply(&mut chain(2_000, 1)).unwrap_err();
    assert!(error.to_string().ends_with("lists and maps are nested more than 128 levels deep"));
}

#[test]
fn a_patch_that_is_no_patch_is_refused_with_the_reason() {
    let error = |json: &str| serde_json::from_str::<Patch>(json).unwrap_err().to_string();
    assert!(error(r#"[{"old":1}]"#).starts_with("missing field `path`"));
    assert!(error(r#"[{"path":"a"}]"#).starts_with("a change has `old` or `new` or both"));
    assert!(error(r#"[{"path":"a","new":1,"now":2}]"#).starts_with("unknown field `now`"));
    assert!(error(r#"[{"path":"a","new":1,"new":2}]"#).starts_with("duplicate field `new`"));
    assert!(error(r#"[{"path":"a","old":1,"new":1,"len":2}]"#).contains("not both"));
    assert!(error(r#"[{"path":"a..b","new":1}]"#).starts_with("a..b: no path: expected a name"));
    assert!(error(r#"[1]"#).contains("expected a change"));
}

#[test]
fn a_patch_goes_through_other_formats() {
    let mut changed = plain();
    changed.list.insert(1, inner("x"));
    changed.inner.felt = Some(1);
    changed.shape = Shape::Nothing;
    changed.dict_mut().insert("a.b", 1);
    let patch = plain().diff(&changed);
    let packed = rmp_serde::to_vec(&patch).unwrap();
    assert_eq!(rmp_serde::from_slice::<Patch>(&packed).unwrap(), patch);
    assert_eq!(through_json(&patch), patch);
    #[derive(serde::Serialize, serde::Deserialize)]
    struct File {
        changes: Patch,
    }
    // TOML has no `null`.
    changed.list.remove(1);
    let patch = plain().diff(&changed);
    let text = toml::to_string(&File { changes: patch.clone() }).unwrap();
    assert_eq!(toml::from_str::<File>(&text).unwrap().changes, patch);
}

#[test]
fn changes_are_equal_if_all_their_parts_are() {
    #[derive(Slots, Clone)]
    struct Row {
        x: f64,
        y: f64,
        all: Vec<u8>,
    }
    let row = |x, y, all: &[u8]| Row { x, y, all: all.to_vec() };
    let change = |from: &Row, to: &Row| from.diff(to).iter().next().expect("they differ").clone();
    let one = change(&row(1.0, 1.0, &[]), &row(2.0, 1.0, &[]));
    assert_eq!(one, change(&row(1.0, 7.0, &[]), &row(2.0, 7.0, &[])));
    for other in [
        change(&row(1.0, 1.0, &[]), &row(1.0, 2.0, &[])),
        change(&row(1.0, 1.0, &[]), &row(3.0, 1.0, &[])),
        change(&row(3.0, 1.0, &[]), &row(2.0, 1.0, &[])),
    ] {
        assert_ne!(one, other);
    }
    // Not a number is the same as itself, and a list of another length is another list.
    let none = change(&row(1.0, 1.0, &[]), &row(f64::NAN, 1.0, &[]));
    assert_eq!(none, none.clone());
    let inserted =
        |before: &[u8], after: &[u8]| change(&row(1.0, 1.0, before), &row(1.0, 1.0, after));
    assert_ne!(inserted(&[], &[1]), inserted(&[1], &[1, 1]));
    let (short, long) = (inserted(&[2], &[1, 2]), inserted(&[2, 3], &[1, 2, 3]));
    assert_ne!(short, long);
}
