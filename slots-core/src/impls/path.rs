//! Paths of files as slots: text, or opaque where the path is no Unicode.

use alloc::boxed::Box;
use alloc::string::String;
use std::path::{Path, PathBuf};

use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;
use crate::value::opaque::OpaqueRef;

macro_rules! paths {
    ($($type:ty)*) => {$(
        /// The path as text. One that is no Unicode is no text, so it is reached by its own type
        /// only, and has no form in data.
        impl SlotValue for $type {
            const KIND: Kind = Kind::Str;
            const __SHAPE: Shape = Shape::Str;

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                match value {
                    Value::Str(text) => Ok(PathBuf::from(String::from(text)).into()),
                    value => Err(ConversionError::refuse(value)),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                match self.to_str() {
                    Some(text) => ValueRef::Str(text),
                    None => ValueRef::Opaque(OpaqueRef::new(self)),
                }
            }

            /// Takes the whole text unchanged.
            fn from_text(text: &str) -> Result<Self, ConversionError> {
                Ok(PathBuf::from(text).into())
            }
        }
    )*};
}
paths!(PathBuf Box<Path>);
