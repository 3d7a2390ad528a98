//! One value, read as an attribute, into a column.

use std::fmt::Write as _;
use std::time::Duration;

use slotted::{AttrRef, AttributesExt, SlotValue, ValueRef};

use crate::error::{Error, ErrorKind};
use crate::gather::column::{Column, Values};
use crate::gather::typed::{nanoseconds, out_of_range};
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
        (Values::I64(values), Type::Duration) => {
            let duration = duration(value).ok_or_else(refused)?;
            values.push(nanoseconds(duration).map_err(|why| out_of_range(field, row, why))?);
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
            _ => return Err(refused()),
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
            let object = view.as_object().ok_or_else(refused)?;
            for (column, field) in columns.iter_mut().zip(fields) {
                push(column, field, object.getattr(&field.name).ok(), row)?;
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
    let what = format!("{} is no value for a column of type {:?}", value.kind(), field.ty);
    Error::in_row(ErrorKind::Refused, &field.path, row, what)
}
