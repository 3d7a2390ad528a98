//! Brings the changes of one place together.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::path::walk::attribute_name;
use crate::record::patch::change::Change;
use crate::reflect::object::Object;
use crate::reflect::step::Step;
use crate::reflect::value_ref::ValueRef;

/// What a step leads to, whichever of its texts the step has.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place<'a> {
    Name(Cow<'a, str>),
    Index(usize),
}

impl<'a> Place<'a> {
    pub(super) fn of_step(step: &'a Step) -> Self {
        match step {
            Step::Name(name) => Place::Name(Cow::Borrowed(name)),
            Step::Index(index) => Place::Index(*index),
        }
    }

    /// Returns the place of an attribute: the field of a variant has an index and a name.
    pub(super) fn in_object(object: Object<'_>, step: &'a Step) -> Self {
        match attribute_name(object, step) {
            Some(name) => Place::Name(Cow::Borrowed(name)),
            None => Place::of_step(step),
        }
    }

    /// Returns the place of an item or entry: the key of a typed map may have several texts.
    pub(super) fn in_value(view: &ValueRef<'_>, step: &'a Step) -> Self {
        match (view, step) {
            (ValueRef::Map(map), Step::Name(name)) => Place::Name(map.__text_of(name)),
            _ => Place::of_step(step),
        }
    }
}

/// Brings the changes of one place together, in the order of the first change of each place. Those
/// of one place keep their order, and so must all that insert items into a list or take some out:
/// these are no input here.
///
/// A place is planned once, so that no write of it is lost to another.
pub(super) fn grouped<'c, 'p>(
    changes: &[&'c Change],
    at: usize,
    place: impl Fn(&'c Step) -> Place<'p>,
) -> Groups<'c> {
    let mut numbers = BTreeMap::new();
    let mut numbered: Vec<(usize, &Change)> = Vec::with_capacity(changes.len());
    for change in changes {
        let next = numbers.len();
        let number = *numbers.entry(place(&change.steps()[at])).or_insert(next);
        numbered.push((number, change));
    }
    // The sort is stable.
    numbered.sort_by_key(|(number, _)| *number);
    let mut ends = Vec::with_capacity(numbers.len());
    for run in numbered.chunk_by(|(a, _), (b, _)| a == b) {
        ends.push(ends.last().unwrap_or(&0) + run.len());
    }
    Groups { changes: numbered.into_iter().map(|(_, change)| change).collect(), ends }
}

/// Changes, those of each place together.
pub(super) struct Groups<'c> {
    changes: Vec<&'c Change>,
    /// Where the changes of each place end.
    ends: Vec<usize>,
}

impl<'c> Groups<'c> {
    /// Iterates over the places: the changes of each.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[&'c Change]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let run = &self.changes[start..end];
            start = end;
            run
        })
    }
}
