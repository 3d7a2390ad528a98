//! An event: slots for the keys that are read often, and a `Dict` for all others.

use slotted::prelude::*;
use slotted::{ConversionError, Kind, SlotValue, ValueRef};

/// The type of a key that may be missing or null.
///
/// Both must be written as they were read, so they differ here: the outer `None` is *unbound* (the
/// key is missing), the inner `None` is null.
pub(crate) type Nullable<T> = Option<Option<T>>;

/// An event of the feed. Only `id` and `time` are required.
#[derive(Slots)]
#[slots(dict, serialize, deserialize)]
pub(crate) struct Event {
    pub(crate) id: String,
    /// Milliseconds since 1970.
    pub(crate) time: i64,
    /// The magnitude.
    #[slots(optional)]
    pub(crate) mag: Nullable<Number>,
    #[slots(optional)]
    pub(crate) place: Nullable<String>,
    /// How many people reported that they felt it.
    #[slots(optional)]
    pub(crate) felt: Nullable<Number>,
    /// 1 if there may have been a tsunami.
    #[slots(optional)]
    pub(crate) tsunami: Nullable<Number>,
    /// How significant the event is, from 0 to 1000.
    #[slots(optional)]
    pub(crate) sig: Nullable<Number>,
    /// The kind of event, such as `earthquake` or `quarry blast`.
    #[slots(optional, rename = "type")]
    pub(crate) kind: Nullable<String>,
    /// Longitude and latitude in degrees, and depth in kilometres.
    #[slots(optional)]
    pub(crate) coordinates: Nullable<Vec<Number>>,
    pub(crate) __dict__: Dict,
}

/// A number in the form in which it was written: an `f64` would turn 2 into 2.0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Whole(i64),
    Real(f64),
}

impl SlotValue for Number {
    const KIND: Kind = Kind::Float;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        match value {
            Value::Int(number) => Ok(Number::Whole(number)),
            Value::Float(number) if number.is_finite() => Ok(Number::Real(number)),
            Value::Float(number) => {
                Err(ConversionError::invalid(number, "JSON has no such number"))
            }
            Value::UInt(number) => Err(ConversionError::out_of_range(number)),
            other => Err(ConversionError::wrong_type(&other)),
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        match *self {
            Number::Whole(number) => ValueRef::Int(number),
            Number::Real(number) => ValueRef::Float(number),
        }
    }
}
