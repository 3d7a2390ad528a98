//! How do I undo and redo? With two stacks of patches. `cargo run --example undo`

use slotted::{Patch, PatchError, prelude::*};

#[derive(Slots, Clone, Debug, Default)]
struct Drawing {
    title: String,
    points: Vec<(i32, i32)>,
}

/// Makes an edit, and keeps the patch that takes it back. What was undone before it is forgotten.
fn edit(it: &mut Drawing, undo: &mut Vec<Patch>, redo: &mut Vec<Patch>, edit: fn(&mut Drawing)) {
    let before = it.clone();
    edit(it);
    undo.push(it.diff(&before));
    redo.clear();
}

/// Applies the last patch of one stack, and puts its inverse on the other. A patch that does not
/// apply stays where it is.
fn step(from: &mut Vec<Patch>, to: &mut Vec<Patch>, it: &mut Drawing) -> Result<(), PatchError> {
    let Some(patch) = from.last() else { return Ok(()) };
    patch.apply(it)?;
    println!("{patch}: {it:?}");
    to.extend(from.pop().map(|patch| patch.invert()));
    Ok(())
}

fn main() -> Result<(), PatchError> {
    let (mut it, mut undo, mut redo) = (Drawing::default(), vec![], vec![]);
    edit(&mut it, &mut undo, &mut redo, |it| it.title = "a line".into());
    step(&mut undo, &mut redo, &mut it)?;
    step(&mut redo, &mut undo, &mut it)?;
    step(&mut undo, &mut redo, &mut it)?;
    edit(&mut it, &mut undo, &mut redo, |it| it.points.push((4, 5)));
    it.points.clear(); // Past the stacks: the patch that takes the edit back does not apply.
    println!("{}; {} left", step(&mut undo, &mut redo, &mut it).unwrap_err(), undo.len());
    step(&mut redo, &mut undo, &mut it) // Nothing: the other edit came after the undo.
}
