//! Equality of dynamic values, with one another and with plain Rust values.

use alloc::string::{String, ToString};

use crate::reflect::attr::AttrRef;
use crate::reflect::attributes::Attributes;
use crate::reflect::list_view::ListView;
use crate::reflect::map_view::{KeyRepr, MapView};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vars::Vars;
use crate::value::Value;
use crate::value::convert::exact_f64;

/// Numbers are equal if their mathematical values are equal, whatever their kinds; a bool is not a
/// number. The order of a map's entries does not matter. Structs are equal if they are of one type
/// and their bound attributes are equal; enums with data, if their variants are the same besides. A
/// variant without fields equals its name.
impl PartialEq for ValueRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        use ValueRef::{
            Bool, Bytes, Float, Foreign, Int, List, Map, None, Object, Opaque, Shared, Single, Str,
            Text, UInt,
        };
        match (*self, *other) {
            (Foreign(a), b) | (b, Foreign(a)) => a.equals(&b),
            (Single(a), b) | (b, Single(a)) => Float(a.into()) == b,
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
            (Object(a), Str(b)) | (Str(b), Object(a)) => {
                a.layout().unit_variant() == Option::Some(b)
            }
            (Bytes(a), Bytes(b)) => a == b,
            (List(a), List(b)) => lists(a, b),
            (Map(a), Map(b)) => maps(a, b),
            (Object(a), Object(b)) => objects(a, b),
            (Shared(a), Shared(b)) => a == b,
            (Shared(a), b) | (b, Shared(a)) => a.object().is_some_and(|a| Object(a) == b),
            (Opaque(a), Opaque(b)) => a == b,
            _ => false,
        }
    }
}

fn lists(a: &dyn ListView, b: &dyn ListView) -> bool {
    a.len() == b.len()
        && match (a.is_ordered(), b.is_ordered()) {
            (true, true) => a.iter().eq(b.iter()),
            (false, _) => a.__is_made_of(b),
            (true, false) => b.__is_made_of(a),
        }
}

fn maps(a: &dyn MapView, b: &dyn MapView) -> bool {
    let mut equal = a.len() == b.len();
    a.for_each(&mut |key, value| {
        equal = equal
            && match key.0 {
                KeyRepr::Text(name) => b.get(name) == Some(value),
                KeyRepr::Other(_) => b.get(&key.text()) == Some(value),
            };
    });
    equal
}

fn objects(a: &dyn Attributes, b: &dyn Attributes) -> bool {
    let (a, b) = (a.__object(), b.__object());
    if !a.layout().is_of_same_type(b.layout()) || a.layout().variant() != b.layout().variant() {
        return false;
    }
    // Slots are compared as they are: a lazy slot is not computed, so that comparing changes
    // neither object and does not depend on which of them comes first.
    let same_slots = a.slots().zip(b.slots()).all(|(a, b)| a.read() == b.read());
    // Entries are compared by name, because their order does not matter.
    let is_same = |(name, value)| b.dict().and_then(|dict| dict.get(name)) == Some(value);
    same_slots
        && Vars::entries(a).count() == Vars::entries(b).count()
        && Vars::entries(a).all(is_same)
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
    ($($type:ty => |$value:ident| $view:expr),* $(,)?) => {$(
        impl PartialEq<$type> for ValueRef<'_> {
            fn eq(&self, $value: &$type) -> bool {
                *self == $view
            }
        }

        impl PartialEq<$type> for AttrRef<'_> {
            fn eq(&self, other: &$type) -> bool {
                <ValueRef<'_> as PartialEq<$type>>::eq(&self.view(), other)
            }
        }

        impl PartialEq<AttrRef<'_>> for $type {
            fn eq(&self, other: &AttrRef<'_>) -> bool {
                other == self
            }
        }

        impl PartialEq<$type> for Value {
            fn eq(&self, other: &$type) -> bool {
                <ValueRef<'_> as PartialEq<$type>>::eq(&self.view(), other)
            }
        }

        impl PartialEq<Value> for $type {
            fn eq(&self, other: &Value) -> bool {
                other == self
            }
        }
    )*};
}

macro_rules! with_slot_values {
    ($($type:ty),*) => {
        with_plain! { $($type => |value| value.as_value()),* }
    };
}
with_slot_values!(bool, char, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
with_slot_values!(f32, f64, String);
with_plain! {
    str => |value| ValueRef::Str(value),
    &str => |value| ValueRef::Str(value),
}
