//! A key of two words for each name, to compare and hash short names without a loop over their
//! bytes.

/// Four chunks of a name, of four bytes each: the first, the second, the last but one and the last.
///
/// The chunks cover every byte of a name of up to 16 bytes; they overlap if it is shorter. So the
/// key of a name of eight bytes or more is its first and its last eight bytes. The key of a name of
/// fewer than four bytes holds its first, middle and last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameKey(pub(crate) u128);

/// The length, in bytes, up to which the key holds the whole name: two names up to this length are
/// equal if their lengths and their keys are equal.
pub(crate) const WHOLE: usize = 16;

/// Odd numbers without a pattern: the fractions of the square roots of 2 and 3, rounded to 64 bits.
const SPREAD: [u64; 2] = [0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b];

impl NameKey {
    /// Computes the key with a single branch on the length for names of four bytes or more: if
    /// lengths come in random order, every further branch is mispredicted.
    #[inline(always)]
    pub(crate) fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            // The compiler chooses the inner chunks by a conditional move.
            let (second, before) = match (bytes.first_chunk(), bytes.last_chunk()) {
                (Some(head), Some(tail)) => inner(head, tail),
                _ => (last, first),
            };
            NameKey::of_words(
                number(first) | number(second) << 32,
                number(before) | number(last) << 32,
            )
        } else if let [first, .., last] | [first @ last] = bytes {
            // The first, the middle and the last byte cover a name of up to three bytes.
            let middle = bytes[bytes.len() / 2];
            let [first, middle, last] = [first, &middle, last].map(|byte| u128::from(*byte));
            NameKey(first | middle << 8 | last << 16)
        } else {
            NameKey(0)
        }
    }

    /// Computes the key of a name of eight bytes or more.
    #[inline(always)]
    pub(crate) fn of_long(name: &str) -> Option<Self> {
        let bytes = name.as_bytes();
        let (head, tail) = (bytes.first_chunk()?, bytes.last_chunk()?);
        Some(NameKey::of_words(u64::from_le_bytes(*head), u64::from_le_bytes(*tail)))
    }

    /// Returns the first two chunks and the last two, each as one word.
    #[inline(always)]
    pub(crate) fn words(self) -> (u64, u64) {
        (self.0 as u64, (self.0 >> 64) as u64)
    }

    #[inline(always)]
    fn of_words(head: u64, tail: u64) -> Self {
        NameKey(u128::from(head) | u128::from(tail) << 64)
    }

    /// Whether two names have the same length and the same key. For names of up to [`WHOLE`] bytes:
    /// whether they are equal.
    #[inline(always)]
    pub(crate) fn is(self, length: usize, other: NameKey, other_length: usize) -> bool {
        // One branch for both comparisons, because which of them fails is unpredictable.
        let differs = self.0 ^ other.0;
        differs as u64 | (differs >> 64) as u64 | (length ^ other_length) as u64 == 0
    }

    /// Returns a hash of all bytes of `name`, whose key is `self`. Each `salt` gives another hash.
    #[inline(always)]
    pub(crate) fn hash(self, name: &str, salt: u64) -> u64 {
        let hash = self.hash_short(name.len(), salt);
        if name.len() <= WHOLE { hash } else { hash_middle(hash, name.as_bytes()) }
    }

    /// Returns a hash of the key and the length of a name. For names of up to [`WHOLE`] bytes, this
    /// is the [`hash`](NameKey::hash) of the name.
    #[inline(always)]
    pub(crate) fn hash_short(self, length: usize, salt: u64) -> u64 {
        let (head, tail) = self.words();
        fold(head ^ SPREAD[0] ^ salt, tail ^ length as u64 ^ SPREAD[1])
    }
}

/// Multiplies to 128 bits and combines the halves, so that each bit of the result depends on each
/// bit of both operands.
#[inline(always)]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// Mixes the bytes that the key leaves out into `hash`: all but the first and the last eight.
fn hash_middle(mut hash: u64, bytes: &[u8]) -> u64 {
    let end = bytes.len() - 8;
    for at in (8..end).step_by(8) {
        // The last chunk may overlap the chunk before it.
        let second = if at + 8 < end { at + 4 } else { end - 4 };
        hash = fold(hash ^ word_at(bytes, at) ^ word_at(bytes, second) << 32, SPREAD[1]);
    }
    hash
}

/// Returns the second half of `head` and the first half of `tail`.
#[inline(always)]
fn inner<'a>(head: &'a [u8; 8], tail: &'a [u8; 8]) -> (&'a [u8; 4], &'a [u8; 4]) {
    const NONE: &[u8; 4] = &[0; 4];
    (head.last_chunk().unwrap_or(NONE), tail.first_chunk().unwrap_or(NONE))
}

#[inline(always)]
fn number(chunk: &[u8; 4]) -> u64 {
    u32::from_le_bytes(*chunk).into()
}

/// Returns the four bytes that start at `at`, as a little-endian number.
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

    /// Returns all names of up to `length` characters from `letters`.
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
        // All names of up to two ASCII characters; of up to 14 letters `a` and `é`, which takes two
        // bytes; and of up to 17 letters `a` and `b`.
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
    fn the_key_of_a_long_name_is_its_first_and_its_last_eight_bytes() {
        for length in 0..40 {
            let name: String = ('a'..='z').cycle().take(length).collect();
            let expected = (length >= 8).then(|| NameKey::of(&name));
            assert_eq!(NameKey::of_long(&name), expected, "{name}");
        }
    }

    #[test]
    fn names_of_other_lengths_are_others_whatever_their_keys() {
        // The lengths differ by the same bit as the keys.
        let (short, long) = ("first wd`ttttttt", "first wd-attttttt");
        let is = |a: &str, b: &str| NameKey::of(a).is(a.len(), NameKey::of(b), b.len());
        assert!(is(short, short) && is(long, long));
        assert!(!is(short, long));
        // One key for all.
        for length in 1..20 {
            assert!(!is("\0", &"\0".repeat(length + 1)), "{length}");
        }
    }

    #[test]
    fn each_bit_of_a_short_name_and_its_length_count_in_its_hash() {
        for salt in [0, 1, u64::MAX, 0x9e37_79b9_7f4a_7c15] {
            let hash = |name: &str| NameKey::of(name).hash(name, salt);
            for length in 1..=WHOLE {
                let name = "@".repeat(length);
                assert_eq!(NameKey::of(&name).hash(&name, 0) == hash(&name), salt == 0);
                for (at, bit) in (0..length).flat_map(|at| (0..6).map(move |bit| (at, bit))) {
                    let mut other = name.clone();
                    let byte = char::from(b'@' ^ (1 << bit));
                    other.replace_range(at..=at, byte.encode_utf8(&mut [0; 4]));
                    assert_ne!(hash(&other), hash(&name), "bit {bit} of byte {at} of {length}");
                }
            }
            // One key for all.
            let mut hashes: Vec<u64> = (0..=WHOLE).map(|len| hash(&"\0".repeat(len))).collect();
            hashes.sort_unstable();
            hashes.dedup();
            assert_eq!(hashes.len(), WHOLE + 1);
        }
    }

    #[test]
    fn each_byte_of_a_long_name_counts_in_its_hash() {
        for length in [17, 24, 25, 31, 32, 100] {
            let name = "n".repeat(length);
            let hash = NameKey::of(&name).hash(&name, 0);
            for at in 0..length {
                let mut other = name.clone();
                other.replace_range(at..=at, "m");
                assert_ne!(NameKey::of(&other).hash(&other, 0), hash, "byte {at} of {length}");
            }
        }
    }
}
