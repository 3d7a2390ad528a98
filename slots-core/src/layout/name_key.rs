//! A name as a word, so that most names are told apart by one comparison.

/// The first and the last four bytes of a name; of a shorter one, all of it. Names of one length, up to eight bytes, with
/// one key are the same name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct NameKey(u64);

/// Up to this length, in bytes, the key holds the whole name.
pub(super) const WHOLE: usize = 8;

impl NameKey {
    #[inline(always)]
    pub(super) const fn of(name: &str) -> Self {
        let bytes = name.as_bytes();
        NameKey(match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                u32::from_le_bytes(*first) as u64 | (u32::from_le_bytes(*last) as u64) << 32
            }
            // Up to three bytes: the first, the middle and the last one are all of them.
            _ if bytes.is_empty() => 0,
            _ => {
                let middle = bytes[bytes.len() / 2] as u64;
                bytes[0] as u64 | middle << 8 | (bytes[bytes.len() - 1] as u64) << 16
            }
        })
    }
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
        // Every name of up to two bytes, and every one of up to nine of two letters, one of them of two bytes.
        let bytes: String = (0..128_u8).map(char::from).collect();
        for names in [names(&bytes, 2), names("aé", 9)] {
            let short = names.iter().filter(|name| name.len() <= WHOLE);
            let mut keys: Vec<_> =
                short.map(|name| (name.len(), NameKey::of(name).0, name)).collect();
            keys.sort_unstable();
            for pair in keys.windows(2) {
                assert_ne!((pair[0].0, pair[0].1), (pair[1].0, pair[1].1), "{:?}", pair);
            }
        }
    }
}
