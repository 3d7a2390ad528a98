//! From a name to a slot.

use core::ptr;

use crate::name::{NameKey, WHOLE};
use crate::reflect::layout::SlotLayout;
use crate::reflect::layout::info::SlotInfo;

/// A slot, own or of a base, and where it lies in the whole struct.
///
/// Invariant 1: the field that `info` describes lies at `offset` of the type whose layout was asked.
pub(crate) struct Located {
    pub(crate) info: &'static SlotInfo,
    pub(crate) offset: usize,
    /// Whether the struct, or a base on the way to the slot, is frozen.
    pub(crate) frozen: bool,
}

/// What a look at the index tells.
pub(crate) enum Glance {
    /// It is this own slot.
    Own(&'static SlotInfo),
    /// No slot has that name.
    Nothing,
    /// It takes more than a look: [`locate`](SlotLayout::locate).
    Unclear,
}

/// What is asked for, worked out once for a type and all its bases.
#[derive(Clone, Copy)]
struct Name<'a> {
    text: &'a str,
    key: NameKey,
    hash: u64,
}

impl SlotLayout {
    /// Looks for an own slot by a name of the usual length, and for nothing else: so it is short, keeps no
    /// registers, and has its place in each access.
    #[inline(always)]
    pub(crate) fn glance(&self, name: &str) -> Glance {
        if name.len() > WHOLE {
            return Glance::Unclear;
        }
        self.glance_by(name.len(), NameKey::of(name))
    }

    /// The same, by the key of a name of the usual length.
    #[inline(always)]
    pub(crate) fn glance_by(&self, length: usize, key: NameKey) -> Glance {
        let row = self.index.row(key.hash_short(length));
        match row.and_then(|row| self.slots.get(row)) {
            Some(info) if info.has_key(length, key) => Glance::Own(info),
            _ if self.is_indexed => Glance::Nothing,
            _ => Glance::Unclear,
        }
    }

    /// Whether the slot in that row has that name: for data, which mostly comes in one order.
    #[cfg(feature = "serde")]
    #[inline(always)]
    pub(crate) fn is_in_row(&self, row: usize, name: &str) -> bool {
        self.slots.get(row).is_some_and(|info| is_same(info.name(), name))
    }

    /// The [bits](name_bit) of all names, where there are few: most names that are none have another.
    #[cfg(feature = "serde")]
    pub(crate) fn name_bits(&self) -> u64 {
        /// With more, most bits would be there.
        const FEW: usize = 32;
        if self.slots.len() > FEW || !self.bases.is_empty() {
            return u64::MAX;
        }
        self.slots.iter().fold(0, |bits, info| bits | name_bit(info.name()))
    }

    /// The row of an own slot.
    #[inline]
    pub(crate) fn row_of(&self, info: &SlotInfo) -> Option<usize> {
        let from_start = ptr::from_ref(info).addr().wrapping_sub(self.slots.as_ptr().addr());
        let row = from_start / size_of::<SlotInfo>();
        // By address: so what is in that row is this one, and not one of another layout.
        self.slots.get(row).is_some_and(|own| ptr::eq(own, info)).then_some(row)
    }

    /// The slot of that name: the type's own first, then those of its bases in their order (spec 3.1).
    #[inline]
    pub(crate) fn locate(&self, name: &str) -> Option<Located> {
        match self.glance(name) {
            Glance::Own(info) => Some(self.own(info)),
            Glance::Nothing => None,
            Glance::Unclear => self.locate_anywhere(name),
        }
    }

    #[inline(always)]
    fn own(&self, info: &'static SlotInfo) -> Located {
        Located { info, offset: info.offset(), frozen: self.frozen }
    }

    #[inline(never)]
    pub(crate) fn locate_anywhere(&self, name: &str) -> Option<Located> {
        self.locate_by(name, NameKey::of(name))
    }

    /// The slot of that name, of which `key` is the key.
    pub(crate) fn locate_by(&self, name: &str, key: NameKey) -> Option<Located> {
        self.locate_name(Name { text: name, key, hash: key.hash(name) })
    }

    fn locate_name(&self, name: Name<'_>) -> Option<Located> {
        let is_it = |info: &&SlotInfo| info.is_named(name.text, name.key);
        let mut found = self.index.row(name.hash).and_then(|row| self.slots.get(row)).filter(is_it);
        if found.is_none() && !self.index.has_placed_all() {
            found = self.slots.iter().find(is_it);
        }
        if let Some(info) = found {
            return Some(self.own(info));
        }
        self.bases.iter().find_map(|base| {
            let found = base.layout().locate_name(name)?;
            Some(Located {
                info: found.info,
                offset: base.offset() + found.offset,
                frozen: self.frozen || found.frozen,
            })
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
    use crate::reflect::layout::SlotLayout;

    const MOST: usize = 256;

    /// A layout of slots with these names, the offset of each of which is its place.
    fn layout(names: &[String]) -> SlotLayout {
        let own: Vec<String> = names.to_vec();
        let texts: Vec<&'static str> = kept(own).iter().map(|name| &**name).collect();
        let row =
            |(at, name): (usize, &&'static str)| slot(name, name_key(name), at, plain::<u8>());
        let rows: Vec<_> = texts.iter().enumerate().map(row).collect();
        let (cells, seeds) = name_index(&texts).expect("they are few");
        SlotLayout::new::<[u8; MOST]>(
            "Random",
            (kept(rows), &[], &[], kept(cells), kept(seeds)),
            false,
        )
    }

    /// The name leads where going through all names leads.
    fn agrees(layout: &SlotLayout, names: &[String], name: &str) -> Result<(), TestCaseError> {
        let expected = names.iter().position(|other| other == name);
        let found = layout.locate(name).map(|found| found.offset);
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
            names in prop::collection::hash_set(a_name(), 0..MOST),
            others in prop::collection::vec(a_name(), 20),
            letter in "[a-zé_#]",
        ) {
            let names: Vec<String> = names.into_iter().collect();
            let layout = layout(&names);
            for name in names.iter().chain(&others) {
                agrees(&layout, &names, name)?;
                // One that differs in its last letter, one with a letter more, one with a letter less.
                let mut other = name.clone();
                other.pop();
                agrees(&layout, &names, &other)?;
                agrees(&layout, &names, &format!("{other}{letter}"))?;
                agrees(&layout, &names, &format!("{name}{letter}"))?;
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
                agrees(&layout, &names, &name).unwrap();
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
            agrees(&layout, &names, name).unwrap();
        }
        agrees(&layout, &names, "distance_to_#_in_metres").unwrap();
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
            agrees(&layout, &names, &"a".repeat(length)).unwrap();
        }
    }
}
