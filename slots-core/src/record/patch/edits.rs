//! The changes inside the items of a list or the entries of a map that is made anew.
//!
//! They wait until it is made, so that it is copied and converted once.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::slice;

use crate::path::error::Reason;
use crate::path::walk::find_inside;
use crate::record::patch::change::Change;
use crate::record::patch::group::{Place, grouped};
use crate::record::patch::plan::Planner;
use crate::reflect::attr::AttrRef;
use crate::reflect::made_value::MadeValue;
use crate::reflect::step::Step;
use crate::value::Value;
use crate::value::kind::Kind;

/// A change inside an item, with the number of items that were added and removed before it.
pub(super) type Edit<'c> = (usize, &'c Change);

/// The changes that wait for items of a list or map that was made, each with the step to its item.
pub(super) type Waiting<'c> = Vec<(Step, Vec<Edit<'c>>)>;

/// The changes inside items that wait, by item, and those that lead to no item.
pub(super) struct Edits<'c, K> {
    /// The number of items that were added and removed so far.
    moves: usize,
    of: BTreeMap<K, Vec<Edit<'c>>>,
    strays: Vec<&'c Change>,
}

impl<'c, K: Ord> Edits<'c, K> {
    pub(super) fn new() -> Self {
        Edits { moves: 0, of: BTreeMap::new(), strays: Vec::new() }
    }

    /// Notes a change inside an item, or one that leads to none.
    pub(super) fn note(&mut self, item: Option<K>, change: &'c Change) {
        match item {
            Some(item) => self.of.entry(item).or_default().push((self.moves, change)),
            None => self.strays.push(change),
        }
    }

    /// Notes that an item is added or removed, and returns what waits for an item of that key.
    pub(super) fn moved(&mut self, item: &K) -> Vec<Edit<'c>> {
        self.moves += 1;
        self.of.remove(item).unwrap_or_default()
    }

    pub(super) fn take(&mut self, item: &K) -> Option<Vec<Edit<'c>>> {
        self.of.remove(item)
    }
}

impl<'c, K> Edits<'c, K> {
    /// Returns all changes that wait, by item.
    pub(super) fn into_all(self) -> impl Iterator<Item = (K, Vec<Edit<'c>>)> {
        self.of.into_iter()
    }

    /// Notes the faults of the changes that lead to no item.
    pub(super) fn stray_faults(&self, planner: &mut Planner, at: usize, kind: Kind) {
        for run in grouped(&self.strays, at, Place::of_step).iter() {
            match (kind, &run[0].steps()[at]) {
                (Kind::List, Step::Index(_)) | (Kind::Map, Step::Name(_)) => {
                    planner.not_there(run, at, kind);
                }
                _ => planner.fault(&run[0].steps()[..=at], Reason::NothingInside(kind)),
            }
        }
    }
}

impl Planner {
    /// Makes the changes that waited for an item of a copy, to which the step leads now. Changes
    /// between which items were added or removed are made one after the other.
    pub(super) fn edit(
        &mut self,
        made: &mut MadeValue,
        step: &Step,
        edits: &[Edit<'_>],
        at: usize,
    ) -> bool {
        edits.chunk_by(|(a, _), (b, _)| a == b).all(|part| {
            let run: Vec<&Change> = part.iter().map(|(_, change)| *change).collect();
            self.edited(made, step, &run, at)
        })
    }

    /// Whether the change starts from an item that was added before, or for which changes waited.
    /// `one` is a list or map with that item alone, to which the step leads.
    pub(super) fn holds_edited(
        &mut self,
        like: &AttrRef<'_>,
        (mut one, step): (Value, &Step),
        edits: &[Edit<'_>],
        change: &Change,
        at: usize,
    ) {
        if self.anyway && edits.is_empty() {
            return;
        }
        let made = self.made(like, &mut one, &change.steps()[..at]);
        if let Some(mut made) = made
            && self.edit(&mut made, step, edits, at)
        {
            let item = find_inside(made.as_ref(), slice::from_ref(step));
            self.holds(item.as_ref(), change);
        }
    }
}
