//! In which order the entries of an object are read, and which are empty at first.

use alloc::vec::Vec;
use core::cell::Cell;

/// How the entries of the map that is an object's data are read. They are known by their index.
#[derive(Default)]
pub(crate) struct Plan {
    /// Those that are read last.
    last: Vec<usize>,
    /// Those that are empty at first.
    empty: Vec<usize>,
    /// The one that is being read.
    at: Cell<Option<usize>>,
}

impl Plan {
    /// Returns the entries that are read last, in this order.
    pub(crate) fn last(&self) -> &[usize] {
        &self.last
    }

    /// Whether the entry is to be empty.
    pub(crate) fn is_empty(&self, at: usize) -> bool {
        self.empty.contains(&at)
    }

    /// Whether any entry is to be empty.
    pub(crate) fn has_empty(&self) -> bool {
        !self.empty.is_empty()
    }

    /// Notes that an entry is being read.
    pub(crate) fn begin(&self, at: usize) {
        self.at.set(Some(at));
    }

    /// Puts the entry off that was being read: first to the end, then, if it may be empty, until
    /// the object is completed. Returns whether there is something new to try.
    pub(crate) fn put_off(&mut self, may_be_empty: bool) -> bool {
        let Some(at) = self.at.take() else { return false };
        if !self.last.contains(&at) {
            self.last.push(at);
            return true;
        }
        let is_new = may_be_empty && !self.is_empty(at);
        if is_new {
            self.empty.push(at);
        }
        is_new
    }
}
