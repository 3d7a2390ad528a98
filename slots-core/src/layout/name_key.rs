//! A name as two words, so that names are told apart, and placed in a table, without a loop over their bytes.

/// The length, and four stretches of four bytes: the first and the last, and those beside them. Of a name of up to
/// 16 bytes, these are all of it; a shorter one repeats itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NameKey {
    length: usize,
    ends: u64,
    inner: u64,
}

/// Up to this length, in bytes, the key holds the whole name.
const WHOLE: usize = 16;

/// Odd, and without a pattern: digits of the fractions of the square roots of 2 and 3.
const SPREAD: [u64; 2] = [0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b];

impl NameKey {
    /// One branch on the length, and no more: lengths in random order mispredict each further one.
    #[inline(always)]
    pub(super) fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let length = bytes.len();
        if length >= 4 {
            let second = if length < 8 { length - 4 } else { 4 };
            let second_last = length.saturating_sub(8);
            NameKey {
                length,
                ends: word_at(bytes, 0) | word_at(bytes, length - 4) << 32,
                inner: word_at(bytes, second) | word_at(bytes, second_last) << 32,
            }
        } else if length == 0 {
            NameKey { length, ends: 0, inner: 0 }
        } else {
            // Of up to three bytes, the first, the middle and the last one are all.
            let (middle, last) = (bytes[length / 2] as u64, bytes[length - 1] as u64);
            NameKey { length, ends: bytes[0] as u64 | middle << 8 | last << 16, inner: 0 }
        }
    }

    /// A hash of the whole name, of which this is the key.
    #[inline(always)]
    pub(super) fn hash(self, name: &str) -> u64 {
        let length = self.length as u64;
        let product = (self.ends ^ SPREAD[0]) as u128 * (self.inner ^ length ^ SPREAD[1]) as u128;
        let hash = product as u64 ^ (product >> 64) as u64;
        if self.is_whole() { hash } else { hash_middle(hash, name.as_bytes()) }
    }

    /// Whether names of this key are the same.
    #[inline(always)]
    pub(super) fn is_whole(self) -> bool {
        self.length <= WHOLE
    }

    /// Whether both are one; in one branch.
    #[inline(always)]
    pub(super) fn is(self, other: Self) -> bool {
        let differs = self.ends ^ other.ends | self.inner ^ other.inner;
        (differs == 0) & (self.length == other.length)
    }
}

/// The same, of what the key leaves out.
fn hash_middle(mut hash: u64, bytes: &[u8]) -> u64 {
    let (mut at, end) = (8, bytes.len() - 8);
    while at < end {
        // The last stretch may begin inside the one before.
        let word =
            word_at(bytes, at) | word_at(bytes, if at + 8 < end { at + 4 } else { end - 4 }) << 32;
        let product = (hash ^ word) as u128 * SPREAD[1] as u128;
        hash = product as u64 ^ (product >> 64) as u64;
        at += 8;
    }
    hash
}

/// Four bytes from there.
#[inline(always)]
fn word_at(bytes: &[u8], at: usize) -> u64 {
    let chunk = bytes[at..].first_chunk().copied();
    u32::from_le_bytes(chunk.unwrap_or_default()).into()
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::{NameKey, WHOLE};

    /// All names of up to `length` of these letters.
    fn names(letters: &str, length: usize) -> Vec<String> {
        let mut all = alloc::vec![String::new()];
        let mut last = all.clone();
        for _ in 0..length {
            let longer = |name: &String| {
                letters.chars().map(|c| alloc::format!("{name}{c}")).collect::<Vec<_>>()
            };
            last = last.iter().flat_map(longer).collect();
            all.extend(last.iter().cloned());
        }
        all
    }

    #[test]
    fn short_names_of_one_length_with_one_key_are_the_same() {
        // Every name of up to two bytes, and every one of up to 17 of two letters, one of them of two bytes.
        let bytes: String = (0..128_u8).map(char::from).collect();
        for names in [names(&bytes, 2), names("aé", 14), names("ab", 17)] {
            let short = names.iter().filter(|name| name.len() <= WHOLE);
            let mut keys: Vec<_> = short.map(|name| (NameKey::of(name), name)).collect();
            keys.sort_unstable();
            for pair in keys.windows(2) {
                assert!(!pair[0].0.is(pair[1].0), "{pair:?}");
            }
        }
    }

    #[test]
    fn each_byte_of_a_long_name_counts_in_its_hash() {
        for length in [17, 24, 25, 31, 32, 100] {
            let name = "n".repeat(length);
            let hash = NameKey::of(&name).hash(&name);
            for at in 0..length {
                let mut other = name.clone();
                other.replace_range(at..=at, "m");
                assert_ne!(NameKey::of(&other).hash(&other), hash, "byte {at} of {length}");
            }
        }
    }
}
