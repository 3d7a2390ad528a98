//! One byte for each of a few names, compared all at once.

use crate::name::NameKey;

/// The maximum number of names.
pub(crate) const FEW: usize = 16;

const LOWEST_BITS: u128 = u128::from_ne_bytes([1; FEW]);
const HIGHEST_BITS: u128 = LOWEST_BITS << 7;

/// One byte for each place, derived from the name there; zero after the last name. The bytes are in
/// two words, because a `u128` would be aligned to 16 bytes.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tags([u64; 2]);

/// Returns the byte of a name, whose key is `key`.
#[inline(always)]
pub(crate) fn tag_of(key: NameKey, name: &str) -> u8 {
    key.hash_short(name.len(), 0) as u8
}

impl Tags {
    /// Sets the byte of a place.
    #[inline(always)]
    pub(crate) fn set(&mut self, place: usize, tag: u8) {
        let (word, shift) = (&mut self.0[place / 8], 8 * (place % 8));
        *word = *word & !(0xff << shift) | u64::from(tag) << shift;
    }

    /// Removes the byte of a place; the bytes after it move down by one place.
    pub(crate) fn remove(&mut self, place: usize) {
        let mut bytes = self.bytes();
        bytes.copy_within(place + 1.., place);
        bytes[FEW - 1] = 0;
        self.set_bytes(bytes);
    }

    /// Returns the first place with the byte `tag` for which `is` returns `true`. May also call
    /// `is` for a few places with another byte.
    #[inline(always)]
    pub(crate) fn find(self, tag: u8, is: impl Fn(usize) -> bool) -> Option<usize> {
        let differs = self.both() ^ (u128::from(tag) * LOWEST_BITS);
        // Sets the highest bit of each byte of `differs` that is zero. The borrow of the
        // subtraction sometimes sets that of the byte above a zero byte too.
        let mut found = differs.wrapping_sub(LOWEST_BITS) & !differs & HIGHEST_BITS;
        while found != 0 {
            let place = found.trailing_zeros() as usize / 8;
            if is(place) {
                return Some(place);
            }
            found &= found - 1;
        }
        None
    }

    #[inline(always)]
    fn both(self) -> u128 {
        u128::from(self.0[0]) | u128::from(self.0[1]) << 64
    }

    fn bytes(self) -> [u8; FEW] {
        self.both().to_le_bytes()
    }

    fn set_bytes(&mut self, bytes: [u8; FEW]) {
        let both = u128::from_le_bytes(bytes);
        self.0 = [both as u64, (both >> 64) as u64];
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use core::cell::RefCell;

    use crate::value::dict::tags::{FEW, Tags};

    /// Returns the places for which `find` calls `is`.
    fn places(tags: Tags, tag: u8) -> Vec<usize> {
        let asked = RefCell::new(Vec::new());
        tags.find(tag, |place| {
            asked.borrow_mut().push(place);
            false
        });
        asked.into_inner()
    }

    #[test]
    fn a_byte_that_is_set_again_replaces_the_first() {
        let mut tags = Tags::default();
        for place in 0..FEW {
            tags.set(place, 0xff);
            tags.set(place, 1);
        }
        assert_eq!(tags.bytes(), [1; FEW]);
    }

    #[test]
    fn every_place_with_the_byte_is_found() {
        let mixed = [1, 0, 1, 0, 1, 0, 0, 255, 1, 2, 3, 4, 5, 6, 7, 0];
        for bytes in [[0; FEW], [255; FEW], mixed] {
            let mut tags = Tags::default();
            for (place, byte) in bytes.iter().enumerate() {
                tags.set(place, *byte);
            }
            for byte in 0..=u8::MAX {
                let found = places(tags, byte);
                for place in (0..FEW).filter(|place| bytes[*place] == byte) {
                    assert!(found.contains(&place), "{byte} at {place} of {bytes:?}");
                }
            }
        }
    }

    #[test]
    fn what_stands_behind_a_removed_place_moves_up() {
        for removed in 0..FEW {
            let mut tags = Tags::default();
            (0..FEW).for_each(|place| tags.set(place, place as u8 + 1));
            tags.remove(removed);
            for place in 0..FEW - 1 {
                let byte = if place < removed { place + 1 } else { place + 2 };
                assert_eq!(tags.find(byte as u8, |_| true), Some(place), "without {removed}");
            }
        }
    }
}
