//! The settings of plug-ins: maps inside a `Dict`, one for each plug-in, made as they are needed.

use slotted::prelude::*;

/// Groups inside one another, at most: what goes through them does so by recursion.
const MAX_DEPTH: usize = 16;

/// Puts a value under `plugin.name`, or deeper.
pub(crate) fn insert(plugins: &mut Dict, path: &str, value: Value) -> Result<(), String> {
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
        if !dict.contains_key(group) {
            dict.insert(*group, Dict::new());
        }
        match &mut dict[group] {
            Value::Map(inner) => dict = inner,
            other => return Err(format!("'{group}' is no group, but {other:?}")),
        }
    }
    match dict.get(name) {
        Some(Value::Map(_)) => Err(format!("'{name}' is a group")),
        _ => {
            dict.insert(*name, value);
            Ok(())
        }
    }
}

/// Takes the groups out in which there is nothing.
pub(crate) fn prune(plugins: &mut Dict) {
    plugins.retain(|_, value| match value {
        Value::Map(group) => {
            prune(group);
            !group.is_empty()
        }
        _ => true,
    });
}

/// Whether a path, a variable and a TOML file say it alike: in a variable, `__` is the dot.
fn is_name(step: &str) -> bool {
    step.starts_with(|c: char| c.is_ascii_lowercase())
        && step.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !step.contains("__")
        && !step.ends_with('_')
}
