//! How do I undo and redo? With two stacks of patches. `cargo run --example undo`

use slotted::prelude::*;
use slotted::{Patch, PatchError};

#[derive(Slots, Clone, Debug)]
struct Drawing {
    title: String,
    points: Vec<(i32, i32)>,
}

/// Makes an edit, and keeps the patch that takes it back.
fn edit(it: &mut Drawing, undo: &mut Vec<Patch>, edit: impl FnOnce(&mut Drawing)) {
    let before = it.clone();
    edit(it);
    undo.push(it.diff(&before));
}

/// Applies the last patch of one stack, and puts its inverse on the other.
fn step(from: &mut Vec<Patch>, to: &mut Vec<Patch>, it: &mut Drawing) -> Result<(), PatchError> {
    let Some(patch) = from.pop() else { return Ok(()) };
    patch.apply(it)?;
    println!("{patch}: {it:?}");
    to.push(patch.invert());
    Ok(())
}

fn main() -> Result<(), PatchError> {
    let mut it = Drawing { title: "untitled".into(), points: vec![(0, 0), (9, 9)] };
    let (mut undo, mut redo) = (Vec::new(), Vec::new());
    edit(&mut it, &mut undo, |it| it.title = "a line".into());
    edit(&mut it, &mut undo, |it| it.points.insert(1, (4, 5)));
    for _ in 0..2 {
        step(&mut undo, &mut redo, &mut it)?;
    }
    step(&mut redo, &mut undo, &mut it)
}
