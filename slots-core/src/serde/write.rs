//! Writing a value in the shape of its type.

use alloc::string::{String, ToString};
use core::fmt;
use core::time::Duration;

use serde_core::ser::{Error, Serialize, SerializeMap, SerializeSeq, SerializeTuple, Serializer};

use crate::reflect::attr::AttrRef;
use crate::reflect::choices::Choices;
use crate::reflect::in_data::ErasedWriter;
use crate::reflect::list_view::ListView;
use crate::reflect::map_view::{KeyRepr, MapView};
use crate::reflect::shape::{Shape, Std, with_addresses, with_integer_shapes};
use crate::reflect::shared::{SharedRef, WRITTEN, once};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::serde::foreign::data::write_foreign;
#[cfg(feature = "std")]
use crate::serde::graph::write::number;
use crate::serde::object::ObjectSer;
use crate::value::kind::Kind;

/// Serializes an attribute. It makes the [`ValueRef`] only when it serializes, because a `ValueRef`
/// is too large to pass on.
pub(crate) struct AttrSer<'a>(pub(crate) AttrRef<'a>);

impl Serialize for AttrSer<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.write(to)
    }
}

/// Writes values by their vtables.
pub(crate) enum ByVTable {}

impl ErasedWriter for ByVTable {
    #[inline(always)]
    fn write<S: Serializer>(value: AttrRef<'_>, to: S) -> Result<S::Ok, S::Error> {
        AttrSer(value).write(to)
    }
}

impl AttrSer<'_> {
    /// Inlined: where the vtable is a constant, one branch is left.
    #[inline(always)]
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // The most common types are written without a `ValueRef`.
        macro_rules! write_if_it_is {
            ($($shape:ident $type:ty => $serialize:ident;)*) => {
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
                    Shape::Choice(choices) => {
                        let number = self.0.number();
                        if number < choices.names.len() {
                            return write_variant(choices, number, to);
                        }
                    }
                    Shape::Std(Std::Duration) => {
                        if let Some(duration) = self.0.cast::<Duration>() {
                            return duration.serialize(to);
                        }
                    }
                    _ => {}
                }
            };
        }
        macro_rules! with_the_others {
            ($($shape:ident $type:ident $deserialize:ident $serialize:ident,)*) => {
                write_if_it_is! {
                    Bool bool => serialize_bool;
                    F32 f32 => serialize_f32;
                    F64 f64 => serialize_f64;
                    $($shape $type => $serialize;)*
                }
            };
        }
        with_integer_shapes!(with_the_others!());
        self.write_other(to)
    }

    /// Writes a value of any type. Not inlined, so that the common types keep a short way.
    #[inline(never)]
    fn write_other<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let shape = self.0.vtable().shape();
        if let Shape::Foreign(vtable) = shape {
            return write_foreign(vtable, self.0, to);
        }
        ValueSer { shape, value: &self.0.view() }.serialize(to)
    }
}

/// Serializes a key that is no text. It holds no other values.
struct KeySer<'a>(AttrRef<'a>);

impl Serialize for KeySer<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let value = self.0.view();
        if matches!(value.kind(), Kind::List | Kind::Map | Kind::Object) {
            return Err(S::Error::custom(format_args!("a key cannot hold values: {value:?}")));
        }
        ValueSer { shape: self.0.vtable().shape(), value: &value }.write_leaf(to)
    }
}

/// Serializes a value in the given shape.
pub(crate) struct ValueSer<'a> {
    pub(crate) shape: &'static Shape,
    pub(crate) value: &'a ValueRef<'a>,
}

impl Serialize for ValueSer<'_> {
    /// This function, and what it calls for lists, maps and structs, recurses: so the cases that do
    /// not are in functions of their own, and take no room on the stack.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if let Shape::Option(shape) = self.shape {
            return match self.value {
                ValueRef::None => to.serialize_none(),
                value => to.serialize_some(&ValueSer { shape, value }),
            };
        }
        match *self.value {
            ValueRef::List(list) => match self.shape {
                Shape::Array(..) | Shape::Tuple(_) => write_tuple(list, to),
                _ => write_list(list, to),
            },
            ValueRef::Map(map) => write_map(map, to),
            ValueRef::Object(object) => <ObjectSer<'_>>::new(object.__object()).serialize(to),
            ValueRef::Shared(shared) => write_shared(shared, to),
            _ => self.write_leaf(to),
        }
    }
}

impl ValueSer<'_> {
    /// Writes a value that holds no other values.
    #[inline]
    fn write_leaf<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match *self.value {
            ValueRef::Bool(value) => to.serialize_bool(value),
            // The casts are lossless: the shape is that of the slot's type, which held the value.
            ValueRef::Int(value) => {
                macro_rules! in_its_shape {
                    ($($shape:ident $type:ident $deserialize:ident $serialize:ident,)*) => {
                        match self.shape {
                            $(Shape::$shape => to.$serialize(value as $type),)*
                            Shape::Int128 => to.collect_str(&value),
                            _ => to.serialize_i64(value),
                        }
                    };
                }
                with_integer_shapes!(in_its_shape!())
            }
            ValueRef::UInt(value) if matches!(self.shape, Shape::Int128) => to.collect_str(&value),
            ValueRef::UInt(value) => to.serialize_u64(value),
            ValueRef::Float(value) => to.serialize_f64(value),
            ValueRef::Single(value) => to.serialize_f32(value),
            ValueRef::Str(value) => match self.shape {
                Shape::Choice(choices) => write_choice(choices, value, to),
                _ => to.serialize_str(value),
            },
            ValueRef::Text(value) => match self.shape {
                Shape::Std(std) => write_std(*std, value, to),
                _ => to.collect_str(value),
            },
            ValueRef::Bytes(value) => to.serialize_bytes(value),
            ValueRef::Foreign(value) => {
                let (value, vtable) = value.parts();
                write_foreign(vtable, value, to)
            }
            ValueRef::Opaque(value) => {
                Err(S::Error::custom(format_args!("{value:?} is opaque, and has no form in data")))
            }
            ValueRef::None if matches!(self.shape, Shape::Unit) => to.serialize_unit(),
            ValueRef::None => to.serialize_none(),
            ValueRef::List(_) | ValueRef::Map(_) | ValueRef::Object(_) | ValueRef::Shared(_) => {
                unreachable!("these hold values")
            }
        }
    }
}

/// Writes a shared object as its value, under its lock; or as its number, in a graph.
fn write_shared<S: Serializer>(shared: SharedRef<'_>, to: S) -> Result<S::Ok, S::Error> {
    #[cfg(feature = "std")]
    if let Some(number) = number(shared) {
        return match number.map_err(S::Error::custom)? {
            Some(number) => to.serialize_i64(number),
            None => to.serialize_none(),
        };
    }
    if shared.is_weak() {
        return Err(S::Error::custom(format_args!(
            "{shared:?} has no form in data: a weak reference owns nothing; `skip_serializing_if` \
             or `skip` leaves it out, and `slotted::Graph` writes it as a number"
        )));
    }
    // Without `std`, it is not known what is around: an object without a lock is written as an
    // `Arc` is.
    #[cfg(not(feature = "std"))]
    if let Some(object) = shared.object() {
        return <ObjectSer<'_>>::new(object.__object()).serialize(to);
    }
    let mut to = Some(to);
    let written = once(shared.identity(), WRITTEN, || {
        shared.read(|object| {
            let to = to.take().expect("it is called once");
            <ObjectSer<'_>>::new(object.__object()).serialize(to)
        })
    });
    match written {
        Some(Ok(result)) => result,
        Some(Err(_)) => Err(S::Error::custom("object is locked")),
        None => Err(S::Error::custom(
            "a circle of shared objects has no form in data, nor have more than 100 of them inside \
             one another, unless they are written by `slotted::Graph`",
        )),
    }
}

/// Writes a variant of an enum, given by its name.
fn write_choice<S: Serializer>(
    choices: &'static Choices,
    name: &str,
    to: S,
) -> Result<S::Ok, S::Error> {
    match choices.names.iter().position(|other| *other == name) {
        Some(number) => write_variant(choices, number, to),
        None => to.serialize_str(name),
    }
}

/// Writes a variant of an enum, given by its number.
fn write_variant<S: Serializer>(
    choices: &'static Choices,
    number: usize,
    to: S,
) -> Result<S::Ok, S::Error> {
    let index = u32::try_from(number).map_err(S::Error::custom)?;
    to.serialize_unit_variant(choices.type_name, index, choices.names[number])
}

/// Writes a value of a type of the standard library, given by its text, as serde's own impl does.
fn write_std<S: Serializer>(std: Std, text: &dyn fmt::Display, to: S) -> Result<S::Ok, S::Error> {
    fn parse<T: SlotValue, E: Error>(text: &dyn fmt::Display) -> Result<T, E> {
        T::from_text(&text.to_string()).map_err(E::custom)
    }
    macro_rules! write {
        ($($type:ident)*) => {
            match std {
                Std::Duration => parse::<Duration, S::Error>(text)?.serialize(to),
                _ if to.is_human_readable() => to.collect_str(text),
                $(Std::$type => parse::<core::net::$type, S::Error>(text)?.serialize(to),)*
            }
        };
    }
    with_addresses!(write!())
}

fn write_array<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    let mut items = to.serialize_tuple(bytes.len())?;
    bytes.iter().try_for_each(|byte| items.serialize_element(byte))?;
    items.end()
}

fn write_tuple<S: Serializer>(list: &dyn ListView, to: S) -> Result<S::Ok, S::Error> {
    if let Some(bytes) = list.as_bytes() {
        return write_array(bytes, to);
    }
    let mut out = to.serialize_tuple(list.len())?;
    for item in list.iter() {
        out.serialize_element(&AttrSer(item))?;
    }
    out.end()
}

fn write_list<S: Serializer>(list: &dyn ListView, to: S) -> Result<S::Ok, S::Error> {
    let mut out = to.serialize_seq(Some(list.len()))?;
    for item in list.iter() {
        out.serialize_element(&AttrSer(item))?;
    }
    out.end()
}

fn write_map<S: Serializer>(map: &dyn MapView, to: S) -> Result<S::Ok, S::Error> {
    let mut entries = to.serialize_map(Some(map.len()))?;
    write_entries(map, &mut entries)?;
    entries.end()
}

/// Writes the entries of a map.
pub(crate) fn write_entries<M: SerializeMap>(
    map: &dyn MapView,
    entries: &mut M,
) -> Result<(), M::Error> {
    let mut written = Ok(());
    map.for_each(&mut |key, value| {
        if written.is_ok() {
            written = match key.0 {
                KeyRepr::Text(name) => entries.serialize_entry(name, &AttrSer(value)),
                KeyRepr::Other(key) => entries.serialize_entry(&KeySer(key), &AttrSer(value)),
            };
        }
    });
    written
}
