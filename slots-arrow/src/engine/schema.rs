//! The schema of a type.

use std::collections::HashMap;
use std::sync::Arc;

use slotted::Slotted;

use super::arrow::schema::{DataType, Field as ArrowField, Fields, Schema, SchemaRef, TimeUnit};
use crate::error::Error;
use crate::options::{Options, TextType};
use crate::plan::field::{Field, Form, Plan, Type, Unit};

/// Returns the schema of the record batches of `T`, by the default [`Options`].
///
/// # Panics
///
/// If a slot's `meta(arrow = …)` asks for what there is not: a mistake in the declaration of `T`.
#[must_use]
pub fn schema<T: Slotted>() -> SchemaRef {
    schema_with::<T>(&Options::default()).expect("the slots are declared with types that there are")
}

/// Returns the schema of the record batches of `T`.
///
/// # Errors
///
/// The options, or the metadata of a slot, ask for what there is not.
pub fn schema_with<T: Slotted>(options: &Options) -> Result<SchemaRef, Error> {
    Ok(of_plan(&Plan::of(T::LAYOUT, options)?))
}

pub(super) fn of_plan(plan: &Plan) -> SchemaRef {
    Arc::new(Schema::new(fields(&plan.fields)))
}

pub(super) fn fields(fields: &[Field]) -> Fields {
    fields.iter().map(field).collect()
}

pub(super) fn field(field: &Field) -> ArrowField {
    let mut metadata = HashMap::new();
    if field.unbound {
        metadata.insert("slotted.null".to_owned(), "unbound".to_owned());
    }
    if field.form == Form::Json {
        metadata.insert("slotted.text".to_owned(), "json".to_owned());
    }
    ArrowField::new(&*field.name, data_type(&field.ty), field.nullable).with_metadata(metadata)
}

/// The field of the entries of a map.
pub(super) fn entries(key: &Field, value: &Field) -> ArrowField {
    let entries = Fields::from(vec![field(key), field(value)]);
    ArrowField::new("entries", DataType::Struct(entries), false)
}

fn data_type(ty: &Type) -> DataType {
    match ty {
        Type::Bool => DataType::Boolean,
        Type::I8 => DataType::Int8,
        Type::I16 => DataType::Int16,
        Type::I32 => DataType::Int32,
        Type::I64 => DataType::Int64,
        Type::U8 => DataType::UInt8,
        Type::U16 => DataType::UInt16,
        Type::U32 => DataType::UInt32,
        Type::U64 => DataType::UInt64,
        Type::F32 => DataType::Float32,
        Type::F64 => DataType::Float64,
        Type::Text(TextType::Utf8) => DataType::Utf8,
        Type::Text(TextType::LargeUtf8) => DataType::LargeUtf8,
        Type::Text(TextType::Utf8View) => DataType::Utf8View,
        Type::Dictionary => {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
        }
        Type::Bytes => DataType::Binary,
        Type::Duration => DataType::Duration(TimeUnit::Nanosecond),
        Type::Timestamp(unit) => DataType::Timestamp(time_unit(*unit), None),
        Type::Date => DataType::Date32,
        Type::List(item) => DataType::List(Arc::new(field(item))),
        // The length was held against `i32` when it was planned.
        Type::Array(item, len) => DataType::FixedSizeList(Arc::new(field(item)), *len as i32),
        Type::Struct(inside) => DataType::Struct(fields(inside)),
        Type::Map(key, value) => DataType::Map(Arc::new(entries(key, value)), false),
    }
}

fn time_unit(unit: Unit) -> TimeUnit {
    match unit {
        Unit::Second => TimeUnit::Second,
        Unit::Millisecond => TimeUnit::Millisecond,
        Unit::Microsecond => TimeUnit::Microsecond,
        Unit::Nanosecond => TimeUnit::Nanosecond,
    }
}
