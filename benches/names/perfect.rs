//! The best that a name can cost: a perfect hash made by hand, which leads to the known offset.

use slotted::{Slot, SlottedExt};

use crate::wide::Wide;

/// The names of a type in a table without collisions. The multiplier was found by search.
pub(crate) struct PerfectHash<T> {
    multiplier: u64,
    shift: u32,
    cells: Vec<(&'static str, Option<Slot<T, f64>>)>,
}

/// Mixes the first four bytes of a name, the last four, the middle four and its length into a word.
#[inline(always)]
fn word(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let middle = bytes.get((bytes.len() / 2).saturating_sub(2)..).and_then(<[u8]>::first_chunk);
    match (bytes.first_chunk(), middle, bytes.last_chunk()) {
        (Some(first), Some(middle), Some(last)) => {
            let [first, middle, last] = [first, middle, last].map(|four| u32::from_le_bytes(*four));
            let ends = u64::from(first) | u64::from(last) << 32;
            ends ^ u64::from(middle) << 13 ^ (bytes.len() as u64) << 27
        }
        _ => bytes.iter().fold(bytes.len() as u64, |word, byte| word << 8 | u64::from(*byte)),
    }
}

impl<T: Wide> PerfectHash<T> {
    pub(crate) fn new() -> Self {
        let words: Vec<u64> = T::NAMES.iter().map(|name| word(name)).collect();
        let size = (T::NAMES.len().pow(2) / 8).max(2 * T::NAMES.len()).next_power_of_two();
        let shift = 64 - size.trailing_zeros();
        let mut multipliers = (1..100_000_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let cell = |word: u64, multiplier: u64| (word.wrapping_mul(multiplier) >> shift) as usize;
        let multiplier = multipliers.find(|multiplier| {
            let mut taken = vec![false; size];
            words.iter().all(|word| !std::mem::replace(&mut taken[cell(*word, *multiplier)], true))
        });
        let multiplier = multiplier.expect("the names have different words");
        let mut cells = vec![("", None); size];
        for (name, word) in T::NAMES.iter().zip(words) {
            cells[cell(word, multiplier)] = (*name, T::slot::<f64>(name).ok());
        }
        PerfectHash { multiplier, shift, cells }
    }

    #[inline(always)]
    pub(crate) fn find(&self, name: &str) -> Option<Slot<T, f64>> {
        let cell = word(name).wrapping_mul(self.multiplier) >> self.shift;
        let (found, slot) = self.cells[cell as usize];
        if found == name { slot } else { None }
    }
}
