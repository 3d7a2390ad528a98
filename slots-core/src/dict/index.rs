//! From the hash of a name to its place among the entries.

use alloc::boxed::Box;
use core::hash::BuildHasher;

use foldhash::fast::RandomState;

/// No place.
const NONE: u32 = u32::MAX;

/// An open-addressed table of places, with linear probing.
///
/// Invariants:
///
/// 1. The length of `places` is a power of two, and at least half of them are `NONE`: so a search ends.
/// 2. A place is never taken out (its entry becomes a hole instead): so no search ends too early.
#[derive(Clone)]
pub(super) struct Index {
    places: Box<[u32]>,
    hasher: RandomState,
}

impl Index {
    /// An index with room for `count` entries and some more.
    pub(super) fn for_entries(count: usize) -> Self {
        let size = (2 * count).next_power_of_two();
        // Where the next entry would fill it, twice as large at once.
        let size = if 2 * count == size { 2 * size } else { size };
        Index { places: alloc::vec![NONE; size].into(), hasher: RandomState::default() }
    }

    /// Whether a further entry needs a larger index, when there are `count` entries, holes included.
    pub(super) fn is_full(&self, count: usize) -> bool {
        2 * (count + 1) > self.places.len()
    }

    #[inline]
    fn slots(&self, name: &str) -> impl Iterator<Item = usize> + use<> {
        let mask = self.places.len() - 1;
        let start = self.hasher.hash_one(name) as usize;
        (0..=mask).map(move |step| start.wrapping_add(step) & mask)
    }

    /// The first place with the hash of `name` of which `is` says that it is the one.
    #[inline]
    pub(super) fn find(&self, name: &str, is: impl Fn(usize) -> bool) -> Option<usize> {
        for slot in self.slots(name) {
            match self.places[slot] {
                NONE => return None,
                place if is(place as usize) => return Some(place as usize),
                _ => {}
            }
        }
        None
    }

    /// Adds the place of a name that is new.
    pub(super) fn add(&mut self, name: &str, place: usize) {
        let place = u32::try_from(place).ok().filter(|place| *place != NONE);
        let place = place.expect("a Dict holds fewer than 2^32 - 1 entries");
        if let Some(slot) = self.slots(name).find(|slot| self.places[*slot] == NONE) {
            self.places[slot] = place;
        }
    }
}
