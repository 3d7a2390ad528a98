//! A perfect hash table from names to rows, computed when the derive macro expands.
//!
//! One part of a name's hash selects a bucket. Each bucket has a seed, chosen so that the hash and
//! the seed together send every name of the bucket to a free cell. A lookup therefore probes one
//! cell: the name is in that cell or nowhere. (The method is "hash and displace" of Belazzougui,
//! Botelho and Dietzfelbinger, "Hash, Displace, and Compress", 2009.)
//!
//! The derive macro computes the table, because const evaluation takes about a thousand times as
//! long.

use alloc::vec;
use alloc::vec::Vec;

use super::NameKey;

/// A table from the hashes of names to their rows, as the derive macro emits it. Both lengths are
/// powers of two, or zero.
///
/// The table is not trusted: the caller compares the name in the row that the table returns. A
/// wrong table can make a lookup slow or make it miss a name; it cannot make a lookup return the
/// slot of another name.
#[derive(Clone, Copy)]
pub(crate) struct NameIndex {
    /// The row in each cell. Unused cells hold arbitrary rows.
    cells: &'static [u16],
    /// The seed of each bucket, or [`SEARCH`].
    seeds: &'static [u16],
    /// Whether every bucket has a seed.
    placed_all: bool,
}

/// Stands in place of a seed if none was found: the names of that bucket are in no cell.
const SEARCH: u16 = u16::MAX;

impl NameIndex {
    pub(crate) const fn new(cells: &'static [u16], seeds: &'static [u16]) -> Self {
        let mut bucket = 0;
        while bucket < seeds.len() && seeds[bucket] != SEARCH {
            bucket += 1;
        }
        // A table without seeds has placed no name.
        NameIndex { cells, seeds, placed_all: bucket > 0 && bucket == seeds.len() }
    }

    /// Returns the only row that can hold the name with this hash, provided the name was
    /// [placed](NameIndex::has_placed_all).
    #[inline(always)]
    pub(crate) fn row(&self, hash: u64) -> Option<usize> {
        let seed = *self.seeds.get(bucket_of(hash, self.seeds.len()))?;
        Some(usize::from(*self.cells.get(cell_of(hash, seed, self.cells.len()))?))
    }

    /// Whether every name is in the row that [`row`](NameIndex::row) returns for its hash. If not,
    /// a name that is not in that row may be in any other, and the caller must search all rows.
    pub(crate) const fn has_placed_all(&self) -> bool {
        self.placed_all
    }
}

#[inline(always)]
fn bucket_of(hash: u64, buckets: usize) -> usize {
    hash as usize & buckets.wrapping_sub(1)
}

#[inline(always)]
fn cell_of(hash: u64, seed: u16, cells: usize) -> usize {
    // The low bits of the hash selected the bucket, so all names in the bucket share them. The high
    // bits of the product depend on the other bits of the hash too.
    let spread = (hash ^ u64::from(seed)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (spread >> 40) as usize & cells.wrapping_sub(1)
}

/// Returns the key of a name as the number that a row stores.
#[must_use]
pub(crate) fn name_key(name: &str) -> u128 {
    NameKey::of(name).0
}

/// Returns the cells and the seeds of a table for `names`, where the row of a name is its index in
/// `names`. `None` for 65,535 names or more: rows are 16-bit numbers.
#[must_use]
pub(crate) fn name_index(names: &[&str]) -> Option<(Vec<u16>, Vec<u16>)> {
    let hashes: Vec<u64> = names.iter().map(|name| NameKey::of(name).hash(name)).collect();
    place_all(&hashes)
}

fn place_all(hashes: &[u64]) -> Option<(Vec<u16>, Vec<u16>)> {
    u16::try_from(hashes.len()).ok().filter(|count| *count < u16::MAX)?;
    // At least half of the cells stay free, and a bucket gets at most four names on average. With
    // fewer cells or fewer buckets, seeds would be hard to find.
    let mut cells = vec![None; 2 * hashes.len().next_power_of_two()];
    let mut buckets = vec![Vec::new(); (cells.len() / 8).max(1)];
    let mut seeds = vec![0; buckets.len()];
    for (row, hash) in (0..).zip(hashes) {
        buckets[bucket_of(*hash, seeds.len())].push(row);
    }
    // Places the largest buckets first, while most cells are free.
    let mut order: Vec<usize> = (0..buckets.len()).collect();
    order.sort_by_key(|bucket| core::cmp::Reverse(buckets[*bucket].len()));
    for bucket in order {
        seeds[bucket] = place_bucket(&mut cells, hashes, &buckets[bucket]);
    }
    Some((cells.into_iter().map(Option::unwrap_or_default).collect(), seeds))
}

/// Finds a seed that sends all `rows` to free cells, stores them there, and returns the seed;
/// [`SEARCH`] if there is none.
fn place_bucket(cells: &mut [Option<u16>], hashes: &[u64], rows: &[u16]) -> u16 {
    // In practice, this many seeds fail only if two hashes are equal. Then no seed can succeed.
    const TRIES: u16 = 20_000;
    for seed in 0..TRIES {
        let cell = |row: &u16| cell_of(hashes[usize::from(*row)], seed, cells.len());
        let places: Vec<usize> = rows.iter().map(cell).collect();
        let mut placed = 0;
        for (row, place) in rows.iter().zip(&places) {
            if cells[*place].is_some() {
                break;
            }
            cells[*place] = Some(*row);
            placed += 1;
        }
        if placed == rows.len() {
            return seed;
        }
        places[..placed].iter().for_each(|place| cells[*place] = None);
    }
    SEARCH
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::super::kept::kept;
    use super::{NameIndex, NameKey, name_index, place_all};

    fn index((cells, seeds): (Vec<u16>, Vec<u16>)) -> NameIndex {
        NameIndex::new(kept(cells), kept(seeds))
    }

    #[test]
    fn each_name_has_a_cell_of_its_own() {
        for count in [0, 1, 2, 3, 7, 8, 9, 32, 128, 1_000, 10_000] {
            let names: Vec<String> = (0..count).map(|n| alloc::format!("field_{n}")).collect();
            let names: Vec<&str> = names.iter().map(|name| &**name).collect();
            let index = index(name_index(&names).unwrap());
            for (at, name) in names.iter().enumerate() {
                let hash = NameKey::of(name).hash(name);
                assert_eq!(index.row(hash), Some(at), "{name} of {count}");
            }
            assert!(index.has_placed_all(), "{count}");
        }
    }

    #[test]
    fn names_with_one_hash_are_searched_for() {
        let index = index(place_all(&[7, 8, 7, 9, 10]).unwrap());
        assert!(!index.has_placed_all());
        // Names in another bucket are placed.
        assert_eq!(index.row(8), Some(1));
    }

    #[test]
    fn an_index_of_any_lengths_says_something() {
        for (cells, seeds) in (0..20).flat_map(|cells| (0..20).map(move |seeds| (cells, seeds))) {
            for entry in [0, 1, 7, u16::MAX] {
                let index = index((alloc::vec![entry; cells], alloc::vec![entry; seeds]));
                (0..100).for_each(|hash| assert!(index.row(hash) <= Some(usize::from(entry))));
            }
        }
    }

    #[test]
    fn too_many_names_have_no_index() {
        assert!(place_all(&[0; u16::MAX as usize]).is_none());
    }
}
