//! The objects that wait to be made or completed.

use alloc::vec::Vec;

use crate::rc::by_id::{MOST, Reading, Result, Stop, never};
use crate::value::conversion_error::ConversionError;

/// An object that is to be made, or to be completed.
#[derive(Clone, Copy)]
pub(super) struct Task {
    pub(super) id: i64,
    /// The levels that it takes.
    pub(super) cost: usize,
    pub(super) run: fn(&Reading, i64) -> Result<()>,
}

impl Reading {
    /// Makes what was stopped by `Stop::Deep`.
    pub(super) fn run_deep(&self) -> Result<()> {
        let base = self.waiting.borrow().len();
        self.queue_deep();
        self.run_waiting(base)
    }

    /// Completes the objects that can be completed now. Fails if no object was made or completed
    /// meanwhile.
    pub(super) fn complete_or_fail(&self, error: impl FnOnce() -> ConversionError) -> Result<()> {
        let before = self.made.get();
        let round = self.unfinished.take();
        self.waiting.borrow_mut().extend(round.into_iter().rev());
        self.run_waiting(0)?;
        if self.made.get() == before {
            Err(self.refused.take().unwrap_or_else(error))
        } else {
            Ok(())
        }
    }

    /// Completes all objects.
    pub(super) fn complete_all(&self) -> Result<()> {
        loop {
            let Some(first) = self.unfinished.borrow().first().map(|task| task.id) else {
                return Ok(());
            };
            self.complete_or_fail(|| never(first))?;
        }
    }

    fn queue_deep(&self) {
        let deep = self.deep.take();
        self.waiting.borrow_mut().extend(deep.into_iter().rev());
    }

    /// Makes and completes what waits for that, above the first `base` tasks: those wait for what
    /// is being read.
    fn run_waiting(&self, base: usize) -> Result<()> {
        let depth = self.depth.get();
        loop {
            let Some(task) = self.next_waiting(base) else { return Ok(()) };
            if depth > 0 && depth + task.cost > MOST {
                let id = task.id;
                let rest = self.waiting.borrow_mut().split_off(base);
                let mut tasks: Vec<Task> = rest.into_iter().rev().collect();
                tasks.insert(0, task);
                self.deep.replace(tasks);
                return self.stopped(Stop::Deep, never(id));
            }
            let ran = (task.run)(self, task.id);
            match (self.stop.take(), ran) {
                (Some(Stop::Deep), _) => self.queue_deep(),
                // Whatever refers to it tries again.
                (Some(Stop::Later), _) | (None, Ok(())) => {}
                (_, ran) => return Err(self.error(ran.err())),
            }
        }
    }

    fn next_waiting(&self, base: usize) -> Option<Task> {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.len() > base { waiting.pop() } else { None }
    }
}
