//! A [`Value`], owned or borrowed, as it is taken apart.

use alloc::borrow::Cow;
use alloc::vec;
use core::slice;

use serde_core::de::Unexpected;

use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::dict::iter::{IntoIter, Iter};

/// A value to be read.
pub(crate) enum Given<'de> {
    Owned(Value),
    Borrowed(&'de Value),
}

/// A value, opened: what it holds, owned or borrowed.
pub(crate) enum Open<'de> {
    None,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Str(Cow<'de, str>),
    Bytes(Cow<'de, [u8]>),
    List(Items<'de>),
    Map(Entries<'de>),
    /// Something opaque, with the name of its type.
    Opaque(&'static str),
}

impl<'de> Given<'de> {
    /// Whether the value is `None`.
    pub(crate) fn is_none(&self) -> bool {
        match self {
            Given::Owned(value) => value.is_none(),
            Given::Borrowed(value) => value.is_none(),
        }
    }

    pub(crate) fn open(self) -> Open<'de> {
        match self {
            Given::Owned(value) => match value {
                Value::None => Open::None,
                Value::Bool(value) => Open::Bool(value),
                Value::Int(value) => Open::Int(value),
                Value::UInt(value) => Open::UInt(value),
                Value::Float(value) => Open::Float(value),
                Value::Str(value) => Open::Str(Cow::Owned(value)),
                Value::Bytes(value) => Open::Bytes(Cow::Owned(value.into())),
                Value::List(items) => Open::List(Items::Owned(items.into_vec().into_iter())),
                Value::Map(dict) => Open::Map(Entries::Owned(dict.into_iter())),
                Value::Object(value) => Open::Opaque(value.type_name()),
                Value::Opaque(value) => Open::Opaque(value.type_name()),
            },
            Given::Borrowed(value) => match value {
                Value::None => Open::None,
                Value::Bool(value) => Open::Bool(*value),
                Value::Int(value) => Open::Int(*value),
                Value::UInt(value) => Open::UInt(*value),
                Value::Float(value) => Open::Float(*value),
                Value::Str(value) => Open::Str(Cow::Borrowed(value)),
                Value::Bytes(value) => Open::Bytes(Cow::Borrowed(value)),
                Value::List(items) => Open::List(Items::Borrowed(items.iter())),
                Value::Map(dict) => Open::Map(Entries::of(dict)),
                Value::Object(value) => Open::Opaque(value.type_name()),
                Value::Opaque(value) => Open::Opaque(value.type_name()),
            },
        }
    }
}

impl Open<'_> {
    /// Returns the value in serde's terms, for an error.
    pub(crate) fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Open::None => Unexpected::Other("None"),
            Open::Bool(value) => Unexpected::Bool(*value),
            Open::Int(value) => Unexpected::Signed(*value),
            Open::UInt(value) => Unexpected::Unsigned(*value),
            Open::Float(value) => Unexpected::Float(*value),
            Open::Str(value) => Unexpected::Str(value),
            Open::Bytes(value) => Unexpected::Bytes(value),
            Open::List(_) => Unexpected::Seq,
            Open::Map(_) => Unexpected::Map,
            Open::Opaque(name) => Unexpected::Other(name),
        }
    }
}

/// The items of a list that are not read yet.
pub(crate) enum Items<'de> {
    Owned(vec::IntoIter<Value>),
    Borrowed(slice::Iter<'de, Value>),
    /// Bytes, as a list of numbers.
    Bytes(vec::IntoIter<u8>),
}

impl<'de> Iterator for Items<'de> {
    type Item = Given<'de>;

    fn next(&mut self) -> Option<Given<'de>> {
        match self {
            Items::Owned(items) => items.next().map(Given::Owned),
            Items::Borrowed(items) => items.next().map(Given::Borrowed),
            Items::Bytes(bytes) => bytes.next().map(|byte| Given::Owned(Value::from(byte))),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Items::Owned(items) => items.size_hint(),
            Items::Borrowed(items) => items.size_hint(),
            Items::Bytes(bytes) => bytes.size_hint(),
        }
    }
}

/// The entries of a map that are not read yet.
pub(crate) enum Entries<'de> {
    Owned(IntoIter),
    Borrowed(Iter<'de>),
}

impl<'de> Entries<'de> {
    fn of(dict: &'de Dict) -> Self {
        Entries::Borrowed(dict.iter())
    }
}

impl<'de> Iterator for Entries<'de> {
    type Item = (Cow<'de, str>, Given<'de>);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Entries::Owned(entries) => {
                let (name, value) = entries.next()?;
                Some((Cow::Owned(name.into()), Given::Owned(value)))
            }
            Entries::Borrowed(entries) => {
                let (name, value) = entries.next()?;
                Some((Cow::Borrowed(name), Given::Borrowed(value)))
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Entries::Owned(entries) => entries.size_hint(),
            Entries::Borrowed(entries) => entries.size_hint(),
        }
    }
}
