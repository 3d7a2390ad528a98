//! Numbers and bools, and what holds those of a column.

use crate::gather::bits::Bits;
use crate::gather::column::Values;
use crate::plan::field::Type;

/// What holds the values of a column.
pub(crate) trait Store<V> {
    /// Adds values.
    fn add(&mut self, values: impl ExactSizeIterator<Item = V>);

    /// Adds up to 64 values: that at each bit that is set, and none of meaning at the others.
    fn add_set(&mut self, len: usize, bits: u64, value: impl Fn(usize) -> V);

    fn count(&self) -> usize;
}

impl<V: Copy + Default> Store<V> for Vec<V> {
    #[inline(always)]
    fn add(&mut self, values: impl ExactSizeIterator<Item = V>) {
        self.extend(values);
    }

    #[inline(always)]
    fn add_set(&mut self, len: usize, mut bits: u64, value: impl Fn(usize) -> V) {
        let mut few = [V::default(); 64];
        while bits != 0 {
            let at = bits.trailing_zeros() as usize;
            few[at] = value(at);
            bits &= bits - 1;
        }
        self.extend_from_slice(&few[..len]);
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl Store<bool> for Bits {
    #[inline(always)]
    fn add(&mut self, values: impl ExactSizeIterator<Item = bool>) {
        self.extend(values);
    }

    fn add_set(&mut self, len: usize, _: u64, value: impl Fn(usize) -> bool) {
        let word = (0..len).fold(0, |word, at| word | u64::from(value(at)) << at);
        self.push_word(word, len);
    }

    fn count(&self) -> usize {
        self.len()
    }
}

/// A type whose values are copied to a column of numbers.
pub(crate) trait Number: Copy + 'static {
    /// What is in the column.
    type Stored: Copy + Default;

    /// What holds the values of a column.
    type Store: Store<Self::Stored>;

    fn stored(self) -> Self::Stored;

    /// Back from what is in the column; `None` if it is out of range.
    fn from_stored(stored: Self::Stored) -> Option<Self>;

    fn values(values: &mut Values) -> Option<&mut Self::Store>;

    /// Whether a column of that type holds such numbers.
    fn is_of(ty: &Type) -> bool;
}

macro_rules! numbers {
    ($($type:ty as $stored:ty, $values:ident, [$($of:pat)*];)*) => {$(
        impl Number for $type {
            type Stored = $stored;
            type Store = Vec<$stored>;

            #[inline(always)]
            fn stored(self) -> $stored {
                // The same type, or as large: an `usize` has 64 bits at most.
                self as $stored
            }

            #[inline(always)]
            fn from_stored(stored: $stored) -> Option<Self> {
                let this = stored as $type;
                (this as $stored == stored || stored != stored).then_some(this)
            }

            fn values(values: &mut Values) -> Option<&mut Vec<$stored>> {
                match values {
                    Values::$values(values) => Some(values),
                    _ => None,
                }
            }

            fn is_of(ty: &Type) -> bool {
                matches!(ty, $($of)*)
            }
        }
    )*};
}
numbers! {
    i8 as i8, I8, [Type::I8];
    i16 as i16, I16, [Type::I16];
    i32 as i32, I32, [Type::I32 | Type::Date | Type::Time(_)];
    i64 as i64, I64, [Type::I64 | Type::Date64 | Type::Time(_) | Type::Timestamp(..)];
    isize as i64, I64, [Type::I64 | Type::Date64 | Type::Time(_) | Type::Timestamp(..)];
    u8 as u8, U8, [Type::U8];
    u16 as u16, U16, [Type::U16];
    u32 as u32, U32, [Type::U32];
    u64 as u64, U64, [Type::U64];
    usize as u64, U64, [Type::U64];
    f32 as f32, F32, [Type::F32];
    f64 as f64, F64, [Type::F64];
}

impl Number for bool {
    type Stored = bool;
    type Store = Bits;

    #[inline(always)]
    fn stored(self) -> bool {
        self
    }

    #[inline(always)]
    fn from_stored(stored: bool) -> Option<bool> {
        Some(stored)
    }

    fn values(values: &mut Values) -> Option<&mut Bits> {
        match values {
            Values::Bool(values) => Some(values),
            _ => None,
        }
    }

    fn is_of(ty: &Type) -> bool {
        matches!(ty, Type::Bool)
    }
}
