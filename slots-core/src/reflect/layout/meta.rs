//! Metadata that a user attaches to a slot.

use core::fmt;

/// The value of a metadata entry: a literal of `#[slots(meta(key = literal, …))]`.
///
/// ```
/// use slotted::layout::MetaValue;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Oil { #[slots(meta(unit = "°C", high = 120))] temperature: f64 }
///
/// let slot = Oil::LAYOUT.slot("temperature").expect("it is a slot");
/// assert_eq!(slot.meta_value("unit"), Some(MetaValue::Str("°C")));
/// assert_eq!(slot.meta_value("high"), Some(MetaValue::Int(120)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum MetaValue<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number with a decimal point.
    Float(f64),
    /// A string, or a character.
    Str(&'a str),
}

impl fmt::Display for MetaValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MetaValue::Bool(value) => value.fmt(f),
            MetaValue::Int(value) => value.fmt(f),
            MetaValue::Float(value) => value.fmt(f),
            MetaValue::Str(value) => value.fmt(f),
        }
    }
}

macro_rules! from {
    ($($type:ty => |$value:ident| $meta:expr;)*) => {$(
        impl<'a> From<$type> for MetaValue<'a> {
            fn from($value: $type) -> Self {
                $meta
            }
        }
    )*};
}
from! {
    bool => |value| MetaValue::Bool(value);
    i32 => |value| MetaValue::Int(value.into());
    i64 => |value| MetaValue::Int(value);
    f64 => |value| MetaValue::Float(value);
    &'a str => |value| MetaValue::Str(value);
}
