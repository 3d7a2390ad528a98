//! `()` as a slot: `None`.

use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// Python's `None`, and no other value.
impl SlotValue for () {
    const KIND: Kind = Kind::None;
    const __SHAPE: Shape = Shape::Unit;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        match value {
            Value::None => Ok(()),
            value => Err(ConversionError::refuse(value)),
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::None
    }
}
