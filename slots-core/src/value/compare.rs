//! Equality of dynamic values, with one another and with plain ones.

use alloc::string::{String, ToString};
use core::ptr;

use super::convert::exact_f64;
use super::{ListView, MapView, SlotValue, Value, ValueRef};
use crate::attributes::Attributes;
use crate::raw::attr::AttrRef;

/// Numbers are equal if they say the same number, whatever their kinds; a bool is no number. Maps are equal
/// without regard to order, structs if they are of one type and their bound attributes are equal.
impl PartialEq for ValueRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        use ValueRef::{Bool, Bytes, Float, Int, List, Map, None, Object, Opaque, Str, Text, UInt};
        match (*self, *other) {
            (None, None) => true,
            (Bool(a), Bool(b)) => a == b,
            (Int(a), Int(b)) => a == b,
            (UInt(a), UInt(b)) => a == b,
            (Int(a), UInt(b)) | (UInt(b), Int(a)) => u64::try_from(a) == Ok(b),
            (Float(a), Float(b)) => a == b,
            (Float(a), Int(b)) | (Int(b), Float(a)) => exact_f64(b.into()) == Some(a),
            (Float(a), UInt(b)) | (UInt(b), Float(a)) => exact_f64(b.into()) == Some(a),
            (Str(a), Str(b)) => a == b,
            (Text(a), Str(b)) | (Str(b), Text(a)) => a.to_string() == b,
            (Text(a), Text(b)) => a.to_string() == b.to_string(),
            (Bytes(a), Bytes(b)) => a == b,
            (List(a), List(b)) => lists(a, b),
            (Map(a), Map(b)) => maps(a, b),
            (Object(a), Object(b)) => objects(a, b),
            (Opaque(a), Opaque(b)) => ptr::addr_eq(a, b),
            _ => false,
        }
    }
}

fn lists(a: &dyn ListView, b: &dyn ListView) -> bool {
    a.len() == b.len() && (0..a.len()).all(|index| a.get(index) == b.get(index))
}

fn maps(a: &dyn MapView, b: &dyn MapView) -> bool {
    let mut equal = a.len() == b.len();
    a.for_each(&mut |name, value| equal = equal && b.get(name) == Some(value));
    equal
}

fn objects(a: &dyn Attributes, b: &dyn Attributes) -> bool {
    a.layout().type_id() == b.layout().type_id() && a.vars().eq(b.vars())
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.view() == other.view()
    }
}

impl PartialEq for AttrRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.view() == other.view()
    }
}

impl PartialEq<Value> for AttrRef<'_> {
    fn eq(&self, other: &Value) -> bool {
        self.view() == other.view()
    }
}

impl PartialEq<AttrRef<'_>> for Value {
    fn eq(&self, other: &AttrRef<'_>) -> bool {
        self.view() == other.view()
    }
}

macro_rules! with_plain {
    ($($type:ty),* $(,)?) => {$(
        impl PartialEq<$type> for AttrRef<'_> {
            fn eq(&self, other: &$type) -> bool {
                self.view() == other.as_value()
            }
        }

        impl PartialEq<AttrRef<'_>> for $type {
            fn eq(&self, other: &AttrRef<'_>) -> bool {
                other == self
            }
        }

        impl PartialEq<$type> for Value {
            fn eq(&self, other: &$type) -> bool {
                self.view() == other.as_value()
            }
        }

        impl PartialEq<Value> for $type {
            fn eq(&self, other: &Value) -> bool {
                other == self
            }
        }
    )*};
}
with_plain!(bool, char, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f32, f64, String);

macro_rules! with_text {
    ($($type:ty),*) => {$(
        impl PartialEq<$type> for AttrRef<'_> {
            fn eq(&self, other: &$type) -> bool {
                self.view() == ValueRef::Str(other)
            }
        }

        impl PartialEq<AttrRef<'_>> for $type {
            fn eq(&self, other: &AttrRef<'_>) -> bool {
                other == self
            }
        }

        impl PartialEq<$type> for Value {
            fn eq(&self, other: &$type) -> bool {
                self.view() == ValueRef::Str(other)
            }
        }

        impl PartialEq<Value> for $type {
            fn eq(&self, other: &Value) -> bool {
                other == self
            }
        }
    )*};
}
with_text!(str, &str);
