//! Regression tests for faults of patches and merges. Each test is named after its fault.

use slotted::prelude::*;
use slotted::{Class, Instance, Patch};

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
