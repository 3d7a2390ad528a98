//! The serializer that finds out the kind of a value. It makes no copy of text, and does not look
//! into lists and maps.

use core::fmt::{self, Display};

use serde_core::ser::{Error, Impossible, Serialize, Serializer};

use crate::reflect::value_ref::ValueRef;
use crate::value::kind::Kind;

/// What a value is found to be.
#[derive(Debug)]
pub(crate) enum Peeked {
    /// This value: `None`, a bool, a number, or the name of a variant.
    Shown(ValueRef<'static>),
    /// Text, bytes, a list or a map; `Opaque` if the value cannot be serialized.
    Kind(Kind),
}

/// The result for what ends the peeking: it is an error of the serializer.
impl Error for Peeked {
    fn custom<T: Display>(_: T) -> Self {
        Peeked::Kind(Kind::Opaque)
    }
}

impl Display for Peeked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the kind of the value is known")
    }
}

impl core::error::Error for Peeked {}

/// The serializer. It follows at most so many newtypes.
pub(crate) struct Peek {
    wrappers: u32,
}

impl Peek {
    pub(crate) fn new() -> Self {
        Peek { wrappers: 256 }
    }

    fn wrapped<T: Serialize + ?Sized>(self, value: &T) -> Result<Peeked, Peeked> {
        match self.wrappers.checked_sub(1) {
            Some(wrappers) => value.serialize(Peek { wrappers }),
            None => Err(Peeked::Kind(Kind::Opaque)),
        }
    }
}

fn shown(value: ValueRef<'static>) -> Result<Peeked, Peeked> {
    Ok(Peeked::Shown(value))
}

/// Ends the peeking: what the value holds does not matter.
fn ended<T>(kind: Kind) -> Result<T, Peeked> {
    Err(Peeked::Kind(kind))
}

macro_rules! integers {
    ($($serialize:ident $type:ident,)*) => {$(
        fn $serialize(self, value: $type) -> Result<Peeked, Peeked> {
            match (i64::try_from(value), u64::try_from(value)) {
                (Ok(value), _) => shown(ValueRef::Int(value)),
                (_, Ok(value)) => shown(ValueRef::UInt(value)),
                _ => ended(Kind::Str),
            }
        }
    )*};
}

type No = Impossible<Peeked, Peeked>;

impl Serializer for Peek {
    type Ok = Peeked;
    type Error = Peeked;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    integers! {
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
    }

    fn serialize_bool(self, value: bool) -> Result<Peeked, Peeked> {
        shown(ValueRef::Bool(value))
    }

    fn serialize_f32(self, value: f32) -> Result<Peeked, Peeked> {
        shown(ValueRef::Single(value))
    }

    fn serialize_f64(self, value: f64) -> Result<Peeked, Peeked> {
        shown(ValueRef::Float(value))
    }

    fn serialize_char(self, _: char) -> Result<Peeked, Peeked> {
        ended(Kind::Str)
    }

    fn serialize_str(self, _: &str) -> Result<Peeked, Peeked> {
        ended(Kind::Str)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Peeked, Peeked> {
        ended(Kind::Bytes)
    }

    fn serialize_none(self) -> Result<Peeked, Peeked> {
        shown(ValueRef::None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Peeked, Peeked> {
        self.wrapped(value)
    }

    fn serialize_unit(self) -> Result<Peeked, Peeked> {
        shown(ValueRef::None)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Peeked, Peeked> {
        shown(ValueRef::None)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Peeked, Peeked> {
        shown(ValueRef::Str(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Peeked, Peeked> {
        self.wrapped(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Peeked, Peeked> {
        ended(Kind::Map)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<No, Peeked> {
        ended(Kind::List)
    }

    fn serialize_tuple(self, _: usize) -> Result<No, Peeked> {
        ended(Kind::List)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<No, Peeked> {
        ended(Kind::List)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, Peeked> {
        ended(Kind::Map)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<No, Peeked> {
        ended(Kind::Map)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<No, Peeked> {
        ended(Kind::Map)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, Peeked> {
        ended(Kind::Map)
    }

    fn collect_str<T: Display + ?Sized>(self, _: &T) -> Result<Peeked, Peeked> {
        ended(Kind::Str)
    }
}
