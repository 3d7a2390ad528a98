//! Checks a patch and prepares its writes, before the first of them is carried out.
//!
//! A value is changed in place where a write by name may change it. Where none may (a validated
//! slot, a shared value, a frozen or read-only part), the value is copied, the copy is changed, and
//! then written as a whole.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::attributes::access::{missing, writable};
use crate::attributes::error::AttributeError;
use crate::attributes::fault::Fault;
use crate::path::error::Reason;
use crate::path::walk::{SHARED, attribute_name};
use crate::record::forget_lazy;
use crate::record::patch::change::Change;
use crate::record::patch::commit::{Prepared, Ready, Root, commit, let_go};
use crate::record::patch::diff::no_difference;
use crate::record::patch::error::{PatchError, PatchFault};
use crate::record::patch::group::{Place, grouped};
use crate::record::patch::items::{is_of_entry, moves_item};
use crate::record::patch::same::scalars;
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::made_value::MadeValue;
use crate::reflect::object::ObjectMut;
use crate::reflect::slot_ref::SlotMut;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::kind::Kind;

/// Applies all changes, or none.
pub(crate) fn apply(
    mut object: ObjectMut<'_>,
    changes: &[Change],
    anyway: bool,
) -> Result<(), PatchError> {
    let mut planner = Planner { anyway, free: false, ready: Vec::new(), faults: Vec::new() };
    // The walk recurses once for each step.
    let within: Vec<&Change> =
        changes.iter().filter(|change| planner.is_within_depth(change)).collect();
    // The only change of the whole object goes through `apply_whole`.
    if let Ok(None) = planner.only(&within, 0) {
        planner.object(object.reborrow(), &within, 0);
    }
    planner.finish(Root::Object(object))
}

/// Applies a change of the whole object, an enum with data, whose variant may be switched.
pub(crate) fn apply_whole(
    object: Option<AttrMut<'_>>,
    change: &Change,
    anyway: bool,
) -> Result<(), PatchError> {
    let mut planner = Planner { anyway, free: false, ready: Vec::new(), faults: Vec::new() };
    match object {
        Some(object) => {
            planner.value_leaf(&object.as_ref(), change);
            planner.finish(Root::Value(object, 0))
        }
        None => {
            planner.fault(&[], Reason::Fixed("only an enum is changed as a whole"));
            PatchError::check(planner.faults)
        }
    }
}

/// Collects the writes, and all faults.
pub(super) struct Planner {
    /// Whether the old values need not be there.
    pub(super) anyway: bool,
    /// Whether the object is an unfinished copy, in which frozen and read-only slots are written.
    pub(super) free: bool,
    pub(super) ready: Vec<Ready>,
    pub(super) faults: Vec<PatchFault>,
}

/// Why a value that was reached in the plan is not reached any more.
pub(super) const SHARED_MEANWHILE: &str = "the value was shared meanwhile, and cannot be changed";

impl Planner {
    pub(super) fn fault(&mut self, steps: &[Step], reason: Reason) {
        self.faults.push(PatchFault::at(steps, reason));
    }

    fn attribute_fault(&mut self, steps: &[Step], error: AttributeError) {
        self.fault(steps, Reason::Attribute(error));
    }

    pub(super) fn push(&mut self, steps: &[Step], what: Prepared) {
        self.ready.push(Ready { steps: Box::from(steps), what });
    }

    /// Returns the only change, if there is one that ends after `length` steps. Notes a fault if
    /// there are others besides, or if it would insert an item or take one out, where no list is.
    fn only<'c>(&mut self, run: &[&'c Change], length: usize) -> Result<Option<&'c Change>, ()> {
        if run.iter().any(|change| change.steps().len() == length && change.moves_items()) {
            let why = "only a list takes items in and out: write the value as a whole";
            self.fault(&run[0].steps()[..length], Reason::Fixed(why));
            return Err(());
        }
        match run {
            [change] if change.steps().len() == length => Ok(Some(change)),
            run if run.iter().any(|change| change.steps().len() == length) => {
                let why = "two changes concern the value: apply them as two patches";
                self.fault(&run[0].steps()[..length], Reason::Fixed(why));
                Err(())
            }
            _ => Ok(None),
        }
    }

    /// Whether the change starts from the value that is there. Notes a fault if it does not.
    pub(super) fn holds(&mut self, found: Option<&AttrRef<'_>>, change: &Change) -> bool {
        let old = change.old.as_ref();
        let holds = self.anyway
            || match (found, old) {
                (Some(found), Some(old)) => is_held(found, old),
                (None, None) => true,
                _ => false,
            };
        if !holds {
            self.faults.push(PatchFault::conflict(change.steps(), found, old));
        }
        holds
    }

    /// Whether the path has few enough steps. Notes a fault if it has not.
    fn is_within_depth(&mut self, change: &Change) -> bool {
        let levels = change.steps().len().saturating_sub(1);
        let within = Value::None.within_depth(levels);
        within.map_err(|error| self.fault(change.steps(), Reason::Refused(error))).is_ok()
    }

    /// Returns a copy of the new value, if it does not nest too deep.
    pub(super) fn new_value(&mut self, new: &Value, change: &Change) -> Option<Value> {
        match new.within_depth(change.steps().len().saturating_sub(1)) {
            Ok(()) => Some(new.clone()),
            Err(error) => {
                self.fault(change.steps(), Reason::Refused(error));
                None
            }
        }
    }

    /// Carries out the writes, unless there are faults.
    fn finish(self, root: Root<'_>) -> Result<(), PatchError> {
        let Planner { mut ready, mut faults, .. } = self;
        if faults.is_empty()
            && let Err(steps) = commit(root, &mut ready)
        {
            faults.push(PatchFault::at(steps, Reason::Fixed(SHARED_MEANWHILE)));
        }
        let result = PatchError::check(faults);
        // While the error is a local, so that unwinding drops it if a `Drop` panics.
        let_go(ready);
        result
    }

    fn object(&mut self, mut object: ObjectMut<'_>, changes: &[&Change], at: usize) {
        if self.free {
            let given: BTreeSet<&str> = changes
                .iter()
                .filter_map(|change| attribute_name(object.shared(), &change.steps()[at]))
                .collect();
            forget_lazy(&mut object, |name| given.contains(name));
        }
        let shared = object.shared();
        let groups = grouped(changes, at, |step| Place::in_object(shared, step));
        for run in groups.iter() {
            let steps = &run[0].steps()[..=at];
            match attribute_name(object.shared(), &steps[at]) {
                Some(name) => self.attribute(object.reborrow(), name, run, at),
                None => self.fault(steps, Reason::NothingInside(Kind::Object)),
            }
        }
    }

    fn attribute(&mut self, object: ObjectMut<'_>, name: &str, run: &[&Change], at: usize) {
        let steps = &run[0].steps()[..=at];
        let layout = object.layout();
        let frozen_dict = layout.is_dict_frozen() && !self.free;
        let slot = match object.slot(name) {
            Ok(slot) if self.free => Ok(slot),
            Ok(slot) => writable(slot, name, Fault::FrozenAssign),
            Err(_) if frozen_dict => Err(AttributeError::new(layout, name, Fault::FrozenAssign)),
            Err(object) if layout.has_dict() => {
                if let (Ok(dict), Ok(only)) = (object.dict(), self.only(run, at + 1)) {
                    self.entry(dict, name, only, run, at);
                }
                return;
            }
            Err(object) => Err(missing(object.shared(), name)),
        };
        match slot {
            Ok(slot) => self.slot(slot, run, at),
            Err(error) => self.attribute_fault(steps, error),
        }
    }

    fn slot(&mut self, slot: SlotMut<'_>, run: &[&Change], at: usize) {
        let (info, steps) = (slot.info(), &run[0].steps()[..=at]);
        let Ok(only) = self.only(run, at + 1) else { return };
        if let Some(change) = only {
            return self.slot_leaf(&slot, change);
        }
        // `get` computes a lazy slot; `read` would not.
        let Some(current) = slot.shared().get() else {
            let error = missing(slot.object(), info.name());
            return self.attribute_fault(steps, error);
        };
        if info.is_validated() {
            if let Some(mut value) = self.rebuilt_value(current, run, at + 1) {
                self.slot_write(&slot, steps, &mut value);
                value.let_go();
            }
        } else if let Some(value) = slot.read() {
            self.value(value, run, at + 1);
        }
    }

    fn slot_leaf(&mut self, slot: &SlotMut<'_>, change: &Change) {
        let current = slot.shared().get();
        if !self.holds(current.as_ref(), change) {
            return;
        }
        match &change.new {
            Some(new) => {
                if let Some(mut value) = self.new_value(new, change) {
                    self.slot_write(slot, change.steps(), &mut value);
                    value.let_go();
                }
            }
            None => match slot.prepare_unbound() {
                Some(field) => self.push(change.steps(), Prepared::Field(field)),
                None => {
                    let (layout, name) = (slot.object().layout(), slot.info().name());
                    let error = AttributeError::new(layout, name, Fault::NotDeletable);
                    self.attribute_fault(change.steps(), error);
                }
            },
        }
    }

    fn slot_write(&mut self, slot: &SlotMut<'_>, steps: &[Step], value: &mut Value) {
        match slot.prepare(value) {
            Ok(field) => self.push(steps, Prepared::Field(field)),
            Err(error) => {
                let (layout, info) = (slot.object().layout(), slot.info());
                let error = AttributeError::refused(layout, info.name(), info, error);
                self.attribute_fault(steps, error);
            }
        }
    }

    fn entry(
        &mut self,
        dict: &mut Dict,
        name: &str,
        only: Option<&Change>,
        run: &[&Change],
        at: usize,
    ) {
        let steps = &run[0].steps()[..=at];
        if let Some(change) = only {
            if self.holds(dict.get(name).map(AttrRef::from).as_ref(), change) {
                let new = match &change.new {
                    Some(new) => self.new_value(new, change).map(Some),
                    None => Some(None),
                };
                if let Some(new) = new {
                    self.push(steps, Prepared::Entry(new));
                }
            }
            return;
        }
        match dict.get_mut(name) {
            Some(value) => self.value(value.into(), run, at + 1),
            None => self.fault(steps, Reason::Missing(Kind::Map)),
        }
    }

    /// Plans the changes of a value that is no slot, and of one that is entered in place.
    fn value_leaf(&mut self, current: &AttrRef<'_>, change: &Change) {
        if !self.holds(Some(current), change) {
            return;
        }
        let Some(new) = &change.new else {
            let why = "an item of a list is taken out with the length of the list";
            return self.fault(change.steps(), Reason::Fixed(why));
        };
        if let Some(mut value) = self.new_value(new, change) {
            match MadeValue::like(current, &mut value) {
                Ok(made) => self.push(change.steps(), Prepared::Value(made.into_box())),
                Err(error) => {
                    let error = error.of_type(current.type_name());
                    self.fault(change.steps(), Reason::Refused(error));
                }
            }
            value.let_go();
        }
    }

    /// Plans changes inside a value to which `at` steps have led.
    pub(super) fn value(&mut self, mut value: AttrMut<'_>, run: &[&Change], at: usize) {
        if self.is_made_anew(&mut value, run, at) {
            let current = value.as_ref();
            if let Some(made) = self.rebuilt(current, run, at) {
                self.push(&run[0].steps()[..at], Prepared::Value(made.into_box()));
            }
            return;
        }
        if let Inside::Object(object) = value.reborrow().inside(&run[0].steps()[at]) {
            return self.object(object, run, at);
        }
        let groups = grouped(run, at, |step| Place::in_value(&value.as_ref().view(), step));
        for run in groups.iter() {
            self.part(value.reborrow(), &run[0].steps()[at], run, at);
        }
    }

    /// Plans changes inside the item or entry to which the step leads. For an item of a list, the
    /// changes may still have the index that it had.
    pub(super) fn part(&mut self, value: AttrMut<'_>, step: &Step, run: &[&Change], at: usize) {
        let (kind, steps) = (value.as_ref().kind(), &run[0].steps()[..=at]);
        let Ok(only) = self.only(run, at + 1) else { return };
        match (value.inside(step).lent(step), step) {
            (Inside::Dict(dict), Step::Name(name)) => self.entry(dict, name, only, run, at),
            (Inside::Item(item), _) => match only {
                Some(change) => self.value_leaf(&item.as_ref(), change),
                None => self.value(item, run, at + 1),
            },
            (Inside::Missing, _) => self.not_there(run, at, kind),
            (Inside::Fixed(why), _) => self.fault(steps, Reason::Fixed(why)),
            (Inside::Shared, _) => self.fault(steps, Reason::Fixed(SHARED)),
            _ => self.fault(steps, Reason::NothingInside(kind)),
        }
    }

    /// Notes that an item or entry is not there.
    pub(super) fn not_there(&mut self, run: &[&Change], at: usize, kind: Kind) {
        match run {
            // A conflict, where the change starts from a value.
            [change] if change.steps().len() == at + 1 && change.old.is_some() && !self.anyway => {
                self.faults.push(PatchFault::conflict(change.steps(), None, change.old.as_ref()));
            }
            run => self.fault(&run[0].steps()[..=at], Reason::Missing(kind)),
        }
    }

    /// Whether the change adds an item or removes one, so that the list or map is made anew.
    fn adds_or_removes(&self, view: &ValueRef<'_>, change: &Change, at: usize) -> bool {
        match (view, &change.steps()[at]) {
            (ValueRef::List(_), _) => moves_item(change, at),
            (ValueRef::Map(map), Step::Name(key)) if is_of_entry(change, at) => {
                let may_be_added = change.old.is_none() || self.anyway;
                change.new.is_none() || (may_be_added && map.get(key).is_none())
            }
            _ => false,
        }
    }

    /// Whether the value must be made anew to make these changes.
    fn is_made_anew(&self, value: &mut AttrMut<'_>, run: &[&Change], at: usize) -> bool {
        let step = &run[0].steps()[at];
        let adds_or_removes =
            |view: &ValueRef<'_>| run.iter().any(|change| self.adds_or_removes(view, change, at));
        match value.reborrow().inside(step) {
            // In a copy, only shared objects are shared. One with a lock stays the same object.
            Inside::Shared => {
                !self.free || !matches!(value.as_ref().view().unshared(), ValueRef::Shared(_))
            }
            Inside::Object(object) => {
                let layout = object.layout();
                let is_fixed = |change: &&Change| {
                    let name = attribute_name(object.shared(), &change.steps()[at]);
                    name.and_then(|name| layout.locate(name))
                        .is_some_and(|slot| !slot.is_writable())
                };
                !self.free && (layout.is_frozen() || run.iter().any(is_fixed))
            }
            Inside::Dict(_) | Inside::Fixed(_) => false,
            Inside::Item(_) | Inside::Map(_) | Inside::Missing => {
                adds_or_removes(&value.as_ref().view())
            }
            Inside::Nothing => {
                let view = value.as_ref().view();
                shows_inside(&view, step) || adds_or_removes(&view)
            }
        }
    }
}

/// Whether a value shows something where the step leads. One that lends nothing to be written there
/// is of a type of one's own, such as a newtype with `validate`: it is made anew of a changed copy.
pub(super) fn shows_inside(view: &ValueRef<'_>, step: &Step) -> bool {
    matches!(
        (view, step),
        (ValueRef::List(_), Step::Index(_))
            | (ValueRef::Map(_), Step::Name(_))
            | (ValueRef::Object(_), _)
    )
}

/// Whether the attribute has that value. The value may come from data: it is converted to the
/// attribute's type, so that all forms that the type takes are the same.
pub(super) fn is_held(found: &AttrRef<'_>, value: &Value) -> bool {
    let view = found.view();
    if scalars(&view, &value.view()) == Some(true) {
        return true;
    }
    if value.within_depth(0).is_err() {
        return false;
    }
    MadeValue::like(found, &mut value.clone())
        .is_ok_and(|made| no_difference(found, &made.as_ref()))
}
