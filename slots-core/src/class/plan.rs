//! Where the fields of an instance lie: the one place that works out offsets.

use alloc::vec::Vec;
use core::cmp::Reverse;

/// The size and the alignment of a field, in bytes, and its place among others of that alignment.
#[derive(Clone, Copy)]
pub(super) struct FieldSize {
    pub(super) size: usize,
    pub(super) align: usize,
    pub(super) rank: usize,
}

/// Where the fields that a class adds lie.
pub(super) struct Places {
    /// The offset of each, in the order in which they were given.
    pub(super) offsets: Vec<usize>,
    /// Where the `Dict` is, if one is added.
    pub(super) dict: Option<usize>,
    /// Where the last one ends. A class below puts its own fields there.
    pub(super) size: usize,
    pub(super) align: usize,
}

/// Puts the fields behind those of the base, which end at `size`: the largest alignment first, so
/// that there are few gaps, and by rank where that is equal. The `Dict` comes last.
///
/// # Panics
///
/// If the fields are larger than the address space.
pub(super) fn place(
    (size, align): (usize, usize),
    fields: &[FieldSize],
    dict: Option<FieldSize>,
) -> Places {
    let mut places = Places { offsets: alloc::vec![0; fields.len()], dict: None, size, align };
    let mut order: Vec<usize> = (0..fields.len()).collect();
    order.sort_by_key(|at| (Reverse(fields[*at].align), fields[*at].rank));
    for at in order {
        places.offsets[at] = places.add(fields[at]);
    }
    places.dict = dict.map(|dict| places.add(dict));
    places
}

impl Places {
    fn add(&mut self, field: FieldSize) -> usize {
        let offset = self.size.checked_next_multiple_of(field.align);
        let end = offset.and_then(|offset| offset.checked_add(field.size));
        let end = end.filter(|end| isize::try_from(*end).is_ok());
        self.size = end.expect("an instance is smaller than the address space");
        self.align = self.align.max(field.align);
        self.size - field.size
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::{FieldSize, place};

    proptest! {
        #[test]
        fn fields_are_aligned_and_do_not_overlap(
            start in 0..40_usize,
            sizes in prop::collection::vec((0..4_u32, 0..9_usize), 0..20),
            has_dict in any::<bool>(),
        ) {
            let fields: Vec<FieldSize> = sizes
                .iter()
                .enumerate()
                .map(|(rank, (align, times))| {
                    let align = 1 << align;
                    FieldSize { size: align * times, align, rank }
                })
                .collect();
            let dict = has_dict.then_some(FieldSize { size: 8, align: 8, rank: 0 });
            let places = place((start, 1), &fields, dict);
            let mut taken = alloc::vec![false; places.size];
            taken[..start].fill(true);
            let all = fields.iter().zip(&places.offsets).chain(dict.iter().zip(&places.dict));
            for (field, offset) in all {
                prop_assert_eq!(offset % field.align, 0);
                prop_assert!(places.align >= field.align);
                for byte in &mut taken[*offset..offset + field.size] {
                    prop_assert!(!core::mem::replace(byte, true), "overlap");
                }
            }
            let alignment = fields.iter().map(|field| field.align).max().unwrap_or(1);
            let gaps = taken.iter().filter(|taken| !**taken).count();
            prop_assert!(gaps < alignment + 8, "only before the first field and the dict");
        }
    }
}
