//! Borrowed dynamic values.

use alloc::string::ToString;
use core::fmt;

use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::vars::Vars;
use crate::value::Value;
use crate::value::convert::exact_f64;
use crate::value::dict::Dict;
use crate::value::kind::Kind;
use crate::value::opaque::OpaqueRef;

/// A borrowed value, to match on: what [`AttrRef::view`](crate::AttrRef::view) gives, and what a
/// [`SlotValue`] shows of itself.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// Python's `None`.
    None,
    /// A truth value.
    Bool(bool),
    /// An integer that fits into 64 bits with a sign.
    Int(i64),
    /// An integer above `i64::MAX`.
    UInt(u64),
    /// A number with a fraction.
    Float(f64),
    /// A number with a fraction, in single precision: it prints its own digits, and not those of the `f64`.
    Single(f32),
    /// Text.
    Str(&'a str),
    /// Text that is made when it is printed.
    Text(&'a dyn fmt::Display),
    /// Bytes.
    Bytes(&'a [u8]),
    /// Values in a row.
    List(&'a dyn ListView),
    /// Values by name.
    Map(&'a dyn MapView),
    /// A slotted struct.
    Object(&'a dyn Attributes),
    /// A value that is reached by its own type only.
    Opaque(OpaqueRef<'a>),
}

/// A list, borrowed.
pub trait ListView {
    /// How many items it has.
    fn len(&self) -> usize;

    /// The item at `index`.
    fn get(&self, index: usize) -> Option<AttrRef<'_>>;

    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Values by name, borrowed.
pub trait MapView {
    /// How many entries it has.
    fn len(&self) -> usize;

    /// The value under that name.
    fn get(&self, name: &str) -> Option<AttrRef<'_>>;

    /// Calls `visit` with each entry, in the map's own order.
    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, AttrRef<'a>));

    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl ValueRef<'_> {
    /// The kind of the value.
    pub const fn kind(&self) -> Kind {
        match self {
            ValueRef::None => Kind::None,
            ValueRef::Bool(_) => Kind::Bool,
            ValueRef::Int(_) | ValueRef::UInt(_) => Kind::Int,
            ValueRef::Float(_) | ValueRef::Single(_) => Kind::Float,
            ValueRef::Str(_) | ValueRef::Text(_) => Kind::Str,
            ValueRef::Bytes(_) => Kind::Bytes,
            ValueRef::List(_) => Kind::List,
            ValueRef::Map(_) => Kind::Map,
            ValueRef::Object(_) => Kind::Object,
            ValueRef::Opaque(_) => Kind::Opaque,
        }
    }

    /// The same value, owned; a slotted struct becomes a map of its bound attributes. `None` where it is
    /// opaque, or holds something opaque.
    pub fn to_value(&self) -> Option<Value> {
        Some(match *self {
            ValueRef::None => Value::None,
            ValueRef::Bool(value) => Value::Bool(value),
            ValueRef::Int(value) => Value::Int(value),
            ValueRef::UInt(value) => Value::UInt(value),
            ValueRef::Float(value) => Value::Float(value),
            ValueRef::Single(value) => Value::Float(value.into()),
            ValueRef::Str(value) => Value::Str(value.into()),
            ValueRef::Text(value) => Value::Str(value.to_string()),
            ValueRef::Bytes(value) => Value::Bytes(value.into()),
            ValueRef::List(list) => {
                let items = (0..list.len()).map(|index| list.get(index)?.to_value());
                Value::List(items.collect::<Option<_>>()?)
            }
            ValueRef::Map(map) => {
                let mut dict = Dict::new();
                let mut whole = true;
                map.for_each(&mut |name, value| match value.to_value() {
                    Some(value) => drop(dict.insert(name, value)),
                    None => whole = false,
                });
                if !whole {
                    return None;
                }
                Value::Map(dict)
            }
            ValueRef::Object(object) => {
                let entries =
                    Vars::new(object.__object()).told().map(|(name, value)| match value {
                        Some(value) => Some((name, value.to_value()?)),
                        None => Some((name, Value::None)),
                    });
                Value::Map(entries.collect::<Option<Dict>>()?)
            }
            ValueRef::Opaque(value) => Value::Opaque(value.shared()?.clone()),
        })
    }

    /// The truth value, of a bool.
    pub const fn as_bool(&self) -> Option<bool> {
        if let ValueRef::Bool(value) = *self { Some(value) } else { None }
    }

    /// The integer, where it fits.
    pub fn as_i64(&self) -> Option<i64> {
        match *self {
            ValueRef::Int(value) => Some(value),
            ValueRef::UInt(value) => value.try_into().ok(),
            _ => None,
        }
    }

    /// The integer, where it fits.
    pub fn as_u64(&self) -> Option<u64> {
        match *self {
            ValueRef::Int(value) => value.try_into().ok(),
            ValueRef::UInt(value) => Some(value),
            _ => None,
        }
    }

    /// The number; an integer, where an `f64` holds it exactly.
    pub fn as_f64(&self) -> Option<f64> {
        match *self {
            ValueRef::Float(value) => Some(value),
            ValueRef::Single(value) => Some(value.into()),
            ValueRef::Int(value) => exact_f64(value.into()),
            ValueRef::UInt(value) => exact_f64(value.into()),
            _ => None,
        }
    }
}

impl<'a> ValueRef<'a> {
    /// The text, where it exists without being printed.
    pub const fn as_str(&self) -> Option<&'a str> {
        if let ValueRef::Str(value) = *self { Some(value) } else { None }
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> Option<&'a [u8]> {
        if let ValueRef::Bytes(value) = *self { Some(value) } else { None }
    }

    /// The list.
    pub const fn as_list(&self) -> Option<&'a dyn ListView> {
        if let ValueRef::List(value) = *self { Some(value) } else { None }
    }

    /// The map.
    pub const fn as_map(&self) -> Option<&'a dyn MapView> {
        if let ValueRef::Map(value) = *self { Some(value) } else { None }
    }

    /// The slotted struct.
    pub const fn as_object(&self) -> Option<&'a dyn Attributes> {
        if let ValueRef::Object(value) = *self { Some(value) } else { None }
    }
}

impl From<u64> for ValueRef<'_> {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(ValueRef::UInt(value), ValueRef::Int)
    }
}
