//! Views: `Value` as a [`ValueRef`], printing of `Value` and `Dict`, and equality of `Dict`.

use core::fmt;

use crate::reflect::display::write_entries;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::dict::Dict;

impl Value {
    /// Returns the value as a [`ValueRef`], to match on.
    #[inline]
    #[must_use]
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
            Value::Object(value) => ValueRef::Shared(value.in_value()),
            Value::Opaque(value) => ValueRef::Opaque(value.borrowed()),
        }
    }
}

/// Declares the accessors of `Value`. Each calls the accessor of its view.
macro_rules! accessors {
    ($($(#[$doc:meta])* $name:ident -> $type:ty),* $(,)?) => {
        impl Value {
            $($(#[$doc])*
            pub fn $name(&self) -> Option<$type> {
                self.view().$name()
            })*
        }
    };
}

accessors! {
    /// Returns the `bool`.
    as_bool -> bool,
    /// Returns the integer, if an `i64` holds it.
    as_i64 -> i64,
    /// Returns the integer, if a `u64` holds it.
    as_u64 -> u64,
    /// Returns the number. An integer is returned only if an `f64` holds it exactly.
    as_f64 -> f64,
    /// Returns the text.
    as_str -> &str,
}

/// Prints what Python's `repr` prints.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

/// Prints what Rust's `Display` prints for a value of that type.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// Prints what Python's `repr` prints: `{'a': 1, 'b': None}`.
impl fmt::Debug for Dict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_entries(f, self.iter().map(|(name, value)| (name, value.view())))
    }
}

/// Two are equal if they have equal entries, in whatever order.
impl PartialEq for Dict {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}
