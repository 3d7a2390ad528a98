//! Dynamic values: owned ([`Value`]), borrowed ([`ValueRef`]), and the types that turn into them
//! ([`SlotValue`]).

pub(crate) mod conversion_error;
pub(crate) mod convert;
pub(crate) mod depth;
pub(crate) mod dict;
pub(crate) mod kind;
pub(crate) mod literal;
pub(crate) mod opaque;
pub(crate) mod repr;
pub(crate) mod unbound;

use crate::value::kind::Kind;
use crate::value::opaque::OpaqueValue;
use alloc::boxed::Box;
use alloc::string::String;

use crate::value::dict::Dict;

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

    /// The kind of the value.
    pub const fn kind(&self) -> Kind {
        match self {
            Value::None => Kind::None,
            Value::Bool(_) => Kind::Bool,
            Value::Int(_) | Value::UInt(_) => Kind::Int,
            Value::Float(_) => Kind::Float,
            Value::Str(_) => Kind::Str,
            Value::Bytes(_) => Kind::Bytes,
            Value::List(_) => Kind::List,
            Value::Map(_) => Kind::Map,
            Value::Opaque(_) => Kind::Opaque,
        }
    }

    /// Whether it is `None`.
    pub const fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }
}
