//! Numbers and `bool` as slots.

use alloc::vec::Vec;
use core::num::{IntErrorKind, NonZero, ParseFloatError, ParseIntError, Wrapping};
use core::str::FromStr;

use crate::reflect::item_info::ItemInfo;
use crate::reflect::list_view::ListView;
use crate::reflect::scalar::Scalar;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::{SlotValue, list_from_value};
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::convert::{exact_f64, rounded_f32};
use crate::value::kind::Kind;

macro_rules! non_zero {
    ($type:ty => |$value:ident| $view:expr) => {
        impl SlotValue for NonZero<$type> {
            const KIND: Kind = Kind::Int;
            const __SHAPE: Shape = <$type>::__SHAPE;

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                let number = <$type>::from_value(value)?;
                NonZero::new(number).ok_or_else(|| ConversionError::out_of_range(number))
            }

            fn as_value(&self) -> ValueRef<'_> {
                let $value = self.get();
                $view
            }

            fn from_text(text: &str) -> Result<Self, ConversionError> {
                let number = <$type>::from_text(text)?;
                NonZero::new(number).ok_or_else(|| ConversionError::out_of_range(number))
            }
        }
    };
}

macro_rules! integers {
    ($($type:ty, $shape:ident => |$value:ident| $view:expr),* $(,)?) => {$(
        impl SlotValue for $type {
            const KIND: Kind = Kind::Int;
            const __SHAPE: Shape = Shape::$shape;
            const __SCALAR: Scalar<Self> = Scalar::<$type>::SELF;

            #[inline]
            fn from_value(value: Value) -> Result<Self, ConversionError> {
                let number = match &value {
                    Value::Int(value) => (*value).try_into().map_err(|_| ConversionError::out_of_range(value)),
                    Value::UInt(value) => (*value).try_into().map_err(|_| ConversionError::out_of_range(value)),
                    value => Err(ConversionError::wrong_type(value)),
                };
                value.let_go();
                number
            }

            fn as_value(&self) -> ValueRef<'_> {
                let $value = *self;
                $view
            }

            fn from_text(text: &str) -> Result<Self, ConversionError> {
                integer(text)
            }

            #[inline(always)]
            fn __copied(value: &Value) -> Option<Self> {
                match value {
                    Value::Int(value) => (*value).try_into().ok(),
                    Value::UInt(value) => (*value).try_into().ok(),
                    _ => None,
                }
            }
        }

        non_zero!($type => |$value| $view);
    )*};
}

integers! {
    i8, I8 => |value| ValueRef::Int(value.into()),
    i16, I16 => |value| ValueRef::Int(value.into()),
    i32, I32 => |value| ValueRef::Int(value.into()),
    i64, I64 => |value| ValueRef::Int(value),
    isize, I64 => |value| ValueRef::Int(value as i64),
    u16, U16 => |value| ValueRef::Int(value.into()),
    u32, U32 => |value| ValueRef::Int(value.into()),
    u64, U64 => |value| ValueRef::from(value),
    usize, U64 => |value| ValueRef::from(value as u64),
}

/// A number. A list of `u8` is bytes.
impl SlotValue for u8 {
    const KIND: Kind = Kind::Int;
    const __SHAPE: Shape = Shape::U8;
    const __SCALAR: Scalar<Self> = Scalar::<u8>::SELF;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        let wide = u64::from_value(value)?;
        wide.try_into().map_err(|_| ConversionError::out_of_range(wide))
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Int((*self).into())
    }

    fn from_text(text: &str) -> Result<Self, ConversionError> {
        integer(text)
    }

    #[inline(always)]
    fn __copied(value: &Value) -> Option<Self> {
        u64::__copied(value)?.try_into().ok()
    }

    fn __list_from_value(value: Value) -> Result<Vec<Self>, ConversionError> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.into()),
            value => list_from_value(value),
        }
    }

    fn __list_as_value<'a>(_: &'a dyn ListView, items: &'a [Self]) -> ValueRef<'a> {
        ValueRef::Bytes(items)
    }

    const __LIST_KIND: Kind = Kind::Bytes;
    const __LIST_SHAPE: Shape = Shape::Bytes;
    const __LIST_ITEM: Option<fn() -> ItemInfo> = None;
}

non_zero!(u8 => |value| ValueRef::Int(value.into()));

/// A `Wrapping` is seen, and read from data, as what it wraps.
impl<T: SlotValue> SlotValue for Wrapping<T> {
    const KIND: Kind = T::KIND;
    const __SHAPE: Shape = T::__SHAPE;
    const __ITEM: Option<fn() -> ItemInfo> = T::__ITEM;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        T::from_value(value).map(Wrapping)
    }

    fn as_value(&self) -> ValueRef<'_> {
        self.0.as_value()
    }

    fn from_text(text: &str) -> Result<Self, ConversionError> {
        T::from_text(text).map(Wrapping)
    }
}

// `Value` has no integers beyond 64 bits: such a number is shown as text and read from text (spec
// 7.2).
macro_rules! wide_integers {
    ($($type:ty),*) => {$(
        impl SlotValue for $type {
            const KIND: Kind = Kind::Int;
            const __SHAPE: Shape = Shape::Int128;

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                match value {
                    Value::Int(value) => value.try_into().map_err(|_| ConversionError::out_of_range(value)),
                    Value::UInt(value) => Ok(value.into()),
                    Value::Str(text) => integer(&text),
                    value => Err(ConversionError::refuse(value)),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                if let Ok(value) = i64::try_from(*self) {
                    ValueRef::Int(value)
                } else if let Ok(value) = u64::try_from(*self) {
                    ValueRef::UInt(value)
                } else {
                    ValueRef::Text(self)
                }
            }

            fn from_text(text: &str) -> Result<Self, ConversionError> {
                integer(text)
            }
        }
    )*};
}
wide_integers!(i128, u128);

impl SlotValue for f64 {
    const KIND: Kind = Kind::Float;
    const __SHAPE: Shape = Shape::F64;
    const __SCALAR: Scalar<Self> = Scalar::<f64>::SELF;

    #[inline]
    fn from_value(value: Value) -> Result<Self, ConversionError> {
        let exact = |integer: i128| {
            exact_f64(integer).ok_or_else(|| ConversionError::out_of_range(integer))
        };
        let number = match &value {
            Value::Float(value) => Ok(*value),
            Value::Int(value) => exact((*value).into()),
            Value::UInt(value) => exact((*value).into()),
            value => Err(ConversionError::wrong_type(value)),
        };
        value.let_go();
        number
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Float(*self)
    }

    #[inline(always)]
    fn __copied(value: &Value) -> Option<Self> {
        match value {
            Value::Float(value) => Some(*value),
            Value::Int(value) => exact_f64((*value).into()),
            Value::UInt(value) => exact_f64((*value).into()),
            _ => None,
        }
    }

    fn from_text(text: &str) -> Result<Self, ConversionError> {
        finite(text, f64::is_infinite)
    }
}

impl SlotValue for f32 {
    const KIND: Kind = Kind::Float;
    const __SHAPE: Shape = Shape::F32;
    const __SCALAR: Scalar<Self> = Scalar::<f32>::SELF;

    /// Rounds a float to the nearest `f32`, as the compiler rounds a literal, but refuses a finite
    /// one that would become infinite. Takes an integer only if an `f32` holds it exactly.
    fn from_value(value: Value) -> Result<Self, ConversionError> {
        let rounds = matches!(value, Value::Float(_));
        let wide = f64::from_value(value)?;
        match rounded_f32(wide) {
            Some(narrow) if rounds || f64::from(narrow) == wide => Ok(narrow),
            _ => Err(ConversionError::out_of_range(wide)),
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Single(*self)
    }

    #[inline(always)]
    fn __copied(value: &Value) -> Option<Self> {
        match value {
            Value::Float(value) => rounded_f32(*value),
            value => {
                let wide = f64::__copied(value)?;
                rounded_f32(wide).filter(|narrow| f64::from(*narrow) == wide)
            }
        }
    }

    fn from_text(text: &str) -> Result<Self, ConversionError> {
        finite(text, f32::is_infinite)
    }
}

impl SlotValue for bool {
    const KIND: Kind = Kind::Bool;
    const __SHAPE: Shape = Shape::Bool;
    const __SCALAR: Scalar<Self> = Scalar::<bool>::SELF;

    #[inline]
    fn from_value(value: Value) -> Result<Self, ConversionError> {
        let is_true = match &value {
            Value::Bool(value) => Ok(*value),
            value => Err(ConversionError::wrong_type(value)),
        };
        value.let_go();
        is_true
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }

    #[inline(always)]
    fn __copied(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    fn from_text(text: &str) -> Result<Self, ConversionError> {
        match text.trim() {
            "true" | "True" => Ok(true),
            "false" | "False" => Ok(false),
            _ => Err(ConversionError::invalid(text, "it must be `true` or `false`")),
        }
    }
}

/// Parses an integer. The error tells text that is not an integer from an integer that is out of
/// range.
fn integer<T>(text: &str) -> Result<T, ConversionError>
where
    T: FromStr<Err = ParseIntError> + TryFrom<i128>,
{
    let digits = text.trim();
    digits.parse().or_else(|error: ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => {
            Err(ConversionError::out_of_range(digits))
        }
        // Unsigned types report `-1` as an invalid digit, but it is an integer that is out of
        // range; and `-0` is zero.
        _ => match digits.parse::<i128>() {
            Ok(wide) => wide.try_into().map_err(|_| ConversionError::out_of_range(digits)),
            Err(_) => Err(ConversionError::invalid(text, error)),
        },
    })
}

/// Parses a float and rounds it to the nearest, as the compiler rounds a literal. Refuses digits
/// that would become infinite; `inf` itself is taken.
fn finite<T>(text: &str, is_infinite: fn(T) -> bool) -> Result<T, ConversionError>
where
    T: FromStr<Err = ParseFloatError> + Copy,
{
    let value = text.trim().parse().map_err(|error| ConversionError::invalid(text, error))?;
    if is_infinite(value) && text.contains(|c: char| c.is_ascii_digit()) {
        return Err(ConversionError::out_of_range(text.trim()));
    }
    Ok(value)
}
