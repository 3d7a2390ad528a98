//! From a key of data to a slot: mostly the one after the last.

use super::lookup::Name;
use super::{SlotInfo, SlotLayout};
use crate::name::{NameKey, WHOLE};

/// Where a name leads.
pub(crate) enum Lead {
    /// To the own slot in that row.
    Own(usize),
    /// To a base's slot.
    Inherited(&'static SlotInfo),
    /// No slot has that name.
    Nowhere,
}

impl SlotLayout {
    /// Whether the slot in that row has that name.
    #[inline(always)]
    pub(crate) fn is_in_row(&self, row: usize, name: &str, key: NameKey) -> bool {
        self.slots.get(row).is_some_and(|info| info.is_named(name, key))
    }

    /// Where a name leads at a glance, by the index; `None` where it takes more.
    #[inline(always)]
    pub(crate) fn lead(&self, name: &str, key: NameKey) -> Option<Lead> {
        if name.len() > WHOLE {
            return None;
        }
        match self.indexed(name.len(), key) {
            Some((row, _)) => Some(Lead::Own(row)),
            None => self.is_indexed.then_some(Lead::Nowhere),
        }
    }

    /// Where a name leads.
    pub(crate) fn lead_anywhere(&self, name: &str, key: NameKey) -> Lead {
        match self.locate_name(Name { text: name, key, hash: key.hash(name) }) {
            None => Lead::Nowhere,
            Some(found) => match self.row_of(found.info) {
                Some(row) => Lead::Own(row),
                None => Lead::Inherited(found.info),
            },
        }
    }
}
