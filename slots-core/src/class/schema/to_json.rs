//! A JSON Schema of a class.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Bound;

use crate::class::Class;
use crate::class::schema::from_json::SCHEMA;
use crate::reflect::layout::info::SlotInfo;
use crate::reflect::layout::meta::MetaValue;
use crate::value::Value;
use crate::value::dict::Dict;
use crate::value::kind::Kind;

impl Class {
    /// Returns a JSON Schema of the class: what [`from_json_schema`](Class::from_json_schema) makes
    /// a class with the same slots of.
    ///
    /// What a slot's own check refuses, it does not say, unless the check came from a schema. A
    /// slot of an integer type other than `i64` is an `integer`.
    ///
    /// ```
    /// use slotted::{Class, Dict, NewSlot, Value};
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
            if !slot.is_optional() && !slot.has_default() {
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
    let mut schema = match slot.meta_value(SCHEMA) {
        // It was made from this part of a schema.
        Some(MetaValue::Str(part)) => match part.parse() {
            Ok(Value::Map(part)) => return part,
            _ => Dict::new(),
        },
        _ => of_kind(slot.kind(), slot),
    };
    if slot.is_optional() && slot.has_default() {
        // Without `null`, it could not be unbound any more.
        let name = schema.remove("type");
        schema.insert("type", Value::List(name.into_iter().chain([Value::from("null")]).collect()));
    }
    if let Some(range) = slot.range() {
        let bounds = [
            (range.start(), "minimum", "exclusiveMinimum"),
            (range.end(), "maximum", "exclusiveMaximum"),
        ];
        for (bound, including, excluding) in bounds {
            match bound {
                Bound::Included(bound) => drop(schema.insert(including, bound.clone())),
                Bound::Excluded(bound) => drop(schema.insert(excluding, bound.clone())),
                Bound::Unbounded => {}
            }
        }
    }
    if let Some(range) = slot.len_range() {
        let words = match slot.kind() {
            Kind::Str => ["minLength", "maxLength"],
            Kind::Map => ["minProperties", "maxProperties"],
            _ => ["minItems", "maxItems"],
        };
        let length = |bound: Bound<&Value>, by: i64| match bound {
            Bound::Included(Value::Int(length)) => Some(*length),
            Bound::Excluded(Value::Int(length)) => Some(length + by),
            _ => None,
        };
        for (word, length) in
            words.into_iter().zip([length(range.start(), 1), length(range.end(), -1)])
        {
            if let Some(length) = length {
                schema.insert(word, length);
            }
        }
    }
    if !slot.doc().is_empty() {
        schema.insert("description", slot.doc());
    }
    if let Some(MetaValue::Str(format)) = slot.meta_value("format") {
        schema.insert("format", format);
    }
    if let Some(default) = slot.default_value() {
        schema.insert("default", default);
    }
    schema
}

/// The schema of the values of a slot.
fn of_kind(kind: Kind, slot: &SlotInfo) -> Dict {
    let mut schema = typed(kind);
    if kind == Kind::List
        && let Some(item) = slot.item()
    {
        schema.insert("items", Value::Map(typed(item.kind())));
    }
    if let Some(choices) = slot.choices() {
        let names = choices.iter().map(|choice| Value::from(choice.name())).collect();
        schema.insert("enum", Value::List(names));
    }
    schema
}

fn typed(kind: Kind) -> Dict {
    let name: Option<String> = match kind {
        Kind::Bool => Some("boolean".into()),
        Kind::Int => Some("integer".into()),
        Kind::Float => Some("number".into()),
        Kind::Str => Some("string".into()),
        Kind::List | Kind::Bytes => Some("array".into()),
        Kind::Map | Kind::Object => Some("object".into()),
        _ => None,
    };
    name.map(|name| Dict::from([("type", name)])).unwrap_or_default()
}
