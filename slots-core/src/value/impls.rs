//! The standard types as slots.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::num::{IntErrorKind, ParseIntError};

use super::convert::exact_f64;
use super::slot_value::list_from_value;
use super::{Kind, ListView, MapView, Mismatch, SlotValue, Value, ValueRef};
use crate::dict::Dict;
use crate::path::{Inside, Step};
use crate::raw::attr::{AttrMut, AttrRef};

macro_rules! integers {
    ($($type:ty => |$value:ident| $view:expr),* $(,)?) => {$(
        impl SlotValue for $type {
            const KIND: Kind = Kind::Int;

            fn from_value(value: Value) -> Result<Self, Mismatch> {
                match value {
                    Value::Int(value) => value.try_into().map_err(|_| Mismatch::out_of_range(value)),
                    Value::UInt(value) => value.try_into().map_err(|_| Mismatch::out_of_range(value)),
                    value => Err(Mismatch::wrong_type(&value)),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                let $value = *self;
                $view
            }

            fn from_text(text: &str) -> Result<Self, Mismatch> {
                text.trim().parse().map_err(|error| number(text, error))
            }
        }
    )*};
}

integers! {
    i8 => |value| ValueRef::Int(value.into()),
    i16 => |value| ValueRef::Int(value.into()),
    i32 => |value| ValueRef::Int(value.into()),
    i64 => |value| ValueRef::Int(value),
    isize => |value| ValueRef::Int(value as i64),
    u16 => |value| ValueRef::Int(value.into()),
    u32 => |value| ValueRef::Int(value.into()),
    u64 => |value| ValueRef::from(value),
    usize => |value| ValueRef::from(value as u64),
}

/// A number; a list of them is bytes.
impl SlotValue for u8 {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let wide = u64::from_value(value)?;
        wide.try_into().map_err(|_| Mismatch::out_of_range(wide))
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Int((*self).into())
    }

    fn from_text(text: &str) -> Result<Self, Mismatch> {
        text.trim().parse().map_err(|error| number(text, error))
    }

    fn __list_from_value(value: Value) -> Result<Vec<Self>, Mismatch> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.into()),
            value => list_from_value(value),
        }
    }

    fn __list_as_value<'a>(_: &'a dyn ListView, items: &'a [Self]) -> ValueRef<'a> {
        ValueRef::Bytes(items)
    }

    const __LIST_KIND: Kind = Kind::Bytes;
}

// Beyond 64 bits there is no dynamic integer: such a number is shown as text, and read from it.
macro_rules! wide_integers {
    ($($type:ty),*) => {$(
        impl SlotValue for $type {
            const KIND: Kind = Kind::Int;

            fn from_value(value: Value) -> Result<Self, Mismatch> {
                match value {
                    Value::Int(value) => value.try_into().map_err(|_| Mismatch::out_of_range(value)),
                    Value::UInt(value) => Ok(value.into()),
                    Value::Str(text) => text.parse().map_err(|error| Mismatch::invalid(&text, error)),
                    value => Err(Mismatch::wrong_type(&value)),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                if let Ok(value) = i64::try_from(*self) {
                    ValueRef::Int(value)
                } else if let Ok(value) = u64::try_from(*self) {
                    ValueRef::UInt(value)
                } else {
                    ValueRef::Text(self)
                }
            }

            fn from_text(text: &str) -> Result<Self, Mismatch> {
                text.trim().parse().map_err(|error| number(text, error))
            }
        }
    )*};
}
wide_integers!(i128, u128);

impl SlotValue for f64 {
    const KIND: Kind = Kind::Float;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let integer: i128 = match value {
            Value::Float(value) => return Ok(value),
            Value::Int(value) => value.into(),
            Value::UInt(value) => value.into(),
            value => return Err(Mismatch::wrong_type(&value)),
        };
        exact_f64(integer).ok_or_else(|| Mismatch::out_of_range(integer))
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Float(*self)
    }

    fn from_text(text: &str) -> Result<Self, Mismatch> {
        text.trim().parse().map_err(|error| Mismatch::invalid(text, error))
    }
}

impl SlotValue for f32 {
    const KIND: Kind = Kind::Float;

    /// A float is rounded to the nearest `f32`, as a literal would be, unless that is infinite; an integer
    /// must be held exactly.
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let rounds = matches!(value, Value::Float(_));
        let wide = f64::from_value(value)?;
        let narrow = wide as f32;
        if (narrow.is_infinite() && wide.is_finite()) || !(rounds || f64::from(narrow) == wide) {
            return Err(Mismatch::out_of_range(wide));
        }
        Ok(narrow)
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Single(*self)
    }

    fn from_text(text: &str) -> Result<Self, Mismatch> {
        text.trim().parse().map_err(|error| Mismatch::invalid(text, error))
    }
}

impl SlotValue for bool {
    const KIND: Kind = Kind::Bool;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Bool(value) => Ok(value),
            value => Err(Mismatch::wrong_type(&value)),
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }

    fn from_text(text: &str) -> Result<Self, Mismatch> {
        text.trim().parse().map_err(|error| Mismatch::invalid(text, error))
    }
}

/// A string of one character.
impl SlotValue for char {
    const KIND: Kind = Kind::Str;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let Value::Str(text) = &value else {
            return Err(Mismatch::wrong_type(&value));
        };
        text.parse().map_err(|error| Mismatch::invalid(text, error))
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }

    fn from_text(text: &str) -> Result<Self, Mismatch> {
        text.parse().map_err(|error| Mismatch::invalid(text, error))
    }
}

macro_rules! strings {
    ($($type:ty),*) => {$(
        impl SlotValue for $type {
            const KIND: Kind = Kind::Str;

            fn from_value(value: Value) -> Result<Self, Mismatch> {
                match value {
                    Value::Str(text) => Ok(text.into()),
                    value => Err(Mismatch::wrong_type(&value)),
                }
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::Str(self)
            }

            /// All of it, as it is.
            fn from_text(text: &str) -> Result<Self, Mismatch> {
                Ok(String::from(text).into())
            }
        }
    )*};
}
strings!(String, Box<str>, Arc<str>, Cow<'static, str>);

/// `None` is a value here: Python's `None`. For `None` as *unbound*, see `#[slots(optional)]`.
impl<T: SlotValue> SlotValue for Option<T> {
    const KIND: Kind = T::KIND;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::None => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::None, T::as_value)
    }

    fn from_text(text: &str) -> Result<Self, Mismatch> {
        if text == "None" { Ok(None) } else { T::from_text(text).map(Some) }
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        self.as_mut().map_or(Inside::Nothing, |inner| inner.__inside(step))
    }
}

impl<T: SlotValue> SlotValue for Vec<T> {
    const KIND: Kind = T::__LIST_KIND;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        T::__list_from_value(value)
    }

    fn as_value(&self) -> ValueRef<'_> {
        T::__list_as_value(self, self)
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        Inside::item(self, step)
    }
}

impl<T: SlotValue> SlotValue for Box<[T]> {
    const KIND: Kind = T::__LIST_KIND;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        T::__list_from_value(value).map(Vec::into)
    }

    fn as_value(&self) -> ValueRef<'_> {
        T::__list_as_value(self, self)
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        Inside::item(self, step)
    }
}

impl<T: SlotValue, const N: usize> SlotValue for [T; N] {
    const KIND: Kind = T::__LIST_KIND;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let items = T::__list_from_value(value)?;
        items.try_into().map_err(|items: Vec<T>| {
            let text = alloc::format!("a list of {}", items.len());
            Mismatch::invalid(text, alloc::format!("it must have {N} items"))
        })
    }

    fn as_value(&self) -> ValueRef<'_> {
        T::__list_as_value(self, self)
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        Inside::item(self, step)
    }
}

macro_rules! pointers {
    ($($pointer:ident => $inside:expr),*) => {$(
        impl<T: SlotValue> SlotValue for $pointer<T> {
            const KIND: Kind = T::KIND;

            fn from_value(value: Value) -> Result<Self, Mismatch> {
                T::from_value(value).map($pointer::new)
            }

            fn as_value(&self) -> ValueRef<'_> {
                (**self).as_value()
            }

            fn from_text(text: &str) -> Result<Self, Mismatch> {
                T::from_text(text).map($pointer::new)
            }

            fn __inside(&mut self, step: &Step) -> Inside<'_> {
                $inside(self).map_or(Inside::Shared, |inner| inner.__inside(step))
            }
        }
    )*};
}
pointers!(Box => |it| Some(Box::as_mut(it)), Arc => Arc::get_mut);

macro_rules! maps {
    ($($map:ident [$($hasher:tt)*] [$($bound:tt)*]),*) => {$(
        impl<T: SlotValue, $($bound)*> MapView for $map<String, T, $($hasher)*> {
            fn len(&self) -> usize {
                self.len()
            }

            fn get(&self, name: &str) -> Option<AttrRef<'_>> {
                self.get(name).map(AttrRef::of)
            }

            fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, AttrRef<'a>)) {
                self.iter().for_each(|(name, value)| visit(name, AttrRef::of(value)));
            }
        }

        impl<T: SlotValue, $($bound)*> SlotValue for $map<String, T, $($hasher)*> {
            const KIND: Kind = Kind::Map;

            fn from_value(value: Value) -> Result<Self, Mismatch> {
                let Value::Map(dict) = value else {
                    return Err(Mismatch::wrong_type(&value));
                };
                dict.into_iter()
                    .map(|(name, value)| match T::from_value(value) {
                        Ok(value) => Ok((name.into(), value)),
                        Err(error) => Err(error.inside::<T>(format_args!("'{name}'"))),
                    })
                    .collect()
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::Map(self)
            }

            fn __inside(&mut self, step: &Step) -> Inside<'_> {
                match step {
                    Step::Index(_) => Inside::Nothing,
                    Step::Name(name) => {
                        self.get_mut(&**name).map_or(Inside::Missing, |value| Inside::Item(AttrMut::of(value)))
                    }
                }
            }
        }
    )*};
}
maps!(BTreeMap [] []);
#[cfg(feature = "std")]
use std::collections::HashMap;
#[cfg(feature = "std")]
maps!(HashMap [S] [S: core::hash::BuildHasher + Default + 'static]);

impl SlotValue for Dict {
    const KIND: Kind = Kind::Map;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Map(dict) => Ok(dict),
            value => Err(Mismatch::wrong_type(&value)),
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Map(self)
    }

    fn __inside(&mut self, _: &Step) -> Inside<'_> {
        Inside::Dict(self)
    }
}

impl MapView for Dict {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, name: &str) -> Option<AttrRef<'_>> {
        self.get(name).map(AttrRef::of)
    }

    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, AttrRef<'a>)) {
        self.iter().for_each(|(name, value)| visit(name, AttrRef::of(value)));
    }
}

/// Any value, unconverted.
impl SlotValue for Value {
    const KIND: Kind = Kind::Any;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        Ok(value)
    }

    fn as_value(&self) -> ValueRef<'_> {
        self.view()
    }

    /// A value as Python writes it; any other text is text.
    fn from_text(text: &str) -> Result<Self, Mismatch> {
        Ok(text.parse().unwrap_or_else(|_| Value::from(text)))
    }

    fn __inside(&mut self, step: &Step) -> Inside<'_> {
        match self {
            Value::List(items) => Inside::item(items, step),
            Value::Map(dict) => Inside::Dict(dict),
            _ => Inside::Nothing,
        }
    }
}

/// Why a text is no integer: not one at all, or one that does not fit.
fn number(text: &str, error: ParseIntError) -> Mismatch {
    match error.kind() {
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => {
            Mismatch::out_of_range(text.trim())
        }
        // A sign where none fits: `-1` is a number all the same.
        _ if text.trim().parse::<i128>().is_ok() => Mismatch::out_of_range(text.trim()),
        _ => Mismatch::invalid(text, error),
    }
}
