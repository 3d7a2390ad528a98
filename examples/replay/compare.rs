//! Telling a disagreement from a difference on purpose.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value as Json;

use crate::session::NOT_MODELLED;

/// What was compared.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) cases: usize,
    pub(crate) disagreements: usize,
    /// How often the two differed on purpose, by rule.
    pub(crate) on_purpose: BTreeMap<&'static str, usize>,
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rule, count) in &self.on_purpose {
            writeln!(f, "differs on purpose, {count} times: {rule}")?;
        }
        writeln!(f, "{} cases, {} disagreements", self.cases, self.disagreements)
    }
}

/// Compares two results of what was asked. `None` if they are the same; otherwise the rule by which
/// they differ, or `None` if no rule says so.
pub(crate) fn compare(asked: &Json, theirs: &Json, ours: &Json) -> Option<Option<&'static str>> {
    if theirs == ours {
        return None;
    }
    let name = asked["name"].as_str().unwrap_or_default();
    let is_deletion = matches!(asked["op"].as_str(), Some("del" | "desc_del"));
    let text = |result: &Json| result["message"].as_str().map(String::from);
    if is_deletion
        && text(theirs).as_deref() == Some(name)
        && text(ours).is_some_and(|ours| ours.ends_with(&format!("has no attribute '{name}'")))
    {
        return Some(Some("3.5, an unbound slot is deleted: CPython's text is the bare name"));
    }
    if ours["skipped"].as_str().is_some_and(|why| why.starts_with(NOT_MODELLED)) {
        return Some(Some(
            "12.10, builtin types: their values and own attributes are not modelled",
        ));
    }
    Some(None)
}
