//! From the hash of a name to its row, without a search: a perfect hash, worked out when the derive expands.
//!
//! The names fall into buckets by one part of their hash. For each bucket there is a seed with which all its names
//! land in cells that are free: so a name is in the one cell where its hash and the seed of its bucket lead, or
//! nowhere. ("Hash, displace": Belazzougui, Botelho, Dietzfelbinger, 2009.)
//!
//! It is worked out in the derive, and not in const: the compiler's interpreter takes a thousand times as long.

use alloc::vec;
use alloc::vec::Vec;

use super::NameKey;

/// The table, as the derive writes it. Both lengths are powers of two, or nothing.
///
/// Nothing rests on it but the speed and the finding: what it says of a name is compared with the name.
#[derive(Clone, Copy)]
pub(crate) struct NameIndex {
    /// In each, a row; a cell that is free holds just any.
    cells: &'static [u16],
    /// One for each bucket.
    seeds: &'static [u16],
    /// Whether there is a seed for each.
    placed_all: bool,
}

/// No seed: the names of that bucket could not be placed.
const SEARCH: u16 = u16::MAX;

impl NameIndex {
    pub(crate) const fn new(cells: &'static [u16], seeds: &'static [u16]) -> Self {
        let mut bucket = 0;
        while bucket < seeds.len() && seeds[bucket] != SEARCH {
            bucket += 1;
        }
        // Without seeds, nothing was placed.
        NameIndex { cells, seeds, placed_all: bucket > 0 && bucket == seeds.len() }
    }

    /// The one row where the name of that hash can be, if it was [placed](NameIndex::has_placed_all).
    #[inline(always)]
    pub(crate) fn row(&self, hash: u64) -> Option<usize> {
        let seed = *self.seeds.get(bucket_of(hash, self.seeds.len()))?;
        Some(usize::from(*self.cells.get(cell_of(hash, seed, self.cells.len()))?))
    }

    /// Whether each name is in the row where its hash leads; else, one that is not there may be in any.
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
    // The bucket's bits are the same for all names in it; what the product leaves above depends on all.
    let spread = (hash ^ u64::from(seed)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (spread >> 40) as usize & cells.wrapping_sub(1)
}

/// The key of a name, as a row holds it.
#[must_use]
pub(crate) fn name_key(name: &str) -> u128 {
    NameKey::of(name).0
}

/// The cells and the seeds for these names, each of which stands in the row of its place. `None` where there are too
/// many: 65,535.
#[must_use]
pub(crate) fn name_index(names: &[&str]) -> Option<(Vec<u16>, Vec<u16>)> {
    let hashes: Vec<u64> = names.iter().map(|name| NameKey::of(name).hash(name)).collect();
    place_all(&hashes)
}

fn place_all(hashes: &[u64]) -> Option<(Vec<u16>, Vec<u16>)> {
    u16::try_from(hashes.len()).ok().filter(|count| *count < u16::MAX)?;
    // Half of the cells stay free, and some four names share a bucket: with less of both, seeds are hard to find.
    let mut cells = vec![None; 2 * hashes.len().next_power_of_two()];
    let mut buckets = vec![Vec::new(); (cells.len() / 8).max(1)];
    let mut seeds = vec![0; buckets.len()];
    for (row, hash) in (0..).zip(hashes) {
        buckets[bucket_of(*hash, seeds.len())].push(row);
    }
    // The largest first: while there is most room.
    let mut order: Vec<usize> = (0..buckets.len()).collect();
    order.sort_by_key(|bucket| core::cmp::Reverse(buckets[*bucket].len()));
    for bucket in order {
        seeds[bucket] = place_bucket(&mut cells, hashes, &buckets[bucket]);
    }
    Some((cells.into_iter().map(Option::unwrap_or_default).collect(), seeds))
}

/// Places the rows by a seed that is found for them.
fn place_bucket(cells: &mut [Option<u16>], hashes: &[u64], rows: &[u16]) -> u16 {
    // Where that many do not do, two hashes are the same.
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
        // Those of another bucket are placed.
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
