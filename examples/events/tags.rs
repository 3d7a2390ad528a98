//! The tags of `--set`: attributes that are set on each event that passes.

use slotted::prelude::*;

use crate::event::Event;
use crate::fault::{Fault, quoted};

/// Names and values. The value of a slot has the type of the slot.
pub(crate) struct Tags(Vec<(String, Value)>);

impl Tags {
    /// Parses each `KEY=VALUE`.
    pub(crate) fn parse(texts: &[String]) -> Result<Self, Fault> {
        texts.iter().map(|text| tag(text)).collect::<Result<_, _>>().map(Tags)
    }

    /// Sets the tags on an event.
    pub(crate) fn put(&self, event: &mut Event) {
        for (name, value) in &self.0 {
            let written = event.setattr_value(name, value.clone());
            written.expect("the slot gave this value out itself");
        }
    }
}

fn tag(text: &str) -> Result<(String, Value), Fault> {
    let fault = |what: &dyn std::fmt::Display| Fault::of(format!("--set {}: {what}", quoted(text)));
    let (name, value) = match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => (name, value),
        _ => return Err(fault(&"it is a key, a '=' and a value")),
    };
    if Event::LAYOUT.slot(name).is_none() {
        // An undeclared name has no type: a text that is not a Python literal stays text.
        let value = value.parse().unwrap_or_else(|_| Value::from(value));
        return match is_json(&value) {
            true => Ok((name.to_owned(), value)),
            false => Err(fault(&"JSON has no such value")),
        };
    }
    // The slot parses the text in its own type. That needs an event to write to.
    let mut event = Event {
        id: String::new(),
        time: 0,
        mag: None,
        place: None,
        felt: None,
        tsunami: None,
        sig: None,
        kind: None,
        coordinates: None,
        __dict__: Dict::new(),
    };
    event.setattr_str(name, value).map_err(|error| fault(&error))?;
    let value = event.getattr_opt(name).and_then(|value| value.to_value());
    Ok((name.to_owned(), value.expect("it was written just now, and is not opaque")))
}

/// Whether JSON has this value: JSON has no bytes, no infinities and no NaN.
fn is_json(value: &Value) -> bool {
    match value {
        Value::Float(number) => number.is_finite(),
        Value::List(items) => items.iter().all(is_json),
        Value::Map(entries) => entries.values().all(is_json),
        Value::Bytes(_) => false,
        _ => true,
    }
}
