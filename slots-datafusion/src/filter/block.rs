//! Which rows of a block pass so far.

use slotted::descriptor::SlotColumn;

/// How many rows are tested at once: as many as are gathered at once.
pub(crate) const BLOCK: usize = 1_024;

/// The rows of a block that pass so far, a bit each.
#[derive(Clone, Copy)]
pub(crate) struct Passing([u64; BLOCK / 64]);

impl Passing {
    /// The first so many rows.
    pub(crate) fn first(rows: usize) -> Self {
        let word = |at: usize| match rows.saturating_sub(at * 64) {
            0 => 0,
            left @ 1..64 => (1 << left) - 1,
            _ => u64::MAX,
        };
        Passing(std::array::from_fn(word))
    }

    pub(crate) const NONE: Passing = Passing([0; BLOCK / 64]);

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Drops the rows that fail the test.
    #[inline(always)]
    pub(crate) fn retain(&mut self, mut test: impl FnMut(usize) -> bool) {
        for (at, word) in self.0.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                *word &= !(u64::from(!test(at * 64 + bit as usize)) << bit);
                left &= left - 1;
            }
        }
    }

    /// Drops the rows whose value in the column fails the test.
    #[inline(always)]
    pub(crate) fn retain_by<C>(&mut self, column: SlotColumn<'_, C>, test: impl Fn(&C) -> bool) {
        let in_question: u32 = self.0.iter().map(|word| word.count_ones()).sum();
        if in_question < BLOCK as u32 / 8 {
            return self.retain(|row| column.get(row).is_some_and(&test));
        }
        // Of most rows, the answers are written side by side first, without a branch: the shorter
        // the loop, the more rows the processor fetches from memory at once (three times as fast).
        let mut answers = [0_u8; BLOCK];
        for (answer, cell) in answers.iter_mut().zip(column.iter()) {
            *answer = u8::from(test(cell));
        }
        let (eights, _) = answers.as_chunks::<8>();
        let (words, _) = eights.as_chunks::<8>();
        for (word, eights) in self.0.iter_mut().zip(words) {
            *word &= u64::from_le_bytes(eights.map(bits));
        }
    }

    /// Adds the rows of another set.
    pub(crate) fn add(&mut self, other: &Passing) {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
    }

    /// Drops the rows of another set.
    pub(crate) fn remove(&mut self, other: &Passing) {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= !other);
    }

    /// Iterates over the rows, in their order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let next = |left: &u64| Some(left & (left - 1)).filter(|left| *left != 0);
            let words = std::iter::successors(Some(*word).filter(|word| *word != 0), next);
            words.map(move |left| at * 64 + left.trailing_zeros() as usize)
        })
    }
}

/// The lowest bit of each byte.
#[inline(always)]
fn bits(bytes: [u8; 8]) -> u8 {
    // Byte `i` times the bit `56 - 7 * i` of the factor is bit `56 + i` of the product; no other
    // product of a bit and a byte lies there, and none carries.
    (u64::from_le_bytes(bytes).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_that_pass_are_those_of_every_test() {
        for len in [0, 1, 63, 64, 65, 1000, BLOCK] {
            let mut passing = Passing::first(len);
            assert!(passing.rows().eq(0..len));
            passing.retain(|row| row % 3 == 0);
            passing.retain(|row| row % 2 == 0);
            assert!(passing.rows().eq((0..len).step_by(6)));
            let mut others = Passing::first(len);
            others.remove(&passing);
            assert!(others.rows().eq((0..len).filter(|row| row % 6 != 0)));
            others.add(&passing);
            assert!(others.rows().eq(0..len));
            assert_eq!(others.is_empty(), len == 0);
        }
    }

    #[test]
    fn eight_answers_are_a_byte() {
        for number in 0..=u8::MAX {
            assert_eq!(bits(std::array::from_fn(|bit| number >> bit & 1)), number);
        }
    }
}
