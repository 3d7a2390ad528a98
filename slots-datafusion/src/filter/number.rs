//! Numbers in the order of SQL.

use datafusion::common::ScalarValue;

/// A type of numbers, as they are compared.
pub(crate) trait Number: Copy + Send + Sync + 'static {
    /// Numbers are in the order of their keys.
    type Key: Ord + Copy + Send + Sync;

    fn key(self) -> Self::Key;

    /// What a plain constant of the type is; the inner `None` for null.
    fn of_literal(literal: &ScalarValue) -> Option<Option<Self::Key>>;

    /// The number as an `Int64`, where a cast to that type never fails.
    const TO_I64: Option<fn(Self) -> i64> = None;

    /// The number as a `Float64`, where a cast to that type never fails.
    const TO_F64: Option<fn(Self) -> f64> = None;
}

macro_rules! numbers {
    ($($type:ty as $key:ty, $variant:ident $(, $widened:ident)*;)*) => {$(
        impl Number for $type {
            type Key = $key;

            #[inline(always)]
            fn key(self) -> $key {
                self as $key
            }

            fn of_literal(literal: &ScalarValue) -> Option<Option<$key>> {
                match literal {
                    ScalarValue::$variant(number) => Some(number.map(|number| number as $key)),
                    _ => None,
                }
            }

            $(numbers!(@$widened);)*
        }
    )*};
    (@i64) => {
        const TO_I64: Option<fn(Self) -> i64> = Some(|number| number as i64);
    };
    (@f64) => {
        const TO_F64: Option<fn(Self) -> f64> = Some(|number| number as f64);
    };
}
numbers! {
    i8 as i8, Int8, i64, f64;
    i16 as i16, Int16, i64, f64;
    i32 as i32, Int32, i64, f64;
    i64 as i64, Int64, f64;
    isize as i64, Int64, f64;
    u8 as u8, UInt8, i64, f64;
    u16 as u16, UInt16, i64, f64;
    u32 as u32, UInt32, i64, f64;
    u64 as u64, UInt64, f64;
    usize as u64, UInt64, f64;
}

impl Number for bool {
    type Key = bool;

    #[inline(always)]
    fn key(self) -> bool {
        self
    }

    fn of_literal(literal: &ScalarValue) -> Option<Option<bool>> {
        match literal {
            ScalarValue::Boolean(value) => Some(*value),
            _ => None,
        }
    }
}

macro_rules! floats {
    ($($type:ident as $key:ident, $variant:ident $(, $widened:ident)*;)*) => {$(
        impl Number for $type {
            type Key = $key;

            /// DataFusion compares in IEEE 754's total order, where `NaN` equals itself and is
            /// greater than infinity, except that both zeros are equal.
            #[inline(always)]
            fn key(self) -> $key {
                let number = if self == 0.0 { 0.0 } else { self };
                let bits = number.to_bits().cast_signed();
                // Of negative numbers, all other bits count the other way.
                bits ^ ((bits >> ($key::BITS - 1)) & $key::MAX)
            }

            fn of_literal(literal: &ScalarValue) -> Option<Option<$key>> {
                match literal {
                    ScalarValue::$variant(number) => Some(number.map(Number::key)),
                    _ => None,
                }
            }

            $(numbers!(@$widened);)*
        }
    )*};
}
floats! {
    f32 as i32, Float32, f64;
    f64 as i64, Float64;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_in_total_order_with_one_zero() {
        let ordered =
            [-f64::NAN, f64::NEG_INFINITY, -1.5, -0.0, 1e-300, 2.0, f64::INFINITY, f64::NAN];
        assert!(ordered.windows(2).all(|pair| pair[0].key() < pair[1].key()));
        assert_eq!((-0.0_f64).key(), 0.0_f64.key());
        assert_eq!((-0.0_f32).key(), 0.0_f32.key());
        assert!((-1.0_f32).key() < 0.5_f32.key());
    }
}
