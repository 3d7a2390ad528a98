//! A JSON Schema of a class.

use alloc::vec::Vec;
use core::ops::Bound;

use crate::class::Class;
use crate::class::schema::from_json::SCHEMA;
use crate::class::schema::of_form::{in_data, of_form, width, with_null, without_options};
use crate::class::schema::rule::Rule;
use crate::reflect::data_form::DataForm;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::meta::MetaValue;
use crate::value::Value;
use crate::value::dict::Dict;

impl Class {
    /// Returns a JSON Schema of the class: of the form that its instances have in data.
    ///
    /// | slot | JSON Schema |
    /// |---|---|
    /// | `bool`, an integer, a float | `boolean`, `integer`, `number` |
    /// | `range`, and the width of an integer | `minimum` and its like, unless no `i64` is that bound |
    /// | text, an address, an integer of 128 bits | `string` |
    /// | an enum without data | an `enum` of the names |
    /// | bytes | `array` of `integer` |
    /// | a list or a set, an array | `array` of the items' form, with its length if that is fixed |
    /// | a tuple | `array` of its length |
    /// | a map, a slotted struct | `object` |
    /// | `Duration` | `object` with `secs` and `nanos` |
    /// | an `Option`; an optional slot with a default | `null` too |
    /// | an enum with data, `()`, a `Value`, any other type | no `type` |
    /// | `len` | `minLength`, `minItems` and their like |
    /// | the docs, the metadata `format` | `description`, `format` |
    /// | a default | `default`, in the form in data, if the class made of the schema can hold it |
    /// | optional, or with a default or `skip_serializing_if` | not `required` |
    ///
    /// It promises two things:
    ///
    /// - It takes all data in JSON that instances of the class write and the class reads again. (A
    ///   `NaN` is written as `null`, which the class refuses. In a `Graph`, a
    ///   number stands for a shared object.) It may take more: what a slot's own check refuses, it
    ///   does not say, unless the check came from a schema.
    /// - [`from_json_schema`](Class::from_json_schema) takes it, and makes a class with slots of
    ///   the same names and of the types in its table: an `i64` for any integer. So that class
    ///   takes the same data, but for integers of a slot or of a list that no `i64` holds.
    ///
    /// The schema of a class that was made from a schema makes that class again, which returns the
    /// same schema.
    ///
    /// ```
    /// use slotted::{Class, NewSlot, Value};
    ///
    /// let server = Class::builder("Server")
    ///     .declare(NewSlot::<u16>::new("port").default(80).doc("Where it listens."))
    ///     .build()?;
    /// let schema = server.json_schema();
    /// assert_eq!(schema.get("title"), Some(&Value::from("Server")));
    /// let again = Class::from_json_schema("Server", &Value::Map(schema))?;
    /// let port = again.layout().slot("port").expect("it is a property");
    /// assert_eq!(port.default_value(), Some(80.into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn json_schema(&self) -> Dict {
        let mut properties = Dict::new();
        let mut required = Vec::new();
        for location in self.layout().iter() {
            let slot = location.info();
            if !slot.is_optional() && !slot.has_default() && slot.skip().is_none() {
                required.push(Value::from(slot.name()));
            }
            properties.insert(slot.name(), Value::Map(of_slot(slot)));
        }
        let mut schema = Dict::new();
        schema.insert("title", self.name());
        schema.insert("type", "object");
        schema.insert("properties", Value::Map(properties));
        schema.insert("required", Value::List(required.into()));
        if !self.has_dict() {
            schema.insert("additionalProperties", false);
        }
        schema
    }
}

fn of_slot(slot: &SlotInfo) -> Dict {
    if let Some(MetaValue::Str(part)) = slot.meta_value(SCHEMA)
        && let Ok(Value::Map(part)) = part.parse()
    {
        // It was made from this part of a schema.
        return part;
    }
    let form = slot.data_form();
    let mut schema = of_form(form);
    if slot.is_optional() && slot.has_default() {
        // Unbound, it is written as `null` (spec 8.20).
        schema = with_null(schema);
    }
    add_bounds(&mut schema, slot, without_options(form));
    add_lengths(&mut schema, slot, without_options(form));
    if !slot.doc().is_empty() {
        schema.insert("description", slot.doc());
    }
    if let Some(MetaValue::Str(format)) = slot.meta_value("format") {
        schema.insert("format", format);
    }
    if let Some(default) = slot.default_value().and_then(|default| in_data(default, form)) {
        // A default is not checked when the class is made: its range may exclude it.
        let rule = Rule::of(&Value::Map(schema.clone()), "");
        if rule.is_ok_and(|rule| rule.check(&default).is_ok()) {
            schema.insert("default", default);
        }
    }
    schema
}

/// Adds the bounds of a number: those of the slot's range, or else of an integer's width.
fn add_bounds(schema: &mut Dict, slot: &SlotInfo, form: DataForm) {
    let range = slot.range();
    let start = range.as_ref().map_or(Bound::Unbounded, |range| range.start());
    let end = range.as_ref().map_or(Bound::Unbounded, |range| range.end());
    let (least, most) = width(form).unwrap_or((None, None));
    for (bound, including, excluding, last, of_width) in [
        (start, "minimum", "exclusiveMinimum", i64::MAX, least),
        (end, "maximum", "exclusiveMaximum", i64::MIN, most),
    ] {
        let said = match bound {
            Bound::Included(bound) => number(bound, form).map(|bound| (including, bound)),
            // No `i64` lies beyond the last one.
            Bound::Excluded(Value::Int(bound)) if *bound == last => None,
            Bound::Excluded(bound) => number(bound, form).map(|bound| (excluding, bound)),
            Bound::Unbounded => None,
        };
        let of_width = || of_width.map(|bound| (including, Value::Int(bound)));
        if let Some((word, bound)) = said.or_else(of_width) {
            schema.insert(word, bound);
        }
    }
}

/// Returns the bound of a range as a schema says it, if a slot of the table can have that bound.
fn number(bound: &Value, form: DataForm) -> Option<Value> {
    match (form, bound) {
        (DataForm::F32 | DataForm::F64, Value::Float(_)) => in_data(bound.clone(), form),
        (form, Value::Int(_)) if width(form).is_some() => Some(bound.clone()),
        _ => None,
    }
}

/// Adds the bounds of a length.
fn add_lengths(schema: &mut Dict, slot: &SlotInfo, form: DataForm) {
    let words = match form {
        DataForm::Text | DataForm::Address => ["minLength", "maxLength"],
        DataForm::Map(..) => ["minProperties", "maxProperties"],
        DataForm::Bytes | DataForm::List(_) | DataForm::Array(..) | DataForm::Tuple(_) => {
            ["minItems", "maxItems"]
        }
        // No length, or one of another form than that in data.
        _ => return,
    };
    let Some(range) = slot.len_range() else { return };
    let length = |bound: Bound<&Value>, by: i64| match bound {
        Bound::Included(Value::Int(length)) => Some(*length),
        Bound::Excluded(Value::Int(length)) => length.checked_add(by),
        _ => None,
    };
    for (word, length) in words.into_iter().zip([length(range.start(), 1), length(range.end(), -1)])
    {
        // The range `..0` has no length.
        if let Some(length) = length.filter(|length| *length >= 0) {
            schema.insert(word, length);
        }
    }
}
