//! One interpreter of operations: bytes are a program, which is run on objects and on a model of
//! them. What the two say differently is a panic.
//!
//! | file | what |
//! |---|---|
//! | `classes` | operations on run-time classes, instances and rows |
//! | `data` | what is read and written, with serde's derive as the oracle |
//! | `dict` | operations on a `Dict`, and its model |
//! | `input` | the bytes as numbers, names, paths and values |
//! | `literals` | text that is parsed |
//! | `names` | operations by name and by path |
//! | `objects` | operations on shared objects, and their model |
//! | `patches` | differences and merges |
//! | `presence` | operations on optional slots of run-time classes, for the target `classes` |
//! | `records` | construction and updates |
//! | `world` | the objects that all operations work on |
//!
//! A target is a set of operations. A new one is a file with `OPERATIONS`, a line in `TARGETS` and
//! a corpus; `fuzz/engine.rs` is the program that libFuzzer runs.

mod classes;
mod data;
mod dict;
mod input;
mod literals;
mod names;
mod objects;
mod patches;
mod presence;
mod records;
mod world;

use input::Input;
use world::World;

/// An operation: it takes its operands from the input, and checks its own results.
type Operation = fn(&mut World, &mut Input<'_>);

/// The operations of each target.
const TARGETS: &[(&str, &[Operation])] = &[
    ("classes", classes::OPERATIONS),
    ("data", data::OPERATIONS),
    ("dict", dict::OPERATIONS),
    ("literals", literals::OPERATIONS),
    ("names", names::OPERATIONS),
    ("objects", objects::OPERATIONS),
    ("patches", patches::OPERATIONS),
    ("records", records::OPERATIONS),
];

/// How many operations of one input are run.
const MOST: usize = 64;

/// Returns the names of the targets.
pub fn targets() -> impl Iterator<Item = &'static str> {
    TARGETS.iter().map(|(name, _)| *name)
}

/// Runs an input of a target.
///
/// # Panics
///
/// Panics where an operation does what it must not do, and if there is no such target.
pub fn run(target: &str, bytes: &[u8]) {
    let found = TARGETS.iter().find(|(name, _)| *name == target);
    let (_, operations) = found.expect("there is such a target");
    let mut input = Input::new(bytes);
    let mut world = World::new();
    for _ in 0..MOST {
        let Some(number) = input.operation() else { break };
        operations[usize::from(number) % operations.len()](&mut world, &mut input);
    }
    world.check();
}
