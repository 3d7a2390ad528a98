//! A run-time class from a schema.

use slotted::Class;

use super::arrow::schema::{DataType, Field as ArrowField, Schema};
use super::cells::unit;
use super::schema::{JSON, NULL, TEXT, UNBOUND};
use crate::error::{Error, ErrorKind};
use crate::options::TextType;
use crate::plan::field::{Field, Form, Type};
use crate::plan::to_class::class;

/// How deep types may be nested.
const MAX_DEPTH: usize = 32;

/// Makes a class with a slot for each column of the schema: what
/// [`rows_from_record_batch`](super::classes::rows_from_record_batch) reads batches of that schema
/// into.
///
/// | column | slot |
/// |---|---|
/// | numbers, `Boolean`, text, bytes, `Duration` | that: `i32`, `String`, `Vec<u8>`, … |
/// | `Timestamp`, `Time64`, `Date64`; `Time32`, `Date32` | `i64`; `i32` |
/// | a list of numbers or text of which none is null | `Vec` |
/// | any other list, a struct, a map from text; text that is JSON | `Value` |
/// | one that may be null | the `Option` of it; where the field's metadata says `slotted.null = "unbound"`, an optional slot |
///
/// What the type of the slot does not say stands in its metadata under `arrow`; the other metadata
/// of the field is the slot's. So the [schema of the class](super::classes::class_schema) is the
/// same again, but for kinds of lists, bytes and dictionaries that this crate does not make, and
/// for the names of the items of lists.
///
/// ```
/// # #[cfg(feature = "arrow-59")] {
/// use slots_arrow::arrow_59::{class_from_schema, class_schema, schema};
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Engine { rpm: u32 }
/// #[derive(Slots)]
/// struct Car { name: String, engine: Engine, weight: Option<f64> }
///
/// let car = class_from_schema("Car", &schema::<Car>())?;
/// let names: Vec<_> = car.layout().slots().iter().map(|slot| slot.short_type_name()).collect();
/// assert_eq!(names, ["String", "Value", "Option<f64>"]);
/// assert_eq!(class_schema(&car)?, schema::<Car>());
/// # }
/// # Ok::<(), slots_arrow::Error>(())
/// ```
///
/// # Errors
///
/// A column is of a type for which there is no slot, such as a decimal number; two columns have the
/// same name.
pub fn class_from_schema(name: &str, schema: &Schema) -> Result<Class, Error> {
    let fields: Result<Vec<Field>, Error> =
        schema.fields().iter().map(|field| planned(field, field.name(), 0)).collect();
    class(name, &fields?)
}

/// The column in the words of no version of Arrow.
fn planned(of: &ArrowField, path: &str, depth: usize) -> Result<Field, Error> {
    let refused = |why: &str| {
        let message = format!("column '{path}' is {}: {why}", of.data_type());
        Err(Error::new(ErrorKind::WrongType, path, message))
    };
    if depth > MAX_DEPTH {
        return refused("it is nested too deep");
    }
    let inside = |field: &ArrowField| {
        let path = format!("{path}.{}", field.name());
        Ok::<_, Error>(Box::new(planned(field, &path, depth + 1)?))
    };
    let is_text =
        |ty: &DataType| matches!(ty, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    let ty = match of.data_type() {
        DataType::Null => Type::Null,
        DataType::Boolean => Type::Bool,
        DataType::Int8 => Type::I8,
        DataType::Int16 => Type::I16,
        DataType::Int32 => Type::I32,
        DataType::Int64 => Type::I64,
        DataType::UInt8 => Type::U8,
        DataType::UInt16 => Type::U16,
        DataType::UInt32 => Type::U32,
        DataType::UInt64 => Type::U64,
        DataType::Float32 => Type::F32,
        DataType::Float64 => Type::F64,
        DataType::Date32 => Type::Date,
        DataType::Date64 => Type::Date64,
        DataType::Time32(of) | DataType::Time64(of) => Type::Time(unit(of)),
        DataType::Timestamp(of, zone) => Type::Timestamp(unit(of), zone.clone()),
        DataType::Duration(of) => Type::Duration(unit(of)),
        DataType::Utf8 => Type::Text(TextType::Utf8),
        DataType::LargeUtf8 => Type::Text(TextType::LargeUtf8),
        DataType::Utf8View => Type::Text(TextType::Utf8View),
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => Type::Bytes,
        DataType::Dictionary(_, words) if is_text(words) => Type::Dictionary,
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item) => Type::List(inside(item)?),
        DataType::FixedSizeList(item, len) => Type::Array(inside(item)?, (*len).max(0) as usize),
        DataType::Struct(fields) => {
            let fields = fields.iter().map(|field| Ok(*inside(field)?));
            Type::Struct(fields.collect::<Result<_, Error>>()?)
        }
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(entries) if entries.len() == 2 && is_text(entries[0].data_type()) => {
                Type::Map(inside(&entries[0])?, inside(&entries[1])?)
            }
            _ => return refused("there is no slot for a map that is not from text"),
        },
        _ => return refused("there is no slot for it"),
    };
    let says = |key: &str, value: &str| of.metadata().get(key).is_some_and(|it| it == value);
    let mut field = Field::new(of.name(), path, ty);
    field.nullable = of.is_nullable();
    field.unbound = says(NULL, UNBOUND);
    if says(TEXT, JSON) && matches!(field.ty, Type::Text(_)) {
        field.form = Form::Json;
    }
    let others = of.metadata().iter().filter(|(key, _)| ![NULL, TEXT].contains(&&***key));
    field.meta = others.map(|(key, value)| (key.clone(), value.clone())).collect();
    field.meta.sort();
    Ok(field)
}
