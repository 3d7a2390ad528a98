//! Reading and writing an attribute by its own type, or as a dynamic value.

use core::any::Any;
use core::{fmt, mem};

use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::value_ref::ValueRef;
use crate::reflect::vtable::put::Source;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

impl<'a> AttrRef<'a> {
    /// Returns the value as a `&T` if it is a `T`, or if it is a [`Value`] that holds a `T`. A slot
    /// may be a [`Value`], and every entry of a `Dict` is one.
    #[inline]
    #[must_use]
    pub fn downcast_ref<T: 'static>(&self) -> Option<&'a T> {
        match self.cast::<T>() {
            Some(value) => Some(value),
            None => held_in(*self),
        }
    }

    /// Returns `true` if [`downcast_ref`](AttrRef::downcast_ref) finds a `T`.
    #[must_use]
    pub fn is<T: 'static>(&self) -> bool {
        self.downcast_ref::<T>().is_some()
    }

    /// Returns the full name of the value's type, as [`core::any::type_name`] does. For a
    /// [`Value`], returns the name of the type of what it holds.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self.cast::<Value>() {
            Some(value) => held_type_name(value),
            None => self.vtable().ty().name(),
        }
    }

    /// Returns the kind of the value.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.view().kind()
    }

    /// Returns an owned copy of the value. A slotted struct becomes a map of its bound attributes,
    /// in which an unbound slot that has a default is `None` (spec 8.20).
    ///
    /// Returns `None` if the value is opaque or holds something opaque, except for a slot that is
    /// `#[slots(opaque(clone))]`, and for an opaque [`Value`]: that is shared, and so is its copy.
    #[must_use]
    pub fn to_value(&self) -> Option<Value> {
        self.copied(|| Value::None)
    }

    /// Returns what [`ValueRef::copied`] returns.
    pub(crate) fn copied(&self, unbound: fn() -> Value) -> Option<Value> {
        match self.cast::<Value>() {
            Some(value) => Some(value.clone()),
            None => self.view().copied(unbound),
        }
    }

    /// Returns `true` for Python's `None`.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self.view(), ValueRef::None)
    }
}

/// Returns what the value holds, if it is a [`Value`] that holds a `T`. It is apart from
/// [`downcast_ref`](AttrRef::downcast_ref), so that this compares with one type only.
#[inline(never)]
fn held_in<'a, T: 'static>(value: AttrRef<'a>) -> Option<&'a T> {
    value.cast::<Value>().and_then(held)
}

/// Matches on what a `Value` holds. This is the one list of its variants and of the types in them.
///
/// `Value::None` stands for a `()`. An opaque value has an arm of its own, because it is shared.
macro_rules! match_held {
    ($value:expr, $held:ident => $use:expr, none => $none:expr, $opaque:ident => $shared:expr) => {
        match $value {
            Value::None => $none,
            Value::Bool($held) => $use,
            Value::Int($held) => $use,
            Value::UInt($held) => $use,
            Value::Float($held) => $use,
            Value::Str($held) => $use,
            Value::Bytes($held) => $use,
            Value::List($held) => $use,
            Value::Map($held) => $use,
            Value::Object($held) => $use,
            Value::Opaque($opaque) => $shared,
        }
    };
}

/// Returns what a `Value` holds, if it is a `T`.
fn held<T: 'static>(value: &Value) -> Option<&T> {
    let held: &dyn Any = match_held!(value, held => held, none => &(), opaque => opaque.get());
    held.downcast_ref()
}

/// Returns what a `Value` holds, mutably borrowed. Returns `None` for `Value::None`, which holds
/// nothing, and for an opaque value: it is shared and cannot be changed.
fn held_mut(value: &mut Value) -> Option<&mut dyn Any> {
    match_held!(value, held => Some(held), none => None, _opaque => None)
}

/// Swaps what a `Value` holds with `other` and returns `true`, if both have the same type.
fn swap_held(value: &mut Value, other: &mut dyn Any) -> bool {
    fn swap<T: 'static>(value: &mut T, other: &mut dyn Any) -> bool {
        let other = other.downcast_mut::<T>();
        other.map(|other| mem::swap(value, other)).is_some()
    }
    match_held!(value, held => swap(held, other), none => false, _opaque => false)
}

/// Returns the full name of the type of the value that a `Value` holds.
fn held_type_name(value: &Value) -> &'static str {
    use core::any::type_name_of_val as of;
    match_held!(value, held => of(held), none => of(&()), opaque => opaque.type_name())
}

/// Prints what Rust's `Display` prints for a value of that type, so that its `FromStr` reads it.
impl fmt::Display for AttrRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// Prints what Python's `repr` prints.
impl fmt::Debug for AttrRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

impl<'a> AttrMut<'a> {
    /// Returns the value as a `&mut T` if it is a `T`, or if it is a [`Value`] that holds a `T` and
    /// is not opaque.
    #[inline]
    #[must_use]
    pub fn downcast_mut<T: 'static>(self) -> Option<&'a mut T> {
        match self.cast::<T>() {
            Ok(value) => Some(value),
            Err(other) => held_mut(other.cast::<Value>().ok()?)?.downcast_mut(),
        }
    }

    /// Writes a value, converted as [`setattr`](crate::AttributesExt::setattr) does.
    ///
    /// # Errors
    ///
    /// Fails if the value is of a kind that does not convert to the attribute's type, is out of
    /// range, or is nested too deep. The attribute then keeps its old value.
    pub fn set(&mut self, value: impl Into<Value>) -> Result<(), ConversionError> {
        let type_name = self.as_ref().type_name();
        let mut value = value.into();
        let result = value.within_depth(0).and_then(|()| self.write(Source::Value(&mut value)));
        value.let_go();
        result.map_err(|mismatch| mismatch.of_type(type_name))
    }
}

impl AttrMut<'_> {
    /// Swaps the value with `other` if both have the same type. Otherwise fails with the name of
    /// the value's type.
    pub(crate) fn exchange(mut self, other: &mut dyn Any) -> Result<(), &'static str> {
        if self.swap(other) {
            return Ok(());
        }
        let actual = self.as_ref().type_name();
        let done = self.cast::<Value>().is_ok_and(|value| swap_held(value, other));
        if done { Ok(()) } else { Err(actual) }
    }
}

impl fmt::Debug for AttrMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_ref(), f)
    }
}
