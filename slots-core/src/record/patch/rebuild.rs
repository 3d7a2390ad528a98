//! Lists and maps that are made anew, since items are added or removed, and copies of values that
//! cannot be changed in place.

use alloc::string::ToString;
use alloc::vec::Vec;

use crate::path::error::Reason;
use crate::path::walk::SHARED;
use crate::record::patch::commit::{Root, commit, let_go};
use crate::record::patch::error::PatchFault;
use crate::record::patch::plan::{Planner, SHARED_MEANWHILE};
use crate::record::patch::same::{copy, is_same};
use crate::record::patch::{Change, OmissionKind};
use crate::reflect::attr::AttrRef;
use crate::reflect::list_view::ListView;
use crate::reflect::made_value::MadeValue;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Whether the change inserts an item into a list or takes one out, or concerns an entry of a map.
pub(super) fn is_item_change(view: &ValueRef<'_>, change: &Change, at: usize) -> bool {
    change.steps().len() == at + 1
        && match (view, &change.steps()[at]) {
            (ValueRef::List(_), Step::Index(_)) => change.moves_items(),
            (ValueRef::Map(_), Step::Name(_)) => true,
            _ => false,
        }
}

impl Planner {
    /// Returns what [`rebuilt`](Planner::rebuilt) makes, as a value.
    pub(super) fn rebuilt_value(
        &mut self,
        current: AttrRef<'_>,
        run: &[&Change],
        at: usize,
    ) -> Option<Value> {
        let made = self.rebuilt(current, run, at)?;
        let copy = self.copied(&made.as_ref(), &run[0].steps()[..at]);
        // Before the copy is returned, so that it is dropped if this panics.
        drop(made);
        copy
    }

    /// Makes a changed copy of the value to which `at` steps have led. Notes all faults.
    pub(super) fn rebuilt(
        &mut self,
        current: AttrRef<'_>,
        run: &[&Change],
        at: usize,
    ) -> Option<MadeValue> {
        let steps = &run[0].steps()[..at];
        let mut made = None;
        let view = current.view();
        let adds = |change: &Change| is_item_change(&view, change, at);
        for part in run.chunk_by(|a, b| adds(a) == adds(b)) {
            let now = made.as_ref().map_or(current, MadeValue::as_ref);
            made = if adds(part[0]) {
                let value = self.with_items(&now, part, at);
                value.and_then(|mut value| self.made(&current, &mut value, steps))
            } else {
                let copied = match made.take() {
                    Some(made) => Some(made),
                    None => self.own_copy(&current, &part[0].steps()[..=at]),
                };
                copied.and_then(|copied| self.changed(copied, part, at))
            };
            made.as_ref()?;
        }
        made
    }

    /// Makes a copy of the value inside which the last of the steps leads. Nothing else refers to
    /// the copy, except to that of an object with a lock, which is the same object.
    fn own_copy(&mut self, value: &AttrRef<'_>, steps: &[Step]) -> Option<MadeValue> {
        let (inside, until) = steps.split_last()?;
        let mut copy = self.copied(value, until)?;
        let mut made = self.made(value, &mut copy, until)?;
        let is_shared = |value: &AttrRef<'_>| matches!(value.view(), ValueRef::Shared(_));
        let why = if matches!(value.view().unshared(), ValueRef::Shared(_)) {
            return Some(made);
        } else if is_shared(value) && !is_shared(&made.as_ref()) {
            "the object is shared, and its place does not say its type: write it as a whole"
        } else if matches!(made.as_mut().inside(inside), Inside::Shared) {
            SHARED
        } else {
            return Some(made);
        };
        self.faults.push(PatchFault::at(until, Reason::Fixed(why)));
        None
    }

    /// Copies a value that lies at the end of these steps. A shared object without a lock is copied
    /// as its attributes, of which a new object can be made.
    fn copied(&mut self, value: &AttrRef<'_>, steps: &[Step]) -> Option<Value> {
        let reason = match copy(&value.view().unshared(), steps.len()) {
            Ok(value) => return Some(value),
            Err(OmissionKind::TooDeep) => Reason::Refused(ConversionError::too_deep()),
            Err(_) => Reason::Fixed("it is written as a whole, and holds something opaque"),
        };
        self.faults.push(PatchFault::at(steps, reason));
        None
    }

    fn made(&mut self, like: &AttrRef<'_>, value: &mut Value, steps: &[Step]) -> Option<MadeValue> {
        match MadeValue::like(like, value) {
            Ok(made) => Some(made),
            Err(error) => {
                let reason = Reason::Refused(error.of_type(like.type_name()));
                self.faults.push(PatchFault::at(steps, reason));
                None
            }
        }
    }

    /// Makes changes inside a copy.
    fn changed(&mut self, mut copied: MadeValue, part: &[&Change], at: usize) -> Option<MadeValue> {
        let mut inner =
            Planner { anyway: self.anyway, free: true, ready: Vec::new(), faults: Vec::new() };
        inner.value(copied.as_mut(), part, at);
        let Planner { mut ready, faults, .. } = inner;
        let mut is_done = faults.is_empty();
        self.faults.extend(faults);
        if is_done && let Err(steps) = commit(Root::Value(copied.as_mut(), at), &mut ready) {
            self.faults.push(PatchFault::at(steps, Reason::Fixed(SHARED_MEANWHILE)));
            is_done = false;
        }
        let_go(ready);
        is_done.then_some(copied)
    }

    /// Returns the list or map with items added and removed.
    fn with_items(&mut self, now: &AttrRef<'_>, part: &[&Change], at: usize) -> Option<Value> {
        let value = self.copied(now, &part[0].steps()[..at])?;
        let before = self.faults.len();
        let changed = match (value, now.view()) {
            (Value::List(items), ValueRef::List(list)) => {
                Value::List(self.list_with(items.into_vec(), list, part, at))
            }
            (Value::Map(mut dict), ValueRef::Map(map)) => {
                for change in part {
                    let Step::Name(key) = &change.steps()[at] else { continue };
                    if self.holds(map.get(key).as_ref(), change) {
                        match &change.new {
                            Some(new) => drop(dict.insert(&**key, new.clone())),
                            None => drop(dict.remove(key)),
                        }
                    }
                }
                Value::Map(dict)
            }
            (value, _) => {
                let reason = Reason::NothingInside(value.kind());
                self.faults.push(PatchFault::at(part[0].steps(), reason));
                value
            }
        };
        (self.faults.len() == before).then_some(changed)
    }

    /// Inserts items into a list, and takes some out, one after the other. `list` is the list as it
    /// was.
    fn list_with(
        &mut self,
        items: Vec<Value>,
        list: &dyn ListView,
        part: &[&Change],
        at: usize,
    ) -> alloc::boxed::Box<[Value]> {
        // Each with its index in `list`, unless it was inserted.
        let mut items: Vec<(Value, Option<usize>)> =
            items.into_iter().enumerate().map(|(index, item)| (item, Some(index))).collect();
        for change in part {
            let (steps, len) = (change.steps(), items.len());
            let Step::Index(index) = steps[at] else { continue };
            if !self.anyway && change.len != Some(len) {
                let expected = change.len.unwrap_or_default();
                let text = alloc::format!(
                    "the list must have {expected} items for this change, not {len}"
                );
                self.faults.push(PatchFault::unmet(steps, text));
                return [].into();
            }
            match (&change.old, &change.new) {
                (None, Some(new)) if index <= len => items.insert(index, (new.clone(), None)),
                (None, Some(new)) if self.anyway => items.push((new.clone(), None)),
                (Some(old), None) if index < len => {
                    let is_same = match items[index].1.and_then(|index| list.get(index)) {
                        Some(item) => self.holds(Some(&item), change),
                        None => self.anyway || is_same(&items[index].0, old),
                    };
                    if is_same {
                        drop(items.remove(index));
                    }
                }
                (Some(_), None) if self.anyway => {}
                _ => self
                    .faults
                    .push(PatchFault::unmet(steps, "no such place in the list".to_string())),
            }
        }
        items.into_iter().map(|(item, _)| item).collect()
    }
}
