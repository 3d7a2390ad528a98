//! Lists and maps in which items are added or removed: they are copied once, and made anew.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::mem;

use crate::record::patch::change::Change;
use crate::record::patch::edits::{Edits, Waiting};
use crate::record::patch::error::PatchFault;
use crate::record::patch::plan::Planner;
use crate::record::patch::sequence::Sequence;
use crate::reflect::attr::AttrRef;
use crate::reflect::list_view::ListView;
use crate::reflect::made_value::MadeValue;
use crate::reflect::map_view::MapView;
use crate::reflect::step::Step;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::kind::Kind;

/// Whether the change inserts an item into a list or takes one out.
pub(super) fn moves_item(change: &Change, at: usize) -> bool {
    change.steps().len() == at + 1
        && change.moves_items()
        && matches!(change.steps()[at], Step::Index(_))
}

/// Whether the change concerns an entry of a map as a whole.
pub(super) fn is_of_entry(change: &Change, at: usize) -> bool {
    change.steps().len() == at + 1
        && !change.moves_items()
        && matches!(change.steps()[at], Step::Name(_))
}

/// A list while items are inserted and taken out.
struct ListDraft<'a, 'c> {
    like: &'a AttrRef<'a>,
    /// The list as it was.
    list: &'a dyn ListView,
    /// Copies of its items, and then the inserted ones.
    items: Vec<Value>,
    /// The list as it is, by indexes of `items`.
    order: Sequence<usize>,
    edits: Edits<'c, usize>,
    at: usize,
}

/// A map while entries are set and removed.
struct MapDraft<'a, 'c> {
    like: &'a AttrRef<'a>,
    /// The map as it was.
    map: &'a dyn MapView,
    /// The map as it is, without the changes that wait in `edits`.
    dict: Dict,
    /// The keys of the entries that were set or removed.
    set: BTreeSet<Box<str>>,
    edits: Edits<'c, Box<str>>,
    at: usize,
}

impl Planner {
    /// Makes a list anew, with items inserted, taken out and changed one after the other. `like` is
    /// the list. Notes all faults.
    pub(super) fn list_anew(
        &mut self,
        like: &AttrRef<'_>,
        list: &dyn ListView,
        run: &[&Change],
        at: usize,
    ) -> Option<MadeValue> {
        let (steps, before) = (&run[0].steps()[..at], self.faults.len());
        let Value::List(items) = self.copied(&ValueRef::List(list), steps)? else {
            unreachable!("the copy of a list is one");
        };
        let order = Sequence::new(0..items.len());
        let items = items.into_vec();
        let mut draft = ListDraft { like, list, items, order, edits: Edits::new(), at };
        for change in run {
            match &change.steps()[at] {
                Step::Index(index) if moves_item(change, at) => {
                    draft.moves(self, change, *index)?;
                }
                Step::Index(index) => draft.edits.note(draft.order.get(*index), change),
                Step::Name(_) => draft.edits.note(None, change),
            }
        }
        draft.edits.stray_faults(self, at, Kind::List);
        let (items, edits) = draft.finish();
        let made = self.made(like, &mut Value::List(items), steps);
        self.all_edited(made, edits, at, before)
    }

    /// Does for a map what [`list_anew`](Planner::list_anew) does for a list.
    pub(super) fn map_anew(
        &mut self,
        like: &AttrRef<'_>,
        map: &dyn MapView,
        run: &[&Change],
        at: usize,
    ) -> Option<MadeValue> {
        let (steps, before) = (&run[0].steps()[..at], self.faults.len());
        let Value::Map(dict) = self.copied(&ValueRef::Map(map), steps)? else {
            unreachable!("the copy of a map is one");
        };
        let (set, edits) = (BTreeSet::new(), Edits::new());
        let mut draft = MapDraft { like, map, dict, set, edits, at };
        for change in run {
            match &change.steps()[at] {
                Step::Name(key) => draft.change(self, change, &map.__text_of(key)),
                Step::Index(_) => draft.edits.note(None, change),
            }
        }
        draft.edits.stray_faults(self, at, Kind::Map);
        let made = self.made(like, &mut Value::Map(draft.dict), steps);
        let edits = draft.edits.into_all().map(|(key, edits)| (Step::Name(key.into()), edits));
        self.all_edited(made, edits.collect(), at, before)
    }

    /// Makes the changes that waited. `None` where there are more faults than `before`.
    fn all_edited(
        &mut self,
        made: Option<MadeValue>,
        edits: Waiting<'_>,
        at: usize,
        before: usize,
    ) -> Option<MadeValue> {
        let mut made = made?;
        for (step, edits) in edits {
            self.edit(&mut made, &step, &edits, at);
        }
        (self.faults.len() == before).then_some(made)
    }
}

impl<'c> ListDraft<'_, 'c> {
    /// Inserts an item or takes one out. `None` where the list has another length than the change
    /// expects, so that the indexes of those that follow say nothing.
    fn moves(&mut self, planner: &mut Planner, change: &'c Change, index: usize) -> Option<()> {
        let len = self.order.len();
        if !planner.anyway && change.len != Some(len) {
            let expected = change.len.unwrap_or_default();
            let text =
                alloc::format!("the list must have {expected} items for this change, not {len}");
            planner.faults.push(PatchFault::unmet(change.steps(), text));
            return None;
        }
        match (&change.old, &change.new) {
            (None, Some(new)) if index <= len || planner.anyway => {
                let item = self.items.len();
                // A refused value has its place until all faults are found.
                self.items.push(planner.new_value(new, change).unwrap_or_default());
                self.order.insert(index.min(len), item);
            }
            (Some(_), None) if index < len => {
                if let Some(item) = self.order.remove(index) {
                    self.taken_out(planner, change, item);
                }
            }
            (Some(_), None) if planner.anyway => {}
            _ => {
                let text = "no such place in the list".to_string();
                planner.faults.push(PatchFault::unmet(change.steps(), text));
            }
        }
        Some(())
    }

    /// Notes a fault if the change does not start from the item that was taken out.
    fn taken_out(&mut self, planner: &mut Planner, change: &'c Change, item: usize) {
        let edits = self.edits.take(&item);
        if edits.is_empty() && item < self.list.len() {
            planner.holds(self.list.get(item).as_ref(), change);
        } else {
            let one = Value::List([mem::take(&mut self.items[item])].into());
            planner.holds_edited(self.like, (one, &Step::Index(0)), &edits, change, self.at);
        }
    }

    /// Returns the items, and the changes that wait, each with the step to its item.
    fn finish(mut self) -> (Box<[Value]>, Waiting<'c>) {
        let (mut items, mut edits) = (Vec::with_capacity(self.order.len()), Vec::new());
        for item in self.order.iter() {
            let waiting = self.edits.take(&item);
            if !waiting.is_empty() {
                edits.push((Step::Index(items.len()), waiting));
            }
            items.push(mem::take(&mut self.items[item]));
        }
        (items.into(), edits)
    }
}

impl<'c> MapDraft<'_, 'c> {
    /// Sets or removes the entry of that key, or notes a change inside it.
    fn change(&mut self, planner: &mut Planner, change: &'c Change, key: &str) {
        if !is_of_entry(change, self.at) {
            let entry = self.dict.contains_key(key).then(|| key.into());
            return self.edits.note(entry, change);
        }
        let name: Box<str> = key.into();
        let edits = self.edits.take(&name);
        match self.dict.get(key) {
            Some(value) if !edits.is_empty() || self.set.contains(key) => {
                let one = Value::Map(Dict::from([(key, value.clone())]));
                planner.holds_edited(self.like, (one, &Step::from(key)), &edits, change, self.at);
            }
            Some(_) => drop(planner.holds(self.map.get(key).as_ref(), change)),
            None => drop(planner.holds(None, change)),
        }
        match &change.new {
            Some(new) => {
                if let Some(new) = planner.new_value(new, change) {
                    self.dict.insert(key, new);
                }
            }
            None => drop(self.dict.remove(key)),
        }
        self.set.insert(name);
    }
}
