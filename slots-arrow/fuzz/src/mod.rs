//! Operations on rows and record batches: bytes are a program, as in `fuzz/src`. What is read
//! otherwise than it was written, or twice in two ways, is a panic.
//!
//! | file | what |
//! |---|---|
//! | `arrays` | the bytes as arrays of any type |
//! | `classes` | rows of run-time classes, and classes from schemas |
//! | `hostile` | batches that no slot asked for, which are read all the same |
//! | `rows` | rows with a slot of every kind, as batches and back |
//! | `world` | the rows, the options and the batch that all operations work on |

mod arrays;
mod classes;
#[path = "../../tests/common/mod.rs"]
mod common;
mod hostile;
#[allow(dead_code)]
#[path = "../../../fuzz/src/input.rs"]
mod input;
mod rows;
mod world;

use input::Input;
use world::World;

/// An operation: it takes its operands from the input, and checks its own results.
type Operation = fn(&mut World, &mut Input<'_>);

/// How many operations of one input are run: fewer than in `fuzz/src`, since one reads and writes
/// some ninety columns.
const MOST: usize = 16;

/// Returns the names of the targets.
pub fn targets() -> impl Iterator<Item = &'static str> {
    ["arrow"].into_iter()
}

/// Runs an input of the target.
///
/// # Panics
///
/// Panics where an operation does what it must not do, and if there is no such target.
pub fn run(target: &str, bytes: &[u8]) {
    assert!(targets().any(|name| name == target), "there is such a target");
    let operations: Vec<&Operation> = [rows::OPERATIONS, hostile::OPERATIONS, classes::OPERATIONS]
        .into_iter()
        .flatten()
        .collect();
    let mut input = Input::new(bytes);
    let mut world = World::new();
    for _ in 0..MOST {
        let Some(number) = input.operation() else { break };
        operations[usize::from(number) % operations.len()](&mut world, &mut input);
    }
}
