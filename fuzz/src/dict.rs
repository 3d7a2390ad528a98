//! Operations on a `Dict`, held against a list of pairs.

use slotted::prelude::*;

use super::Operation;
use super::input::Input;
use super::world::World;

pub(super) const OPERATIONS: &[Operation] = &[insert, many, remove, get, retain, clear, whole, pop];

fn at(world: &World, name: &str) -> Option<usize> {
    world.entries.iter().position(|(own, _)| own == name)
}

/// Names of which many are in a `Dict` at a time.
fn name(input: &mut Input<'_>) -> String {
    match input.byte() {
        byte @ 0..=199 => format!("name{}", byte % 40),
        _ => input.text(),
    }
}

fn insert(world: &mut World, input: &mut Input<'_>) {
    let (name, value) = (name(input), input.value());
    let old = match at(world, &name) {
        Some(at) => Some(std::mem::replace(&mut world.entries[at].1, value.clone())),
        None => {
            world.entries.push((name.clone(), value.clone()));
            None
        }
    };
    assert_eq!(world.dict.insert(name, value), old);
}

fn many(world: &mut World, input: &mut Input<'_>) {
    for number in 0..i64::from(input.byte()) {
        let name = format!("many{number}");
        if at(world, &name).is_none() {
            world.entries.push((name.clone(), number.into()));
            assert_eq!(world.dict.insert(name, number), None);
        }
    }
}

fn remove(world: &mut World, input: &mut Input<'_>) {
    let name = name(input);
    let old = at(world, &name).map(|at| world.entries.remove(at).1);
    assert_eq!(world.dict.remove(&name), old);
}

/// Removes entries at one end.
fn pop(world: &mut World, input: &mut Input<'_>) {
    let from_front = input.byte().is_multiple_of(2);
    for _ in 0..input.byte() {
        let at = if from_front { 0 } else { world.entries.len().wrapping_sub(1) };
        if at >= world.entries.len() {
            break;
        }
        let (name, value) = world.entries.remove(at);
        assert_eq!(world.dict.remove(&name), Some(value));
    }
}

fn get(world: &mut World, input: &mut Input<'_>) {
    let name = name(input);
    let known = at(world, &name).map(|at| world.entries[at].1.clone());
    assert_eq!(world.dict.get(&name), known.as_ref());
    assert_eq!(world.dict.contains_key(&name), known.is_some());
    if let Some(value) = world.dict.get_mut(&name) {
        *value = Value::None;
        let at = at(world, &name).expect("it is known");
        world.entries[at].1 = Value::None;
    }
}

fn retain(world: &mut World, input: &mut Input<'_>) {
    let (modulus, rest) = (input.below(5) + 1, input.below(5));
    let keep = |name: &str| name.len() % modulus != rest;
    world.entries.retain(|(name, _)| keep(name));
    world.dict.retain(|name, _| keep(name));
}

fn clear(world: &mut World, input: &mut Input<'_>) {
    if input.byte().is_multiple_of(8) {
        world.entries.clear();
        world.dict.clear();
    }
}

fn whole(world: &mut World, _: &mut Input<'_>) {
    let known = world.entries.iter().map(|(name, value)| (&**name, value));
    assert!(world.dict.iter().eq(known.clone()));
    assert!(world.dict.iter().rev().eq(known.clone().rev()));
    assert_eq!((world.dict.len(), world.dict.is_empty()), (known.len(), known.len() == 0));
    let copy = world.dict.clone();
    assert_eq!(copy, world.entries.iter().cloned().rev().collect::<Dict>());
    assert!(copy.into_iter().eq(world.entries.iter().map(|(n, v)| (n.clone().into(), v.clone()))));
}
