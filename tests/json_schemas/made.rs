//! Classes of JSON Schemas that are written as text.

use slotted::Class;
use slotted::prelude::*;

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

pub(crate) fn class(properties: &str) -> Result<Class, slotted::SchemaError> {
    Class::from_json_schema(
        "T",
        &json(&format!(r#"{{"type": "object", "properties": {properties}}}"#)),
    )
}
