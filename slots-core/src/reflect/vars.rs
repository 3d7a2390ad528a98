//! All attributes of an object, one after the other.

use core::fmt;
use core::iter::FusedIterator;

use crate::reflect::attr::AttrRef;
#[cfg(feature = "serde")]
use crate::reflect::layout::info::SlotInfo;
#[cfg(feature = "serde")]
use crate::reflect::layout::lookup::name_bit;
use crate::reflect::object::{Object, ObjectSlots};
use crate::reflect::slot_ref::SlotRef;
use crate::value::Value;
use crate::value::dict::{Dict, iter};

/// Slots, then the entries of the `Dict` that no slot hides.
struct Walk<'a> {
    object: Object<'a>,
    slots: ObjectSlots<'a>,
    entries: Option<iter::Iter<'a>>,
    /// Whether each entry is looked for among the slots, which would hide it.
    looks: bool,
}

impl<'a> Walk<'a> {
    fn new(object: Object<'a>) -> Self {
        let entries = object.dict().map(Dict::iter);
        Walk { object, slots: object.slots(), entries, looks: true }
    }

    #[inline(always)]
    fn next_entry(&mut self) -> Option<(&'a str, &'a Value)> {
        let layout = self.object.layout();
        self.entries.as_mut()?.find(|(name, _)| !self.looks || layout.slot(name).is_none())
    }
}

/// The bound attributes of an object with their names; see [`vars`](super::Attributes::vars).
pub struct Vars<'a>(Walk<'a>);

impl<'a> Vars<'a> {
    pub(crate) fn new(object: Object<'a>) -> Self {
        Vars(Walk::new(object))
    }

    /// How many there are, of which none was given out yet; `None` where that may change meanwhile: a lazy slot is computed
    /// through a shared reference. Notes whether any entry is hidden, so that it need not be asked again.
    #[cfg(feature = "serde")]
    pub(crate) fn count_ahead(&mut self) -> Option<usize> {
        let walk = &mut self.0;
        let layout = walk.object.layout();
        let is_always_bound = |slot: &SlotInfo| slot.vtables().option.is_none();
        let mut count = layout.slots().len();
        if !layout.bases().is_empty() || !layout.slots().iter().all(is_always_bound) {
            count = 0;
            for slot in walk.object.slots() {
                if slot.info().lazy().is_some() {
                    return None;
                }
                count += usize::from(slot.info().has_default() || slot.read().is_some());
            }
        }
        if let Some(entries) = walk.entries.clone() {
            let all = entries.len();
            let bits = layout.name_bits();
            let is_slot = |name| bits & name_bit(name) != 0 && layout.slot(name).is_some();
            let hidden = entries.filter(|(name, _)| is_slot(name)).count();
            // Mostly, there is none to be looked for again.
            walk.looks = hidden > 0;
            count += all - hidden;
        }
        Some(count)
    }

    /// The next bound slot. After the last one, the entries follow.
    #[inline(always)]
    fn next_slot(&mut self) -> Option<(&'a str, AttrRef<'a>)> {
        let bound = |slot: SlotRef<'a>| Some((slot.info().name(), slot.read()?));
        self.0.slots.by_ref().find_map(bound)
    }

    /// The next slot that data has a word for: a bound one; or an unbound one that has a default, with which it would be
    /// filled if nothing was said of it (spec 8.20). After the last one, the entries follow.
    #[inline(always)]
    pub(crate) fn next_told_slot(&mut self) -> Option<(&'a str, Option<AttrRef<'a>>)> {
        let told = |slot: SlotRef<'a>| match slot.read() {
            None if !slot.info().has_default() => None,
            value => Some((slot.info().name(), value)),
        };
        self.0.slots.by_ref().find_map(told)
    }

    /// All that data has a word for: the slots of [`next_told_slot`](Vars::next_told_slot), and the entries.
    pub(crate) fn told(mut self) -> impl Iterator<Item = (&'a str, Option<AttrRef<'a>>)> {
        core::iter::from_fn(move || {
            self.next_told_slot().or_else(|| {
                let (name, value) = self.next_entry()?;
                Some((name, Some(AttrRef::from(value))))
            })
        })
    }

    /// The next entry.
    #[inline(always)]
    pub(crate) fn next_entry(&mut self) -> Option<(&'a str, &'a Value)> {
        self.0.next_entry()
    }
}

impl<'a> Iterator for Vars<'a> {
    type Item = (&'a str, AttrRef<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.next_slot().or_else(|| {
            let (name, value) = self.next_entry()?;
            Some((name, AttrRef::from(value)))
        })
    }
}

/// The names of an object's attributes; see [`dir`](super::Attributes::dir).
pub struct Dir<'a>(Walk<'a>);

impl<'a> Dir<'a> {
    pub(crate) fn new(object: Object<'a>) -> Self {
        Dir(Walk::new(object))
    }
}

impl<'a> Iterator for Dir<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        match self.0.slots.next() {
            Some(slot) => Some(slot.info().name()),
            None => self.0.next_entry().map(|(name, _)| name),
        }
    }
}

impl FusedIterator for Vars<'_> {}
impl FusedIterator for Dir<'_> {}

impl fmt::Debug for Vars<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vars").field("of", &self.0.object.layout().name()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Dir<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dir").field("of", &self.0.object.layout().name()).finish_non_exhaustive()
    }
}
