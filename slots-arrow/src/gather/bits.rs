//! Bits under way: bools, and which rows have a value.

/// Bits in bytes, the lowest first, as Arrow has them. Bits behind the last are zero.
#[derive(Debug, Default)]
pub(crate) struct Bits {
    bytes: Vec<u8>,
    len: usize,
}

impl Bits {
    /// The number of bits.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn get(&self, index: usize) -> bool {
        self.bytes[index / 8] >> (index % 8) & 1 != 0
    }

    /// Makes room for so many more.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.bytes.reserve((self.len + more).div_ceil(8) - self.bytes.len());
    }

    #[inline]
    pub(crate) fn push(&mut self, bit: bool) {
        match self.len % 8 {
            0 => self.bytes.push(u8::from(bit)),
            at => *self.bytes.last_mut().expect("it has begun") |= u8::from(bit) << at,
        }
        self.len += 1;
    }

    /// Adds the bits of an iterator: byte by byte, where it begins at one.
    #[inline(always)]
    pub(crate) fn extend(&mut self, mut bits: impl ExactSizeIterator<Item = bool>) {
        if self.len.is_multiple_of(8) {
            let bytes = bits.len() / 8;
            self.bytes.extend((0..bytes).map(|_| {
                (0..8).fold(0, |byte, at| byte | u8::from(bits.next().unwrap_or(false)) << at)
            }));
            self.len += bytes * 8;
        }
        bits.for_each(|bit| self.push(bit));
    }

    /// Adds so many bits, up to 64, of a word: the lowest first. Its others are zero.
    #[inline(always)]
    pub(crate) fn push_word(&mut self, word: u64, bits: usize) {
        if self.len.is_multiple_of(8) {
            self.bytes.extend_from_slice(&word.to_le_bytes()[..bits.div_ceil(8)]);
            self.len += bits;
        } else {
            (0..bits).for_each(|at| self.push(word >> at & 1 != 0));
        }
    }

    /// Drops all but the first bits.
    pub(crate) fn truncate(&mut self, len: usize) {
        let len = len.min(self.len);
        self.len = len;
        self.bytes.truncate(len.div_ceil(8));
        if let (Some(last), 1..) = (self.bytes.last_mut(), len % 8) {
            *last &= (1 << (len % 8)) - 1;
        }
    }

    /// The bytes, the last of which may be filled in part.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn bits_are_those_that_were_added_less_those_that_were_dropped() {
        let bit = |at: usize| at.wrapping_mul(0x9e37_79b9) >> 7 & 1 != 0;
        for first in 0..20 {
            for more in 0..30 {
                for kept in 0..=first + more {
                    let mut bits = Bits::default();
                    bits.reserve(first + more);
                    (0..first).for_each(|at| bits.push(bit(at)));
                    bits.extend((first..first + more).map(bit));
                    bits.truncate(kept);
                    assert!(bits.len() == kept && (0..kept).all(|at| bits.get(at) == bit(at)));
                    bits.extend((kept..kept + 9).map(bit));
                    assert!((0..kept + 9).all(|at| bits.get(at) == bit(at)));
                    let bytes = bits.into_bytes();
                    assert_eq!(bytes.len(), (kept + 9).div_ceil(8));
                    let all = bytes.iter().map(|byte| byte.count_ones()).sum::<u32>();
                    assert_eq!(all as usize, (0..kept + 9).filter(|at| bit(*at)).count());
                }
            }
        }
    }
}
