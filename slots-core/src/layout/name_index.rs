//! From the hash of a name to its row, without a search: a perfect hash, worked out when the derive expands.
//!
//! The names fall into buckets by one part of their hash. For each bucket there is a seed with which all its names
//! land in cells that are free: so a name is in the one cell where its hash and the seed of its bucket lead, or
//! nowhere. ("Hash, displace": Belazzougui, Botelho, Dietzfelbinger, 2009.)
//!
//! It is worked out in the derive, and not in const: the compiler's interpreter takes a thousand times as long.

use alloc::vec;
use alloc::vec::Vec;

use super::name_key::NameKey;

/// The table, as the derive writes it: the cells, then the seed of each bucket. A cell holds the number of its row, from
/// one on, or nothing. The number of cells is a power of two, and larger than that of the seeds.
///
/// Nothing rests on it but the speed and the finding: what it says of a name is compared with the name.
pub(crate) type NameIndex = [u16];

/// No row, in a cell.
const EMPTY: u16 = 0;

/// A seed with which no name was placed: the names of that bucket are to be searched for.
const SEARCH: u16 = u16::MAX;

/// What the table says of a name.
pub(super) enum Place {
    /// It is in this row, or in none.
    Row(usize),
    /// It is in no row.
    Nowhere,
    /// It may be in any row.
    Search,
}

/// Where the name of that hash can be.
#[inline(always)]
pub(super) fn place(index: &NameIndex, hash: u64) -> Place {
    let Some(last) = index.len().checked_ilog2() else {
        return Place::Nowhere;
    };
    let (cells, seeds) = index.split_at(1 << last);
    let Some(seed) = seeds.get(bucket_of(hash, seeds.len())) else {
        return Place::Nowhere;
    };
    if *seed == SEARCH {
        return Place::Search;
    }
    match cells[cell_of(hash, *seed, cells.len())] {
        EMPTY => Place::Nowhere,
        row => Place::Row(usize::from(row) - 1),
    }
}

// Both lengths are powers of two.

#[inline(always)]
fn bucket_of(hash: u64, buckets: usize) -> usize {
    hash as usize & buckets.wrapping_sub(1)
}

#[inline(always)]
fn cell_of(hash: u64, seed: u16, cells: usize) -> usize {
    // The bucket's bits are the same for all names in it; what the product leaves above depends on all.
    let spread = (hash ^ u64::from(seed)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (spread >> 40) as usize & (cells - 1)
}

/// The index of these names, each of which stands in the row of its place. `None` where there are too many: 65,535.
#[must_use]
pub fn name_index(names: &[&str]) -> Option<Vec<u16>> {
    let hashes: Vec<u64> = names.iter().map(|name| NameKey::of(name).hash(name)).collect();
    place_all(&hashes)
}

fn place_all(hashes: &[u64]) -> Option<Vec<u16>> {
    u16::try_from(hashes.len()).ok().filter(|count| *count < u16::MAX)?;
    // Half of the cells stay free, and some four names share a bucket: with less of both, seeds are hard to find.
    let cells = 2 * hashes.len().next_power_of_two();
    let mut buckets = vec![Vec::new(); (cells / 8).max(1)];
    let seeds = buckets.len();
    for (row, hash) in hashes.iter().enumerate() {
        buckets[bucket_of(*hash, seeds)].push(row);
    }
    let mut index = vec![EMPTY; cells + seeds];
    let (cells, seeds) = index.split_at_mut(cells);
    // The largest first: while there is most room.
    let mut order: Vec<usize> = (0..buckets.len()).collect();
    order.sort_by_key(|bucket| core::cmp::Reverse(buckets[*bucket].len()));
    for bucket in order {
        seeds[bucket] = place_bucket(cells, hashes, &buckets[bucket]);
    }
    Some(index)
}

/// Places the rows by a seed that is found for them.
fn place_bucket(cells: &mut [u16], hashes: &[u64], rows: &[usize]) -> u16 {
    // Where that many do not do, two hashes are the same.
    const TRIES: u16 = 20_000;
    for seed in 0..TRIES {
        let cell = |row: &usize| cell_of(hashes[*row], seed, cells.len());
        let places: Vec<usize> = rows.iter().map(cell).collect();
        let mut placed = 0;
        for (row, place) in rows.iter().zip(&places) {
            if cells[*place] != EMPTY {
                break;
            }
            // It is smaller than `u16::MAX`: asked in the beginning.
            cells[*place] = *row as u16 + 1;
            placed += 1;
        }
        if placed == rows.len() {
            return seed;
        }
        places[..placed].iter().for_each(|place| cells[*place] = EMPTY);
    }
    SEARCH
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::{NameKey, Place, name_index, place, place_all};

    fn row(index: &[u16], name: &str) -> Option<usize> {
        match place(index, NameKey::of(name).hash(name)) {
            Place::Row(row) => Some(row),
            Place::Nowhere => None,
            Place::Search => panic!("{name} has no cell"),
        }
    }

    #[test]
    fn each_name_has_a_cell_of_its_own() {
        for count in [0, 1, 2, 3, 7, 8, 9, 32, 128, 1_000, 10_000] {
            let names: Vec<String> = (0..count).map(|n| alloc::format!("field_{n}")).collect();
            let names: Vec<&str> = names.iter().map(|name| &**name).collect();
            let index = name_index(&names).unwrap();
            for (at, name) in names.iter().enumerate() {
                assert_eq!(row(&index, name), Some(at), "{name} of {count}");
            }
        }
    }

    #[test]
    fn names_with_one_hash_are_searched_for() {
        let index = place_all(&[7, 8, 7, 9, 10]).unwrap();
        assert!(matches!(place(&index, 7), Place::Search));
        // Those of another bucket are not.
        assert!(matches!(place(&index, 8), Place::Row(1)));
    }

    #[test]
    fn an_index_of_any_length_says_something() {
        for length in 0..40 {
            for row in [0, 1, 7, u16::MAX - 1, u16::MAX] {
                let index = alloc::vec![row; length];
                for hash in 0..100 {
                    let _ = place(&index, hash);
                }
            }
        }
    }

    #[test]
    fn too_many_names_have_no_index() {
        assert!(place_all(&[0; u16::MAX as usize]).is_none());
    }
}
