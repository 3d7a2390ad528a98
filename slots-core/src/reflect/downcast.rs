//! Reading and writing one attribute that was found.

use core::any::Any;
use core::{fmt, mem};

use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::attributes::Attributes;
use crate::reflect::value_ref::{ListView, MapView, ValueRef};
use crate::reflect::vtable::put::Source;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

impl<'a> AttrRef<'a> {
    /// The value as a `&T`, if it is a `T`. A [`Value`], in a slot or in the `Dict`, is seen through: it is
    /// what it holds as well.
    #[inline]
    pub fn downcast_ref<T: 'static>(&self) -> Option<&'a T> {
        match self.cast::<T>() {
            Some(value) => Some(value),
            None => self.cast::<Value>().and_then(inside),
        }
    }

    /// Whether the value is a `T`.
    pub fn is<T: 'static>(&self) -> bool {
        self.downcast_ref::<T>().is_some()
    }

    /// The full name of the value's type, as the compiler gives it: of what `downcast_ref` finds.
    pub fn type_name(&self) -> &'static str {
        match self.cast::<Value>() {
            Some(value) => value_type_name(value),
            None => (self.vtable().ty().name)(),
        }
    }

    /// The kind of the value.
    pub fn kind(&self) -> Kind {
        self.view().kind()
    }

    /// The value, owned; a slotted struct becomes a map of its bound attributes. `None` where it is opaque
    /// or holds something opaque.
    pub fn to_value(&self) -> Option<Value> {
        match self.cast::<Value>() {
            Some(value) => Some(value.clone()),
            None => self.view().to_value(),
        }
    }

    /// Whether it is Python's `None`.
    pub fn is_none(&self) -> bool {
        matches!(self.view(), ValueRef::None)
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
    #[inline]
    pub fn as_f64(&self) -> Option<f64> {
        match self.cast::<f64>() {
            Some(value) => Some(*value),
            None => self.view().as_f64(),
        }
    }

    /// The text, where it exists without being printed (of an `#[slots(as_str)]` slot it does not: use
    /// `to_string`).
    pub fn as_str(&self) -> Option<&'a str> {
        self.view().as_str()
    }

    /// The bytes.
    pub fn as_bytes(&self) -> Option<&'a [u8]> {
        self.view().as_bytes()
    }

    /// The list.
    pub fn as_list(&self) -> Option<&'a dyn ListView> {
        self.view().as_list()
    }

    /// The map.
    pub fn as_map(&self) -> Option<&'a dyn MapView> {
        self.view().as_map()
    }

    /// The slotted struct.
    pub fn as_object(&self) -> Option<&'a dyn Attributes> {
        self.view().as_object()
    }
}

/// What a `Value` holds, by its own type.
fn inside<T: 'static>(value: &Value) -> Option<&T> {
    let held: &dyn Any = match value {
        Value::None => &(),
        Value::Bool(value) => value,
        Value::Int(value) => value,
        Value::UInt(value) => value,
        Value::Float(value) => value,
        Value::Str(value) => value,
        Value::Bytes(value) => value,
        Value::List(value) => value,
        Value::Map(value) => value,
        Value::Opaque(value) => value.get(),
    };
    held.downcast_ref()
}

/// The same, to change; an opaque value is shared, and cannot be.
fn inside_mut(value: &mut Value) -> Option<&mut dyn Any> {
    Some(match value {
        Value::None | Value::Opaque(_) => return None,
        Value::Bool(value) => value,
        Value::Int(value) => value,
        Value::UInt(value) => value,
        Value::Float(value) => value,
        Value::Str(value) => value,
        Value::Bytes(value) => value,
        Value::List(value) => value,
        Value::Map(value) => value,
    })
}

/// Exchanges what a `Value` holds with `other`, if both are of one type.
fn exchange_inside(value: &mut Value, other: &mut dyn Any) -> bool {
    fn exchange<T: 'static>(value: &mut T, other: &mut dyn Any) -> bool {
        let other = other.downcast_mut::<T>();
        other.map(|other| mem::swap(value, other)).is_some()
    }
    match value {
        Value::None | Value::Opaque(_) => false,
        Value::Bool(value) => exchange(value, other),
        Value::Int(value) => exchange(value, other),
        Value::UInt(value) => exchange(value, other),
        Value::Float(value) => exchange(value, other),
        Value::Str(value) => exchange(value, other),
        Value::Bytes(value) => exchange(value, other),
        Value::List(value) => exchange(value, other),
        Value::Map(value) => exchange(value, other),
    }
}

fn value_type_name(value: &Value) -> &'static str {
    use core::any::type_name_of_val as of;
    match value {
        Value::None => of(&()),
        Value::Bool(value) => of(value),
        Value::Int(value) => of(value),
        Value::UInt(value) => of(value),
        Value::Float(value) => of(value),
        Value::Str(value) => of(value),
        Value::Bytes(value) => of(value),
        Value::List(value) => of(value),
        Value::Map(value) => of(value),
        Value::Opaque(value) => value.type_name(),
    }
}

/// What Rust's `Display` prints for a value of that type, so that its `FromStr` reads it.
impl fmt::Display for AttrRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// What Python's `repr` prints.
impl fmt::Debug for AttrRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

impl<'a> AttrMut<'a> {
    /// The value as a `&mut T`, if it is a `T`; what a [`Value`] holds as well.
    #[inline]
    pub fn downcast_mut<T: 'static>(self) -> Option<&'a mut T> {
        match self.cast::<T>() {
            Ok(value) => Some(value),
            Err(other) => inside_mut(other.cast::<Value>().ok()?)?.downcast_mut(),
        }
    }

    /// Writes a value, converted as [`setattr`](super::AttributesExt::setattr) does.
    ///
    /// # Errors
    ///
    /// The value is of another type, or out of range. Everything is then as it was.
    pub fn set(&mut self, value: impl Into<Value>) -> Result<(), ConversionError> {
        let type_name = self.as_ref().type_name();
        let mut value = value.into();
        let result = value.within_depth(0).and_then(|()| self.write(Source::Value(&mut value)));
        value.let_go();
        result.map_err(|mismatch| mismatch.of_type(type_name))
    }
}

impl AttrMut<'_> {
    /// Exchanges the value with `other`, if that is of its type; else says which type it is of.
    pub(crate) fn exchange(mut self, other: &mut dyn Any) -> Result<(), &'static str> {
        if self.swap(other) {
            return Ok(());
        }
        let actual = self.as_ref().type_name();
        let done = self.cast::<Value>().is_ok_and(|value| exchange_inside(value, other));
        if done { Ok(()) } else { Err(actual) }
    }
}

impl fmt::Debug for AttrMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_ref(), f)
    }
}
