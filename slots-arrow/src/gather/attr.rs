//! One value, read as an attribute, into a column.

use std::fmt::Write as _;
use std::time::Duration;

use slotted::layout::VariantForm;
use slotted::{AttrRef, AttributesExt, SlotValue, ValueRef};

use crate::error::{Error, ErrorKind};
use crate::gather::column::{Column, Values};
use crate::gather::typed::{counted, out_of_range};
use crate::plan::field::{Field, Form, Type};

/// Adds the value, or none, to the column. `row` is for the error.
pub(crate) fn push(
    into: &mut Column,
    field: &Field,
    value: Option<AttrRef<'_>>,
    row: usize,
) -> Result<(), Error> {
    let Some(value) = value else {
        return push_none(into, field, row);
    };
    if field.form == Form::Json {
        if field.nullable && !field.unbound && matches!(value.view(), ValueRef::None) {
            return push_none(into, field, row);
        }
        let text = json(value).map_err(|why| out_of_range(field, row, why))?;
        push_valid(into);
        push_text(&mut into.values, &text);
        return Ok(());
    }
    match value.view() {
        ValueRef::None => push_none(into, field, row),
        ValueRef::Foreign(foreign) => match foreign.to_value() {
            Ok(value) => push(into, field, Some(AttrRef::from(&value)), row),
            Err(why) => Err(out_of_range(field, row, why.to_string())),
        },
        view => push_view(into, field, value, view, row),
    }
}

fn push_none(into: &mut Column, field: &Field, row: usize) -> Result<(), Error> {
    if !field.nullable {
        let why = "there is no value, and the column takes no null".to_owned();
        return Err(out_of_range(field, row, why));
    }
    into.push_null();
    Ok(())
}

#[inline]
fn push_valid(into: &mut Column) {
    if let Some(valid) = &mut into.valid {
        valid.push(true);
    }
}

/// The JSON of the value.
fn json(value: AttrRef<'_>) -> Result<String, String> {
    let value = value.to_value().ok_or("the value cannot be copied, so it has no JSON")?;
    serde_json::to_string(&value).map_err(|why| why.to_string())
}

fn push_text(values: &mut Values, text: &str) {
    match values {
        Values::Text(texts) => texts.push(text.as_bytes()),
        Values::LargeText(texts) => texts.push(text.as_bytes()),
        Values::Dictionary(dictionary) => dictionary.push(text),
        _ => unreachable!("a column of text is one"),
    }
}

/// Adds a value that is there. All or nothing is not needed: the block is taken back as a whole.
fn push_view(
    into: &mut Column,
    field: &Field,
    value: AttrRef<'_>,
    view: ValueRef<'_>,
    row: usize,
) -> Result<(), Error> {
    let refused = || refused(field, value, row);
    push_valid(into);
    macro_rules! integer {
        ($values:ident) => {{
            let number = match view {
                ValueRef::Int(number) => number.try_into().ok(),
                ValueRef::UInt(number) => number.try_into().ok(),
                _ => None,
            };
            $values.push(number.ok_or_else(refused)?);
        }};
    }
    match (&mut into.values, &field.ty) {
        (Values::I64(values), Type::Duration(_)) => {
            let duration = duration(value).ok_or_else(refused)?;
            values.push(counted(duration, &field.ty).map_err(|why| out_of_range(field, row, why))?);
        }
        (Values::Null(rows), _) => *rows += 1,
        (Values::Union(union), Type::Union) => {
            let name = match view {
                ValueRef::Str(name) => Some(name),
                _ => value.variant(),
            };
            let number = field.variants.iter().position(|it| Some(&*it.field.name) == name);
            let number = number.ok_or_else(refused)?;
            let content = union.next(number);
            let variant = &field.variants[number];
            match (variant.form, &variant.field.ty) {
                (_, Type::Null) => content.push_null(),
                (VariantForm::Newtype, _) => {
                    let only = view.as_object().ok_or_else(refused)?.getattr("0").ok();
                    push(content, &variant.field, only, row)?;
                }
                // The attributes of the value are the fields of the variant.
                _ => push(content, &variant.field, Some(value), row)?,
            }
        }
        (Values::I8(values), _) => integer!(values),
        (Values::I16(values), _) => integer!(values),
        (Values::I32(values), _) => integer!(values),
        (Values::I64(values), _) => integer!(values),
        (Values::U8(values), _) => integer!(values),
        (Values::U16(values), _) => integer!(values),
        (Values::U32(values), _) => integer!(values),
        (Values::U64(values), _) => integer!(values),
        (Values::Bool(values), _) => values.push(view.as_bool().ok_or_else(refused)?),
        (Values::F64(values), _) => values.push(view.as_f64().ok_or_else(refused)?),
        (Values::F32(values), _) => match view {
            ValueRef::Single(number) => values.push(number),
            _ => {
                let number = view.as_f64().ok_or_else(refused)?;
                let single = number as f32;
                if single.is_infinite() && !number.is_infinite() {
                    let why = format!("{number} is more than 32 bits hold");
                    return Err(out_of_range(field, row, why));
                }
                values.push(single);
            }
        },
        (Values::Bytes(bytes), _) => bytes.push(view.as_bytes().ok_or_else(refused)?),
        (values @ (Values::Text(_) | Values::LargeText(_) | Values::Dictionary(_)), _) => {
            match view {
                ValueRef::Str(text) => push_text(values, text),
                ValueRef::Text(text) => push_text(values, &text.to_string()),
                // A number of 128 bits that 64 hold.
                ValueRef::Int(number) if field.form == Form::Shown => {
                    push_text(values, &number.to_string());
                }
                ValueRef::UInt(number) if field.form == Form::Shown => {
                    push_text(values, &number.to_string());
                }
                _ => return Err(refused()),
            }
        }
        (Values::List(ends, items), Type::List(item)) => {
            for value in view.as_list().ok_or_else(refused)?.iter() {
                push(items, item, Some(value), row)?;
            }
            ends.push(items.len() as i32);
        }
        (Values::Array(items, len, rows), Type::Array(item, _)) => {
            let list = view.as_list().filter(|list| list.len() == *len).ok_or_else(refused)?;
            for value in list.iter() {
                push(items, item, Some(value), row)?;
            }
            *rows += 1;
        }
        (Values::Struct(columns, rows), Type::Struct(fields)) => {
            // A value of any kind has a map for a struct.
            let (object, map) = (view.as_object(), view.as_map());
            if object.is_none() && map.is_none() {
                return Err(refused());
            }
            for (column, field) in columns.iter_mut().zip(fields) {
                let entry = || map.and_then(|map| map.get(&field.name));
                let value = object.and_then(|object| object.getattr(&field.name).ok());
                push(column, field, value.or_else(entry), row)?;
            }
            *rows += 1;
        }
        (Values::Map(ends, keys, values), Type::Map(key, value)) => {
            let map = view.as_map().ok_or_else(refused)?;
            let mut text = String::new();
            for (name, entry) in map.iter() {
                text.clear();
                write!(text, "{name}").expect("a `String` takes any text");
                push(keys, key, Some(AttrRef::new(&text)), row)?;
                push(values, value, Some(entry), row)?;
            }
            ends.push(keys.len() as i32);
        }
        _ => return Err(refused()),
    }
    Ok(())
}

/// The duration that the value is, or that is in a pointer or an `Option`.
fn duration(value: AttrRef<'_>) -> Option<Duration> {
    if let Some(duration) = value.downcast_ref::<Duration>() {
        return Some(*duration);
    }
    match value.downcast_ref::<Option<Duration>>() {
        Some(duration) => *duration,
        None => Duration::from_value(value.to_value()?).ok(),
    }
}

#[cold]
fn refused(field: &Field, value: AttrRef<'_>, row: usize) -> Error {
    let what = format!("{} is no value for a column of type {}", value.kind(), field.ty);
    Error::in_row(ErrorKind::Refused, &field.path, row, what)
}
