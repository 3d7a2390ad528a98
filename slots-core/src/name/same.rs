//! Whether two names are equal.

use super::WHOLE;

/// Whether two names are equal. Makes no call for names of up to [`WHOLE`] bytes, at run time; and
/// takes few steps where the compiler evaluates it.
#[inline(always)]
pub(crate) const fn is_same_name(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    // A name of up to two words is compared as its first and its last word, which may overlap.
    if let (Some(first), Some(other)) = (a.first_chunk::<8>(), b.first_chunk::<8>()) {
        let (Some(last), Some(other_last)) = (a.last_chunk::<8>(), b.last_chunk::<8>()) else {
            return false;
        };
        let is_same = u64::from_le_bytes(*first) == u64::from_le_bytes(*other)
            && u64::from_le_bytes(*last) == u64::from_le_bytes(*other_last);
        return is_same && (a.len() <= WHOLE || is_same_middle(a, b));
    }
    if let (Some(first), Some(other)) = (a.first_chunk::<4>(), b.first_chunk::<4>()) {
        let (Some(last), Some(other_last)) = (a.last_chunk::<4>(), b.last_chunk::<4>()) else {
            return false;
        };
        return u32::from_le_bytes(*first) == u32::from_le_bytes(*other)
            && u32::from_le_bytes(*last) == u32::from_le_bytes(*other_last);
    }
    match (a, b) {
        ([], []) => true,
        ([a], [b]) => *a == *b,
        ([a0, a1], [b0, b1]) => *a0 == *b0 && *a1 == *b1,
        ([a0, a1, a2], [b0, b1, b2]) => *a0 == *b0 && *a1 == *b1 && *a2 == *b2,
        _ => false,
    }
}

/// Whether two names of one length are equal without their first and their last word.
const fn is_same_middle(mut a: &[u8], mut b: &[u8]) -> bool {
    while let (Some((word, rest)), Some((other, other_rest))) =
        (a.split_first_chunk::<8>(), b.split_first_chunk::<8>())
    {
        if u64::from_le_bytes(*word) != u64::from_le_bytes(*other) {
            return false;
        }
        (a, b) = (rest, other_rest);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::NameKey;
    use super::is_same_name;

    #[test]
    fn names_are_equal_if_all_bytes_are() {
        let same = |a: &str, b: &str| {
            let is_same = is_same_name(a, b);
            // Equal names have equal keys, and short ones that are not have other keys.
            if is_same || a.len() <= super::WHOLE {
                assert_eq!(NameKey::of(a).is(a.len(), NameKey::of(b), b.len()), is_same, "{a} {b}");
            }
            is_same
        };
        for length in 0..70 {
            let name = "n".repeat(length);
            assert!(same(&name, &name.clone()));
            assert!(!same(&name, &"n".repeat(length + 1)));
            for at in 0..length {
                let mut other = name.clone();
                other.replace_range(at..=at, "m");
                assert!(!same(&name, &other), "byte {at} of {length}");
            }
        }
    }
}
