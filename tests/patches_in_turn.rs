//! A patch does what its changes do one after the other (spec 8.71).

#![cfg(feature = "serde")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use slotted::Patch;
use slotted::prelude::*;
use slotted::record::PatchFault;

fn calm(item: &Item) -> Result<(), String> {
    if item.n < 4 { Ok(()) } else { Err("it is above 3".into()) }
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Item {
    n: u8,
    tags: Vec<u16>,
}

/// With a slot that is written as a whole.
#[derive(Slots, Clone, Debug, PartialEq)]
struct Group {
    #[slots(validate = calm)]
    item: Item,
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Whole {
    list: Vec<Group>,
    map: BTreeMap<String, Group>,
    any: Value,
}

/// One change, as numbers from which it is made where it applies.
type Seed = (u8, usize, u8);

fn seeds() -> impl Strategy<Value = Vec<Seed>> {
    prop::collection::vec((0..9_u8, 0..4_usize, 0..4_u8), 0..16)
}

fn group(n: u8) -> Group {
    Group { item: Item { n, tags: vec![n.into()] } }
}

fn whole(list: &[u8], map: &[u8]) -> Whole {
    Whole {
        list: list.iter().map(|n| group(*n)).collect(),
        map: map.iter().map(|n| (n.to_string(), group(*n))).collect(),
        any: Value::from([1, 2]),
    }
}

fn json_of(group: &Group) -> Json {
    json!({"item": {"n": group.item.n, "tags": group.item.tags}})
}

/// Returns a change inside the group at the path.
fn inside(path: &str, group: &Group, (kind, _, n): Seed) -> Json {
    let tags = &group.item.tags;
    match (kind % 3, tags.last()) {
        (0, _) => json!({"path": format!("{path}.item.n"), "old": group.item.n, "new": n}),
        (1, Some(last)) => {
            let at = tags.len() - 1;
            json!({"path": format!("{path}.item.tags[{at}]"), "old": last, "len": tags.len()})
        }
        _ => json!({"path": format!("{path}.item.tags[0]"), "new": n, "len": tags.len()}),
    }
}

/// Returns the change that the seed makes in the object as it is, if there is one.
fn change(object: &Whole, seed: Seed) -> Option<Json> {
    let (kind, at, n) = seed;
    let (len, new) = (object.list.len(), json_of(&group(n)));
    let item = object.list.get(at);
    let (path, key) = (format!("list[{at}]"), format!("map[\"{at}\"]"));
    let entry = object.map.get(&at.to_string());
    Some(match kind {
        0 if at <= len => json!({"path": path, "new": new, "len": len}),
        1 => json!({"path": path, "old": json_of(item?), "len": len}),
        2 => json!({"path": path, "old": json_of(item?), "new": new}),
        3 | 4 => inside(&path, item?, seed),
        5 => match entry {
            Some(entry) => json!({"path": key, "old": json_of(entry)}),
            None => json!({"path": key, "new": new}),
        },
        6 => json!({"path": key, "old": json_of(entry?), "new": new}),
        7 | 8 => inside(&key, entry?, seed),
        _ => return None,
    })
}

fn patch(changes: &[Json]) -> Patch {
    serde_json::from_value(changes.into()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_patch_does_what_its_changes_do_one_after_the_other(
        list in prop::collection::vec(0..4_u8, 0..5),
        map in prop::collection::vec(0..6_u8, 0..5),
        seeds in seeds(),
    ) {
        let map: Vec<u8> = map.into_iter().map(|n| n % 4).collect();
        let old = whole(&list, &map);
        let (mut object, mut changes) = (old.clone(), Vec::new());
        for seed in seeds {
            if let Some(change) = change(&object, seed) {
                patch(std::slice::from_ref(&change)).apply(&mut object).unwrap();
                changes.push(change);
            }
        }
        let whole = patch(&changes);
        for anyway in [false, true] {
            let mut at_once = old.clone();
            let result = match anyway {
                true => whole.apply_anyway(&mut at_once),
                false => whole.apply(&mut at_once),
            };
            match result {
                Ok(()) => prop_assert_eq!(&at_once, &object, "{}", whole),
                Err(error) => {
                    prop_assert_eq!(&at_once, &old);
                    let twice = "two changes concern the value: apply them as two patches";
                    let is_twice = |fault: &PatchFault| fault.to_string().ends_with(twice);
                    prop_assert!(error.faults().iter().all(is_twice), "{}\n{}", error, whole);
                }
            }
        }
        let mut back = object.clone();
        if whole.apply(&mut old.clone()).is_ok() && whole.invert().apply(&mut back).is_ok() {
            prop_assert_eq!(&back, &old);
        }
    }
}
