//! Writing a value in the shape of its type.

use alloc::string::String;

use serde_core::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::reflect::attr::AttrRef;
use crate::reflect::shape::Shape;
use crate::reflect::value_ref::{MapView, ValueRef};
use crate::serde::object::ObjectSer;

/// Serializes an attribute. It makes the [`ValueRef`] only when it serializes, because a `ValueRef`
/// is too large to pass on.
pub(crate) struct AttrSer<'a>(pub(crate) AttrRef<'a>);

impl Serialize for AttrSer<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // The most common types are written without a `ValueRef`.
        macro_rules! most_are {
            ($($shape:ident $type:ty => $serialize:ident),*) => {
                match self.0.vtable().shape() {
                    $(Shape::$shape => {
                        if let Some(value) = self.0.cast::<$type>() {
                            return to.$serialize(*value);
                        }
                    })*
                    Shape::Str => {
                        if let Some(value) = self.0.cast::<String>() {
                            return to.serialize_str(value);
                        }
                    }
                    _ => {}
                }
            };
        }
        most_are! {
            Bool bool => serialize_bool, F32 f32 => serialize_f32, F64 f64 => serialize_f64,
            I8 i8 => serialize_i8, I16 i16 => serialize_i16, I32 i32 => serialize_i32, I64 i64 => serialize_i64,
            U8 u8 => serialize_u8, U16 u16 => serialize_u16, U32 u32 => serialize_u32, U64 u64 => serialize_u64
        }
        ValueSer { shape: self.0.vtable().shape(), value: &self.0.view() }.serialize(to)
    }
}

/// Serializes a value in the given shape.
pub(crate) struct ValueSer<'a> {
    pub(crate) shape: &'static Shape,
    pub(crate) value: &'a ValueRef<'a>,
}

impl Serialize for ValueSer<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if let Shape::Option(shape) = self.shape {
            return match self.value {
                ValueRef::None => to.serialize_none(),
                value => to.serialize_some(&ValueSer { shape, value }),
            };
        }
        match *self.value {
            ValueRef::None => to.serialize_none(),
            ValueRef::Bool(value) => to.serialize_bool(value),
            // The casts are lossless: the shape is that of the slot's type, which held the value.
            ValueRef::Int(value) => match self.shape {
                Shape::I8 => to.serialize_i8(value as i8),
                Shape::I16 => to.serialize_i16(value as i16),
                Shape::I32 => to.serialize_i32(value as i32),
                Shape::U8 => to.serialize_u8(value as u8),
                Shape::U16 => to.serialize_u16(value as u16),
                Shape::U32 => to.serialize_u32(value as u32),
                Shape::U64 => to.serialize_u64(value as u64),
                Shape::Str => to.collect_str(&value),
                _ => to.serialize_i64(value),
            },
            ValueRef::UInt(value) if matches!(self.shape, Shape::Str) => to.collect_str(&value),
            ValueRef::UInt(value) => to.serialize_u64(value),
            ValueRef::Float(value) => to.serialize_f64(value),
            ValueRef::Single(value) => to.serialize_f32(value),
            ValueRef::Str(value) => to.serialize_str(value),
            ValueRef::Text(value) => to.collect_str(value),
            ValueRef::Bytes(value) => to.serialize_bytes(value),
            ValueRef::List(list) => {
                let mut items = to.serialize_seq(Some(list.len()))?;
                for item in (0..list.len()).filter_map(|index| list.get(index)) {
                    items.serialize_element(&AttrSer(item))?;
                }
                items.end()
            }
            ValueRef::Map(map) => write_map(map, to),
            ValueRef::Object(object) => ObjectSer(object.__object()).serialize(to),
            ValueRef::Opaque(value) => {
                Err(S::Error::custom(format_args!("{value:?} is opaque, and has no form in data")))
            }
        }
    }
}

fn write_map<S: Serializer>(map: &dyn MapView, to: S) -> Result<S::Ok, S::Error> {
    let mut entries = to.serialize_map(Some(map.len()))?;
    let mut written = Ok(());
    map.for_each(&mut |name, value| {
        if written.is_ok() {
            written = entries.serialize_entry(name, &AttrSer(value));
        }
    });
    written?;
    entries.end()
}
