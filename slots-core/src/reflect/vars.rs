//! Iterators over the attributes of an object.

use core::fmt;
use core::iter::FusedIterator;

use crate::reflect::attr::AttrRef;
#[cfg(feature = "serde")]
use crate::reflect::layout::lookup::name_bit;
use crate::reflect::object::{Object, ObjectSlots};
use crate::reflect::slot_ref::SlotRef;
use crate::value::Value;
use crate::value::dict::{Dict, iter};

/// The state of an iteration: first over the slots, then over the entries of the `Dict` that no
/// slot hides.
struct Walk<'a> {
    object: Object<'a>,
    slots: ObjectSlots<'a>,
    entries: Option<iter::Iter<'a>>,
    /// Whether to look up each entry among the slots, since a slot of the same name would hide it.
    looks: bool,
}

impl<'a> Walk<'a> {
    #[inline(always)]
    fn new(object: Object<'a>) -> Self {
        let entries = object.dict().map(Dict::iter);
        Walk { object, slots: object.slots(), entries, looks: true }
    }

    #[inline(always)]
    fn next_entry(&mut self) -> Option<(&'a str, &'a Value)> {
        let entries = self.entries.as_mut()?;
        // A loop, which is inlined where `find` would be a call for each entry.
        loop {
            let entry = entries.next()?;
            if !self.looks || self.object.layout().slot(entry.0).is_none() {
                return Some(entry);
            }
        }
    }
}

/// Iterator over the bound attributes of an object with their names: what
/// [`vars`](crate::AttributesExt::vars) returns.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Quake { magnitude: f64, #[slots(optional)] felt: Option<u32> }
///
/// let quake = Quake { magnitude: 4.5, felt: None };
/// let all: Vec<(&str, String)> =
///     quake.vars().map(|(name, value)| (name, value.to_string())).collect();
/// assert_eq!(all, [("magnitude", "4.5".to_owned())]);              // `felt` is unbound
/// ```
pub struct Vars<'a>(Walk<'a>);

impl<'a> Vars<'a> {
    #[inline]
    pub(crate) fn new(object: Object<'a>) -> Self {
        Vars(Walk::new(object))
    }

    /// Iterates over the entries of the `Dict` that no slot hides.
    pub(crate) fn entries(object: Object<'a>) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let mut walk = Walk::new(object);
        core::iter::from_fn(move || walk.next_entry())
    }

    /// Returns how many attributes [`written`](Vars::written) will yield. To be called before the
    /// first one is yielded.
    ///
    /// Returns `None` if the number may change during the iteration: a lazy slot can be computed
    /// through a shared reference, and a `skip_serializing_if` is the user's. Also records whether
    /// any entry is hidden, so that the iteration need not look entries up if none is.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn count_ahead(&mut self) -> Option<usize> {
        let layout = self.0.object.layout();
        if layout.is_always_bound() && !layout.has_dict() && !layout.has_skips() {
            return Some(layout.slots().len());
        }
        self.count_others()
    }

    #[cfg(feature = "serde")]
    #[inline(never)]
    fn count_others(&mut self) -> Option<usize> {
        let walk = &mut self.0;
        let layout = walk.object.layout();
        if layout.has_skips() {
            return None;
        }
        let mut count = layout.slots().len();
        if !layout.is_always_bound() {
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
            // Usually no entry is hidden, and the iteration can skip the look-ups.
            walk.looks = hidden > 0;
            count += all - hidden;
        }
        Some(count)
    }

    /// The slots that are still to be yielded.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn slots(&mut self) -> &mut ObjectSlots<'a> {
        &mut self.0.slots
    }

    /// Returns the next bound slot, or `None` after the last one, where the entries begin.
    #[inline(always)]
    fn next_slot(&mut self) -> Option<(&'a str, AttrRef<'a>)> {
        let bound = |slot: SlotRef<'a>| Some((slot.info().name(), slot.read()?));
        self.0.slots.by_ref().find_map(bound)
    }

    /// Returns the next slot to be written to data, or `None` after the last one, where the entries
    /// begin.
    ///
    /// A slot is written if it is bound, or if it is unbound and has a default. The latter is
    /// written without a value: if it were left out, reading would fill it with the default (spec
    /// 8.20).
    #[inline(always)]
    pub(crate) fn next_told_slot(&mut self) -> Option<(&'a str, Option<AttrRef<'a>>)> {
        self.0.slots.by_ref().find_map(told)
    }

    /// Iterates over all attributes to be written to data: the slots of
    /// [`next_told_slot`](Vars::next_told_slot), then the entries.
    pub(crate) fn told(mut self) -> impl Iterator<Item = (&'a str, Option<AttrRef<'a>>)> {
        core::iter::from_fn(move || {
            self.next_told_slot().or_else(|| {
                let (name, value) = self.next_entry()?;
                Some((name, Some(AttrRef::from(value))))
            })
        })
    }

    /// Iterates over all attributes to be written to serialized data: those of
    /// [`told`](Vars::told) that no `skip_serializing_if` leaves out.
    #[cfg(feature = "serde")]
    pub(crate) fn written(mut self) -> impl Iterator<Item = (&'a str, Option<AttrRef<'a>>)> {
        core::iter::from_fn(move || {
            let slot = self.0.slots.by_ref().filter(|slot| !slot.is_skipped()).find_map(told);
            slot.or_else(|| {
                let (name, value) = self.next_entry()?;
                Some((name, Some(AttrRef::from(value))))
            })
        })
    }

    /// Returns the next entry of the `Dict` that no slot hides.
    #[inline(always)]
    pub(crate) fn next_entry(&mut self) -> Option<(&'a str, &'a Value)> {
        self.0.next_entry()
    }
}

/// The name and the value of a slot that is to be written to data; `None` if it is left out. Without
/// a value, it is unbound and has a default.
pub(crate) type Told<'a> = Option<(&'a str, Option<AttrRef<'a>>)>;

/// Returns the slot's name and value if it is to be written to data, as
/// [`next_told_slot`](Vars::next_told_slot) says.
#[inline(always)]
pub(crate) fn told<'a>(slot: SlotRef<'a>) -> Told<'a> {
    match slot.read() {
        None if !slot.info().has_default() => None,
        value => Some((slot.info().name(), value)),
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

/// Iterator over the names of an object's attributes, bound or not: what
/// [`dir`](crate::AttributesExt::dir) returns.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Quake { magnitude: f64, #[slots(optional)] felt: Option<u32> }
///
/// let quake = Quake { magnitude: 4.5, felt: None };
/// assert_eq!(quake.dir().collect::<Vec<_>>(), ["magnitude", "felt"]);
/// ```
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
