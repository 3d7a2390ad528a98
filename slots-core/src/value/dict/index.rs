//! From the hash of a name to its place among the entries.

use alloc::boxed::Box;
use core::hash::{BuildHasher, Hasher};

use foldhash::SharedSeed;
use foldhash::fast::SeedableRandomState;

/// An open-addressed table of places, with linear probing.
///
/// A cell is a place of one byte and a byte of the name's hash, so that most other names are told apart without a look
/// at them. From some 200 entries on, it is a place of four bytes, in two words.
///
/// Invariants:
///
/// 1. The number of cells is a power of two, up to [`NARROW`] with one word each, above with two; at least a quarter of
///    them are empty: so a search ends.
/// 2. A place is never taken out (its entry becomes a hole, or goes, instead): so no search ends too early. Whoever adds
///    places counts all of them, and makes a new index before this one [is full](Index::is_full).
#[derive(Clone)]
pub(crate) struct Index {
    words: Box<[u16]>,
}

/// No place: with one word, its lower byte; with two, both.
const EMPTY: u16 = u16::MAX;

/// Up to so many cells have one word: three quarters of them are fewer places than a byte can name.
const NARROW: usize = 256;

/// A hash with a seed of this process.
pub(crate) fn hash(name: &str) -> u64 {
    let mut hasher = SeedableRandomState::with_seed(0, SharedSeed::global_random()).build_hasher();
    // The bytes alone: nothing follows them, so they need no end.
    hasher.write(name.as_bytes());
    hasher.finish()
}

impl Index {
    /// An index with room for `count` entries and some more.
    pub(crate) fn for_entries(count: usize) -> Self {
        let mut cells = 16;
        while is_full(count, cells) {
            cells *= 2;
        }
        let words = if cells <= NARROW { cells } else { 2 * cells };
        Index { words: alloc::vec![EMPTY; words].into() }
    }

    fn is_narrow(&self) -> bool {
        self.words.len() <= NARROW
    }

    fn cells(&self) -> usize {
        if self.is_narrow() { self.words.len() } else { self.words.len() / 2 }
    }

    /// Whether a further entry needs another index, when `count` places were added to this one.
    pub(crate) fn is_full(&self, count: usize) -> bool {
        is_full(count, self.cells())
    }

    /// The cells where a name of that hash can be, one after the other.
    #[inline]
    fn walk(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let mask = self.cells() - 1;
        (0..=mask).map(move |step| (hash as usize).wrapping_add(step) & mask)
    }

    /// The first place with that hash of which `is` says that it is the one.
    #[inline]
    pub(crate) fn find(&self, hash: u64, is: impl Fn(usize) -> bool) -> Option<usize> {
        if !self.is_narrow() {
            return self.find_wide(hash, is);
        }
        for cell in self.walk(hash) {
            let word = self.words[cell];
            let place = word as u8;
            if place == EMPTY as u8 {
                return None;
            }
            if word >> 8 == tag(hash) && is(place.into()) {
                return Some(place.into());
            }
        }
        None
    }

    fn find_wide(&self, hash: u64, is: impl Fn(usize) -> bool) -> Option<usize> {
        for cell in self.walk(hash) {
            match self.wide(cell) {
                None => return None,
                Some(place) if is(place) => return Some(place),
                Some(_) => {}
            }
        }
        None
    }

    fn wide(&self, cell: usize) -> Option<usize> {
        let (low, high) = (self.words[2 * cell], self.words[2 * cell + 1]);
        let is_empty = (low, high) == (EMPTY, EMPTY);
        (!is_empty).then(|| usize::from(low) | usize::from(high) << 16)
    }

    /// Adds the place of a name that is new, and has that hash.
    pub(crate) fn add(&mut self, hash: u64, place: usize) {
        if self.is_narrow() {
            // Below three quarters of `NARROW`.
            let word = place as u16 | tag(hash) << 8;
            let is_empty = |cell: &usize| self.words[*cell] as u8 == EMPTY as u8;
            if let Some(cell) = self.walk(hash).find(is_empty) {
                self.words[cell] = word;
            }
        } else {
            let place = u32::try_from(place).ok().filter(|place| *place != u32::MAX);
            let place = place.expect("a Dict holds fewer than 2^32 - 1 entries");
            if let Some(cell) = self.walk(hash).find(|cell| self.wide(*cell).is_none()) {
                self.words[2 * cell] = place as u16;
                self.words[2 * cell + 1] = (place >> 16) as u16;
            }
        }
    }
}

/// A byte of the hash that does not lead to the cell.
fn tag(hash: u64) -> u16 {
    (hash >> 56) as u16
}

/// Whether `count` entries and one more would leave less than a quarter of the cells empty.
fn is_full(count: usize, cells: usize) -> bool {
    4 * (count + 1) > 3 * cells
}
