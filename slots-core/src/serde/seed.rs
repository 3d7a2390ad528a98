//! Reading a value into a sink: the one visitor of all values.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;

use serde_core::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

use crate::erased::shown::Shown;
use crate::reflect::choices::Choices;
use crate::reflect::foreign::ForeignVTable;
use crate::reflect::reading::ReadContext;
use crate::reflect::shape::{Shape, Std, with_addresses, with_integer_shapes};
use crate::reflect::variant::EnumInfo;
use crate::serde::enum_visitor;
use crate::serde::foreign::data::read_as_value;
use crate::serde::struct_visitor::deserialize_closed;
use crate::value::Value;

/// The destination of a value that is read.
pub(crate) trait Sink<'s>: Sized {
    /// What reading returns once the sink has taken the value: the value itself, or `()` if the
    /// sink stored it elsewhere.
    type Taken;

    /// The context in which the value is read.
    fn read(&self) -> ReadContext<'s>;

    /// The same sink, for a value of another shape: what is inside an `Option`.
    fn with_shape(self, shape: &'static Shape) -> Self;

    /// Takes the value. An error is returned from here, where the format knows the value's place.
    fn value<E: Error>(self, value: Value) -> Result<Self::Taken, E>;

    /// Reads a value of a `#[slots(serde)]` slot by its type's own impl.
    fn foreign<'de, D: Deserializer<'de>>(
        self,
        vtable: &'static ForeignVTable,
        from: D,
    ) -> Result<Self::Taken, D::Error> {
        let value = read_as_value(vtable, from)?;
        self.value(value)
    }

    // Sinks override those of the following methods that they can do without making a `Value`.

    /// Takes the variant with that number of an enum with data.
    fn variant<'de, A: VariantAccess<'de>>(
        self,
        info: &'static EnumInfo,
        number: usize,
        content: A,
    ) -> Result<Self::Taken, A::Error> {
        let value = enum_visitor::read_value(self.read(), info, number, content)?;
        self.value(value)
    }

    /// Takes a variant as [`variant`](Sink::variant) does, of a rare form in data: as a list, or
    /// with its tag behind its fields, or under a key of its own.
    fn rare_variant<'de, A: VariantAccess<'de>>(
        self,
        info: &'static EnumInfo,
        number: usize,
        content: A,
    ) -> Result<Self::Taken, A::Error> {
        self.variant(info, number, content)
    }

    fn list<'de, A: SeqAccess<'de>>(self, list: A) -> Result<Self::Taken, A::Error> {
        let value = self.read().list(list)?;
        self.value(value)
    }

    fn map<'de, A: MapAccess<'de>>(self, map: A) -> Result<Self::Taken, A::Error> {
        let value = self.read().map(map)?;
        self.value(value)
    }

    #[inline]
    fn bool<E: Error>(self, value: bool) -> Result<Self::Taken, E> {
        self.value(Value::Bool(value))
    }

    #[inline]
    fn int<E: Error>(self, value: i64) -> Result<Self::Taken, E> {
        self.value(Value::Int(value))
    }

    #[inline]
    fn float<E: Error>(self, value: f64) -> Result<Self::Taken, E> {
        self.value(Value::Float(value))
    }

    #[inline]
    fn text<E: Error>(self, value: &str) -> Result<Self::Taken, E> {
        self.value(Value::from(value))
    }

    fn duration<E: Error>(self, value: Duration) -> Result<Self::Taken, E> {
        self.text(&Shown::of(&value).to_string())
    }
}

/// The seed, and the visitor, that reads one value into a sink.
pub(crate) struct ValueSeed<'s, S> {
    sink: S,
    of: PhantomData<&'s ()>,
}

impl<'s, S: Sink<'s>> ValueSeed<'s, S> {
    #[inline]
    pub(crate) fn new(sink: S) -> Self {
        ValueSeed { sink, of: PhantomData }
    }
}

impl<'de, 's, S: Sink<'s>> DeserializeSeed<'de> for ValueSeed<'s, S> {
    type Value = S::Taken;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Taken, D::Error> {
        let shape = self.sink.read().shape();
        if from.is_human_readable() {
            // The format tells what kind of value it holds, and the sink checks whether that fits.
            return match shape {
                Shape::Option(_) => from.deserialize_option(self),
                Shape::Unit => from.deserialize_unit(self),
                Shape::Enum(info) => enum_visitor::read(self.sink, info(), from),
                Shape::Foreign(vtable) => self.sink.foreign(vtable, from),
                _ => from.deserialize_any(self),
            };
        }
        macro_rules! if_integer {
            ($($integer:ident $type:ident $deserialize:ident $serialize:ident,)*) => {
                match shape {
                    $(Shape::$integer => return from.$deserialize(self),)*
                    _ => {}
                }
            };
        }
        with_integer_shapes!(if_integer!());
        match shape {
            Shape::Unit => from.deserialize_unit(self),
            Shape::Bool => from.deserialize_bool(self),
            Shape::F32 => from.deserialize_f32(self),
            Shape::F64 => from.deserialize_f64(self),
            Shape::Str | Shape::Int128 => from.deserialize_string(self),
            Shape::Bytes => from.deserialize_byte_buf(self),
            Shape::Option(_) => from.deserialize_option(self),
            Shape::List(_) => from.deserialize_seq(self),
            Shape::Array(_, length) => from.deserialize_tuple(*length, self),
            Shape::Tuple(items) => from.deserialize_tuple(items.len(), self),
            Shape::Map(_) | Shape::MapOf(..) => from.deserialize_map(self),
            Shape::Std(std) => self.visit_std(*std, from),
            Shape::Foreign(vtable) => self.sink.foreign(vtable, from),
            Shape::Choice(choices) => from.deserialize_enum(choices.type_name, choices.names, self),
            Shape::Enum(info) => enum_visitor::read(self.sink, info(), from),
            Shape::Object(layout) => {
                let layout = layout();
                if layout.has_dict() {
                    from.deserialize_map(self)
                } else {
                    deserialize_closed(layout, from, self)
                }
            }
            // Integers were handled above.
            _ => from.deserialize_any(self),
        }
    }
}

macro_rules! visits {
    ($($visit:ident => $take:ident($type:ty) $(as $into:expr)?),* $(,)?) => {$(
        #[inline]
        fn $visit<E: Error>(self, value: $type) -> Result<S::Taken, E> {
            self.sink.$take($($into)?(value))
        }
    )*};
}

impl<'s, S: Sink<'s>> ValueSeed<'s, S> {
    /// Reads a value of a type of the standard library by serde's own impl.
    #[inline(never)]
    fn visit_std<'de, D: Deserializer<'de>>(self, std: Std, from: D) -> Result<S::Taken, D::Error> {
        macro_rules! text_of {
            ($($type:ident)*) => {
                match std {
                    Std::Duration => return self.visit_duration(from),
                    $(Std::$type => core::net::$type::deserialize(from)?.to_string(),)*
                }
            };
        }
        let text = with_addresses!(text_of!());
        self.sink.text(&text)
    }

    /// Reads a duration by serde's own impl. Not inlined, so that it takes no room on the stack of
    /// the callers, which recurse.
    #[inline(never)]
    fn visit_duration<'de, D: Deserializer<'de>>(self, from: D) -> Result<S::Taken, D::Error> {
        self.sink.duration(Duration::deserialize(from)?)
    }

    /// Reads what is inside a wrapper that only the data has, not the type. The wrapper counts as a
    /// level, because only the data limits how many of them are nested (spec 8.21).
    fn visit_wrapped<'de, D: Deserializer<'de>>(self, from: D) -> Result<S::Taken, D::Error> {
        self.sink.read().inside(|| self.deserialize(from))
    }
}

impl<'de, 's, S: Sink<'s>> Visitor<'de> for ValueSeed<'s, S> {
    type Value = S::Taken;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(expected(self.sink.read().shape()))
    }

    visits! {
        visit_bool => bool(bool),
        visit_i64 => int(i64),
        visit_i128 => value(i128) as Value::from,
        visit_u128 => value(u128) as Value::from,
        visit_f64 => float(f64),
        visit_str => text(&str),
        visit_string => value(String) as Value::Str,
        visit_bytes => value(&[u8]) as Value::from,
        visit_byte_buf => value(Vec<u8>) as bytes,
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<S::Taken, E> {
        match i64::try_from(value) {
            Ok(value) => self.sink.int(value),
            Err(_) => self.sink.value(Value::UInt(value)),
        }
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<S::Taken, E> {
        self.sink.value(Value::None)
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<S::Taken, E> {
        self.sink.value(Value::None)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<S::Taken, D::Error> {
        match self.sink.read().shape() {
            // Not a level: the type limits how many `Option`s are nested.
            Shape::Option(shape) => ValueSeed::new(self.sink.with_shape(shape)).deserialize(from),
            _ => self.visit_wrapped(from),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<S::Taken, D::Error> {
        self.visit_wrapped(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<S::Taken, A::Error> {
        match self.sink.read().shape() {
            Shape::Std(Std::Duration) => self.visit_duration(SeqAccessDeserializer::new(list)),
            _ => self.sink.list(list),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<S::Taken, A::Error> {
        match self.sink.read().shape() {
            // A variant with its content, which is nothing: `{"Red": null}`.
            Shape::Choice(_) => self.visit_variant(MapAccessDeserializer::new(map)),
            Shape::Std(Std::Duration) => self.visit_duration(MapAccessDeserializer::new(map)),
            _ => self.sink.map(map),
        }
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<S::Taken, A::Error> {
        self.visit_variant(variant)
    }
}

impl<'s, S: Sink<'s>> ValueSeed<'s, S> {
    /// Reads a variant of an enum without data. Not inlined, so that reading a map stays short.
    #[inline(never)]
    fn visit_variant<'de, A: EnumAccess<'de>>(self, variant: A) -> Result<S::Taken, A::Error> {
        let Shape::Choice(choices) = self.sink.read().shape() else {
            return Err(A::Error::invalid_type(Unexpected::Enum, &self));
        };
        let name = read_choice(choices, variant)?;
        self.sink.text(&name)
    }
}

/// What the type of that shape is expected to find.
pub(crate) fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::Any | Shape::Foreign(_) => "a value",
        Shape::Unit => "nothing",
        Shape::Bool => "a bool",
        Shape::Str | Shape::Int128 | Shape::Std(_) => "text",
        Shape::Choice(_) => "the name of a variant",
        Shape::Bytes => "bytes",
        Shape::Option(_) => "a value, or none",
        Shape::List(_) | Shape::Array(..) | Shape::Tuple(_) => "a list",
        Shape::Map(_) | Shape::Object(_) => "a map with text as keys",
        Shape::MapOf(..) => "a map",
        _ => "a number",
    }
}

/// Reads a variant of an enum without data, as its name.
pub(crate) fn read_choice<'de, A: EnumAccess<'de>>(
    choices: &'static Choices,
    variant: A,
) -> Result<Cow<'static, str>, A::Error> {
    let (name, content) = variant.variant_seed(VariantName(choices))?;
    content.unit_variant()?;
    Ok(name)
}

/// Reads the name of a variant, or its number.
struct VariantName(&'static Choices);

impl<'de> DeserializeSeed<'de> for VariantName {
    type Value = Cow<'static, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for VariantName {
    type Value = Cow<'static, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name or the number of one of {} variants", self.0.names.len())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        let name = usize::try_from(number).ok().and_then(|number| self.0.names.get(number));
        match name {
            Some(name) => Ok(Cow::Borrowed(name)),
            None => Err(E::invalid_value(Unexpected::Unsigned(number), &self)),
        }
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(match self.0.find(name) {
            Some(number) => Cow::Borrowed(self.0.names[number]),
            // The enum itself refuses it, with an error that lists the names.
            None => Cow::Owned(name.into()),
        })
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        match str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(name), &self)),
        }
    }
}

fn bytes(bytes: Vec<u8>) -> Value {
    Value::Bytes(bytes.into())
}
