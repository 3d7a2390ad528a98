//! A name as two words, so that names are told apart, and placed in a table, without a loop over their bytes.

/// Four stretches of four bytes: the first and the last, and those beside them. Of a name of up to 16 bytes, these are
/// all of it; a shorter one repeats itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameKey(pub(crate) u128);

/// Up to this length, in bytes, the key holds the whole name: those of one length and one key are the same.
pub(crate) const WHOLE: usize = 16;

/// Odd, and without a pattern: digits of the fractions of the square roots of 2 and 3.
const SPREAD: [u64; 2] = [0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b];

impl NameKey {
    /// One branch on the length, and no more: lengths in random order mispredict each further one.
    #[inline(always)]
    pub(crate) fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        let length = bytes.len();
        if length >= 4 {
            let second = if length < 8 { length - 4 } else { 4 };
            let ends = word_at(bytes, 0) | word_at(bytes, length - 4) << 32;
            let inner = word_at(bytes, second) | word_at(bytes, length.saturating_sub(8)) << 32;
            NameKey(u128::from(ends) | u128::from(inner) << 64)
        } else if length == 0 {
            NameKey(0)
        } else {
            // Of up to three bytes, the first, the middle and the last one are all.
            let [first, middle, last] = [0, length / 2, length - 1].map(|at| u128::from(bytes[at]));
            NameKey(first | middle << 8 | last << 16)
        }
    }

    /// Zero where both are the same.
    #[inline(always)]
    pub(crate) fn differs(self, other: Self) -> u64 {
        let differs = self.0 ^ other.0;
        differs as u64 | (differs >> 64) as u64
    }

    /// Whether `other` is `name`, of which this is the key: without a call, for names of the usual length.
    #[inline(always)]
    pub(crate) fn is(self, name: &str, other: &str) -> bool {
        name.len() == other.len()
            && self.differs(NameKey::of(other)) == 0
            && (name.len() <= WHOLE || name == other)
    }

    /// A hash of the whole name, of which this is the key.
    #[inline(always)]
    pub(crate) fn hash(self, name: &str) -> u64 {
        let hash = self.hash_short(name.len());
        if name.len() <= WHOLE { hash } else { hash_middle(hash, name.as_bytes()) }
    }

    /// The same, of a name of which the key leaves nothing out.
    #[inline(always)]
    pub(crate) fn hash_short(self, length: usize) -> u64 {
        let (ends, inner) = (self.0 as u64, (self.0 >> 64) as u64);
        fold(ends ^ SPREAD[0], inner ^ length as u64 ^ SPREAD[1])
    }
}

/// Each bit of the result depends on each of both.
#[inline(always)]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// The hash, with what the key leaves out.
fn hash_middle(mut hash: u64, bytes: &[u8]) -> u64 {
    let end = bytes.len() - 8;
    for at in (8..end).step_by(8) {
        // The last stretch may begin inside the one before.
        let second = if at + 8 < end { at + 4 } else { end - 4 };
        hash = fold(hash ^ word_at(bytes, at) ^ word_at(bytes, second) << 32, SPREAD[1]);
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
            let mut keys: Vec<_> =
                short.map(|name| ((name.len(), NameKey::of(name)), name)).collect();
            keys.sort_unstable();
            for pair in keys.windows(2) {
                assert_ne!(pair[0].0, pair[1].0, "{pair:?}");
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
