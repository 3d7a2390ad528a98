//! The object under inspection, with its history. Every change is a patch: undo and redo are two
//! stacks of them, and what is saved is the patch from the object as it was opened.

use std::fs;

use slotted::prelude::*;
use slotted::{AttrPath, Patch, PatchError};

/// Any slotted object that can be copied, behind `dyn`.
pub(crate) trait Subject: Attributes {
    fn copy(&self) -> Box<dyn Subject>;
}

impl<T: Attributes + Clone + 'static> Subject for T {
    fn copy(&self) -> Box<dyn Subject> {
        Box::new(self.clone())
    }
}

pub(crate) struct Document {
    opened: Box<dyn Subject>,
    current: Box<dyn Subject>,
    done: Vec<Patch>,
    undone: Vec<Patch>,
    /// What has changed since the object was opened.
    changes: Patch,
    /// The changes when they were last saved.
    saved: Patch,
}

impl Document {
    pub(crate) fn new(object: Box<dyn Subject>) -> Self {
        Document {
            opened: object.copy(),
            current: object,
            done: Vec::new(),
            undone: Vec::new(),
            changes: Patch::new(),
            saved: Patch::new(),
        }
    }

    pub(crate) fn object(&self) -> &dyn Attributes {
        &*self.current
    }

    /// Returns the object as it was opened.
    pub(crate) fn opened(&self) -> &dyn Attributes {
        &*self.opened
    }

    pub(crate) fn changes(&self) -> &Patch {
        &self.changes
    }

    pub(crate) fn is_saved(&self) -> bool {
        self.changes == self.saved
    }

    /// Whether a value at the path, or in it, or around it, has changed.
    pub(crate) fn has_changed(&self, path: &AttrPath) -> bool {
        self.changes.iter().any(|change| {
            let both = change.path().steps().iter().zip(path.steps());
            both.into_iter().all(|(one, other)| one == other)
        })
    }

    /// Changes the object, which `write` leaves as it is where it fails. Returns the path of the
    /// first change, if there is any.
    pub(crate) fn edit<E>(
        &mut self,
        write: impl FnOnce(&mut dyn Attributes) -> Result<(), E>,
    ) -> Result<Option<AttrPath>, E> {
        let before = self.current.copy();
        write(&mut *self.current)?;
        let patch = before.diff(&*self.current);
        let first = patch.iter().next().map(|change| change.path().clone());
        if first.is_some() {
            self.done.push(patch);
            self.undone.clear();
            self.note_changes();
        }
        Ok(first)
    }

    /// Undoes the last change. Returns what it was; `None` if there is none.
    pub(crate) fn undo(&mut self) -> Result<Option<&Patch>, PatchError> {
        let Some(patch) = self.done.pop() else { return Ok(None) };
        patch.invert().apply(&mut *self.current)?;
        self.undone.push(patch);
        self.note_changes();
        Ok(self.undone.last())
    }

    /// Does again what was undone last. Returns what it was; `None` if there is nothing.
    pub(crate) fn redo(&mut self) -> Result<Option<&Patch>, PatchError> {
        let Some(patch) = self.undone.pop() else { return Ok(None) };
        patch.apply(&mut *self.current)?;
        self.done.push(patch);
        self.note_changes();
        Ok(self.done.last())
    }

    fn note_changes(&mut self) {
        self.changes = self.opened.diff(&*self.current);
    }

    /// Saves the changes in JSON.
    pub(crate) fn save(&mut self, file: &str) -> Result<(), String> {
        let mut text = serde_json::to_string_pretty(&self.changes).map_err(|e| e.to_string())?;
        // JSON has no infinities, and writes them as `null`.
        if serde_json::from_str::<Patch>(&text).ok().as_ref() != Some(&self.changes) {
            return Err("JSON cannot hold one of the new values".to_owned());
        }
        text.push('\n');
        fs::write(file, text).map_err(|error| format!("{file}: {error}"))?;
        self.saved = self.changes.clone();
        Ok(())
    }

    /// Applies the patch in a file, as one change. Returns the path of the first change.
    pub(crate) fn apply(&mut self, file: &str) -> Result<Option<AttrPath>, String> {
        let text = fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        let patch: Patch =
            serde_json::from_str(&text).map_err(|error| format!("{file}: no patch: {error}"))?;
        self.edit(|object| patch.apply(object)).map_err(|error| format!("{file}: {error}"))
    }
}
