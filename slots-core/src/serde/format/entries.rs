//! The serializers of the entries of a map, and of variants with data.

use serde_core::ser::{
    Serialize, SerializeMap, SerializeStruct, SerializeStructVariant, SerializeTupleVariant,
};

use crate::name::NameKey;
use crate::serde::context::INITIAL_CAPACITY;
use crate::serde::format::key::KeySer;
use crate::serde::format::room::Room;
use crate::serde::format::ser::{ListSer, ValueSerializer};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::{Dict, Repeated};

/// The serializer of a map or a struct.
pub struct MapSer {
    dict: Dict,
    /// The room of each value.
    room: Room,
}

impl MapSer {
    /// Makes the serializer of a map that takes one level of `room`.
    pub(crate) fn new(room: Room) -> Result<Self, ConversionError> {
        Ok(MapSer { dict: Dict::new(), room: room.inside()? })
    }

    /// Adds an entry. Fails if there is one of that name.
    pub(crate) fn add<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), ConversionError> {
        add_key(&mut self.dict, name)?;
        self.fill(value)
    }

    /// Gives the last entry its value.
    fn fill<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ConversionError> {
        match value.serialize(ValueSerializer { room: self.room }) {
            Ok(value) => {
                let entry = self.dict.last_mut();
                *entry.ok_or_else(|| ConversionError::said("a value without a key"))? = value;
                Ok(())
            }
            Err(error) => {
                let name = self.dict.keys().next_back().unwrap_or_default();
                Err(error.at_step(format_args!("'{name}'")))
            }
        }
    }

    pub(crate) fn finish(self) -> Value {
        Value::Map(self.dict)
    }
}

/// Adds an entry whose value is `None` as yet.
pub(crate) fn add_key(dict: &mut Dict, name: &str) -> Result<(), ConversionError> {
    match dict.add(name, NameKey::of(name), INITIAL_CAPACITY) {
        Ok(()) => Ok(()),
        Err(Repeated) => {
            Err(ConversionError::said(format_args!("the key '{name}' stands there twice")))
        }
    }
}

impl SerializeMap for MapSer {
    type Ok = Value;
    type Error = ConversionError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Self::Error> {
        key.serialize(KeySer::new(&mut self.dict, self.room))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        self.fill(value)
    }

    fn end(self) -> Result<Value, Self::Error> {
        Ok(self.finish())
    }
}

impl SerializeStruct for MapSer {
    type Ok = Value;
    type Error = ConversionError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Self::Error> {
        self.add(name, value)
    }

    fn end(self) -> Result<Value, Self::Error> {
        Ok(self.finish())
    }
}

/// The serializer of a struct variant: a map from the variant's name to the map of its fields.
pub struct VariantSer {
    variant: &'static str,
    fields: MapSer,
}

impl VariantSer {
    pub(crate) fn new(variant: &'static str, room: Room) -> Result<Self, ConversionError> {
        Ok(VariantSer { variant, fields: MapSer::new(room.inside()?)? })
    }
}

impl SerializeStructVariant for VariantSer {
    type Ok = Value;
    type Error = ConversionError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Self::Error> {
        self.fields.add(name, value).map_err(|error| in_variant(error, self.variant))
    }

    fn end(self) -> Result<Value, Self::Error> {
        Ok(tagged(self.variant, self.fields.finish()))
    }
}

/// The serializer of a tuple variant: a map from the variant's name to the list of its fields.
pub struct TupleVariantSer {
    variant: &'static str,
    fields: ListSer,
}

impl TupleVariantSer {
    pub(crate) fn new(variant: &'static str, room: Room) -> Result<Self, ConversionError> {
        Ok(TupleVariantSer { variant, fields: ListSer::new(room.inside()?)? })
    }
}

impl SerializeTupleVariant for TupleVariantSer {
    type Ok = Value;
    type Error = ConversionError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        self.fields.add(value).map_err(|error| in_variant(error, self.variant))
    }

    fn end(self) -> Result<Value, Self::Error> {
        Ok(tagged(self.variant, self.fields.finish()))
    }
}

fn in_variant(error: ConversionError, variant: &str) -> ConversionError {
    error.at_step(format_args!("'{variant}'"))
}

fn tagged(variant: &str, content: Value) -> Value {
    Value::Map([(variant, content)].into_iter().collect())
}
