//! The `From` implementations of `Value`, and exact conversions between numbers.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::dyn_obj::DynObj;
use crate::value::opaque::OpaqueValue;

/// Returns the integer as an `f64`; `None` if an `f64` does not hold it exactly.
#[inline]
pub(crate) fn exact_f64(value: i128) -> Option<f64> {
    match i64::try_from(value) {
        Ok(value) => {
            let float = value as f64;
            // `i64::MAX` rounds up to 2⁶³, and the cast back saturates to `i64::MAX`. So the first
            // test alone would take it for exact.
            (float as i64 == value && value != i64::MAX).then_some(float)
        }
        Err(_) => exact_wide_f64(value),
    }
}

fn exact_wide_f64(value: i128) -> Option<f64> {
    let float = value as f64;
    // `i128::MAX` rounds up, and the cast back saturates, as above.
    (float as i128 == value && value != i128::MAX).then_some(float)
}

/// Returns the nearest `f32`; `None` if that is infinite and the number is not.
#[inline]
pub(crate) fn rounded_f32(wide: f64) -> Option<f32> {
    let narrow = wide as f32;
    (narrow.is_finite() || !wide.is_finite()).then_some(narrow)
}

macro_rules! from {
    ($($type:ty => |$value:ident| $to:expr),* $(,)?) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $to
            }
        }
    )*};
}

from! {
    bool => |value| Value::Bool(value),
    i8 => |value| Value::Int(value.into()),
    i16 => |value| Value::Int(value.into()),
    i32 => |value| Value::Int(value.into()),
    i64 => |value| Value::Int(value),
    isize => |value| Value::Int(value as i64),
    u8 => |value| Value::Int(value.into()),
    u16 => |value| Value::Int(value.into()),
    u32 => |value| Value::Int(value.into()),
    u64 => |value| i64::try_from(value).map_or(Value::UInt(value), Value::Int),
    usize => |value| Value::from(value as u64),
    f32 => |value| Value::Float(value.into()),
    f64 => |value| Value::Float(value),
    char => |value| Value::from(&*value.encode_utf8(&mut [0; 4])),
    i128 => |value| wide(i64::try_from(value).ok(), u64::try_from(value).ok(), &value),
    u128 => |value| wide(None, u64::try_from(value).ok(), &value),
    &str => |value| Value::Str(value.into()),
    &String => |value| Value::Str(value.clone()),
    String => |value| Value::Str(value),
    Box<str> => |value| Value::Str(value.into()),
    Arc<str> => |value| Value::from(&*value),
    Rc<str> => |value| Value::from(&*value),
    Cow<'_, str> => |value| Value::Str(value.into()),
    &[u8] => |value| Value::Bytes(value.into()),
    Box<[u8]> => |value| Value::Bytes(value),
    Box<[Value]> => |value| Value::List(value),
    &Value => |value| value.clone(),
    Dict => |value| Value::Map(value),
    DynObj => |value| Value::Object(value),
    &DynObj => |value| Value::Object(value.clone()),
    OpaqueValue => |value| Value::Opaque(value),
    () => |_value| Value::None,
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Value::Bytes(value.as_slice().into())
    }
}

/// Makes a list, also of a `Vec<u8>`: the caller may mean a list of numbers, and a slot of bytes
/// takes such a list as bytes.
impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(value: Vec<T>) -> Self {
        value.into_iter().collect()
    }
}

/// Makes an integer if the number fits into 64 bits, and text if it does not (spec 7.2).
fn wide(signed: Option<i64>, unsigned: Option<u64>, text: &dyn ToString) -> Value {
    let integer = signed.map(Value::Int).or(unsigned.map(Value::from));
    integer.unwrap_or_else(|| Value::Str(text.to_string()))
}

impl<T: Into<Value>> From<BTreeMap<String, T>> for Value {
    fn from(value: BTreeMap<String, T>) -> Self {
        Value::Map(value.into_iter().collect())
    }
}

#[cfg(feature = "std")]
impl<T: Into<Value>, S> From<std::collections::HashMap<String, T, S>> for Value {
    fn from(value: std::collections::HashMap<String, T, S>) -> Self {
        Value::Map(value.into_iter().collect())
    }
}

impl<const N: usize, T: Into<Value>> From<[T; N]> for Value {
    fn from(value: [T; N]) -> Self {
        value.into_iter().collect()
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::None, Into::into)
    }
}

/// Collects the items into a list.
impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use crate::value::convert::{exact_f64, exact_wide_f64};

    #[test]
    fn an_integer_is_exact_where_it_comes_back_from_the_float() {
        let powers = (0..127).map(|power| 1_i128 << power);
        for power in powers {
            for value in (-3..=3).map(|near| power + near).chain([power + (power >> 10)]) {
                for value in [value, -value] {
                    assert_eq!(exact_f64(value), exact_wide_f64(value), "{value}");
                    let comes_back = format!("{:.0}", value as f64) == value.to_string();
                    assert_eq!(exact_f64(value).is_some(), comes_back, "{value}");
                }
            }
        }
    }
}
