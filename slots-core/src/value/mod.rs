//! Dynamic values: owned ([`Value`]), borrowed ([`ValueRef`]), and the types that turn into them
//! ([`SlotValue`]).

mod compare;
mod convert;
mod depth;
mod impls;
mod kind;
mod literal;
mod mismatch;
mod opaque;
pub(crate) mod repr;
mod shape;
mod slot_value;
mod unbound;
mod value_ref;

#[cfg(feature = "serde")]
pub(crate) use convert::{exact_f64, rounded_f32};
#[cfg(feature = "serde")]
pub(crate) use depth::MAX_DEPTH;
pub(crate) use depth::{TooDeep, any_within_depth, text_within_depth};
pub use kind::Kind;
pub use literal::LiteralError;
pub use mismatch::Mismatch;
pub(crate) use mismatch::Reason;
pub use opaque::{OpaqueRef, OpaqueValue};
pub use shape::Shape;
pub use slot_value::SlotValue;
pub(crate) use unbound::Unbound;
pub use value_ref::{ListView, MapView, ValueRef};

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use crate::dict::Dict;

/// An owned value whose type is known only at run time: what a [`Dict`] holds, and what
/// [`setattr`](crate::AttributesExt::setattr) takes.
///
/// 24 bytes; `Option<Value>` too. `Value::from` makes one of any number, `&str`, `String`, `&[u8]`, `Vec`, array,
/// map, …; a `Vec<u8>` becomes a list of numbers as any other `Vec` does, a `&[u8]` bytes.
///
/// Numbers compare by what they say, whatever their kind: `Value::Int(4) == Value::Float(4.0)`, as in
/// Python. A bool is no number. `Debug` prints what Python's `repr` prints, `Display` what Rust's
/// `FromStr` reads.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Value {
    /// Python's `None`: a value, and not the same as *unbound*.
    #[default]
    None,
    /// A truth value.
    Bool(bool),
    /// An integer that fits into 64 bits with a sign.
    Int(i64),
    /// An integer that fits into 64 bits without one. `Value::from` uses it only for those above
    /// `i64::MAX`.
    UInt(u64),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Str(String),
    /// Bytes.
    Bytes(Box<[u8]>),
    /// Values in a row.
    List(Box<[Value]>),
    /// Values by name, in insertion order.
    Map(Dict),
    /// A shared value of any type.
    Opaque(OpaqueValue),
}

impl Value {
    /// A value of any type, shared; it is found again by its type alone.
    pub fn opaque<T: Send + Sync + 'static>(value: T) -> Self {
        Value::Opaque(OpaqueValue::new(value))
    }

    /// Drops the value; quickly, if it owns nothing. (What is dropped by itself is asked for its variant in all ways,
    /// which takes longer than to write a number.)
    #[inline(always)]
    pub(crate) fn let_go(self) {
        match self {
            Value::None | Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_) => {
                core::mem::forget(self);
            }
            owner => drop(owner),
        }
    }

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

    /// The kind of the value.
    pub fn kind(&self) -> Kind {
        self.view().kind()
    }

    /// Whether it is `None`.
    pub const fn is_none(&self) -> bool {
        matches!(self, Value::None)
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
