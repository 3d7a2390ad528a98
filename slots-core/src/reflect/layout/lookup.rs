//! From a name to a slot.

use crate::name::{NameKey, WHOLE};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;

/// A slot, own or of a base, and where it lies in the whole struct.
///
/// Invariant 1: of the layout that was asked, `info` describes the slot at `offset`, and `field` is the number
/// of that field. (Only [`in_base`](SlotLocation::in_base) makes one.)
#[derive(Clone, Copy)]
pub(crate) struct SlotLocation {
    info: &'static SlotInfo,
    offset: usize,
    field: usize,
    frozen: bool,
}

impl SlotLocation {
    /// The slot in that row of `slots`, the own slots of a base of the whole or of the whole itself, which starts
    /// at `start` and whose first field has the number `first_field`.
    #[inline(always)]
    pub(in crate::reflect::layout) fn in_base(
        slots: &'static [SlotInfo],
        row: usize,
        start: usize,
        first_field: usize,
        frozen: bool,
    ) -> Self {
        let info = &slots[row];
        SlotLocation { info, offset: start + info.offset(), field: first_field + row, frozen }
    }

    #[inline(always)]
    pub(crate) fn info(&self) -> &'static SlotInfo {
        self.info
    }

    /// The distance of the field from the start of the whole struct, in bytes.
    #[inline(always)]
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    /// The number of the field among those of the whole struct: own slots, hidden fields, then the fields of
    /// each base.
    #[inline(always)]
    pub(crate) fn field(&self) -> usize {
        self.field
    }

    /// Whether the struct, or a base on the way to the slot, is frozen.
    #[inline(always)]
    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen
    }
}

/// What one look into the index tells of a name.
pub(crate) enum Probe {
    /// It is the own slot in that row.
    Hit(&'static SlotInfo, usize),
    /// No slot has that name.
    Miss,
    /// It takes more than one look: [`locate`](SlotLayout::locate).
    Slow,
}

/// What is looked for, worked out once for a type and all its bases.
#[derive(Clone, Copy)]
struct Name<'a> {
    text: &'a str,
    key: NameKey,
    hash: u64,
}

impl SlotLayout {
    /// Looks for an own slot by a name of up to 16 bytes, and for nothing else: short enough to be inlined in
    /// each access.
    #[inline(always)]
    pub(crate) fn probe(&self, name: &str) -> Probe {
        if name.len() > WHOLE {
            return Probe::Slow;
        }
        self.probe_key(name.len(), NameKey::of(name))
    }

    /// The same look, by the key of a name of up to 16 bytes.
    #[inline(always)]
    pub(crate) fn probe_key(&self, length: usize, key: NameKey) -> Probe {
        let row = self.index.row(key.hash_short(length));
        match row.and_then(|row| Some((self.slots.get(row)?, row))) {
            Some((info, row)) if info.has_key(length, key) => Probe::Hit(info, row),
            _ if self.is_indexed => Probe::Miss,
            _ => Probe::Slow,
        }
    }

    /// Whether the own slot in that row has that name: for data, which mostly comes in one order.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn is_in_row(&self, row: usize, name: &str) -> bool {
        self.slots.get(row).is_some_and(|info| is_same(info.name(), name))
    }

    /// The [bits](name_bit) of all names, where there are few: most other names have another bit.
    #[cfg(feature = "serde")]
    pub(crate) fn name_bits(&self) -> u64 {
        /// With more names, most bits would be set.
        const FEW: usize = 32;
        if self.slots.len() > FEW || !self.bases.is_empty() {
            return u64::MAX;
        }
        self.slots.iter().fold(0, |bits, info| bits | name_bit(info.name()))
    }

    /// The slot of that name: the type's own first, then those of its bases in their order (spec 3.1).
    #[inline]
    pub(crate) fn locate(&self, name: &str) -> Option<SlotLocation> {
        match self.probe(name) {
            Probe::Hit(_, row) => Some(SlotLocation::in_base(self.slots, row, 0, 0, self.frozen)),
            Probe::Miss => None,
            Probe::Slow => self.locate_anywhere(name),
        }
    }

    #[inline(never)]
    pub(crate) fn locate_anywhere(&self, name: &str) -> Option<SlotLocation> {
        self.locate_key(name, NameKey::of(name))
    }

    /// The slot of that name, of which `key` is the key.
    pub(crate) fn locate_key(&self, name: &str, key: NameKey) -> Option<SlotLocation> {
        self.locate_from(Name { text: name, key, hash: key.hash(name) }, 0, 0, false)
    }

    fn locate_from(
        &self,
        name: Name<'_>,
        start: usize,
        first_field: usize,
        frozen: bool,
    ) -> Option<SlotLocation> {
        let frozen = frozen || self.frozen;
        let is_it = |info: &SlotInfo| info.is_named(name.text, name.key);
        let indexed =
            self.index.row(name.hash).filter(|row| self.slots.get(*row).is_some_and(is_it));
        let row = match indexed {
            None if !self.index.has_placed_all() => self.slots.iter().position(is_it),
            indexed => indexed,
        };
        if let Some(row) = row {
            return Some(SlotLocation::in_base(self.slots, row, start, first_field, frozen));
        }
        self.bases.iter().enumerate().find_map(|(index, base)| {
            let first_field = first_field + self.first_field_of_base(index);
            base.layout().locate_from(name, start + base.offset(), first_field, frozen)
        })
    }
}

/// A bit for a name, made of its length and its first letter.
#[cfg(feature = "serde")]
#[inline(always)]
pub(crate) fn name_bit(name: &str) -> u64 {
    let first = name.as_bytes().first().map_or(0, |first| usize::from(*first));
    1 << ((first + 11 * name.len()) % 64)
}

/// Whether both are the same: for names of the usual length, by two words that may overlap, without a call.
#[cfg(feature = "serde")]
#[inline(always)]
fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    match (a.first_chunk::<8>(), b.first_chunk::<8>()) {
        (Some(first), Some(other)) if a.len() <= WHOLE => {
            first == other && a.last_chunk::<8>() == b.last_chunk::<8>()
        }
        (None, None) if a.len() >= 4 => {
            a.first_chunk::<4>() == b.first_chunk::<4>()
                && a.last_chunk::<4>() == b.last_chunk::<4>()
        }
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;
    use alloc::{format, vec};

    use proptest::prelude::*;

    use crate::macro_support::field::plain;
    use crate::macro_support::table::slot;
    use crate::name::kept::kept;
    use crate::name::{name_index, name_key};
    use crate::reflect::layout::{Rows, SlotLayout};

    const MAX_NAMES: usize = 256;

    /// A layout of slots with these names, the offset of each of which is its place.
    fn layout(names: &[String]) -> &'static SlotLayout {
        let own: Vec<String> = names.to_vec();
        let texts: Vec<&'static str> = kept(own).iter().map(|name| &**name).collect();
        let row =
            |(at, name): (usize, &&'static str)| slot(name, name_key(name), at, plain::<u8>());
        let rows: Vec<_> = texts.iter().enumerate().map(row).collect();
        let (cells, seeds) = name_index(&texts).expect("they are few");
        let (slots, cells, seeds) = (kept(rows), kept(cells), kept(seeds));
        let rows = Rows { slots, bases: &[], hidden: &[], cells, seeds };
        let layout = SlotLayout::new::<[u8; MAX_NAMES]>("Random", rows, false);
        &kept(vec![layout])[0]
    }

    /// The name leads where going through all names leads.
    fn agrees(layout: &SlotLayout, names: &[String], name: &str) -> Result<(), TestCaseError> {
        let expected = names.iter().position(|other| other == name);
        let found = layout.locate(name).map(|found| found.offset());
        prop_assert_eq!(found, expected, "{:?} in {:?}", name, names);
        Ok(())
    }

    /// A name of the usual kinds: short, long, of few letters, not ASCII, with a prefix in common.
    fn a_name() -> impl Strategy<Value = String> {
        prop_oneof!["[a-c]{1,4}", "[a-z_]{1,20}", "[aé日]{1,9}", "field_[0-9]{1,3}", "[ab]{16,40}"]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn any_name_among_any_is_found_as_by_going_through_all(
            names in prop::collection::hash_set(a_name(), 0..MAX_NAMES),
            others in prop::collection::vec(a_name(), 20),
            letter in "[a-zé_#]",
        ) {
            let names: Vec<String> = names.into_iter().collect();
            let layout = layout(&names);
            for name in names.iter().chain(&others) {
                agrees(layout, &names, name)?;
                // One that differs in its last letter, one with a letter more, one with a letter less.
                let mut other = name.clone();
                other.pop();
                agrees(layout, &names, &other)?;
                agrees(layout, &names, &format!("{other}{letter}"))?;
                agrees(layout, &names, &format!("{name}{letter}"))?;
            }
        }
    }

    #[test]
    fn every_name_of_up_to_two_bytes_is_found_as_by_going_through_all() {
        let ascii = || (0..128_u8).map(char::from);
        let letters = || 'a'..='z';
        let set = |names: Vec<String>| names;
        for names in [
            set(vec![]),
            set(vec![String::new()]),
            set(letters().map(String::from).collect()),
            set(letters().flat_map(|a| ['a', 'b'].map(|b| format!("{a}{b}"))).collect()),
            set(('à'..='ÿ').map(String::from).chain(letters().map(String::from)).collect()),
            set((0..128).map(|n| format!("field_{n}")).collect()),
        ] {
            let layout = layout(&names);
            let one = ascii().map(String::from);
            let two = ascii().flat_map(|a| ascii().map(move |b| format!("{a}{b}")));
            let wide = ('\u{80}'..='\u{7ff}').map(String::from);
            for name in one.chain(two).chain(wide).chain([String::new()]) {
                agrees(layout, &names, &name).unwrap();
            }
        }
    }

    /// Of these, the key is the same.
    #[test]
    fn long_names_that_differ_in_their_middle_are_told_apart() {
        let names: Vec<String> =
            ('a'..='z').map(|place| format!("distance_to_{place}_in_metres")).collect();
        let layout = layout(&names);
        for name in &names {
            agrees(layout, &names, name).unwrap();
        }
        agrees(layout, &names, "distance_to_#_in_metres").unwrap();
    }

    #[cfg(feature = "serde")]
    #[test]
    fn a_row_has_its_own_name_and_no_other() {
        for length in 0..40 {
            let name = "n".repeat(length);
            assert!(super::is_same(&name, &name.clone()));
            assert!(!super::is_same(&name, &"n".repeat(length + 1)));
            for at in 0..length {
                let mut other = name.clone();
                other.replace_range(at..=at, "m");
                assert!(!super::is_same(&name, &other), "byte {at} of {length}");
            }
        }
    }

    #[test]
    fn a_very_long_name_is_no_other() {
        let names = vec!["a".repeat(100), "a".repeat(1_000)];
        let layout = layout(&names);
        for length in [0, 16, 17, 99, 100, 101, 999, 1_000, 1_001, 100_000] {
            agrees(layout, &names, &"a".repeat(length)).unwrap();
        }
    }
}
