//! A `Value` or a `Dict` as a [`ValueRef`].

use core::fmt;

use crate::reflect::display::write_entries;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::dict::Dict;

impl Value {
    /// The same value, borrowed.
    #[inline]
    pub fn view(&self) -> ValueRef<'_> {
        match self {
            Value::None => ValueRef::None,
            Value::Bool(value) => ValueRef::Bool(*value),
            Value::Int(value) => ValueRef::Int(*value),
            Value::UInt(value) => ValueRef::from(*value),
            Value::Float(value) => ValueRef::Float(*value),
            Value::Str(value) => ValueRef::Str(value),
            Value::Bytes(value) => ValueRef::Bytes(value),
            Value::List(value) => ValueRef::List(value),
            Value::Map(value) => ValueRef::Map(value),
            Value::Opaque(value) => ValueRef::Opaque(value.borrowed()),
        }
    }

    /// The truth value, of a bool.
    pub fn as_bool(&self) -> Option<bool> {
        self.view().as_bool()
    }

    /// The integer, where it fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.view().as_i64()
    }

    /// The integer, where it fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.view().as_u64()
    }

    /// The number; an integer, where an `f64` holds it exactly.
    pub fn as_f64(&self) -> Option<f64> {
        self.view().as_f64()
    }

    /// The text.
    pub fn as_str(&self) -> Option<&str> {
        self.view().as_str()
    }
}

/// What Python's `repr` prints.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

/// What Rust's `Display` prints for a value of that type.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// What Python's `repr` prints: `{'a': 1, 'b': None}`.
impl fmt::Debug for Dict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_entries(f, self.iter().map(|(name, value)| (name, value.view())))
    }
}

/// Equal entries, in whatever order.
impl PartialEq for Dict {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}
