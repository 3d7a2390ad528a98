//! A sequence that is edited at places close to one another.

use alloc::vec::Vec;

/// A sequence with a gap at the place of the last edit, so that an edit takes time proportional to
/// the distance from the one before.
pub(super) struct Sequence<T> {
    /// The items before the gap.
    before: Vec<T>,
    /// The items behind the gap, the last one first.
    behind: Vec<T>,
}

impl<T: Copy> Sequence<T> {
    pub(super) fn new(items: impl Iterator<Item = T>) -> Self {
        Sequence { before: items.collect(), behind: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.before.len() + self.behind.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<T> {
        match index.checked_sub(self.before.len()) {
            None => self.before.get(index).copied(),
            Some(back) => self.behind.iter().nth_back(back).copied(),
        }
    }

    /// Inserts an item. The index is at most the length.
    pub(super) fn insert(&mut self, index: usize, item: T) {
        self.move_gap(index);
        self.before.push(item);
    }

    pub(super) fn remove(&mut self, index: usize) -> Option<T> {
        self.move_gap(index);
        self.behind.pop()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = T> {
        self.before.iter().chain(self.behind.iter().rev()).copied()
    }

    fn move_gap(&mut self, index: usize) {
        if index < self.before.len() {
            self.behind.extend(self.before.drain(index..).rev());
        } else {
            let count = (index - self.before.len()).min(self.behind.len());
            let rest = self.behind.len() - count;
            self.before.extend(self.behind.drain(rest..).rev());
        }
    }
}
