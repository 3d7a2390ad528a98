//! The serializer that makes a [`Value`].

use alloc::vec::Vec;
use core::fmt::Display;

use serde_core::ser::{Serialize, SerializeSeq, SerializeTuple, SerializeTupleStruct, Serializer};

use crate::serde::format::entries::{MapSer, TupleVariantSer, VariantSer};
use crate::serde::format::room::Room;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// A serde `Serializer` that makes a [`Value`]. [`to_value`](crate::to_value) uses it.
///
/// It says that it is human-readable, so that types such as addresses and UUIDs become text.
///
/// ```
/// use serde_core::Serialize;
/// use slotted::Value;
/// use slotted::value::ValueSerializer;
///
/// let value = Some([1, 2]).serialize(ValueSerializer::new())?;
/// assert_eq!(value, Value::from(vec![1, 2]));
/// # Ok::<(), slotted::ConversionError>(())
/// ```
#[derive(Clone, Copy)]
pub struct ValueSerializer {
    pub(crate) room: Room,
}

impl ValueSerializer {
    /// Makes a serializer.
    #[must_use]
    pub const fn new() -> Self {
        ValueSerializer { room: Room::WHOLE }
    }
}

impl Default for ValueSerializer {
    fn default() -> Self {
        ValueSerializer::new()
    }
}

macro_rules! by_from {
    ($($serialize:ident $type:ty,)*) => {$(
        fn $serialize(self, value: $type) -> Result<Value, ConversionError> {
            Ok(Value::from(value))
        }
    )*};
}

impl Serializer for ValueSerializer {
    type Ok = Value;
    type Error = ConversionError;
    type SerializeSeq = ListSer;
    type SerializeTuple = ListSer;
    type SerializeTupleStruct = ListSer;
    type SerializeTupleVariant = TupleVariantSer;
    type SerializeMap = MapSer;
    type SerializeStruct = MapSer;
    type SerializeStructVariant = VariantSer;

    by_from! {
        serialize_bool bool,
        serialize_i8 i8,
        serialize_i16 i16,
        serialize_i32 i32,
        serialize_i64 i64,
        serialize_i128 i128,
        serialize_u8 u8,
        serialize_u16 u16,
        serialize_u32 u32,
        serialize_u64 u64,
        serialize_u128 u128,
        serialize_f32 f32,
        serialize_f64 f64,
        serialize_char char,
        serialize_str &str,
        serialize_bytes &[u8],
    }

    fn serialize_none(self) -> Result<Value, ConversionError> {
        Ok(Value::None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, ConversionError> {
        value.serialize(ValueSerializer { room: self.room.wrapped()? })
    }

    fn serialize_unit(self) -> Result<Value, ConversionError> {
        Ok(Value::None)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, ConversionError> {
        Ok(Value::None)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value, ConversionError> {
        Ok(Value::from(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, ConversionError> {
        value.serialize(ValueSerializer { room: self.room.wrapped()? })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, ConversionError> {
        let mut content = MapSer::new(self.room)?;
        content.add(variant, value)?;
        Ok(content.finish())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<ListSer, ConversionError> {
        ListSer::new(self.room)
    }

    fn serialize_tuple(self, _: usize) -> Result<ListSer, ConversionError> {
        ListSer::new(self.room)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<ListSer, ConversionError> {
        ListSer::new(self.room)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<TupleVariantSer, ConversionError> {
        TupleVariantSer::new(variant, self.room)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<MapSer, ConversionError> {
        MapSer::new(self.room)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<MapSer, ConversionError> {
        MapSer::new(self.room)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<VariantSer, ConversionError> {
        VariantSer::new(variant, self.room)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<Value, ConversionError> {
        Ok(Value::Str(alloc::string::ToString::to_string(value)))
    }
}

/// The serializer of a list.
pub struct ListSer {
    /// Grows with the items: a length that a type claims is not trusted.
    items: Vec<Value>,
    /// The room of each item.
    room: Room,
}

impl ListSer {
    /// Makes the serializer of a list that takes one level of `room`.
    pub(crate) fn new(room: Room) -> Result<Self, ConversionError> {
        Ok(ListSer { items: Vec::new(), room: room.inside()? })
    }

    pub(crate) fn add<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), ConversionError> {
        let item = item.serialize(ValueSerializer { room: self.room });
        self.items.push(item.map_err(|error| error.at_step(self.items.len()))?);
        Ok(())
    }

    pub(crate) fn finish(self) -> Value {
        Value::List(self.items.into())
    }
}

impl SerializeSeq for ListSer {
    type Ok = Value;
    type Error = ConversionError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Self::Error> {
        self.add(item)
    }

    fn end(self) -> Result<Value, Self::Error> {
        Ok(self.finish())
    }
}

impl SerializeTuple for ListSer {
    type Ok = Value;
    type Error = ConversionError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Self::Error> {
        self.add(item)
    }

    fn end(self) -> Result<Value, Self::Error> {
        Ok(self.finish())
    }
}

impl SerializeTupleStruct for ListSer {
    type Ok = Value;
    type Error = ConversionError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Self::Error> {
        self.add(item)
    }

    fn end(self) -> Result<Value, Self::Error> {
        Ok(self.finish())
    }
}
