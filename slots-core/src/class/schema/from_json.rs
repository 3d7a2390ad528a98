//! A class from a JSON Schema.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Bound;

use crate::class::Class;
use crate::class::builder::ClassBuilder;
use crate::class::new_slot::NewSlot;
use crate::class::schema::error::SchemaError;
use crate::class::schema::rule::{Bounds, Lengths, Rule, RuleKind, among, escaped};
use crate::reflect::slot_value::SlotValue;
use crate::value::Value;
use crate::value::dict::Dict;

/// The key of the metadata under which a slot keeps the part of the schema that its type does not
/// say: the texts of an `enum`, a nested object, the items of a list.
pub(super) const SCHEMA: &str = "schema";

impl Class {
    /// Makes a class from a JSON Schema of an object. Its name is the schema's `title`, or `name`.
    ///
    /// | JSON Schema | slot |
    /// |---|---|
    /// | `boolean`, `integer`, `number`, `string` | `bool`, `i64`, `f64`, `String` |
    /// | `array` of one of these, of anything else | `Vec` of these, `Vec<Value>` that is checked |
    /// | `object`, nested | `Dict` that is checked |
    /// | no `type` | `Value` |
    /// | `enum` of texts, and of `null` | `String` that is checked |
    /// | `minimum` and its like, `minLength`, `minItems` and their like | `range`, `len` |
    /// | `minProperties`, `maxProperties` of a nested object | checked |
    /// | `description`, `format` | the docs, the metadata `format` |
    /// | `default` | the default |
    /// | not `required`, or with `null` | optional |
    /// | `additionalProperties`, unless it is `false` | a `Dict` for them |
    ///
    /// ```
    /// use slotted::prelude::*;
    /// use slotted::Class;
    ///
    /// let schema: Value = serde_json::from_str(r#"{
    ///     "title": "Server", "type": "object", "additionalProperties": false,
    ///     "properties": {
    ///         "host": {"type": "string", "minLength": 1, "description": "Its name."},
    ///         "port": {"type": "integer", "minimum": 1, "maximum": 65535, "default": 80},
    ///         "scheme": {"enum": ["http", "https"]}
    ///     },
    ///     "required": ["host"]
    /// }"#)?;
    /// let server = Class::from_json_schema("Object", &schema)?;
    /// let mut o = server.from_attrs([("host", "localhost")])?;
    /// assert_eq!(format!("{o:?}"), "Server(host='localhost', port=80)");
    /// assert_eq!(
    ///     o.setattr("scheme", "ftp").unwrap_err().to_string(),
    ///     "attribute 'scheme' of 'Server' objects: 'ftp' is refused: it is none of 'http', 'https'"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails at what a class cannot say, such as `oneOf` or `pattern`: the error has its path.
    pub fn from_json_schema(name: &str, schema: &Value) -> Result<Class, SchemaError> {
        let rule = Rule::of(schema, "")?;
        let (Value::Map(words), RuleKind::Object(object)) = (schema, rule.kind) else {
            return Err(SchemaError::pointer(
                "/type",
                "a class is made from the schema of an 'object'",
            ));
        };
        let limits = ["minProperties", "maxProperties"];
        if let Some(word) = limits.iter().find(|word| words.contains_key(word)) {
            let what = "a class says which properties there are, and not how many";
            return Err(SchemaError::pointer(&format!("/{word}"), what));
        }
        let name = match words.get("title") {
            Some(Value::Str(title)) => title,
            _ => name,
        };
        // A statement without any slots would regain weak references.
        let mut builder = Class::builder(name).slots([""; 0]);
        for (name, rule) in object.properties {
            let at = format!("/properties/{}", escaped(&name));
            let part = match words.get("properties") {
                Some(Value::Map(all)) => all.get(&name).expect("it was read from there"),
                _ => unreachable!("the properties were read"),
            };
            let is_required = object.required.contains(&name);
            builder =
                Part { name, rule, schema: part, is_required, pointer: at }.declare(builder)?;
        }
        if !object.closed {
            builder = builder.dict();
        }
        builder.build().map_err(|error| SchemaError::pointer("", error))
    }
}

/// One property of the schema.
struct Part<'a> {
    name: Box<str>,
    rule: Rule,
    schema: &'a Value,
    is_required: bool,
    pointer: String,
}

impl Part<'_> {
    /// Declares the slot.
    fn declare(self, builder: ClassBuilder) -> Result<ClassBuilder, SchemaError> {
        let (name, rule) = (self.name.clone(), self.rule.clone());
        Ok(match self.rule.kind.clone() {
            RuleKind::Any => builder.declare(self.common(NewSlot::<Value>::new(name))?),
            RuleKind::Bool => builder.declare(self.common(NewSlot::<bool>::new(name))?),
            RuleKind::Int(bounds) => {
                let slot = NewSlot::<i64>::new(name);
                let slot = if bounds.is_some() { slot.range(bounds.range()) } else { slot };
                builder.declare(self.common(slot)?)
            }
            RuleKind::Float(bounds) => {
                let slot = NewSlot::<f64>::new(name);
                let slot = if bounds.is_some() { slot.range(bounds.range()) } else { slot };
                builder.declare(self.common(slot)?)
            }
            RuleKind::Text(lengths) => {
                builder.declare(self.common(lengths.of(NewSlot::<String>::new(name)))?)
            }
            RuleKind::OneOf(texts) => {
                let slot = NewSlot::<String>::new(name);
                let slot = slot.validate(move |text: &String| among(&texts, text));
                builder.declare(self.common(self.kept(slot))?)
            }
            RuleKind::List(items, lengths) => match (&items.kind, items.nullable) {
                (RuleKind::Bool, false) => {
                    builder.declare(self.common(lengths.of(NewSlot::<Vec<bool>>::new(name)))?)
                }
                (RuleKind::Int(Bounds { least: None, most: None }), false) => {
                    builder.declare(self.common(lengths.of(NewSlot::<Vec<i64>>::new(name)))?)
                }
                (RuleKind::Float(Bounds { least: None, most: None }), false) => {
                    builder.declare(self.common(lengths.of(NewSlot::<Vec<f64>>::new(name)))?)
                }
                (RuleKind::Text(Lengths { least: None, most: None }), false) => {
                    builder.declare(self.common(lengths.of(NewSlot::<Vec<String>>::new(name)))?)
                }
                _ => {
                    let slot = NewSlot::<Vec<Value>>::new(name)
                        .validate(move |list: &Vec<Value>| items.check_all(list));
                    builder.declare(self.common(self.kept(lengths.of(slot)))?)
                }
            },
            RuleKind::Object(_) => {
                let slot = NewSlot::<Dict>::new(name)
                    .validate(move |entries: &Dict| rule.check(&Value::Map(entries.clone())));
                builder.declare(self.common(self.kept(slot))?)
            }
        })
    }

    /// Keeps the part of the schema that the type of the slot does not say.
    fn kept<V: SlotValue + Send + Sync>(&self, slot: NewSlot<V>) -> NewSlot<V> {
        slot.meta(SCHEMA, &*format!("{:?}", self.schema))
    }

    /// What is said of a slot of any type: its docs, its default, whether it is optional.
    fn common<V>(&self, mut slot: NewSlot<V>) -> Result<NewSlot<V>, SchemaError>
    where
        V: SlotValue + Send + Sync,
    {
        // The schema `true` is one that says nothing.
        let nothing = Dict::new();
        let words = match self.schema {
            Value::Map(words) => words,
            _ => &nothing,
        };
        if let Some(Value::Str(doc)) = words.get("description") {
            slot = slot.doc(doc);
        }
        if let Some(Value::Str(format)) = words.get("format") {
            slot = slot.meta("format", &**format);
        }
        let default = words.get("default").filter(|default| !default.is_none());
        if let Some(default) = default {
            let at = format!("{}/default", self.pointer);
            if let Err(why) = self.rule.check(default) {
                return Err(SchemaError::pointer(&at, why));
            }
            let make = {
                let default = default.clone();
                move || V::from_value(default.clone())
            };
            if let Err(error) = make() {
                let what = error.of_type(core::any::type_name::<V>());
                return Err(SchemaError::pointer(&at, what));
            }
            slot = slot.default_with(move || make().expect("it was tried"));
        }
        // A slot of type `Value` takes `null` itself.
        let takes_none = matches!(self.rule.kind, RuleKind::Any) && self.is_required;
        let optional = !self.is_required && default.is_none() || self.rule.nullable && !takes_none;
        Ok(if optional { slot.optional() } else { slot })
    }
}

impl<N: Copy> Bounds<N> {
    fn is_some(&self) -> bool {
        self.least.is_some() || self.most.is_some()
    }

    /// The bounds as a range.
    fn range(&self) -> (Bound<N>, Bound<N>) {
        let bound = |bound: Option<(N, bool)>| match bound {
            None => Bound::Unbounded,
            Some((number, true)) => Bound::Excluded(number),
            Some((number, false)) => Bound::Included(number),
        };
        (bound(self.least), bound(self.most))
    }
}

impl Lengths {
    /// Limits the lengths that a slot takes.
    fn of<V: SlotValue + Send + Sync>(self, slot: NewSlot<V>) -> NewSlot<V> {
        match self {
            Lengths { least: None, most: None } => slot,
            Lengths { least, most } => slot.len((
                least.map_or(Bound::Unbounded, Bound::Included),
                most.map_or(Bound::Unbounded, Bound::Included),
            )),
        }
    }
}
