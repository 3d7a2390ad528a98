//! Reading enums with data: the variant, by its tag, and its content.
//!
//! Whatever tells the variants apart, the content is read through serde's `VariantAccess`: that of
//! the format for enums without a tag, otherwise one of `variant_access`.

use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};

use crate::reflect::reading::ReadContext;
use crate::reflect::shape::Shape;
use crate::reflect::variant::{EnumInfo, Tagging, VariantForm};
use crate::serde::context::{read_fields, read_items};
use crate::serde::described::Described;
use crate::serde::entries::read_entries;
use crate::serde::format::de::ValueDe;
use crate::serde::graph;
use crate::serde::seed::{Sink, ValueSeed};
use crate::serde::variant_access::{
    Buffered, Content, NextItem, NextValue, NoContent, RestOfList, RestOfMap, WithFirst,
};
use crate::value::Value;
use crate::value::dict::Dict;

/// Reads an enum.
#[inline]
pub(crate) fn read<'de, 's, S: Sink<'s>, O: Described, D: Deserializer<'de>>(
    sink: S,
    of: O,
    from: D,
) -> Result<S::Taken, D::Error> {
    let info = of.info();
    let name = info.choices.type_name;
    let visitor = EnumVisitor { sink, of, lifetime: PhantomData };
    match info.tagging {
        Tagging::External => from.deserialize_enum(name, info.choices.names, visitor),
        Tagging::Internal { .. } => from.deserialize_any(visitor),
        Tagging::Adjacent { keys, .. } => from.deserialize_struct(name, keys, visitor),
    }
}

struct EnumVisitor<'s, S, O> {
    sink: S,
    of: O,
    lifetime: PhantomData<&'s ()>,
}

impl<'de, 's, S: Sink<'s>, O: Described> Visitor<'de> for EnumVisitor<'s, S, O> {
    type Value = S::Taken;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a variant of {}", self.of.info().choices.type_name)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<S::Taken, E> {
        // In a graph, a number stands for a shared object.
        match graph::is_reading() {
            true => self.sink.int(value),
            false => Err(E::invalid_type(Unexpected::Signed(value), &self)),
        }
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<S::Taken, A::Error> {
        match self.of.info().tagging {
            Tagging::External => external(self.sink, self.of, data),
            _ => Err(A::Error::invalid_type(Unexpected::Enum, &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<S::Taken, A::Error> {
        from_map(self.sink, self.of.info(), map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<S::Taken, A::Error> {
        from_list(self.sink, self.of.info(), list)
    }
}

/// Reads an enum whose format tells the variant: one without a tag.
fn external<'de, 's, S: Sink<'s>, O: Described, A: EnumAccess<'de>>(
    sink: S,
    of: O,
    data: A,
) -> Result<S::Taken, A::Error> {
    let (number, content) = data.variant_seed(VariantNumber(of))?;
    // The name of the variant is a level of the data, around that of its fields.
    sink.read().inside(|| sink.variant(of.info(), number, content))
}

/// Reads an enum from a map.
fn from_map<'de, 's, S: Sink<'s>, A: MapAccess<'de>>(
    sink: S,
    info: &'static EnumInfo,
    mut map: A,
) -> Result<S::Taken, A::Error> {
    match info.tagging {
        Tagging::External => {
            let (number, content) =
                MapAccessDeserializer::new(map).variant_seed(VariantNumber(info))?;
            sink.read().inside(|| sink.rare_variant(info, number, content))
        }
        Tagging::Internal { tag } => match map.next_key_seed(Key(&[tag]))? {
            // What is beside the tag may be an enum again, whose level the format does not see.
            Some(KeyIs::Known(_)) => sink.read().inside(|| {
                let number = map.next_value_seed(VariantNumber(info))?;
                let read = sink.read();
                sink.variant(info, number, RestOfMap { map, tag, read })
            }),
            Some(KeyIs::Other(first)) => {
                let mut fields = buffered(sink.read(), map, first)?;
                let number = buffered_tag(info, fields.remove(tag), tag)?;
                sink.rare_variant(info, number, Buffered::beside(fields))
            }
            None => Err(A::Error::missing_field(tag)),
        },
        Tagging::Adjacent { tag, content, keys } => {
            sink.read().inside(|| match map.next_key_seed(Key(keys))? {
                Some(KeyIs::Known(0)) => {
                    let number = map.next_value_seed(VariantTag(info))?;
                    let taken = match map.next_key_seed(Key(keys))? {
                        None => {
                            let none = NoContent { key: content, of: PhantomData };
                            return sink.rare_variant(info, number, none);
                        }
                        Some(KeyIs::Known(1)) => {
                            sink.rare_variant(info, number, Content(NextValue(&mut map)))?
                        }
                        Some(KeyIs::Known(_)) => return Err(A::Error::duplicate_field(tag)),
                        Some(KeyIs::Other(name)) => return Err(unknown(&name, keys)),
                    };
                    match map.next_key_seed(Key(keys))? {
                        None => Ok(taken),
                        Some(KeyIs::Known(0)) => Err(A::Error::duplicate_field(tag)),
                        Some(KeyIs::Known(_)) => Err(A::Error::duplicate_field(content)),
                        Some(KeyIs::Other(name)) => Err(unknown(&name, keys)),
                    }
                }
                Some(KeyIs::Known(_)) => {
                    let mut parts = buffered(sink.read(), map, content.into())?;
                    let number = buffered_tag(info, parts.remove(tag), tag)?;
                    let value = parts.remove(content).unwrap_or_default();
                    match parts.keys().next() {
                        Some(name) => Err(unknown(name, keys)),
                        None => sink.rare_variant(info, number, Buffered::content(value)),
                    }
                }
                Some(KeyIs::Other(name)) => Err(unknown(&name, keys)),
                None => Err(A::Error::missing_field(tag)),
            })
        }
    }
}

/// Reads an enum from a list: the tag, then the fields or the content.
fn from_list<'de, 's, S: Sink<'s>, A: SeqAccess<'de>>(
    sink: S,
    info: &'static EnumInfo,
    mut list: A,
) -> Result<S::Taken, A::Error> {
    let missing = |at| A::Error::invalid_length(at, &"the name of a variant and its content");
    match info.tagging {
        Tagging::External => {
            Err(A::Error::invalid_type(Unexpected::Seq, &"the name of a variant, or a map"))
        }
        Tagging::Internal { .. } => sink.read().inside(|| {
            let number = list.next_element_seed(VariantNumber(info))?;
            let number = number.ok_or_else(|| missing(0))?;
            sink.rare_variant(info, number, RestOfList(list))
        }),
        Tagging::Adjacent { content: key, .. } => sink.read().inside(|| {
            let number = list.next_element_seed(VariantTag(info))?.ok_or_else(|| missing(0))?;
            if info.variants[number].form == VariantForm::Unit {
                // Such a variant is written without a content. A format without lengths has a unit
                // there, which takes no bytes.
                list.next_element::<()>()?;
                return sink.rare_variant(info, number, NoContent { key, of: PhantomData });
            }
            sink.rare_variant(info, number, Content(NextItem(&mut list)))
        }),
    }
}

/// Reads a map whose first key is not the tag as values, which are read again once the variant is
/// known.
#[inline(never)]
fn buffered<'de, A: MapAccess<'de>>(
    read: ReadContext<'_>,
    map: A,
    first: String,
) -> Result<Dict, A::Error> {
    read_entries(WithFirst { map, first: Some(first) }, read.of(&Shape::Any))
}

/// Returns the number of the variant that a tag among buffered values names.
fn buffered_tag<E: Error>(
    info: &'static EnumInfo,
    found: Option<Value>,
    tag: &'static str,
) -> Result<usize, E> {
    let Some(found) = found else { return Err(E::missing_field(tag)) };
    VariantNumber(info).deserialize(ValueDe::owned(found)).map_err(E::custom)
}

#[cold]
fn unknown<E: Error>(name: &str, keys: &'static [&'static str]) -> E {
    E::unknown_field(name, keys)
}

/// Reads the content of a variant as a value, in the form that the whole enum has in data.
pub(crate) fn read_value<'de, A: VariantAccess<'de>>(
    read: ReadContext<'_>,
    info: &'static EnumInfo,
    number: usize,
    content: A,
) -> Result<Value, A::Error> {
    let variant = &info.variants[number];
    let fields = read.of(&variant.shape);
    let content = match variant.form {
        VariantForm::Unit => {
            content.unit_variant()?;
            None
        }
        VariantForm::Newtype => {
            let shape = variant.layout.slots()[0].vtables().value().shape();
            Some(content.newtype_variant_seed(ValueSeed::new(read.of(shape)))?)
        }
        VariantForm::Tuple => Some(
            content.tuple_variant(variant.names.len(), Fields { read: fields, named: false })?,
        ),
        VariantForm::Struct => {
            Some(content.struct_variant(variant.names, Fields { read: fields, named: true })?)
        }
    };
    Ok(info.in_data(number, content))
}

/// The visitor of a variant's fields as a value: a map if they have names, otherwise a list.
struct Fields<'s> {
    read: ReadContext<'s>,
    named: bool,
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.named { "the fields of a variant" } else { "a list of fields" })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        if self.named {
            return read_entries(map, self.read).map(Value::Map);
        }
        Err(A::Error::invalid_type(Unexpected::Map, &self))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Value, A::Error> {
        if self.named {
            read_fields(list, self.read).map(Value::Map)
        } else {
            read_items(list, self.read).map(Value::List)
        }
    }
}

/// Reads the name of a variant, or its number, as the variant's number.
#[derive(Clone, Copy)]
struct VariantNumber<O>(O);

impl<'de, O: Described> DeserializeSeed<'de> for VariantNumber<O> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl<O: Described> Visitor<'_> for VariantNumber<O> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a variant of {}", self.0.info().choices.type_name)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<usize, E> {
        let names = self.0.info().choices.names;
        let found = usize::try_from(number).ok().filter(|found| *found < names.len());
        found.ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let number = self.0.number_of(name);
        number.map_err(|error| E::custom(error.of_type(self.0.info().choices.type_name)))
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<usize, E> {
        match str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(name), &self)),
        }
    }
}

/// Reads a tag that stands beside its content: a variant without fields of its own.
struct VariantTag(&'static EnumInfo);

impl<'de> DeserializeSeed<'de> for VariantTag {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        let choices = &self.0.choices;
        from.deserialize_enum(choices.type_name, choices.names, self)
    }
}

impl<'de> Visitor<'de> for VariantTag {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        VariantNumber(self.0).expecting(f)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<usize, A::Error> {
        let (number, content) = data.variant_seed(VariantNumber(self.0))?;
        content.unit_variant()?;
        Ok(number)
    }
}

/// The seed of a key, which compares it with the known ones.
struct Key<'a>(&'a [&'static str]);

enum KeyIs {
    Known(usize),
    Other(String),
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = KeyIs;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<KeyIs, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = KeyIs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an attribute")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<KeyIs, E> {
        Ok(match self.0.iter().position(|known| *known == name) {
            Some(number) => KeyIs::Known(number),
            None => KeyIs::Other(name.into()),
        })
    }
}
