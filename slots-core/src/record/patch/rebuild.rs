//! Copies of values that cannot be changed in place, and the changes that are made in them.

use alloc::vec::Vec;

use crate::path::error::Reason;
use crate::path::walk::SHARED;
use crate::record::patch::change::{Change, OmissionKind};
use crate::record::patch::commit::{Root, commit, let_go};
use crate::record::patch::error::PatchFault;
use crate::record::patch::items::{is_of_entry, moves_item};
use crate::record::patch::plan::{Planner, SHARED_MEANWHILE, shows_inside};
use crate::record::patch::same::copy;
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::made_value::MadeValue;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

impl Planner {
    /// Returns what [`rebuilt`](Planner::rebuilt) makes, as a value.
    pub(super) fn rebuilt_value(
        &mut self,
        current: AttrRef<'_>,
        run: &[&Change],
        at: usize,
    ) -> Option<Value> {
        let made = self.rebuilt(current, run, at)?;
        let copy = self.copied(&made.as_ref().view(), &run[0].steps()[..at]);
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
        let (view, any) = (current.view(), |is: fn(&Change, usize) -> bool| {
            run.iter().any(|change| is(change, at))
        });
        match view {
            ValueRef::List(list) if any(moves_item) => self.list_anew(&current, list, run, at),
            ValueRef::Map(map) if any(is_of_entry) => self.map_anew(&current, map, run, at),
            _ => {
                let (inside, until) = (&run[0].steps()[at], &run[0].steps()[..at]);
                let mut copied = self.own_copy(&current, until, inside)?;
                let is_done = self.in_copy(&mut copied, until, inside, |inner, value| {
                    inner.value(value, run, at);
                });
                is_done.then_some(copied)
            }
        }
    }

    /// Makes a copy of the value at the end of `until`, inside which a step leads. Nothing else
    /// refers to the copy, except to that of an object with a lock, which is the same object.
    fn own_copy(
        &mut self,
        value: &AttrRef<'_>,
        until: &[Step],
        inside: &Step,
    ) -> Option<MadeValue> {
        let mut copy = self.copied(&value.view(), until)?;
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
    pub(super) fn copied(&mut self, value: &ValueRef<'_>, steps: &[Step]) -> Option<Value> {
        let reason = match copy(&value.unshared(), steps.len(), Value::unbound) {
            Ok(value) => return Some(value),
            Err(OmissionKind::TooDeep) => Reason::Refused(ConversionError::too_deep()),
            Err(_) => Reason::Fixed("it is written as a whole, and holds something opaque"),
        };
        self.faults.push(PatchFault::at(steps, reason));
        None
    }

    /// Converts a value to the type of `like`, which lies at the end of these steps.
    pub(super) fn made(
        &mut self,
        like: &AttrRef<'_>,
        value: &mut Value,
        steps: &[Step],
    ) -> Option<MadeValue> {
        match MadeValue::like(like, value) {
            Ok(made) => Some(made),
            Err(error) => {
                let reason = Reason::Refused(error.of_type(like.type_name()));
                self.faults.push(PatchFault::at(steps, reason));
                None
            }
        }
    }

    /// Makes changes inside an item or an entry of a copy, to which the step leads now.
    pub(super) fn edited(
        &mut self,
        copied: &mut MadeValue,
        step: &Step,
        run: &[&Change],
        at: usize,
    ) -> bool {
        self.in_copy(copied, &run[0].steps()[..at], step, |inner, value| {
            inner.part(value, step, run, at);
            for ready in &mut inner.ready {
                ready.steps[at] = step.clone();
            }
        })
    }

    /// Makes the changes that `plan` plans inside a copy of the value at the end of `until`, where
    /// the step `inside` leads. Notes all faults; whether there are none.
    fn in_copy(
        &mut self,
        copied: &mut MadeValue,
        until: &[Step],
        inside: &Step,
        plan: impl FnOnce(&mut Planner, AttrMut<'_>),
    ) -> bool {
        let lends_nothing = matches!(copied.as_mut().inside(inside), Inside::Nothing);
        if !lends_nothing || !shows_inside(&copied.as_ref().view(), inside) {
            return self.in_open_copy(copied, until.len(), plan);
        }
        // Its type makes it of a value, in which the changes can be made.
        let Some(mut value) = self.copied(&copied.as_ref().view(), until) else { return false };
        let Some(mut open) = self.made(&AttrRef::new(&Value::None), &mut value, until) else {
            return false;
        };
        self.in_open_copy(&mut open, until.len(), plan)
            && self.copied(&open.as_ref().view(), until).is_some_and(|mut value| {
                drop(open);
                let made = self.made(&copied.as_ref(), &mut value, until);
                made.map(|made| *copied = made).is_some()
            })
    }

    fn in_open_copy(
        &mut self,
        copied: &mut MadeValue,
        at: usize,
        plan: impl FnOnce(&mut Planner, AttrMut<'_>),
    ) -> bool {
        let mut inner =
            Planner { anyway: self.anyway, free: true, ready: Vec::new(), faults: Vec::new() };
        plan(&mut inner, copied.as_mut());
        let Planner { mut ready, faults, .. } = inner;
        let mut is_done = faults.is_empty();
        self.faults.extend(faults);
        if is_done && let Err(steps) = commit(Root::Value(copied.as_mut(), at), &mut ready) {
            self.faults.push(PatchFault::at(steps, Reason::Fixed(SHARED_MEANWHILE)));
            is_done = false;
        }
        let_go(ready);
        is_done
    }
}
