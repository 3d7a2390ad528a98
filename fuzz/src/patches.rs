//! Differences and merges.

use slotted::Patch;
use slotted::prelude::*;

use super::Operation;
use super::input::Input;
use super::world::{World, shown};

pub(super) const OPERATIONS: &[Operation] = &[change, change_other, diff, merge, read, leaves];

fn change(world: &mut World, input: &mut Input<'_>) {
    let (path, value) = (input.path(), input.value());
    drop(world.whole.setattr_path(&path, value));
}

fn change_other(world: &mut World, input: &mut Input<'_>) {
    let (path, value) = (input.path(), input.value());
    drop(world.other.setattr_path(&path, value));
}

fn through_json(patch: &Patch) -> Option<Patch> {
    // A float without a form in JSON is written as `null`.
    let text = serde_json::to_string(patch).ok()?;
    if text.contains("null") {
        return None;
    }
    Some(serde_json::from_str(&text).expect("it was written so"))
}

fn diff(world: &mut World, _: &mut Input<'_>) {
    let patch = world.whole.diff(&world.other);
    assert!(patch.omitted().is_empty());
    let (before, after) = (shown(&world.whole), shown(&world.other));
    let mut object = world.whole.clone();
    patch.apply(&mut object).unwrap_or_else(|error| panic!("{error}\n{patch}"));
    assert!(object.diff(&world.other).is_empty(), "{patch}\n{after}");
    if !patch.is_empty() {
        let there = shown(&object);
        let error = patch.apply(&mut object).expect_err("the old values are gone");
        assert!(error.faults().iter().all(|fault| fault.is_conflict()));
        assert_eq!(shown(&object), there);
    }
    patch.invert().apply(&mut object).unwrap_or_else(|error| panic!("{error}\n{patch}"));
    assert!(object.diff(&world.whole).is_empty(), "{patch}\n{before}");
    if let Some(read) = through_json(&patch) {
        read.apply(&mut object).unwrap_or_else(|error| panic!("{error}\n{read}"));
        assert!(object.diff(&world.other).is_empty(), "{patch}");
    }
}

fn merge(world: &mut World, input: &mut Input<'_>) {
    let attrs = input.attrs();
    let before = shown(&world.whole);
    if let Err(error) = world.whole.merge_attrs(attrs) {
        assert!(!error.faults().is_empty() && !error.to_string().is_empty());
        assert_eq!(shown(&world.whole), before);
    }
}

/// A patch that was never made by us.
fn read(world: &mut World, input: &mut Input<'_>) {
    let changes: Vec<Value> = (0..input.below(4))
        .map(|_| {
            let mut change = Dict::from([("path", input.path())]);
            for key in ["old", "new"] {
                if !input.byte().is_multiple_of(4) {
                    change.insert(key, input.value());
                }
            }
            Value::from(change)
        })
        .collect();
    let Ok(patch) = slotted::from_value::<Patch>(Value::from(changes)) else { return };
    let before = shown(&world.whole);
    if patch.apply(&mut world.whole).is_err() {
        assert_eq!(shown(&world.whole), before, "{patch}");
    }
    if patch.apply_anyway(&mut world.other).is_ok() {
        drop(patch.invert().to_string());
    }
}

/// Each leaf is where its path says.
fn leaves(world: &mut World, _: &mut Input<'_>) {
    for (path, value) in world.whole.leaves() {
        let found = path.get(&world.whole).expect("there is a leaf");
        assert_eq!(found.to_string(), value.to_string(), "{path}");
    }
}
