//! The entries of a dict that is not empty.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::mem;

use super::index::Index;
use crate::value::Value;

/// Up to this many entries, a name is compared with each; a hash would cost more.
const FEW: usize = 8;

#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: Box<str>,
    pub(super) value: Value,
}

/// Entries in insertion order.
///
/// Invariants:
///
/// 1. Without an index there are at most [`FEW`] places, and no hole unless a `retain` was cut short by a panic.
/// 2. With an index: it leads from each name to its place in `entries`. A removed entry leaves a hole there,
///    so that removing moves nothing; before the holes outnumber the entries, they are closed.
/// 3. Before `first` there are holes only.
#[derive(Clone, Default)]
pub(super) struct Entries {
    entries: Vec<Option<Entry>>,
    holes: usize,
    /// Taking entries out at the front would else step over more and more holes.
    first: usize,
    index: Option<Index>,
}

impl Entries {
    pub(super) fn len(&self) -> usize {
        self.entries.len() - self.holes
    }

    pub(super) fn as_slice(&self) -> &[Option<Entry>] {
        &self.entries[self.first..]
    }

    pub(super) fn as_mut_slice(&mut self) -> &mut [Option<Entry>] {
        &mut self.entries[self.first..]
    }

    pub(super) fn into_vec(self) -> Vec<Option<Entry>> {
        self.entries
    }

    #[inline]
    fn position(&self, name: &str) -> Option<usize> {
        let is = |entry: &Option<Entry>| entry.as_ref().is_some_and(|entry| *entry.name == *name);
        match &self.index {
            None => self.entries.iter().position(is),
            Some(index) => index.find(name, |place| is(&self.entries[place])),
        }
    }

    #[inline]
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let place = self.position(name)?;
        self.entries[place].as_ref().map(|entry| &entry.value)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let place = self.position(name)?;
        self.entries[place].as_mut().map(|entry| &mut entry.value)
    }

    pub(super) fn insert<K>(&mut self, name: K, value: Value) -> Option<Value>
    where
        K: AsRef<str> + Into<Box<str>>,
    {
        if let Some(old) = self.get_mut(name.as_ref()) {
            return Some(mem::replace(old, value));
        }
        self.push(Entry { name: name.into(), value });
        None
    }

    /// Adds an entry whose name is new.
    fn push(&mut self, entry: Entry) {
        if self.entries.len() == self.entries.capacity() {
            // From one on: most dicts stay small, and a `Vec` by itself would start with four.
            self.entries.reserve_exact(self.entries.len().max(1));
        }
        match &mut self.index {
            Some(index) if !index.is_full(self.entries.len()) => {
                index.add(&entry.name, self.entries.len());
                self.entries.push(Some(entry));
            }
            None if self.entries.len() < FEW => self.entries.push(Some(entry)),
            _ => {
                self.entries.push(Some(entry));
                self.rebuild();
            }
        }
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.position(name)?;
        if self.index.is_none() {
            return self.entries.remove(place).map(|entry| entry.value);
        }
        let removed = self.entries[place].take()?;
        self.holes += 1;
        while self.entries.get(self.first).is_some_and(Option::is_none) {
            self.first += 1;
        }
        if self.holes > self.len() {
            self.rebuild();
        }
        Some(removed.value)
    }

    pub(super) fn retain(&mut self, keep: &mut dyn FnMut(&str, &mut Value) -> bool) {
        for place in 0..self.entries.len() {
            let entry = &mut self.entries[place];
            if entry.as_mut().is_some_and(|entry| !keep(&entry.name, &mut entry.value)) {
                // A hole first, dropped then: should `keep` or a `Drop` panic, all is as it says.
                let removed = entry.take();
                self.holes += 1;
                drop(removed);
            }
        }
        self.rebuild();
    }

    /// Closes the holes and makes the index anew, or does without.
    fn rebuild(&mut self) {
        self.entries.retain(Option::is_some);
        self.entries.shrink_to(2 * self.entries.len());
        (self.holes, self.first) = (0, 0);
        self.index = (self.entries.len() > FEW).then(|| {
            let mut index = Index::for_entries(self.entries.len());
            for (place, entry) in self.entries.iter().enumerate() {
                if let Some(entry) = entry {
                    index.add(&entry.name, place);
                }
            }
            index
        });
    }
}
