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

/// The changes that wait for items of a list or map that was made, each with the step to its item.
pub(super) type Waiting<'c> = Vec<(Step, Vec<&'c Change>)>;

/// The changes inside items that wait, by item, and those that lead to no item.
pub(super) struct Edits<'c, K> {
    of: BTreeMap<K, Vec<&'c Change>>,
    strays: Vec<&'c Change>,
}

impl<'c, K: Ord> Edits<'c, K> {
    pub(super) fn new() -> Self {
        Edits { of: BTreeMap::new(), strays: Vec::new() }
    }

    /// Notes a change inside an item, or one that leads to none.
    pub(super) fn note(&mut self, item: Option<K>, change: &'c Change) {
        match item {
            Some(item) => self.of.entry(item).or_default().push(change),
            None => self.strays.push(change),
        }
    }

    /// Takes what waits for an item.
    pub(super) fn take(&mut self, item: &K) -> Vec<&'c Change> {
        self.of.remove(item).unwrap_or_default()
    }
}

impl<'c, K> Edits<'c, K> {
    /// Returns all changes that wait, by item.
    pub(super) fn into_all(self) -> impl Iterator<Item = (K, Vec<&'c Change>)> {
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
    /// Makes the changes that waited for an item of a copy, to which the step leads now: those
    /// inside it at once, as far as none replaces it as a whole.
    pub(super) fn edit(
        &mut self,
        made: &mut MadeValue,
        step: &Step,
        edits: &[&Change],
        at: usize,
    ) -> bool {
        let is_inside = |change: &Change| change.steps().len() > at + 1;
        edits
            .chunk_by(|a, b| is_inside(a) && is_inside(b))
            .all(|run| self.edited(made, step, run, at))
    }

    /// Whether the change starts from an item that was added before, or for which changes waited.
    /// `one` is a list or map with that item alone, to which the step leads.
    pub(super) fn holds_edited(
        &mut self,
        like: &AttrRef<'_>,
        (mut one, step): (Value, &Step),
        edits: &[&Change],
        change: &Change,
        at: usize,
    ) {
        let made = self.made(like, &mut one, &change.steps()[..at]);
        if let Some(mut made) = made
            && self.edit(&mut made, step, edits, at)
        {
            let item = find_inside(made.as_ref(), slice::from_ref(step));
            self.holds(item.as_ref(), change);
        }
    }
}
