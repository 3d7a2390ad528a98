//! The settings of plug-ins: maps inside a `Dict`, one for each plug-in, made on demand.

use slotted::ValueRef;
use slotted::prelude::*;

/// How deeply groups may nest. The limit exists because the code that visits groups is recursive.
const MAX_DEPTH: usize = 16;

/// Checks that a value may be set at the path `plugin.name`, or at a deeper one.
pub(crate) fn check(plugins: &Dict, path: &str, value: &Value) -> Result<(), String> {
    let steps: Vec<&str> = path.split('.').collect();
    let [groups @ .., name] = &*steps else { unreachable!("a split text has a part") };
    if groups.is_empty() || groups.len() > MAX_DEPTH || !steps.iter().all(|step| is_name(step)) {
        return Err("a plug-in's setting is named plugins.plugin.name, in small letters".to_owned());
    }
    if let Value::Map(_) = value {
        return Err("a map is set entry by entry".to_owned());
    }
    let mut dict = plugins;
    for group in groups {
        match dict.get(group) {
            None => return Ok(()),
            Some(Value::Map(inner)) => dict = inner,
            Some(other) => return Err(format!("'{group}' is no group, but {other:?}")),
        }
    }
    match dict.get(name) {
        Some(Value::Map(_)) => Err(format!("'{name}' is a group")),
        _ => Ok(()),
    }
}

/// Calls `each` with every setting of a plug-in under the path, in the order in which they were
/// set.
pub(crate) fn visit(path: &str, plugins: &Dict, each: &mut dyn FnMut(&str, ValueRef<'_>)) {
    for (name, value) in plugins {
        let path = format!("{path}.{name}");
        match value {
            Value::Map(group) => visit(&path, group, each),
            value => each(&path, value.view()),
        }
    }
}

/// Removes the groups that are empty.
pub(crate) fn prune(plugins: &mut Dict) {
    plugins.retain(|_, value| match value {
        Value::Map(group) => {
            prune(group);
            !group.is_empty()
        }
        _ => true,
    });
}

/// Whether a path, a variable and a TOML file can all spell the step. In a variable, `__` stands
/// for the dot.
fn is_name(step: &str) -> bool {
    step.starts_with(|c: char| c.is_ascii_lowercase())
        && step.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !step.contains("__")
        && !step.ends_with('_')
}
