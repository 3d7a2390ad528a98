//! Tests of the checks of names, which otherwise run while a user's crate compiles.

#![cfg(test)]

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::macro_support::field::{plain, slot};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::base::BaseInfo;
use crate::reflect::layout::check::{alias_not_in_bases, distinct_base, not_in_bases, within};
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::make::Rows;

/// What the layouts are said to be of. A slot takes 8 bytes of it, and a base 64.
type Memory = [u64; 64];

fn row(name: &'static str, place: usize) -> SlotInfo {
    slot(name, 0, 8 * place, plain::<u64>())
}

/// Returns a layout with slots of these names, the last of which has the alias `alias`, and with
/// these bases.
fn layout(
    name: &'static str,
    slots: &[&'static str],
    bases: &[&'static SlotLayout],
) -> &'static SlotLayout {
    let mut rows: Vec<_> = (0..).zip(slots).map(|(place, name)| row(name, place)).collect();
    if let Some(last) = rows.pop() {
        rows.push(last.__aliases(Box::leak(Box::new(["alias"]))));
    }
    let bases = (1..).zip(bases).map(|(place, base)| {
        let field = slot("field", 0, 64 * place, plain::<[u64; 8]>());
        BaseInfo::new(field, base, 0)
    });
    let rows = Rows {
        slots: rows.leak(),
        bases: bases.collect::<Vec<_>>().leak(),
        hidden: &[],
        cells: &[],
        seeds: &[],
    };
    Box::leak(Box::new(SlotLayout::new::<Memory>(name, rows, false, || unreachable!())))
}

/// Returns the first line of what `check` refuses with, if it does.
fn refused(check: impl Fn()) -> Option<String> {
    let message =
        *catch_unwind(AssertUnwindSafe(check)).err()?.downcast::<String>().expect("a message");
    message.lines().next().map(Into::into)
}

#[test]
fn a_slot_is_compared_with_each_name_in_each_base() {
    let deep = layout("Deep", &["a", "b"], &[]);
    let (one, other) = (layout("One", &["c"], &[]), layout("Other", &["d"], &[deep]));
    for (slots, index, says) in [
        (&["x", "y", "z"][..], 0, None),
        (&["x", "y", "z"], 2, None),
        (&["x", "c", "z"], 1, Some("slot `c` of `It` is declared by its base `One` already")),
        (&["x", "c", "z"], 0, None),
        (&["a", "y"], 0, Some("slot `a` of `It` is declared by its base `Deep` already")),
        (&["b"], 0, Some("slot `b` of `It` is declared by its base `Deep` already")),
        (&["y", "d"], 1, Some("slot `d` of `It` is declared by its base `Other` already")),
        (
            &["alias"],
            0,
            Some("slot `alias` of `It` is an alias of a slot of its base `One` already"),
        ),
    ] {
        let it = layout("It", slots, &[one, other]);
        assert_eq!(refused(|| not_in_bases(it, index)).as_deref(), says, "{slots:?}");
    }
    assert_eq!(refused(|| not_in_bases(layout("It", &["a"], &[]), 0)), None);
}

#[test]
fn an_alias_is_compared_with_each_name_in_each_base() {
    let deep = layout("Deep", &["a", "b"], &[]);
    let it = layout("It", &["x"], &[layout("One", &["c"], &[]), layout("Other", &["d"], &[deep])]);
    for (alias, says) in [
        ("x", None),
        ("e", None),
        ("c", Some("alias `c` in `It` is a name of the slot `c` of its base `One` already")),
        ("a", Some("alias `a` in `It` is a name of the slot `a` of its base `Deep` already")),
        ("d", Some("alias `d` in `It` is a name of the slot `d` of its base `Other` already")),
        (
            "alias",
            Some("alias `alias` in `It` is a name of the slot `c` of its base `One` already"),
        ),
    ] {
        assert_eq!(refused(|| alias_not_in_bases(it, alias)).as_deref(), says, "{alias}");
    }
}

#[test]
fn a_base_is_compared_with_all_before_it() {
    let deep = layout("Deep", &["a", "b"], &[]);
    let (one, other) = (layout("One", &["c"], &[]), layout("Other", &[], &[deep]));
    let (same, apart) = (layout("Same", &["b"], &[]), layout("Apart", &[], &[]));
    let around = layout("Around", &[], &[layout("Inside", &["a"], &[])]);
    for (bases, index, says) in [
        (&[one, apart, other][..], 0, None),
        (&[one, apart, other], 1, None),
        (&[apart, same, other], 2, Some("slot `a` comes from two bases")),
        (&[apart, other], 1, None),
        (
            &[other, apart, same],
            2,
            Some("slot `b` comes from two bases of `It`: `Other` and `Same`"),
        ),
        (&[other, same], 0, None),
        (&[other, around], 1, Some("slot `a` comes from two bases of `It`: `Other` and `Around`")),
        (&[one, same], 1, Some("slot `alias` comes from two bases of `It`: `One` and `Same`")),
    ] {
        let it = layout("It", &["x"], bases);
        let said = refused(|| distinct_base(it, index));
        match says {
            // Of several, the first in the later base is named.
            Some("slot `a` comes from two bases") => {
                let said = said.expect("it is refused");
                assert!(
                    said.contains("comes from two bases of `It`: `Same` and `Other`"),
                    "{said}"
                );
            }
            says => assert_eq!(said.as_deref(), says),
        }
    }
}

#[test]
fn a_budget_is_the_most_that_is_taken() {
    let it = layout("It", &["x"], &[]);
    assert_eq!(refused(|| within(it, 512)), None);
    assert_eq!(refused(|| within(it, 1000)), None);
    let said = refused(|| within(it, 511)).expect("it is larger");
    assert_eq!(said, "`It` takes 512 bytes, and its budget is 511");
    let said = refused(|| within(it, 0)).expect("it is larger");
    assert_eq!(said, "`It` takes 512 bytes, and its budget is 0");
}
