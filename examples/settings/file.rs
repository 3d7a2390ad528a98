//! The settings from a TOML file.

use std::fs;
use std::ops::Range;
use std::path::Path;

use slotted::prelude::*;
use toml::de::{DeTable, DeValue};

use crate::fault::Fault;
use crate::layer::{Entry, Given, Origin};
use crate::store::Store;

/// Merges the settings that the file names. `shown` is the file's name in messages.
pub(crate) fn apply(store: &mut Store, file: &Path, shown: &str) -> Result<(), Fault> {
    let text = fs::read_to_string(file).map_err(|error| Fault::of(shown, error))?;
    let at = |span: Range<usize>| text[..span.start].matches('\n').count() + 1;
    let place = |line: usize| format!("{shown}:{line}");

    let table = DeTable::parse(&text).map_err(|error| {
        let line = at(error.span().unwrap_or_default());
        Fault::of(place(line), error.message())
    })?;
    let mut entries = Vec::new();
    flatten("", table.get_ref(), &mut entries);
    // In the order of the file, so that the first error in it is the one that is reported.
    entries.sort_by_key(|(span, ..)| span.start);
    let layer = entries.into_iter().map(|(span, path, value)| {
        let line = at(span);
        let value = value.map_err(|what| Fault::of(place(line), format_args!("{path}: {what}")))?;
        let origin = Origin::File(shown.to_owned(), line);
        Ok(Entry { path, given: Given::Value(value), origin })
    });
    let layer = layer.collect::<Result<_, Fault>>()?;
    store.merge(layer).map_err(|(origin, refusal)| Fault::of(origin, refusal))
}

/// A setting of the file: where it stands, its path and its value.
type Found = (Range<usize>, String, Result<Value, &'static str>);

fn flatten(group: &str, table: &DeTable<'_>, into: &mut Vec<Found>) {
    for (key, value) in table {
        let name = key.get_ref();
        let path = if group.is_empty() { name.to_string() } else { format!("{group}.{name}") };
        match value.get_ref() {
            DeValue::Table(table) => flatten(&path, table, into),
            value => into.push((key.span(), path, to_value(value))),
        }
    }
}

fn to_value(value: &DeValue<'_>) -> Result<Value, &'static str> {
    Ok(match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(integer) => {
            let integer = i64::from_str_radix(integer.as_str(), integer.radix());
            Value::Int(integer.map_err(|_| "the number is too large")?)
        }
        DeValue::Float(float) => {
            Value::Float(float.as_str().parse().map_err(|_| "this is no number")?)
        }
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(time) => Value::from(time.to_string()),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| to_value(item.get_ref()));
            items.collect::<Result<Vec<_>, _>>()?.into()
        }
        DeValue::Table(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| Ok((key.get_ref().to_string(), to_value(value.get_ref())?)));
            Value::Map(entries.collect::<Result<_, _>>()?)
        }
    })
}
