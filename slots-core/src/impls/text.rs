//! Strings and `char` as slots.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::sync::Arc;

use crate::reflect::scalar::Scalar;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// Implements `SlotValue` for types whose text `FromStr` reads and `Display` prints.
macro_rules! parsed {
    ($($(#[$doc:meta])* $type:ty: $shape:expr;)*) => {$(
        $(#[$doc])*
        impl SlotValue for $type {
            const KIND: Kind = Kind::Str;
            const __SHAPE: Shape = $shape;

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                match &value {
                    Value::Str(text) => Self::from_text(text),
                    _ => Err(ConversionError::refuse(value)),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::Text(self)
            }

            fn from_text(text: &str) -> Result<Self, ConversionError> {
                text.parse().map_err(|error| ConversionError::invalid(text, error))
            }
        }
    )*};
}
pub(crate) use parsed;

parsed! {
    /// A string of one character.
    char: Shape::Str;
}

macro_rules! strings {
    ($($type:ty: $scalar:expr),* $(,)?) => {$(
        impl SlotValue for $type {
            const KIND: Kind = Kind::Str;
            const __SHAPE: Shape = Shape::Str;
            const __SCALAR: Scalar<Self> = $scalar;

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                match value {
                    Value::Str(text) => Ok(text.into()),
                    value => Err(ConversionError::refuse(value)),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::Str(self)
            }

            #[inline(always)]
            fn __copied_text(text: &str) -> Option<Self> {
                Some(String::from(text).into())
            }

            /// Takes the whole text unchanged.
            fn from_text(text: &str) -> Result<Self, ConversionError> {
                Ok(String::from(text).into())
            }
        }
    )*};
}
strings! {
    String: Scalar::<String>::SELF,
    Box<str>: Scalar::OTHER,
    Arc<str>: Scalar::OTHER,
    Rc<str>: Scalar::OTHER,
    Cow<'static, str>: Scalar::OTHER,
}
