//! Owned dynamic values: [`Value`], its kinds, its conversions and its text.
//!
//! | file | what |
//! |---|---|
//! | `conversion_error` | `ConversionError` |
//! | `convert` | the `From` implementations of `Value`, and exact conversions between numbers |
//! | `depth` | the limit on how deep lists and maps are nested in values |
//! | `dict` | `Dict` |
//! | `dyn_obj` | shared objects of any type |
//! | `kind` | the kinds of dynamic values |
//! | `literal` | parses values from text in Python's syntax |
//! | `opaque` | opaque values |
//! | `repr` | prints values as Python's `repr` does |
//! | `suggest` | "Did you mean" suggestions, by CPython's rule (spec 4.1) |
//! | `unbound` | the mark of an unbound slot inside a `Value` |

pub(crate) mod conversion_error;
pub(crate) mod convert;
pub(crate) mod depth;
pub(crate) mod dict;
pub(crate) mod dyn_obj;
pub(crate) mod kind;
pub(crate) mod literal;
pub(crate) mod opaque;
pub(crate) mod repr;
pub(crate) mod suggest;
pub(crate) mod unbound;

use crate::value::kind::Kind;
use crate::value::opaque::OpaqueValue;
use alloc::boxed::Box;
use alloc::string::String;

use crate::value::dict::Dict;
use crate::value::dyn_obj::DynObj;

/// An owned value whose type is known only at run time.
///
/// A [`Dict`] holds such values, and [`setattr`](crate::AttributesExt::setattr) takes one. `Value`
/// takes 24 bytes, and so does `Option<Value>`. `Value::from` makes one from any number, `&str`,
/// `String`, `&[u8]`, `Vec`, array, map, …. A `&[u8]` becomes bytes; a `Vec<u8>` becomes a list of
/// numbers, as any other `Vec` does.
///
/// Numbers compare by their numeric value, whatever their kind, as in Python: `Value::Int(4) ==
/// Value::Float(4.0)`. A bool is not a number. `Debug` prints what Python's `repr` prints.
/// `Display` prints text that the `FromStr` of the Rust type reads.
///
/// ```
/// use slotted::Value;
///
/// let value = Value::from(vec![1, 2]);
/// assert_eq!(value, Value::List([Value::Int(1), Value::Int(2)].into()));
/// assert_eq!("[1, 2]".parse::<Value>()?, value);                   // from text, in Python's form
/// assert_eq!(format!("{:?}", Value::from("a")), "'a'");
/// # Ok::<(), slotted::value::ParseValueError>(())
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Value {
    /// Python's `None`: a value, unlike *unbound*.
    #[default]
    None,
    /// A `bool`.
    Bool(bool),
    /// An integer that fits into a signed 64-bit number.
    Int(i64),
    /// An integer that fits into an unsigned 64-bit number. `Value::from` makes it only for
    /// integers above `i64::MAX`.
    UInt(u64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Str(String),
    /// Bytes.
    Bytes(Box<[u8]>),
    /// A list of values.
    List(Box<[Value]>),
    /// Values by name, in insertion order.
    Map(Dict),
    /// A shared object, or a weak reference to one: clones refer to the same object.
    Object(DynObj),
    /// A shared value of any type.
    Opaque(OpaqueValue),
}

impl Value {
    /// Makes an opaque value of any type, which clones share. Only a downcast to the type reaches
    /// it.
    pub fn opaque<T: Send + Sync + 'static>(value: T) -> Self {
        Value::Opaque(OpaqueValue::new(value))
    }

    /// Drops the value, but skips drop glue for variants that own nothing: drop glue tests for
    /// every variant, which takes longer than writing a number.
    #[inline(always)]
    pub(crate) fn let_go(self) {
        match self {
            Value::None | Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_) => {
                core::mem::forget(self);
            }
            owner => drop(owner),
        }
    }

    /// Returns the kind of the value.
    #[must_use]
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
            Value::Object(_) => Kind::Object,
            Value::Opaque(_) => Kind::Opaque,
        }
    }

    /// Whether the value is `None`.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }
}
