//! The type of the column of a slot.

use std::any::TypeId;
use std::sync::Arc;

use slotted::layout::{DataForm, EnumForm, MetaValue, SlotInfo, VariantForm};

use crate::error::{Error, ErrorKind};
use crate::options::{EnumType, Options};
use crate::plan::field::{Field, Form, Type, Unit, Variant};
use crate::plan::type_text::parse;

/// Plans columns.
pub(crate) struct Planner<'a> {
    pub(crate) options: &'a Options,
    /// The types whose columns are being planned. A type inside itself has no end of columns.
    pub(crate) within: Vec<TypeId>,
}

impl Planner<'_> {
    /// Plans the column of values of that form.
    pub(crate) fn field(&mut self, name: &str, path: &str, form: DataForm) -> Result<Field, Error> {
        let mut field = Field::new(name, path, Type::Text(self.options.text));
        field.ty = match form {
            DataForm::Bool => Type::Bool,
            DataForm::I8 => Type::I8,
            DataForm::I16 => Type::I16,
            DataForm::I32 => Type::I32,
            DataForm::I64 => Type::I64,
            DataForm::U8 => Type::U8,
            DataForm::U16 => Type::U16,
            DataForm::U32 => Type::U32,
            DataForm::U64 => Type::U64,
            DataForm::F32 => Type::F32,
            DataForm::F64 => Type::F64,
            DataForm::Bytes => Type::Bytes,
            DataForm::Duration => Type::Duration(Unit::Nanosecond),
            DataForm::Text | DataForm::Int128 | DataForm::Address => {
                field.form = Form::Shown;
                field.ty
            }
            DataForm::Choice(choices) => {
                let names = choices.iter().map(|choice| choice.name());
                field.variants = names.map(|name| unit(name, path)).collect();
                match self.options.enums {
                    EnumType::Text => {
                        field.form = Form::Shown;
                        field.ty
                    }
                    EnumType::Dictionary => {
                        field.form = Form::Shown;
                        Type::Dictionary
                    }
                    EnumType::Union => self.union(&mut field),
                }
            }
            DataForm::Enum(variants) => {
                field.variants = self.variants(variants, path)?;
                match self.options.enums {
                    EnumType::Union if !field.variants.is_empty() => self.union(&mut field),
                    _ => {
                        field.form = Form::Json;
                        field.ty
                    }
                }
            }
            DataForm::Optional(inside) => {
                let mut inner = self.field(name, path, inside.form())?;
                self.without_nulls(&mut inner);
                inner.nullable = true;
                return Ok(inner);
            }
            DataForm::List(item) => Type::List(self.item(path, "item", item.form())?),
            DataForm::Array(item, len) if i32::try_from(len).is_ok() => {
                Type::Array(self.item(path, "item", item.form())?, len)
            }
            DataForm::Map(_, value) => {
                let mut key = self.item(path, "key", DataForm::Text)?;
                key.nullable = false;
                let value = self.item(path, "value", value.form())?;
                Type::Map(key, value)
            }
            DataForm::Object(layout) if !self.is_within(layout) => {
                let fields = self.fields(layout, &format!("{path}."))?;
                // A struct without columns has no length in some engines, and a `Dict` inside would
                // be lost.
                if fields.is_empty() || layout.has_dict() {
                    field.form = Form::Json;
                    field.ty
                } else {
                    Type::Struct(fields)
                }
            }
            _ => {
                field.form = Form::Json;
                field.ty
            }
        };
        Ok(field)
    }

    fn item(&mut self, path: &str, name: &str, form: DataForm) -> Result<Box<Field>, Error> {
        let path = format!("{path}.{name}");
        Ok(Box::new(self.field(name, &path, form)?))
    }

    /// The variants of an enum with data; none if they are more than a union can have.
    fn variants(&mut self, of: EnumForm, path: &str) -> Result<Arc<[Variant]>, Error> {
        let mut variants = Vec::new();
        for (layout, form) in of.variants() {
            if self.is_within(layout) || variants.len() > i8::MAX as usize {
                return Ok(Arc::new([]));
            }
            let name = layout.variant().expect("it is that of a variant");
            let path = format!("{path}.{name}");
            let fields = match (form, layout.slots()) {
                (_, []) => {
                    variants.push(Variant { form, ..unit(name, &path) });
                    continue;
                }
                (VariantForm::Newtype, [only]) => {
                    self.within.push(layout.type_id());
                    let field = self.field(name, &path, only.data_form());
                    self.within.pop();
                    variants.push(Variant { field: field?, form });
                    continue;
                }
                _ => self.fields(layout, &format!("{path}."))?,
            };
            let field = Field::new(name, &path, Type::Struct(fields));
            variants.push(Variant { field, form });
        }
        Ok(variants.into())
    }

    /// Makes the column a union of its variants.
    fn union(&self, field: &mut Field) -> Type {
        field.form = Form::Plain;
        Type::Union
    }

    /// Makes the column one that has no nulls of its own, and can have some.
    pub(crate) fn without_nulls(&self, field: &mut Field) {
        if field.nullable {
            self.as_json(field);
        } else if matches!(field.ty, Type::Union) {
            field.ty = Type::Text(self.options.text);
            field.form = if field.has_content() { Form::Json } else { Form::Shown };
        }
    }

    /// Turns a column that may be null into one of JSON, where that null is text.
    pub(crate) fn as_json(&self, field: &mut Field) {
        field.ty = Type::Text(self.options.text);
        field.form = Form::Json;
        field.nullable = false;
        field.typed = None;
    }
}

/// A variant without fields.
fn unit(name: &str, path: &str) -> Variant {
    let path = format!("{path}.{name}");
    let field = Field { nullable: true, ..Field::new(name, &path, Type::Null) };
    Variant { field, form: VariantForm::Unit }
}

/// The key of the metadata that says what column a slot becomes.
pub(crate) const ARROW: &str = "arrow";

/// Heeds the slot's `meta(arrow = "…")`.
pub(crate) fn words(field: &mut Field, info: &SlotInfo) -> Result<(), Error> {
    let Some(meta) = info.meta_value(ARROW) else { return Ok(()) };
    let refused = |why: &str| {
        let message = format!("slot '{}': meta(arrow = {meta:?}): {why}", info.name());
        Error::new(ErrorKind::Options, info.name(), message)
    };
    let MetaValue::Str(text) = meta else { return Err(refused("it is no text")) };
    if text == "text" && matches!(field.ty, Type::Text(_)) {
        field.form = Form::Shown;
        return Ok(());
    }
    let said = parse(text, &field.name, &field.path).map_err(|why| refused(&why))?;
    use Type as T;
    use Unit as U;
    match (&said.ty, &field.ty) {
        _ if matches!(info.data_form(), DataForm::Any) => {
            field.form = said.form;
            field.nullable = said.nullable;
        }
        _ if said.nullable || said.form != Form::Plain => {
            return Err(refused("whether it is JSON or may be null, the slot's type says"));
        }
        (T::Timestamp(..) | T::Date64 | T::Time(U::Microsecond | U::Nanosecond), T::I64) => {}
        (T::Date | T::Time(U::Second | U::Millisecond), T::I32) => {}
        (T::Duration(_), T::Duration(_)) => {}
        (T::Text(_) | T::Dictionary, T::Text(_)) if field.form != Form::Json => {}
        _ => {
            return Err(refused(
                "timestamp, date64, time[us] and time[ns] are for an i64; date, time[s] and \
                 time[ms] for an i32; duration for a Duration; string, large_string, string_view \
                 and dictionary for text; text for a slot that is JSON otherwise; every type for a \
                 slot of any value",
            ));
        }
    }
    field.ty = said.ty;
    Ok(())
}
