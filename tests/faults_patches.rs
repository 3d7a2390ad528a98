//! Regression tests for faults of patches and merges. Each test is named after its fault.

#![cfg(feature = "serde")]

use std::collections::BTreeMap;

use slotted::prelude::*;
use slotted::{Class, Instance, Patch};

fn read(json: &str) -> Patch {
    serde_json::from_str(json).unwrap()
}

fn lines(patch: &Patch) -> Vec<String> {
    patch.iter().map(ToString::to_string).collect()
}

#[test]
fn instances_of_two_classes_were_compared_by_position() {
    let class = |name: &str, slots: &[&str]| {
        Class::builder(name).slots(slots.iter().copied()).build().unwrap()
    };
    let instance = |class: &Class, attrs: &[(&str, i64)]| -> Instance {
        class.from_attrs(attrs.iter().copied()).unwrap()
    };
    let a = instance(&class("A", &["x", "y"]), &[("x", 1), ("y", 2)]);
    let b = instance(&class("B", &["y", "x"]), &[("x", 1), ("y", 2)]);
    assert!(a.diff(&b).is_empty() && b.diff(&a).is_empty(), "{}", a.diff(&b));
    // A slot that only one of them has was left out.
    let short = instance(&class("A", &["x"]), &[("x", 1)]);
    let long = instance(&class("B", &["x", "z"]), &[("x", 1), ("z", 3)]);
    assert_eq!(lines(&short.diff(&long)), ["z: + 3"]);
    assert_eq!(lines(&long.diff(&short)), ["z: - 3"]);
    // Two instances of one class are compared slot by slot.
    let one = class("C", &["x", "y"]);
    let (old, new) = (instance(&one, &[("x", 1)]), instance(&one, &[("x", 1), ("y", 2)]));
    assert_eq!(lines(&old.diff(&new)), ["y: + 2"]);
}

fn ordered(span: &Span) -> Result<(), String> {
    if span.low <= span.high { Ok(()) } else { Err("low is above high".into()) }
}

#[derive(Slots, Clone, Debug, Default, PartialEq)]
struct Span {
    #[slots(alias = "lowest")]
    low: u8,
    high: u8,
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
enum Shape {
    Square(u32),
}

#[derive(SlotValue, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[slots(rename_all = "lowercase")]
enum Side {
    #[slots(alias = "l")]
    Left,
}

/// A struct with a slot that is written as a whole.
#[derive(Slots, Clone, Debug, Default, PartialEq)]
struct Spans {
    #[slots(validate = ordered, alias = "range")]
    span: Span,
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Post {
    tags: Vec<String>,
    title: String,
    #[slots(validate = ordered, alias = "range")]
    span: Span,
    shape: Shape,
    sides: BTreeMap<Side, Spans>,
}

fn post() -> Post {
    Post {
        tags: vec![],
        title: "x".into(),
        span: Span { low: 1, high: 2 },
        shape: Shape::Square(1),
        sides: [(Side::Left, Spans::default())].into(),
    }
}

#[test]
fn changes_of_one_list_that_stood_apart_were_lost() {
    let patch = read(
        r#"[{"path":"tags[0]","new":"a","len":0},{"path":"title","old":"x","new":"y"},
            {"path":"tags[1]","new":"b","len":1}]"#,
    );
    let (mut strictly, mut anyway) = (post(), post());
    patch.apply(&mut strictly).unwrap();
    patch.apply_anyway(&mut anyway).unwrap();
    assert_eq!((strictly.tags.len(), &*strictly.tags[1], &*strictly.title), (2, "b", "y"));
    assert_eq!(anyway, strictly);
    // So they are refused together, at their places.
    let error = patch.apply(&mut strictly).unwrap_err();
    assert_eq!(
        error.to_string(),
        "tags[0]: the list must have 0 items for this change, not 2; \
         title: must be 'x' for this change, not 'y'"
    );
}

#[test]
fn merges_under_two_names_of_a_slot_were_lost() {
    let span = |name: &'static str, n: i32| Value::from(Dict::from([(name, n)]));
    let mut object = post();
    object
        .merge_attrs([("span", span("low", 3)), ("title", "y".into()), ("range", span("high", 4))])
        .unwrap();
    assert_eq!((object.span, &*object.title), (Span { low: 3, high: 4 }, "y"));
    // Two values for one slot are refused wherever they stand.
    let refused = "span.low: two changes concern the value: apply them as two patches";
    for names in [["span", "range", "title"], ["span", "title", "range"]] {
        let mut object = post();
        let error = object
            .merge_attrs(names.map(|name| match name {
                "title" => (name, "y".into()),
                "span" => (name, span("low", 0)),
                _ => (name, span("lowest", 1)),
            }))
            .unwrap_err();
        assert_eq!(error.to_string(), refused);
        assert_eq!(object, post());
    }
}

#[test]
fn changes_under_two_texts_of_one_step_were_lost() {
    let patch = |twice: [&str; 2]| {
        let [one, two] = twice;
        read(&format!(r#"[{one},{{"path":"title","old":"x","new":"y"}},{two}]"#))
    };
    // The field of a variant has a number and a name.
    let mut object = post();
    let error = patch([
        r#"{"path":["shape",0],"old":1,"new":2}"#,
        r#"{"path":["shape","0"],"old":1,"new":3}"#,
    ])
    .apply(&mut object)
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "shape[0]: two changes concern the value: apply them as two patches"
    );
    // A key that is an enum may have an alias.
    patch([
        r#"{"path":"sides.left.span.low","old":0,"new":1}"#,
        r#"{"path":"sides.l.span.high","old":0,"new":2}"#,
    ])
    .apply(&mut object)
    .unwrap();
    assert_eq!(object.sides[&Side::Left].span, Span { low: 1, high: 2 });
}

#[test]
fn an_inserted_item_that_was_not_the_expected_one_stayed_without_an_error() {
    let patch =
        read(r#"[{"path":"tags[0]","new":"a","len":0},{"path":"tags[0]","old":"b","len":1}]"#);
    let mut object = post();
    let error = patch.apply(&mut object).unwrap_err();
    assert_eq!(error.to_string(), "tags[0]: must be 'b' for this change, not 'a'");
    assert_eq!(object, post());
    patch.apply_anyway(&mut object).unwrap();
    assert_eq!(object, post());
}

#[test]
fn an_entry_that_was_removed_by_an_alias_of_its_key_stayed() {
    let mut object = post();
    read(r#"[{"path":"sides.l","old":{"span":{"low":0,"high":0}}}]"#).apply(&mut object).unwrap();
    assert!(object.sides.is_empty());
    read(
        r#"[{"path":"sides.l","new":{"span":{"low":0,"high":0}}},
            {"path":"sides.left.span.high","old":0,"new":1}]"#,
    )
    .apply(&mut object)
    .unwrap();
    assert_eq!(object.sides[&Side::Left].span.high, 1);
}

#[test]
fn the_faults_inside_items_were_not_named_where_others_were_inserted() {
    let mut object = post();
    object.tags = vec!["a".into(), "b".into()];
    let patch = read(
        r#"[{"path":"tags[0]","old":"x","len":2},{"path":"tags[0]","old":"y","new":"z"},
            {"path":"tags[1]","new":"c","len":1},{"path":"tags[7]","old":"p","new":"q"}]"#,
    );
    let error = patch.apply(&mut object).unwrap_err();
    let texts: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "tags[0]: must be 'x' for this change, not 'a'",
            "tags[7]: must be 'p' for this change, not absent",
            "tags[0]: must be 'y' for this change, not 'b'",
        ]
    );
}
