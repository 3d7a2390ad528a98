//! Sets of field numbers.

use alloc::boxed::Box;
use alloc::vec::Vec;

/// A set of field numbers: those of a struct's fields that hold a value.
///
/// Invariant 1: bit `n % 64` of word `n / 64` is set for each `n` in the set; word 0 is `first`,
/// and the next ones are in `more`.
pub(crate) struct FieldSet {
    first: u64,
    /// Not allocated for structs of up to 64 fields, which most are. In a box, to be one word.
    more: Option<Box<More>>,
}

struct More(Vec<u64>);

const BITS: usize = u64::BITS as usize;

impl FieldSet {
    pub(crate) const fn new() -> Self {
        FieldSet { first: 0, more: None }
    }

    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.first == 0 && self.more().iter().all(|word| *word == 0)
    }

    #[inline(always)]
    fn more(&self) -> &[u64] {
        self.more.as_ref().map_or(&[], |more| &more.0)
    }

    /// Whether all fields of `0..end` are in the set.
    #[inline(always)]
    pub(crate) fn holds_all(&self, end: usize) -> bool {
        match end {
            0 => true,
            1..=BITS => !self.first << (BITS - end) == 0,
            _ => self.next_missing(0, end).is_none(),
        }
    }

    #[inline(always)]
    pub(crate) fn contains(&self, field: usize) -> bool {
        if field < BITS {
            return self.first >> field & 1 != 0;
        }
        self.more().get(field / BITS - 1).is_some_and(|word| word >> (field % BITS) & 1 != 0)
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
        let more = &mut self.more.get_or_insert_with(|| Box::new(More(Vec::new()))).0;
        if more.len() <= word {
            more.resize(word + 1, 0);
        }
        more[word] |= 1 << (field % BITS);
    }

    /// Returns the first field of `from..end` that is not in the set.
    #[inline]
    pub(crate) fn next_missing(&self, from: usize, end: usize) -> Option<usize> {
        let mut field = from;
        while field < end {
            let word = match field / BITS {
                0 => self.first,
                word => self.more().get(word - 1).copied().unwrap_or_default(),
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
        if let Some(More(more)) = self.more.as_deref_mut() {
            while let Some(last) = more.last_mut() {
                if let Some(bit) = pop_bit(last) {
                    return Some(more.len() * BITS + bit);
                }
                more.pop();
            }
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
                let all = (0..field).all(|field| model.contains(&field));
                prop_assert_eq!(set.holds_all(field), all);
            }
            prop_assert_eq!(set.is_empty(), model.is_empty());
            while let Some(field) = set.pop() {
                prop_assert_eq!(Some(field), model.pop_last());
                prop_assert_eq!(set.is_empty(), model.is_empty());
            }
            prop_assert!(model.is_empty());
        }
    }
}
