//! The JSON Schema of a form in data, and a value in that form.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::time::Duration;

use crate::reflect::data_form::DataForm;
use crate::reflect::slot_value::SlotValue;
use crate::value::Value;
use crate::value::dict::Dict;

/// Returns the schema of the values of a form. It does not limit integers: a list of limited ones
/// would become a list of any values.
pub(super) fn of_form(form: DataForm) -> Dict {
    match form {
        // A class has no counterpart of an enum with data, nor of a type that is `null` alone.
        DataForm::Any | DataForm::Serde | DataForm::Enum(_) | DataForm::Unit => Dict::new(),
        DataForm::Bool => of_type("boolean"),
        DataForm::I8
        | DataForm::I16
        | DataForm::I32
        | DataForm::I64
        | DataForm::U8
        | DataForm::U16
        | DataForm::U32
        | DataForm::U64 => of_type("integer"),
        DataForm::F32 | DataForm::F64 => of_type("number"),
        DataForm::Text | DataForm::Int128 | DataForm::Address => of_type("string"),
        DataForm::Bytes => list(of_type("integer")),
        DataForm::Optional(inside) => with_null(of_form(inside.form())),
        DataForm::List(item) => list(of_form(item.form())),
        DataForm::Array(item, length) => of_length(list(of_form(item.form())), length),
        DataForm::Tuple(length) => of_length(of_type("array"), length),
        DataForm::Map(..) | DataForm::Object(_) => of_type("object"),
        DataForm::Choice(choices) => {
            let names = choices.iter().map(|choice| Value::from(choice.name()));
            let mut schema = of_type("string");
            schema.insert("enum", Value::List(names.collect()));
            schema
        }
        DataForm::Duration => duration(),
    }
}

fn of_type(name: &str) -> Dict {
    Dict::from([("type", name)])
}

fn list(items: Dict) -> Dict {
    let mut schema = of_type("array");
    schema.insert("items", Value::Map(items));
    schema
}

fn of_length(mut list: Dict, length: usize) -> Dict {
    list.insert("minItems", length);
    list.insert("maxItems", length);
    list
}

/// What a `Duration` writes. It takes text too, but a schema has one type.
fn duration() -> Dict {
    let (mut secs, mut nanos) = (of_type("integer"), of_type("integer"));
    secs.insert("minimum", 0);
    nanos.insert("minimum", 0);
    nanos.insert("maximum", 999_999_999);
    let properties = Dict::from([("secs", Value::Map(secs)), ("nanos", Value::Map(nanos))]);
    let mut schema = of_type("object");
    schema.insert("properties", Value::Map(properties));
    schema.insert("required", ["secs", "nanos"].map(Value::from).to_vec());
    schema.insert("additionalProperties", false);
    schema
}

/// Lets the schema take `null` as well. One without a type does already.
pub(super) fn with_null(mut schema: Dict) -> Dict {
    if let Some(Value::Str(name)) = schema.get("type") {
        let names = [Value::from(&**name), "null".into()];
        schema.insert("type", Value::List(names.into()));
        if let Some(Value::List(choices)) = schema.remove("enum") {
            let choices = choices.into_iter().chain([Value::None]);
            schema.insert("enum", Value::List(choices.collect()));
        }
    }
    schema
}

/// Returns the least and the greatest number that an integer of this form can be, unless each `i64`
/// is within them. `None` if the form is no integer that is a number in data.
pub(super) fn width(form: DataForm) -> Option<(Option<i64>, Option<i64>)> {
    Some(match form {
        DataForm::I8 => (Some(i8::MIN.into()), Some(i8::MAX.into())),
        DataForm::I16 => (Some(i16::MIN.into()), Some(i16::MAX.into())),
        DataForm::I32 => (Some(i32::MIN.into()), Some(i32::MAX.into())),
        DataForm::I64 => (None, None),
        DataForm::U8 => (Some(0), Some(u8::MAX.into())),
        DataForm::U16 => (Some(0), Some(u16::MAX.into())),
        DataForm::U32 => (Some(0), Some(u32::MAX.into())),
        DataForm::U64 => (Some(0), None),
        _ => return None,
    })
}

/// Returns the form inside all `Option`s.
pub(super) fn without_options(mut form: DataForm) -> DataForm {
    while let DataForm::Optional(inside) = form {
        form = inside.form();
    }
    form
}

/// Returns the value in the form that it has in data; `None` if it has none, or if there is an
/// integer in it that no `i64` holds. What is inside a tuple or an enum with data stays as it is by
/// name, which is read too.
pub(super) fn in_data(value: Value, form: DataForm) -> Option<Value> {
    let each = |items: Vec<Value>, form: DataForm| {
        items.into_iter().map(|item| in_data(item, form)).collect::<Option<_>>().map(Value::List)
    };
    Some(match (form, value) {
        (_, Value::Object(_) | Value::Opaque(_)) => return None,
        // JSON has no such number.
        (_, Value::Float(number)) if !number.is_finite() => return None,
        (DataForm::Optional(_), Value::None) => Value::None,
        (DataForm::Optional(inside), value) => return in_data(value, inside.form()),
        (DataForm::U64, Value::UInt(_)) => return None,
        (DataForm::F32, Value::Float(number)) => Value::Float(shortest(number)),
        (DataForm::Int128, Value::Int(number)) => number.to_string().into(),
        (DataForm::Int128, Value::UInt(number)) => number.to_string().into(),
        (DataForm::Duration, Value::Str(text)) => {
            let duration = Duration::from_text(&text).ok()?;
            Value::Map(Dict::from([
                ("secs", Value::from(duration.as_secs())),
                ("nanos", Value::from(duration.subsec_nanos())),
            ]))
        }
        (_, Value::Bytes(bytes)) => {
            Value::List(bytes.iter().map(|byte| Value::Int((*byte).into())).collect())
        }
        (DataForm::List(item) | DataForm::Array(item, _), Value::List(items)) => {
            return each(items.into(), item.form());
        }
        (_, Value::List(items)) => return each(items.into(), DataForm::Any),
        (form, Value::Map(entries)) => {
            let entries = entries
                .iter()
                .map(|(name, value)| Some((name, in_data(value.clone(), of_entry(form, name))?)));
            Value::Map(entries.collect::<Option<_>>()?)
        }
        (_, value) => value,
    })
}

/// Returns the form of an entry of a map or a struct.
fn of_entry(form: DataForm, name: &str) -> DataForm {
    match form {
        DataForm::Map(_, value) => value.form(),
        DataForm::Object(layout) => {
            layout.slot(name).map_or(DataForm::Any, |slot| slot.data_form())
        }
        _ => DataForm::Any,
    }
}

/// Returns the number that is read of the digits with which an `f32` is written.
fn shortest(single: f64) -> f64 {
    (single as f32).to_string().parse().expect("a number is printed")
}
