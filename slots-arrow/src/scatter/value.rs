//! One cell as a dynamic value.

use std::time::Duration;

use slotted::layout::VariantForm;
use slotted::{Dict, Value};

use crate::error::{Error, ErrorKind};
use crate::plan::field::{Field, Type, Unit};
use crate::scatter::cells::{Cells, Data};

/// Reads the value of a cell; `None` if it is null. `row` is for the error.
pub(crate) fn value(
    cells: &Cells<'_>,
    at: usize,
    field: &Field,
    row: usize,
) -> Result<Option<Value>, Error> {
    if !cells.is_valid(at) {
        return if field.nullable { Ok(None) } else { Err(null(field, row)) };
    }
    let refused = |why: String| Error::in_row(ErrorKind::Refused, &field.path, row, why);
    Ok(Some(match (&cells.data, &field.ty) {
        (Data::Bool(bits), _) => bits.get(at).into(),
        (Data::I8(values), _) => values[at].into(),
        (Data::I16(values), _) => values[at].into(),
        (Data::I32(values) | Data::Date(values) | Data::Time32(values, _), _) => values[at].into(),
        (Data::I64(values) | Data::Date64(values), _) => values[at].into(),
        (Data::Timestamp(values, _) | Data::Time64(values, _), _) => values[at].into(),
        (Data::U8(values), _) => values[at].into(),
        (Data::U16(values), _) => values[at].into(),
        (Data::U32(values), _) => values[at].into(),
        (Data::U64(values), _) => values[at].into(),
        (Data::F32(values), _) => f64::from(values[at]).into(),
        (Data::F64(values), _) => values[at].into(),
        (Data::Duration(values, unit), _) => {
            let duration = duration(values[at], *unit).map_err(refused)?;
            let parts = [Value::from(duration.as_secs()), duration.subsec_nanos().into()];
            Value::List(parts.into())
        }
        (Data::Text(text), _) if field.is_json() => {
            serde_json::from_str(text(at)).map_err(|why| refused(format!("its JSON: {why}")))?
        }
        (Data::Text(text), _) => text(at).into(),
        (Data::Bytes(bytes), _) => Value::Bytes(bytes(at).into()),
        (Data::List(range, items), Type::List(item) | Type::Array(item, _)) => {
            let items = range(at).map(|at| Ok(value(items, at, item, row)?.unwrap_or_default()));
            Value::List(items.collect::<Result<_, Error>>()?)
        }
        (Data::Struct(columns), Type::Struct(fields)) => {
            let mut attributes = Dict::new();
            for field in fields {
                let Some((_, cells)) = columns.iter().find(|(name, _)| *name == field.name) else {
                    continue;
                };
                match value(cells, at, field, row)? {
                    None if field.unbound => {}
                    value => drop(attributes.insert(&*field.name, value.unwrap_or_default())),
                }
            }
            Value::Map(attributes)
        }
        (Data::Map(range, keys, values), Type::Map(key, of)) => {
            let mut entries = Dict::new();
            for at in range(at) {
                let Some(Value::Str(key)) = value(keys, at, key, row)? else {
                    return Err(null(key, row));
                };
                entries.insert(key, value(values, at, of, row)?.unwrap_or_default());
            }
            Value::Map(entries)
        }
        (Data::Union(union), _) => variant(union.get(at), field, row)?,
        _ => unreachable!("the types were held against one another"),
    }))
}

/// Reads a variant with its content, in the form without a tag.
fn variant(
    (name, cells, at): (&str, &Cells<'_>, usize),
    field: &Field,
    row: usize,
) -> Result<Value, Error> {
    let planned = field.variants.iter().find(|variant| variant.field.name == name);
    let planned = planned.expect("the variants were held against one another");
    if matches!(planned.field.ty, Type::Null) {
        return Ok(name.into());
    }
    let content = value(cells, at, &planned.field, row)?.unwrap_or_default();
    let content = match (planned.form, content) {
        (VariantForm::Tuple, Value::Map(items)) => {
            Value::List(items.into_iter().map(|(_, item)| item).collect())
        }
        (_, content) => content,
    };
    Ok(Value::Map(Dict::from([(name, content)])))
}

#[cold]
pub(crate) fn null(field: &Field, row: usize) -> Error {
    let what = "it is null, and the slot takes no null";
    Error::in_row(ErrorKind::Null, &field.path, row, what)
}

/// The length of time that a column counts in units.
pub(crate) fn duration(count: i64, unit: Unit) -> Result<Duration, String> {
    let count = u64::try_from(count).map_err(|_| format!("{count} is no length of time"))?;
    let per_second = (1_000_000_000 / unit.nanoseconds()) as u64;
    let nanoseconds = (count % per_second) as i64 * unit.nanoseconds();
    Ok(Duration::new(count / per_second, nanoseconds as u32))
}
