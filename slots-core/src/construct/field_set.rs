//! Sets of field numbers.

use alloc::vec::Vec;

/// A set of field numbers: those of a struct's fields that hold a value.
///
/// Invariant 1: bit `n % 64` of word `n / 64` is set for each `n` in the set; word 0 is `first`,
/// and the next ones are in `more`.
pub(crate) struct FieldSet {
    first: u64,
    /// Not allocated for structs of up to 64 fields, which most are.
    more: Vec<u64>,
}

const BITS: usize = u64::BITS as usize;

impl FieldSet {
    pub(crate) const fn new() -> Self {
        FieldSet { first: 0, more: Vec::new() }
    }

    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.first == 0 && self.more.iter().all(|word| *word == 0)
    }

    #[inline(always)]
    pub(crate) fn contains(&self, field: usize) -> bool {
        if field < BITS {
            return self.first >> field & 1 != 0;
        }
        self.more.get(field / BITS - 1).is_some_and(|word| word >> (field % BITS) & 1 != 0)
    }

    #[inline(always)]
    pub(crate) fn insert(&mut self, field: usize) {
        if field < BITS {
            self.first |= 1 << field;
        } else {
            self.insert_more(field);
        }
    }

    #[cold]
    fn insert_more(&mut self, field: usize) {
        let word = field / BITS - 1;
        if self.more.len() <= word {
            self.more.resize(word + 1, 0);
        }
        self.more[word] |= 1 << (field % BITS);
    }

    /// Returns the first field of `from..end` that is not in the set.
    #[inline]
    pub(crate) fn next_missing(&self, from: usize, end: usize) -> Option<usize> {
        let mut field = from;
        while field < end {
            let word = match field / BITS {
                0 => self.first,
                word => self.more.get(word - 1).copied().unwrap_or_default(),
            };
            let missing = !word >> (field % BITS);
            if missing != 0 {
                let found = field + missing.trailing_zeros() as usize;
                return (found < end).then_some(found);
            }
            field = (field / BITS + 1) * BITS;
        }
        None
    }

    /// Removes and returns the highest field number.
    pub(crate) fn pop(&mut self) -> Option<usize> {
        while let Some(last) = self.more.last_mut() {
            if let Some(bit) = pop_bit(last) {
                return Some(self.more.len() * BITS + bit);
            }
            self.more.pop();
        }
        pop_bit(&mut self.first)
    }
}

/// Clears the highest set bit and returns its number.
fn pop_bit(word: &mut u64) -> Option<usize> {
    let bit = word.checked_ilog2()?;
    *word &= !(1 << bit);
    Some(bit as usize)
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use proptest::prelude::*;

    use super::FieldSet;

    proptest! {
        #[test]
        fn a_field_set_is_a_set(fields in prop::collection::vec(0..300_usize, 0..100)) {
            let mut set = FieldSet::new();
            let mut model = BTreeSet::new();
            for field in fields {
                set.insert(field);
                model.insert(field);
            }
            for field in 0..400 {
                prop_assert_eq!(set.contains(field), model.contains(&field));
                let missing = (field..300).find(|field| !model.contains(field));
                prop_assert_eq!(set.next_missing(field, 300), missing);
            }
            while let Some(field) = set.pop() {
                prop_assert_eq!(Some(field), model.pop_last());
            }
            prop_assert!(model.is_empty() && set.is_empty());
        }
    }
}
