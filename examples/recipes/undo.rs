//! How do I undo and redo? With two stacks of patches. `cargo run --example undo`

use slotted::prelude::*;
use slotted::{Patch, PatchError};

#[derive(Slots, Clone, Debug)]
struct Drawing {
    title: String,
    points: Vec<(i32, i32)>,
}

#[derive(Default)]
struct History {
    done: Vec<Patch>,
    undone: Vec<Patch>,
}

impl History {
    fn edit(&mut self, drawing: &mut Drawing, edit: impl FnOnce(&mut Drawing)) {
        let before = drawing.clone();
        edit(drawing);
        self.done.push(before.diff(drawing));
        self.undone.clear();
    }
}

/// Applies the last patch of one stack, and puts its inverse on the other.
fn step(from: &mut Vec<Patch>, to: &mut Vec<Patch>, it: &mut Drawing) -> Result<(), PatchError> {
    let Some(inverse) = from.pop().map(|patch| patch.invert()) else { return Ok(()) };
    inverse.apply(it)?;
    println!("{inverse}: {it:?}");
    to.push(inverse);
    Ok(())
}

fn main() -> Result<(), PatchError> {
    let mut drawing = Drawing { title: "untitled".into(), points: vec![(0, 0), (9, 9)] };
    let mut history = History::default();
    history.edit(&mut drawing, |it| it.title = "a line".into());
    history.edit(&mut drawing, |it| it.points.insert(1, (4, 5)));
    let History { done, undone } = &mut history;
    for _ in 0..2 {
        step(done, undone, &mut drawing)?; // undo
    }
    step(undone, done, &mut drawing) // redo
}
