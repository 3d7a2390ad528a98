//! Undo and redo: two stacks of patches.

use std::mem;

use slotted::Patch;

use crate::settings::Settings;
use crate::store::Origins;

/// One command that has changed settings.
struct Step {
    /// Leads to the other side of the step, back or on.
    patch: Patch,
    /// The origins on the other side.
    origins: Origins,
    /// The settings that the command has set.
    paths: Vec<String>,
}

#[derive(Default)]
pub(crate) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Notes that these settings were set: the patch leads back, and the origins are those before.
    pub(crate) fn note(&mut self, patch: Patch, origins: Origins, paths: Vec<String>) {
        self.done.push(Step { patch, origins, paths });
        self.undone.clear();
    }

    /// Undoes the last step. Returns the settings that it had set; `None` if there is no step.
    pub(crate) fn undo(&mut self, to: &mut Settings, origins: &mut Origins) -> Option<Vec<String>> {
        take(&mut self.done, &mut self.undone, to, origins)
    }

    /// Takes the last step that was undone again.
    pub(crate) fn redo(&mut self, to: &mut Settings, origins: &mut Origins) -> Option<Vec<String>> {
        take(&mut self.undone, &mut self.done, to, origins)
    }
}

/// Takes a step from one stack, and puts the way back on the other.
fn take(
    from: &mut Vec<Step>,
    to: &mut Vec<Step>,
    settings: &mut Settings,
    origins: &mut Origins,
) -> Option<Vec<String>> {
    let mut step = from.pop()?;
    step.patch.apply(settings).expect("nothing else changes the settings");
    step.patch = step.patch.invert();
    mem::swap(origins, &mut step.origins);
    let paths = step.paths.clone();
    to.push(step);
    Some(paths)
}
