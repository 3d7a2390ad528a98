//! A hash table from names to their places among the entries of a dict.

use alloc::boxed::Box;
use core::hash::{BuildHasher, Hasher};

use foldhash::SharedSeed;
use foldhash::fast::SeedableRandomState;

use crate::value::dict::entry_name::ShortName;
use crate::value::dict::four::Four;

/// A hash table of places, with open addressing and linear probing.
///
/// In a small table, a cell is one word: a place of one byte, and one byte of the name's hash,
/// which tells most other names apart without a comparison. Four cells are looked at together: in
/// which of them a name is, or that one is empty, is unpredictable. From about 200 entries on, a
/// cell is two words: a place of four bytes.
///
/// Invariants:
///
/// 1. The number of cells is a power of two. A cell has one word in a table of up to [`NARROW`]
///    cells, and two words in a larger one. At least a quarter of the cells are empty, so every
///    probe sequence ends.
/// 2. A place is never removed from the table, so no probe sequence ends too early: the removed
///    entry becomes a hole or disappears from the end instead. The owner counts all places that it
///    adds, and builds a new index before this one [is full](Index::is_full).
#[derive(Clone)]
pub(crate) struct Index {
    words: Box<[u16]>,
}

/// Marks an empty cell: the low byte of a cell of one word, or both words of a cell of two.
const EMPTY: u16 = u16::MAX;

/// The maximum number of cells in a table with cells of one word. At most three quarters of them
/// hold places: few enough for a byte to number them, and still to mark an empty cell.
const NARROW: usize = 256;

/// Hashes a name with seeds that are random for each process. `short` is the name, if that is
/// short.
#[inline(always)]
pub(crate) fn hash(name: &str, short: Option<ShortName>) -> u64 {
    let shared = SharedSeed::global_random();
    // A short name is hashed by one product, of two words of it, each with a seed. With a constant
    // for the first seed, some beginnings of names would give long probe sequences in each process.
    // This seed does not depend on the name, so that nothing waits for it.
    let first = SeedableRandomState::with_seed(0, shared).hash_one(0_u64);
    let mut hasher = SeedableRandomState::with_seed(first, shared).build_hasher();
    match short {
        // By its number, so that nothing depends on its length, which is unpredictable.
        Some(short) => hasher.write_u128(short.number()),
        // Only the bytes: nothing is hashed after them, so they need no terminator.
        None => hasher.write(name.as_bytes()),
    }
    let hash = hasher.finish();
    // Names that differ in one byte have hashes at equal distances: mix them, or a distance that
    // the number of cells divides would put all into few cells.
    hash ^ hash >> 20 ^ hash >> 40
}

impl Index {
    /// Makes an empty index with room for `count` entries and at least one more.
    pub(crate) fn for_entries(count: usize) -> Self {
        let mut cells = 16;
        while is_full(count, cells) {
            cells *= 2;
        }
        let words = if cells <= NARROW { cells } else { 2 * cells };
        Index { words: alloc::vec![EMPTY; words].into() }
    }

    /// Whether each cell is one word.
    fn is_narrow(&self) -> bool {
        self.words.len() <= NARROW
    }

    /// Returns the number of cells.
    fn cells(&self) -> usize {
        if self.is_narrow() { self.words.len() } else { self.words.len() / 2 }
    }

    /// The bytes that it has allocated.
    pub(crate) fn heap_size(&self) -> usize {
        size_of_val(&*self.words)
    }

    /// Whether one more entry needs a new index, if `count` places were added to this one.
    pub(crate) fn is_full(&self, count: usize) -> bool {
        is_full(count, self.cells())
    }

    /// Returns the probe sequence of a hash: all cells, starting at the one that the hash selects.
    #[inline]
    fn walk(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let mask = self.cells() - 1;
        (0..=mask).map(move |step| (hash as usize).wrapping_add(step) & mask)
    }

    /// Returns the first place in the probe sequence of `hash` for which `is` returns `true`.
    #[inline(always)]
    pub(crate) fn find(&self, hash: u64, is: impl Fn(usize) -> bool) -> Option<usize> {
        if !self.is_narrow() {
            return self.find_wide(hash, is);
        }
        let mut cell = hash as usize;
        // A quarter of the cells are empty (invariant 1).
        loop {
            let four = self.four(cell);
            if let Some(place) = four.find(tag(hash), &is) {
                return Some(place);
            }
            if four.has_empty() {
                return None;
            }
            cell = cell.wrapping_add(4);
        }
    }

    /// Returns the four cells of one word each from `cell` on; those after the last one are the
    /// first ones.
    #[inline(always)]
    fn four(&self, cell: usize) -> Four {
        let mask = self.words.len().wrapping_sub(1);
        match self.words.get(cell & mask..).and_then(|rest| rest.first_chunk()) {
            Some(four) => Four::new(four),
            None => Four::new(&[0, 1, 2, 3].map(|step| self.words[cell.wrapping_add(step) & mask])),
        }
    }

    /// Does what [`find`](Index::find) does, in a table with cells of two words.
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

    /// Returns the place in a cell of two words; `None` if the cell is empty.
    fn wide(&self, cell: usize) -> Option<usize> {
        let (low, high) = (self.words[2 * cell], self.words[2 * cell + 1]);
        let is_empty = (low, high) == (EMPTY, EMPTY);
        (!is_empty).then(|| usize::from(low) | usize::from(high) << 16)
    }

    /// Adds the place of a new name with this hash.
    ///
    /// # Panics
    ///
    /// If `place` is 2³² − 1 or more.
    pub(crate) fn add(&mut self, hash: u64, place: usize) {
        if self.is_narrow() {
            // A place is less than three quarters of `NARROW`, so it fits into a byte and is not
            // `EMPTY`.
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

/// Returns the highest byte of the hash, which does not take part in selecting the cell.
fn tag(hash: u64) -> u16 {
    (hash >> 56) as u16
}

/// Whether `count` entries and one more would leave less than a quarter of the cells empty.
fn is_full(count: usize, cells: usize) -> bool {
    4 * (count + 1) > 3 * cells
}
