//! Refusing a value that is inside another by the shape of its type, before the whole is converted.

use alloc::boxed::Box;
use alloc::string::String;
use core::any::type_name;
use core::time::Duration;

use crate::reflect::choices::choice_from_text;
use crate::reflect::shape::{Shape, Std, with_addresses, with_integer_shapes};
use crate::reflect::slot_value::SlotValue;
use crate::serde::graph;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;

/// Refuses a value that no type of that shape takes. A value that passes may still be refused when
/// the whole is converted.
///
/// A value inside one that is read as a [`Value`] is converted last, with the whole. By then, the
/// format is past its place. So what can be said before is said while the value is read.
#[inline(never)]
pub(crate) fn check(shape: &Shape, value: &Value) -> Result<(), ConversionError> {
    macro_rules! check {
        ($($integer:ident $type:ident $deserialize:ident $serialize:ident,)*) => {
            match shape {
                $(Shape::$integer => number::<$type>(value),)*
                Shape::Bool => number::<bool>(value),
                Shape::F32 => number::<f32>(value),
                Shape::F64 => number::<f64>(value),
                Shape::Str => match value {
                    Value::Str(_) | Value::Bytes(_) | Value::Opaque(_) => Ok(()),
                    _ => refuse(value, type_name::<String>()),
                },
                Shape::Bytes => match value {
                    Value::Bytes(_) | Value::List(_) | Value::Opaque(_) => Ok(()),
                    _ => refuse(value, "bytes"),
                },
                Shape::Option(_) if value.is_none() => Ok(()),
                Shape::Option(shape) => self::check(shape, value),
                Shape::List(_) | Shape::Array(..) | Shape::Tuple(_) if is_scalar(value) => {
                    refuse(value, "list")
                }
                Shape::Map(_) | Shape::MapOf(..) if is_scalar(value) => refuse(value, "dict"),
                // In a graph, a number stands for a shared object.
                Shape::Object(_) if matches!(value, Value::Int(_)) && graph::is_reading() => Ok(()),
                Shape::Object(layout) if is_scalar(value) => refuse(value, layout().name()),
                Shape::Choice(choices) => match value {
                    Value::Str(text) => choice_from_text(choices, text).map(drop),
                    _ => refuse(value, choices.type_name),
                },
                Shape::Std(std) => match value {
                    Value::Str(text) => check_std(*std, text),
                    _ => Ok(()),
                },
                _ => Ok(()),
            }
        };
    }
    with_integer_shapes!(check!())
}

/// Refuses a list for a shape that is a single value.
pub(crate) fn check_list(shape: &Shape) -> Result<(), ConversionError> {
    check(shape, &Value::List(Box::default()))
}

/// Refuses a map for a shape that is a single value or a list.
pub(crate) fn check_map(shape: &Shape) -> Result<(), ConversionError> {
    match shape {
        Shape::Option(shape) => check_map(shape),
        Shape::Bytes | Shape::List(_) | Shape::Array(..) | Shape::Tuple(_) => {
            refuse(&Value::Map(Dict::new()), "list")
        }
        shape => check(shape, &Value::Map(Dict::new())),
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(
        value,
        Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::UInt(_)
            | Value::Float(_)
            | Value::Str(_)
    )
}

fn refuse(value: &Value, type_name: &'static str) -> Result<(), ConversionError> {
    Err(ConversionError::wrong_type(value).of_type(type_name))
}

/// Refuses what does not convert to a number or a bool.
fn number<T: SlotValue>(value: &Value) -> Result<(), ConversionError> {
    match value {
        Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_) => {
            let made = T::from_value(value.clone()).map(drop);
            made.map_err(|error| error.of_type(type_name::<T>()))
        }
        _ => refuse(value, type_name::<T>()),
    }
}

/// Refuses text that is no value of the type.
fn check_std(std: Std, text: &str) -> Result<(), ConversionError> {
    fn parse<T: SlotValue>(text: &str) -> Result<(), ConversionError> {
        T::from_text(text).map(drop).map_err(|error| error.of_type(type_name::<T>()))
    }
    macro_rules! parse {
        ($($type:ident)*) => {
            match std {
                Std::Duration => parse::<Duration>(text),
                $(Std::$type => parse::<core::net::$type>(text),)*
            }
        };
    }
    with_addresses!(parse!())
}
