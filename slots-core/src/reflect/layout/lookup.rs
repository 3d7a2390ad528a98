//! Looking up a slot by name.

use core::fmt;

#[cfg(feature = "serde")]
use crate::name::is_same_name;
use crate::name::{NameKey, WHOLE};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;

/// A location in a layout: a slot, own or inherited, and where it lies in the whole struct.
/// [`SlotLayout::iter`] yields them.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// #[repr(C)]
/// struct Place { latitude: f64 }
/// #[derive(Slots)]
/// #[repr(C)]
/// struct Quake { #[slots(readonly)] id: u64, #[slots(base)] place: Place }
///
/// let all: Vec<_> = Quake::LAYOUT
///     .iter()
///     .map(|slot| (slot.info().name(), slot.offset(), slot.is_writable()))
///     .collect();
/// assert_eq!(all, [("id", 0, false), ("latitude", 8, true)]);
/// ```
///
/// Invariant 1: in the layout that was searched, `info` describes the slot at `offset`, inside a
/// value of the type that declares the slot, and `field` is the number of that field. In the layout
/// of an enum's variant, `info` and `field` are those of a slot, and `offset` means nothing. (Only
/// `in_base` makes a location.)
#[derive(Clone, Copy)]
pub struct SlotLocation<'a> {
    info: &'a SlotInfo,
    offset: usize,
    field: usize,
    frozen: bool,
}

impl<'a> SlotLocation<'a> {
    /// Makes the location of the slot that `info` describes.
    ///
    /// # Safety
    ///
    /// The struct that declares the slot is the whole or one of its bases, at any depth; it lies at
    /// the offset `start` of the whole, and `field` is the number of the slot's field there.
    #[inline(always)]
    pub(in crate::reflect::layout) unsafe fn in_base(
        info: &'a SlotInfo,
        start: usize,
        field: usize,
        frozen: bool,
    ) -> Self {
        SlotLocation { info, offset: start + info.offset(), field, frozen }
    }

    /// The slot.
    #[inline(always)]
    #[must_use]
    pub fn info(&self) -> &'a SlotInfo {
        self.info
    }

    /// The offset of the field from the start of the whole struct, in bytes.
    #[inline(always)]
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The number of the field among those of the whole struct, in the order own slots, hidden
    /// fields, then the fields of each base.
    #[inline(always)]
    pub(crate) fn field(&self) -> usize {
        self.field
    }

    /// Whether the slot can be written by name: it is not read-only, and neither the struct nor a
    /// base on the way to the slot is frozen.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        !self.frozen && !self.info.is_read_only()
    }

    /// Whether the struct, or a base on the way to the slot, is frozen.
    #[inline(always)]
    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen
    }
}

impl fmt::Debug for SlotLocation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlotLocation")
            .field("info", &self.info)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

/// The result of one probe of the name index.
pub(crate) enum Probe<'a> {
    /// The name is that of the own slot in this row.
    Hit(&'a SlotInfo, usize),
    /// No slot has that name.
    Miss,
    /// One probe does not decide: use [`locate_anywhere`](SlotLayout::locate_anywhere).
    Slow,
}

impl SlotLayout {
    /// Probes the index for an own slot by a name of up to 16 bytes. It does no more than that, so
    /// that it is short enough to be inlined in each access.
    #[inline(always)]
    pub(crate) fn probe(&self, name: &str) -> Probe<'_> {
        if name.len() > WHOLE {
            return Probe::Slow;
        }
        self.probe_key(name.len(), NameKey::of(name))
    }

    /// Does what [`probe`](SlotLayout::probe) does, where the layout is a constant: then the
    /// compiler drops all but one of the branches, and finds the row of one name or two without the
    /// index.
    #[inline(always)]
    pub(crate) fn probe_in_constant(&self, name: &str) -> Probe<'_> {
        let (first, second) = match self.slots() {
            [only] => (only, only),
            [first, second] => (first, second),
            _ => return self.probe(name),
        };
        // The index of an enum's variant places no name: no probe finds its slots.
        if name.len() > WHOLE || !self.index.has_placed_all() {
            return Probe::Slow;
        }
        let are_long = first.name().len() >= 8 && second.name().len() >= 8;
        let key = if are_long { NameKey::of_long(name) } else { Some(NameKey::of(name)) };
        if let Some(key) = key {
            // A number, and no branch: which name it is, is unpredictable.
            let row = usize::from(first.tells(second, name.len(), key)) % self.slots().len();
            let info = &self.slots()[row];
            if info.has_key(name.len(), key) {
                return Probe::Hit(info, row);
            }
        }
        if self.is_indexed { Probe::Miss } else { Probe::Slow }
    }

    /// Probes the index by the length and the key of a name of up to 16 bytes.
    #[inline(always)]
    pub(crate) fn probe_key(&self, length: usize, key: NameKey) -> Probe<'_> {
        let row = self.index.row_of_short(key, length);
        match row.and_then(|row| Some((self.slots().get(row)?, row))) {
            Some((info, row)) if info.has_key(length, key) => Probe::Hit(info, row),
            _ if self.is_indexed => Probe::Miss,
            _ => Probe::Slow,
        }
    }

    /// Whether one probe tells whether a name of up to 16 bytes is that of an own slot.
    #[inline(always)]
    pub(crate) fn has_placed_all(&self) -> bool {
        self.index.has_placed_all()
    }

    /// Whether the own slot in that row has that name. Serialized data usually keeps one order, so
    /// the caller can guess the row.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn is_in_row(&self, row: usize, name: &str) -> bool {
        self.slots().get(row).is_some_and(|info| is_same_name(info.name(), name))
    }

    /// Returns the union of the [bits](name_bit) of all slot names. A name whose bit is not set is
    /// no slot. All bits are set if the type has bases or more than 32 slots.
    #[cfg(feature = "serde")]
    pub(crate) fn name_bits(&self) -> u64 {
        /// With more names, most bits would be set anyway.
        const FEW: usize = 32;
        if self.slots().len() > FEW || !self.bases().is_empty() {
            return u64::MAX;
        }
        self.slots().iter().fold(0, |bits, info| bits | name_bit(info.name()))
    }

    /// Returns the location of the slot of that name. Searches the type's own slots first, then
    /// those of its bases in their order (spec 3.1).
    #[inline]
    pub(crate) fn locate(&self, name: &str) -> Option<SlotLocation<'_>> {
        match self.probe(name) {
            Probe::Hit(info, row) => {
                // SAFETY: an own slot of the whole, in that row.
                Some(unsafe { SlotLocation::in_base(info, 0, row, self.frozen) })
            }
            Probe::Miss => None,
            Probe::Slow => self.locate_anywhere(name),
        }
    }

    #[inline(never)]
    pub(crate) fn locate_anywhere(&self, name: &str) -> Option<SlotLocation<'_>> {
        self.locate_key(name, NameKey::of(name))
    }

    /// Returns the location of the slot of that name, given the key of the name.
    pub(crate) fn locate_key(&self, name: &str, key: NameKey) -> Option<SlotLocation<'_>> {
        self.locate_from(name, key, 0, 0, false)
    }

    /// Returns the location of the slot that has that alias. `name` is no slot's name.
    #[inline]
    pub(crate) fn locate_alias(&self, name: &str) -> Option<SlotLocation<'_>> {
        // Few types have aliases, and few lookups come here: only those that found no slot.
        if self.has_aliases { self.alias_from(name, 0, 0, false) } else { None }
    }

    /// Returns the name of the slot to which a value given under `name` goes: `name` itself, or
    /// that of the slot of which it is an alias.
    #[inline]
    pub(crate) fn name_given<'n>(&'n self, name: &'n str) -> &'n str {
        if !self.has_aliases || self.slot(name).is_some() {
            return name;
        }
        self.locate_alias(name).map_or(name, |found| found.info().name())
    }

    #[inline(never)]
    fn alias_from(
        &self,
        name: &str,
        start: usize,
        first_field: usize,
        frozen: bool,
    ) -> Option<SlotLocation<'_>> {
        let frozen = frozen || self.frozen;
        if let Some(row) = self.slots().iter().position(|info| info.aliases().contains(&name)) {
            // SAFETY: as in `locate_from`: `start` and `first_field` are zero for the whole, and
            // added up below for a base.
            return Some(unsafe {
                SlotLocation::in_base(&self.slots()[row], start, first_field + row, frozen)
            });
        }
        self.bases().iter().enumerate().find_map(|(index, base)| {
            let first_field = first_field + self.first_field_of_base(index);
            base.layout().alias_from(name, start + base.offset(), first_field, frozen)
        })
    }

    /// Returns the location of the slot of that name in the whole, in which this struct lies at the
    /// offset `start`, and its first field has the number `first_field`.
    fn locate_from(
        &self,
        name: &str,
        key: NameKey,
        start: usize,
        mut first_field: usize,
        frozen: bool,
    ) -> Option<SlotLocation<'_>> {
        let frozen = frozen || self.frozen;
        if let Some(row) = self.own_row(name, key) {
            // SAFETY: `start` and `first_field` are those of this struct: of the whole they are
            // zero, and of a base they are added up below.
            return Some(unsafe {
                SlotLocation::in_base(&self.slots()[row], start, first_field + row, frozen)
            });
        }
        first_field += self.slots().len() + self.hidden().len();
        for base in self.bases() {
            let (layout, start) = (base.layout(), start + base.offset());
            let found = layout.locate_from(name, key, start, first_field, frozen);
            if found.is_some() {
                return found;
            }
            first_field += layout.field_count;
        }
        None
    }

    /// Returns the row of the own slot of that name.
    #[inline(always)]
    fn own_row(&self, name: &str, key: NameKey) -> Option<usize> {
        let is_it = |info: &SlotInfo| info.is_named(name, key);
        let row = self.index.row(key, name).filter(|row| self.slots().get(*row).is_some_and(is_it));
        match row {
            None if !self.index.has_placed_all() => self.slots().iter().position(is_it),
            row => row,
        }
    }
}

/// Returns a word with one bit set, chosen by the length and the first byte of the name.
#[cfg(feature = "serde")]
#[inline(always)]
pub(crate) fn name_bit(name: &str) -> u64 {
    let first = name.as_bytes().first().map_or(0, |first| usize::from(*first));
    1 << ((first + 11 * name.len()) % 64)
}
