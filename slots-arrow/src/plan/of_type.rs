//! The type of the column of a slot.

use std::any::TypeId;

use slotted::layout::{DataForm, MetaValue, SlotInfo};

use crate::error::{Error, ErrorKind};
use crate::options::{EnumType, Options};
use crate::plan::field::{Field, Form, Source, Type, Unit};

/// Plans columns.
pub(crate) struct Planner<'a> {
    pub(crate) options: &'a Options,
    /// The types whose columns are being planned. A type inside itself has no end of columns.
    pub(crate) within: Vec<TypeId>,
}

impl Planner<'_> {
    /// Plans the column of values of that form.
    pub(crate) fn field(&mut self, name: &str, path: &str, form: DataForm) -> Result<Field, Error> {
        let mut field = Field {
            name: name.to_owned(),
            path: path.to_owned(),
            ty: Type::Text(self.options.text),
            nullable: false,
            form: Form::Plain,
            source: Source::Slot,
            unbound: false,
            may_lack: false,
            typed: None,
        };
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
            DataForm::Duration => Type::Duration,
            DataForm::Text | DataForm::Int128 | DataForm::Address => {
                field.form = Form::Shown;
                field.ty
            }
            DataForm::Choice(_) => {
                field.form = Form::Shown;
                match self.options.enums {
                    EnumType::Text => field.ty,
                    EnumType::Dictionary => Type::Dictionary,
                }
            }
            DataForm::Optional(inside) => {
                let mut inner = self.field(name, path, inside.form())?;
                if inner.nullable {
                    self.as_json(&mut inner);
                }
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

    /// Turns a column that may be null into one of JSON, where that null is text.
    pub(crate) fn as_json(&self, field: &mut Field) {
        field.ty = Type::Text(self.options.text);
        field.form = Form::Json;
        field.nullable = false;
        field.typed = None;
    }
}

/// Heeds the slot's `meta(arrow = "…")`.
pub(crate) fn words(field: &mut Field, info: &SlotInfo) -> Result<(), Error> {
    let Some(meta) = info.meta_value("arrow") else { return Ok(()) };
    let text = match meta {
        MetaValue::Str(text) => text,
        _ => "",
    };
    let is_text = matches!(field.ty, Type::Text(_));
    let ty = match (text, &field.ty) {
        ("timestamp[s]", Type::I64) => Type::Timestamp(Unit::Second),
        ("timestamp[ms]", Type::I64) => Type::Timestamp(Unit::Millisecond),
        ("timestamp[us]", Type::I64) => Type::Timestamp(Unit::Microsecond),
        ("timestamp[ns]", Type::I64) => Type::Timestamp(Unit::Nanosecond),
        ("date", Type::I32) => Type::Date,
        ("dictionary", Type::Text(_)) if field.form != Form::Json => Type::Dictionary,
        ("text", Type::Text(_)) if is_text => {
            field.form = Form::Shown;
            return Ok(());
        }
        _ => {
            let message = format!(
                "slot '{}': meta(arrow = {meta:?}) is none of timestamp[s|ms|us|ns] on an i64, \
                 date on an i32, dictionary on text, or text on a slot that is JSON otherwise",
                info.name(),
            );
            return Err(Error::new(ErrorKind::Options, info.name(), message));
        }
    };
    field.ty = ty;
    Ok(())
}
