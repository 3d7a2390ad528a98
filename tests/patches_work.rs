//! The work of a patch grows with its size, not with its square (spec 8.71).

#![cfg(feature = "serde")]

use std::cell::Cell;
use std::collections::BTreeMap;

use slotted::prelude::*;
use slotted::{Kind, Patch, ValueRef};

thread_local! {
    static MADE: Cell<usize> = const { Cell::new(0) };
}

/// Counts how often one is made of a value.
#[derive(Clone, Debug, PartialEq)]
struct Counted(u32);

impl SlotValue for Counted {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Result<Self, slotted::ConversionError> {
        MADE.set(MADE.get() + 1);
        u32::from_value(value).map(Counted)
    }

    fn as_value(&self) -> ValueRef<'_> {
        self.0.as_value()
    }
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Item {
    n: Counted,
    name: String,
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Table {
    map: BTreeMap<u32, Item>,
    list: Vec<Item>,
}

fn table(len: u32) -> Table {
    let item = |n| Item { n: Counted(n), name: String::new() };
    Table { map: (0..len).map(|n| (n, item(n))).collect(), list: (0..len).map(item).collect() }
}

/// Applies the patch, and returns how many values were made.
fn made(patch: &Patch, object: &mut Table) -> usize {
    MADE.set(0);
    patch.apply(object).unwrap();
    MADE.get()
}

#[test]
fn removing_and_changing_entries_in_turn_copies_a_map_once() {
    let old = table(1_000);
    let mut new = old.clone();
    new.map.retain(|n, _| n % 2 == 0);
    new.map.values_mut().for_each(|item| item.name.push('x'));
    let patch = old.diff(&new);
    assert_eq!(patch.len(), 1_000);
    let mut object = old.clone();
    // Each that stays is made once, and each old value once to compare it.
    let count = made(&patch, &mut object);
    assert!(count <= 2_000, "{count}");
    assert_eq!(object, new);
    let count = made(&patch.invert(), &mut object);
    assert!(count <= 2_000, "{count}");
    assert_eq!(object, old);
}

#[test]
fn inserting_and_changing_items_in_turn_copies_a_list_once() {
    let old = table(500);
    let changes: Vec<String> = (0..500)
        .flat_map(|n| {
            let (at, len) = (2 * n, 500 + n);
            let new = format!(r#"{{"n":{n},"name":"new"}}"#);
            [
                format!(r#"{{"path":"list[{at}].name","old":"","new":"x"}}"#),
                format!(r#"{{"path":"list[{at}]","new":{new},"len":{len}}}"#),
                format!(r#"{{"path":"list[{at}].n","old":{n},"new":7}}"#),
            ]
        })
        .collect();
    let patch: Patch = serde_json::from_str(&format!("[{}]", changes.join(","))).unwrap();
    let mut object = old.clone();
    let count = made(&patch, &mut object);
    assert!(count <= 3_000, "{count}");
    assert_eq!(object.list.len(), 1_000);
    for (n, pair) in (0..).zip(object.list.chunks(2)) {
        assert_eq!(pair[0], Item { n: Counted(7), name: "new".into() });
        assert_eq!(pair[1], Item { n: Counted(n), name: "x".into() });
    }
}

/// Changes of one item's list stand between those of another: each list is copied once.
#[test]
fn changing_the_lists_of_two_items_in_turn_copies_each_once() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Rows {
        rows: Vec<Vec<Counted>>,
    }
    const LEN: u32 = 300;
    let mut object = Rows { rows: vec![(0..LEN).map(Counted).collect(), Vec::new()] };
    let changes: Vec<String> = (0..LEN)
        .flat_map(|n| {
            [
                format!(r#"{{"path":"rows[0][0]","new":{n},"len":{}}}"#, LEN + n),
                format!(r#"{{"path":"rows[1]","new":[{n}],"len":{}}}"#, 2 + n),
            ]
        })
        .collect();
    let patch: Patch = serde_json::from_str(&format!("[{}]", changes.join(","))).unwrap();
    MADE.set(0);
    patch.apply(&mut object).unwrap();
    let count = MADE.get();
    // Each item that was there is made for both lists that are made anew, each new one once or
    // twice.
    assert!(count <= 6 * LEN as usize, "{count}");
    assert_eq!((object.rows.len(), object.rows[0].len()), (2 + LEN as usize, 2 * LEN as usize));
}
