//! Writing enums with data.

use alloc::vec::Vec;

use serde_core::ser::{
    Error, Serialize, SerializeMap, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleVariant, Serializer,
};

use crate::reflect::attributes::Attributes;
use crate::reflect::object::Object;
use crate::reflect::shape::Shape;
use crate::reflect::slot_ref::SlotRef;
use crate::reflect::value_ref::ValueRef;
use crate::reflect::variant::{Tagging, VariantForm, VariantOf};
use crate::reflect::vars::Vars;
use crate::serde::graph::is_writing;
use crate::serde::write::{AttrSer, write_entries};

/// Serializes an enum with data as serde's derive does.
///
/// A format that is not human-readable gets all fields of a variant, in order; any other gets those
/// that a struct would have there.
pub(crate) fn write<S: Serializer>(
    object: Object<'_>,
    variant: VariantOf,
    to: S,
) -> Result<S::Ok, S::Error> {
    let content = Content { object, form: variant.info().form, name: variant.name() };
    match variant.enum_info().tagging {
        Tagging::External => content.external(variant, to),
        Tagging::Internal { tag } => content.beside(tag, variant, to),
        Tagging::Adjacent { tag, content: key, .. } => {
            let has_content = content.form != VariantForm::Unit;
            let of = variant.enum_info().choices.type_name;
            let mut out = to.serialize_struct(of, 1 + usize::from(has_content))?;
            out.serialize_field(tag, &Tag(variant))?;
            if has_content {
                out.serialize_field(key, &content)?;
            }
            out.end()
        }
    }
}

/// The name of a variant, as a variant without fields.
struct Tag(VariantOf);

impl Serialize for Tag {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let (number, of) = (number(self.0)?, self.0.enum_info().choices.type_name);
        to.serialize_unit_variant(of, number, self.0.name())
    }
}

fn number<E: Error>(variant: VariantOf) -> Result<u32, E> {
    u32::try_from(variant.number()).map_err(E::custom)
}

/// The fields of the active variant.
struct Content<'a> {
    object: Object<'a>,
    form: VariantForm,
    /// The name of the variant.
    name: &'static str,
}

impl<'a> Content<'a> {
    /// Calls `write` with the fields that are written and their number. Fields that are unbound are
    /// left out where `by_name` is set.
    fn with_fields<R>(
        &self,
        by_name: bool,
        write: impl FnOnce(usize, &mut dyn Iterator<Item = (&'static str, SlotRef<'a>)>) -> R,
    ) -> R {
        let layout = self.object.layout();
        if !layout.has_skips() && (!by_name || layout.is_always_bound()) {
            return write(layout.slots().len(), &mut self.named());
        }
        let is_told = |slot: SlotRef<'a>| slot.read().is_some() || slot.info().has_default();
        let mut fields = self.named().filter(|(_, slot)| !by_name || is_told(*slot));
        if layout.has_skips() {
            // The user's functions are called once: they may not answer the same again.
            let kept: Vec<_> = fields.filter(|(_, slot)| !slot.is_skipped()).collect();
            return write(kept.len(), &mut kept.into_iter());
        }
        write(fields.clone().count(), &mut fields)
    }

    /// Iterates over the fields with their names, which serde takes only as static ones.
    fn named(&self) -> impl Iterator<Item = (&'static str, SlotRef<'a>)> + Clone + use<'a> {
        let layout = self.object.layout().in_static().expect("that of an enum's variant is static");
        let rows = layout.iter();
        rows.zip(self.object.slots()).map(|(row, slot)| (row.info().name(), slot))
    }

    /// Returns the one field of a newtype.
    fn only(&self) -> Field<'a> {
        Field(self.object.slots().next().expect("a newtype has one field"))
    }

    /// Writes the variant by its name or number, with the fields as its content.
    fn external<S: Serializer>(&self, variant: VariantOf, to: S) -> Result<S::Ok, S::Error> {
        let (number, of) = (number(variant)?, variant.enum_info().choices.type_name);
        match self.form {
            VariantForm::Unit => to.serialize_unit_variant(of, number, self.name),
            VariantForm::Newtype => {
                to.serialize_newtype_variant(of, number, self.name, &self.only())
            }
            VariantForm::Tuple => self.with_fields(false, |length, fields| {
                let mut out = to.serialize_tuple_variant(of, number, self.name, length)?;
                for (_, slot) in fields {
                    out.serialize_field(&Field(slot))?;
                }
                out.end()
            }),
            VariantForm::Struct => self.with_fields(to.is_human_readable(), |length, fields| {
                let mut out = to.serialize_struct_variant(of, number, self.name, length)?;
                for (name, slot) in fields {
                    out.serialize_field(name, &Field(slot))?;
                }
                out.end()
            }),
        }
    }

    /// Writes the fields beside a tag.
    fn beside<S: Serializer>(
        &self,
        tag: &'static str,
        variant: VariantOf,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        if self.form == VariantForm::Newtype {
            return self.newtype_beside(tag, to);
        }
        let of = variant.enum_info().choices.type_name;
        self.with_fields(to.is_human_readable(), |length, fields| {
            let mut out = to.serialize_struct(of, 1 + length)?;
            out.serialize_field(tag, self.name)?;
            for (name, slot) in fields {
                out.serialize_field(name, &Field(slot))?;
            }
            out.end()
        })
    }

    /// Writes the attributes of the one value beside a tag: it must be a struct or a map.
    fn newtype_beside<S: Serializer>(&self, tag: &'static str, to: S) -> Result<S::Ok, S::Error> {
        let refuse = |what: &str| {
            Err(S::Error::custom(format_args!(
                "the variant '{}' holds {what}, which cannot stand beside the tag '{tag}'",
                self.name
            )))
        };
        let slot = self.only().0;
        if slot.info().is_optional()
            || matches!(slot.info().vtables().value().shape(), Shape::Option(_))
        {
            return refuse("an optional value");
        }
        let view = slot.read().map_or(ValueRef::None, |value| value.view());
        if matches!(view, ValueRef::Shared(_)) && is_writing() {
            return refuse("a reference");
        }
        match view.unshared() {
            ValueRef::Object(object) if object.layout().variant_of().is_some() => refuse("an enum"),
            ValueRef::Object(object) if has_attribute(object, tag) => {
                refuse("an attribute of that name")
            }
            ValueRef::Map(map) if map.get(tag).is_some() => refuse("an entry of that name"),
            ValueRef::Object(object) if !to.is_human_readable() && !object.layout().has_dict() => {
                let inner = Content { object: object.__object(), ..*self };
                inner.with_fields(false, |length, fields| {
                    let mut out = to.serialize_struct(self.name, 1 + length)?;
                    out.serialize_field(tag, self.name)?;
                    for (name, slot) in fields {
                        out.serialize_field(name, &Field(slot))?;
                    }
                    out.end()
                })
            }
            ValueRef::Object(object) => {
                let all: Vec<_> = Vars::new(object.__object()).written().collect();
                let mut out = to.serialize_map(Some(1 + all.len()))?;
                out.serialize_entry(tag, self.name)?;
                for (name, value) in all {
                    out.serialize_entry(name, &value.map(AttrSer))?;
                }
                out.end()
            }
            ValueRef::Map(map) => {
                let mut out = to.serialize_map(Some(1 + map.len()))?;
                out.serialize_entry(tag, self.name)?;
                write_entries(map, &mut out)?;
                out.end()
            }
            ValueRef::None => {
                let mut out = to.serialize_map(Some(1))?;
                out.serialize_entry(tag, self.name)?;
                out.end()
            }
            other => refuse(other.kind().name()),
        }
    }
}

/// The content of a variant that stands beside its tag.
impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.form {
            VariantForm::Unit => to.serialize_unit(),
            VariantForm::Newtype => self.only().serialize(to),
            VariantForm::Tuple => self.with_fields(false, |length, fields| {
                let mut out = to.serialize_tuple(length)?;
                for (_, slot) in fields {
                    out.serialize_element(&Field(slot))?;
                }
                out.end()
            }),
            VariantForm::Struct => self.with_fields(to.is_human_readable(), |length, fields| {
                let mut out = to.serialize_struct(self.name, length)?;
                for (name, slot) in fields {
                    out.serialize_field(name, &Field(slot))?;
                }
                out.end()
            }),
        }
    }
}

/// Whether the object has an attribute of that name that is written to data.
fn has_attribute(object: &dyn Attributes, name: &str) -> bool {
    Vars::new(object.__object()).told().any(|(other, _)| other == name)
}

/// One field of a variant: an optional one as an `Option`.
struct Field<'a>(SlotRef<'a>);

impl Serialize for Field<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0.read().map(AttrSer) {
            Some(value) if self.0.info().is_optional() => to.serialize_some(&value),
            Some(value) => value.serialize(to),
            None => to.serialize_none(),
        }
    }
}
