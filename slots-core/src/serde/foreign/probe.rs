//! Deserializers that find out what a type takes.

use core::fmt;

use serde_core::de::{self, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_core::forward_to_deserialize_any;

/// The error of a probe: the type takes something else.
#[derive(Debug)]
pub(crate) struct TakesOther;

impl fmt::Display for TakesOther {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the type takes something else")
    }
}

impl core::error::Error for TakesOther {}

impl de::Error for TakesOther {
    fn custom<T: fmt::Display>(_: T) -> Self {
        TakesOther
    }
}

/// Stands for a key that data lacks: an `Option` takes it as `None`, as in serde's derive.
pub(crate) struct Missing;

impl<'de> Deserializer<'de> for Missing {
    type Error = TakesOther;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, TakesOther> {
        Err(TakesOther)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TakesOther> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// An input without bytes, in a format that does not describe itself: a type takes it if its values
/// take no bytes.
pub(crate) struct NoBytes {
    /// Bounds the recursion into types that contain themselves.
    levels: u32,
}

impl NoBytes {
    pub(crate) fn new() -> Self {
        NoBytes { levels: 32 }
    }

    fn inside(&self) -> Result<Self, TakesOther> {
        self.levels.checked_sub(1).map(|levels| NoBytes { levels }).ok_or(TakesOther)
    }

    fn items<'de, V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, TakesOther> {
        visitor.visit_seq(NoItems { left: length, item: self.inside()? })
    }
}

/// So many items without bytes.
struct NoItems {
    left: usize,
    item: NoBytes,
}

impl<'de> SeqAccess<'de> for NoItems {
    type Error = TakesOther;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, TakesOther> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        seed.deserialize(NoBytes { levels: self.item.levels }).map(Some)
    }
}

impl<'de> Deserializer<'de> for NoBytes {
    type Error = TakesOther;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, TakesOther> {
        Err(TakesOther)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TakesOther> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TakesOther> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TakesOther> {
        visitor.visit_newtype_struct(self.inside()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, TakesOther> {
        self.items(length, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, TakesOther> {
        self.items(length, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TakesOther> {
        self.items(fields.len(), visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        seq map enum identifier ignored_any
    }
}
