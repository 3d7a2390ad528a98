//! Undo and redo: two stacks of patches. `cargo run --example undo`

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
    fn edit<T: Attributes + Clone>(&mut self, object: &mut T, edit: impl FnOnce(&mut T)) {
        let before = object.clone();
        edit(object);
        self.done.push(before.diff(object));
        self.undone.clear();
    }

    /// Returns what it has undone; `None` if there is nothing to undo.
    fn undo(&mut self, object: &mut dyn Attributes) -> Result<Option<String>, PatchError> {
        let Some(patch) = self.done.pop() else { return Ok(None) };
        patch.invert().apply(object)?;
        let text = patch.to_string();
        self.undone.push(patch);
        Ok(Some(text))
    }

    /// Returns what it has done again.
    fn redo(&mut self, object: &mut dyn Attributes) -> Result<Option<String>, PatchError> {
        let Some(patch) = self.undone.pop() else { return Ok(None) };
        patch.apply(object)?;
        let text = patch.to_string();
        self.done.push(patch);
        Ok(Some(text))
    }
}

fn main() -> Result<(), PatchError> {
    let mut drawing = Drawing { title: "untitled".into(), points: vec![(0, 0), (9, 9)] };
    let mut history = History::default();
    history.edit(&mut drawing, |it| it.title = "a line".into());
    history.edit(&mut drawing, |it| it.points.insert(1, (4, 5)));
    println!("{drawing:?}");
    while let Some(text) = history.undo(&mut drawing)? {
        println!("undo {text}");
    }
    println!("{drawing:?}");
    while let Some(text) = history.redo(&mut drawing)? {
        println!("redo {text}");
    }
    println!("{drawing:?}");
    Ok(())
}
