//! The schema of a type.

use std::collections::HashMap;
use std::sync::Arc;

use slotted::Slotted;

use super::arrow::schema::{
    DataType, Field as ArrowField, Fields, Schema, SchemaRef, TimeUnit, UnionFields, UnionMode,
};
use crate::error::Error;
use crate::options::{Options, TextType};
use crate::plan::field::{Field, Form, Plan, Type, Unit};

/// The keys of a field's metadata, and their values.
pub(super) const NULL: &str = "slotted.null";
pub(super) const UNBOUND: &str = "unbound";
pub(super) const TEXT: &str = "slotted.text";
pub(super) const JSON: &str = "json";

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
    let mut metadata: HashMap<String, String> = field.meta.iter().cloned().collect();
    if field.unbound {
        metadata.insert(NULL.to_owned(), UNBOUND.to_owned());
    }
    if field.form == Form::Json {
        metadata.insert(TEXT.to_owned(), JSON.to_owned());
    }
    // Arrow calls a union nullable if a content is: that of a variant without fields is.
    let has_null = matches!(field.ty, Type::Union)
        && field.variants.iter().any(|variant| variant.field.nullable);
    let nullable = field.nullable || has_null;
    ArrowField::new(&*field.name, data_type(field), nullable).with_metadata(metadata)
}

/// The field of the entries of a map.
pub(super) fn entries(key: &Field, value: &Field) -> ArrowField {
    let entries = Fields::from(vec![field(key), field(value)]);
    ArrowField::new("entries", DataType::Struct(entries), false)
}

/// The columns of the variants of a union.
pub(super) fn union_fields(field: &Field) -> UnionFields {
    let fields = field.variants.iter().map(|variant| self::field(&variant.field));
    // There are no more than an `i8` counts, by the plan.
    UnionFields::try_new((0..=i8::MAX).take(field.variants.len()), fields)
        .expect("each has a number of its own")
}

fn data_type(of: &Field) -> DataType {
    match &of.ty {
        Type::Null => DataType::Null,
        Type::Union => DataType::Union(union_fields(of), UnionMode::Dense),
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
        Type::Duration(unit) => DataType::Duration(time_unit(*unit)),
        Type::Timestamp(unit, zone) => DataType::Timestamp(time_unit(*unit), zone.clone()),
        Type::Time(unit @ (Unit::Second | Unit::Millisecond)) => DataType::Time32(time_unit(*unit)),
        Type::Time(unit) => DataType::Time64(time_unit(*unit)),
        Type::Date => DataType::Date32,
        Type::Date64 => DataType::Date64,
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
