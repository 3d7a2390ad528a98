//! A perfect hash table from names to rows, computed when the derive macro expands.
//!
//! A table of up to [`FEW`] names has one seed, chosen so that the hash that it gives sends every
//! name to a cell of its own. With more names, such a seed would be hard to find: there, one part
//! of a name's hash selects a bucket, and each bucket has a seed, chosen so that the hash and the
//! seed together send every name of the bucket to a free cell. (This is "hash and displace" of
//! Belazzougui, Botelho and Dietzfelbinger, "Hash, Displace, and Compress", 2009.) Either way a
//! lookup probes one cell: the name is in that cell or nowhere.
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
    /// If there is one seed: what it adds to the hash.
    salt: Option<u64>,
}

/// Stands in place of a seed if none was found: the names of that bucket are in no cell.
const SEARCH: u16 = u16::MAX;

/// The maximum number of names in a table with one seed.
const FEW: usize = 64;

/// An odd number without a pattern: the golden ratio, as a fraction of 2⁶⁴.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

impl NameIndex {
    pub(crate) const fn new(cells: &'static [u16], seeds: &'static [u16]) -> Self {
        let mut bucket = 0;
        while bucket < seeds.len() && seeds[bucket] != SEARCH {
            bucket += 1;
        }
        let salt = if let [seed] = seeds { Some(salt(*seed)) } else { None };
        // A table without seeds has placed no name.
        NameIndex { cells, seeds, placed_all: bucket > 0 && bucket == seeds.len(), salt }
    }

    /// Returns the only row that can hold the name `text` with this key, provided the name was
    /// [placed](NameIndex::has_placed_all).
    #[inline(always)]
    pub(crate) fn row(&self, key: NameKey, text: &str) -> Option<usize> {
        self.row_of_hash(|salt| key.hash(text, salt))
    }

    /// Returns what [`row`](NameIndex::row) returns, for a name of up to 16 bytes.
    #[inline(always)]
    pub(crate) fn row_of_short(&self, key: NameKey, length: usize) -> Option<usize> {
        self.row_of_hash(|salt| key.hash_short(length, salt))
    }

    #[inline(always)]
    fn row_of_hash(&self, hash: impl FnOnce(u64) -> u64) -> Option<usize> {
        let cell = match self.salt {
            Some(salt) => bucket_of(hash(salt), self.cells.len()),
            None => {
                let hash = hash(0);
                let seed = *self.seeds.get(bucket_of(hash, self.seeds.len()))?;
                cell_of(hash, seed, self.cells.len())
            }
        };
        Some(usize::from(*self.cells.get(cell)?))
    }

    /// Whether every name is in the row that [`row`](NameIndex::row) returns for it. If not, a name
    /// that is not in that row may be in any other, and the caller must search all rows.
    #[inline(always)]
    pub(crate) const fn has_placed_all(&self) -> bool {
        self.placed_all
    }
}

const fn salt(seed: u16) -> u64 {
    (seed as u64).wrapping_mul(GOLDEN)
}

#[inline(always)]
fn bucket_of(hash: u64, buckets: usize) -> usize {
    hash as usize & buckets.wrapping_sub(1)
}

#[inline(always)]
fn cell_of(hash: u64, seed: u16, cells: usize) -> usize {
    // The low bits of the hash selected the bucket, so all names in the bucket share them. The high
    // bits of the product depend on the other bits of the hash too.
    let spread = (hash ^ u64::from(seed)).wrapping_mul(GOLDEN);
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
    if names.len() <= FEW
        && let Some(table) = place_few(names)
    {
        return Some(table);
    }
    let hashes: Vec<u64> = names.iter().map(|name| NameKey::of(name).hash(name, 0)).collect();
    place_all(&hashes)
}

/// Finds a seed that sends each name to a cell of its own.
fn place_few(names: &[&str]) -> Option<(Vec<u16>, Vec<u16>)> {
    /// With so many cells as below, a seed in 140 succeeds.
    const TRIES: u16 = 20_000;
    let keys: Vec<_> = names.iter().map(|name| (NameKey::of(name), name)).collect();
    let count = names.len().next_power_of_two();
    let mut cells = vec![None; (2 * count).max(count * count / 8)];
    for seed in 0..TRIES {
        cells.fill(None);
        let mut place = |row: usize, (key, name): &(NameKey, &&str)| {
            let cell = bucket_of(key.hash(name, salt(seed)), cells.len());
            cells[cell].replace(row as u16).is_none()
        };
        if keys.iter().enumerate().all(|(row, name)| place(row, name)) {
            return Some((cells.into_iter().map(Option::unwrap_or_default).collect(), vec![seed]));
        }
    }
    None
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
    use super::{FEW, NameIndex, NameKey, SEARCH, name_index, name_key, place_all, place_few};

    fn index((cells, seeds): (Vec<u16>, Vec<u16>)) -> NameIndex {
        NameIndex::new(kept(cells), kept(seeds))
    }

    #[test]
    fn each_name_has_a_cell_of_its_own() {
        for count in [0, 1, 2, 3, 7, 8, 9, 32, 33, 64, 65, 128, 1_000, 10_000] {
            let names: Vec<String> = (0..count).map(|n| alloc::format!("field_{n}")).collect();
            let names: Vec<&str> = names.iter().map(|name| &**name).collect();
            let index = index(name_index(&names).unwrap());
            for (at, name) in names.iter().enumerate() {
                assert_eq!(index.row(NameKey::of(name), name), Some(at), "{name} of {count}");
                assert_eq!(index.row_of_short(NameKey::of(name), name.len()), Some(at), "{name}");
                assert_eq!(name_key(name), NameKey::of(name).0);
                assert_eq!(index.salt.is_some(), count <= FEW);
            }
            assert!(index.has_placed_all(), "{count}");
        }
    }

    #[test]
    fn names_with_one_hash_are_searched_for() {
        let (_, seeds) = place_all(&[7, 8, 7, 9, 10]).unwrap();
        // The odd hashes are in the second bucket.
        assert!(seeds[0] != SEARCH && seeds[1] == SEARCH);
        assert!(!index((alloc::vec![0; 4], seeds)).has_placed_all());
    }

    #[test]
    fn a_name_that_is_there_twice_finds_no_seed() {
        assert!(place_few(&["a", "b", "a"]).is_none());
    }

    #[test]
    fn an_index_of_any_lengths_says_something() {
        for (cells, seeds) in (0..20).flat_map(|cells| (0..20).map(move |seeds| (cells, seeds))) {
            for entry in [0, 1, 7, u16::MAX] {
                let index = index((alloc::vec![entry; cells], alloc::vec![entry; seeds]));
                for name in (0..100).map(|n| alloc::format!("{n}")) {
                    assert!(index.row(NameKey::of(&name), &name) <= Some(usize::from(entry)));
                }
            }
        }
    }

    #[test]
    fn too_many_names_have_no_index() {
        assert!(place_all(&[0; u16::MAX as usize]).is_none());
    }
}
