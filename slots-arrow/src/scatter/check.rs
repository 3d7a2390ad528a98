//! Columns held against what was planned, before any row is made.

use slotted::did_you_mean;

use crate::error::{Error, ErrorKind};
use crate::plan::field::{Field, Form, Plan, Type};
use crate::scatter::cells::{Cells, Data};

/// Finds the column of each planned one, in order; `None` where it may lack.
pub(crate) fn columns<'c, 'a>(
    plan: &Plan,
    given: &'c [(&'a str, Cells<'a>)],
) -> Result<Vec<Option<&'c Cells<'a>>>, Error> {
    matched(&plan.fields, given, &plan.of, plan.ignores_extra)
}

fn matched<'c, 'a>(
    fields: &[Field],
    given: &'c [(&'a str, Cells<'a>)],
    of: &str,
    ignores_extra: bool,
) -> Result<Vec<Option<&'c Cells<'a>>>, Error> {
    let is_planned = |name: &str| fields.iter().any(|field| field.name == name);
    let mut found = Vec::with_capacity(fields.len());
    for field in fields {
        let mut same = given.iter().filter(|(name, _)| *name == field.name);
        let cells = same.next().map(|(_, cells)| cells);
        if same.next().is_some() {
            let message = format!("there are two columns '{}'", field.path);
            return Err(Error::new(ErrorKind::ExtraColumn, &field.path, message));
        }
        match cells {
            Some(cells) => check(field, cells)?,
            None if field.may_lack => {}
            None => {
                let others = given.iter().map(|(name, _)| *name).filter(|name| !is_planned(name));
                let message = format!(
                    "'{of}' has a slot '{}' for which there is no column{}",
                    field.path,
                    meant(&field.name, others),
                );
                return Err(Error::new(ErrorKind::MissingColumn, &field.path, message));
            }
        }
        found.push(cells);
    }
    let extra = given.iter().find(|(name, _)| !is_planned(name));
    if let Some((name, _)) = extra.filter(|_| !ignores_extra) {
        let lacking = fields.iter().zip(&found).filter(|(_, cells)| cells.is_none());
        let message = format!(
            "there is a column '{name}', and '{of}' has no such slot{}",
            meant(name, lacking.map(|(field, _)| &*field.name)),
        );
        return Err(Error::new(ErrorKind::ExtraColumn, name, message));
    }
    Ok(found)
}

fn meant<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    did_you_mean(name, candidates).map_or_else(String::new, |it| format!(". Did you mean: '{it}'?"))
}

/// Whether the slot can be read from such a column.
fn check(field: &Field, cells: &Cells<'_>) -> Result<(), Error> {
    let wrong = || {
        let message = format!(
            "column '{}' is {}, and the slot is read from {}",
            field.path,
            (cells.type_name)(0),
            words(&field.ty),
        );
        Error::new(ErrorKind::WrongType, &field.path, message)
    };
    use Type as T;
    let is_integer = matches!(
        cells.data,
        Data::I8(_)
            | Data::I16(_)
            | Data::I32(_)
            | Data::I64(_)
            | Data::U8(_)
            | Data::U16(_)
            | Data::U32(_)
            | Data::U64(_)
    );
    let fits = match (&field.ty, &cells.data) {
        (_, Data::Null) => field.nullable,
        // One null among its values does not make it nulls.
        (_, Data::Other) => false,
        (T::I8 | T::I16 | T::I32 | T::I64 | T::U8 | T::U16 | T::U32 | T::U64, _) => is_integer,
        (T::F32 | T::F64, Data::F32(_) | Data::F64(_)) => true,
        (T::F32 | T::F64, _) => is_integer,
        (T::Date, Data::Date(_) | Data::I32(_)) | (T::Timestamp(..), Data::I64(_)) => true,
        (T::Date64, Data::Date64(_) | Data::I64(_)) => true,
        (T::Timestamp(unit, _), Data::Timestamp(_, given)) => unit == given,
        (T::Time(unit), Data::Time32(_, given) | Data::Time64(_, given)) => unit == given,
        (T::Bool, Data::Bool(_)) | (T::Duration(_), Data::Duration(..)) => true,
        (_, Data::Union(union)) if !field.variants.is_empty() => {
            return union
                .contents
                .iter()
                .try_for_each(|(_, name, cells)| variant(field, name, cells));
        }
        (T::Text(_) | T::Dictionary | T::Union, Data::Text(_)) | (T::Bytes, Data::Bytes(_)) => true,
        (T::List(item) | T::Array(item, _), Data::List(_, items)) => {
            return check(item, items);
        }
        (T::Struct(fields), Data::Struct(given)) => {
            matched(fields, given, &field.path, false).map(drop)?;
            true
        }
        (T::Map(key, value), Data::Map(_, keys, values)) => {
            check(key, keys)?;
            return check(value, values);
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(wrong()) }
}

/// Whether the content of the variant can be read from such a column.
fn variant(field: &Field, name: &str, cells: &Cells<'_>) -> Result<(), Error> {
    let names = || field.variants.iter().map(|variant| &*variant.field.name);
    match field.variants.iter().find(|variant| variant.field.name == name) {
        Some(variant) if matches!(variant.field.ty, Type::Null) => Ok(()),
        Some(variant) => check(&variant.field, cells),
        None => {
            let message = format!(
                "column '{}' has a variant '{name}', and the slot's type has none of that name{}",
                field.path,
                meant(name, names()),
            );
            Err(Error::new(ErrorKind::WrongType, &field.path, message))
        }
    }
}

/// The type in the words of a reader, who may not know what was chosen by the options.
fn words(ty: &Type) -> String {
    match ty {
        Type::Bool => "Boolean".into(),
        Type::Text(_) | Type::Dictionary => "text".into(),
        Type::Bytes => "bytes".into(),
        Type::I8 | Type::I16 | Type::I32 | Type::I64 => format!("integers ({ty:?})"),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => format!("integers ({ty:?})"),
        Type::F32 => "numbers (Float32)".into(),
        Type::F64 => "numbers (Float64)".into(),
        Type::Duration(_) => "Duration".into(),
        Type::Timestamp(unit, _) => format!("Timestamp({unit:?})"),
        Type::Time(unit) => format!("Time({unit:?})"),
        Type::Date => "Date32".into(),
        Type::Date64 => "Date64".into(),
        Type::List(item) => format!("a list of {}", words(&item.ty)),
        Type::Array(item, len) => format!("a list of {len} of {}", words(&item.ty)),
        Type::Struct(_) => "a struct".into(),
        Type::Map(_, value) => format!("a map to {}", words(&value.ty)),
        Type::Null => "nulls".into(),
        Type::Union => "a union of its variants, or text".into(),
    }
}

impl Field {
    /// Whether the cell's text is the JSON of the value.
    pub(crate) fn is_json(&self) -> bool {
        // Of a union that is planned, the text is read that other options make of the same slot.
        self.form == Form::Json || matches!(self.ty, Type::Union) && self.has_content()
    }
}
