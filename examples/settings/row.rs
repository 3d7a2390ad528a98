//! One setting, in the form in which it is shown.

use std::any::TypeId;
use std::ops::Bound;
use std::time::Duration;

use slotted::{Kind, SlotInfo, ValueRef};

use crate::choice;
use crate::layer::Origin;

/// One setting, in the form in which it is shown.
pub(crate) struct Row {
    pub(crate) path: String,
    pub(crate) value: String,
    pub(crate) default: Option<String>,
    pub(crate) unit: String,
    pub(crate) doc: String,
    /// What the setting accepts, in words.
    pub(crate) takes: String,
    /// The words that the setting accepts; empty if it accepts more than a few words.
    pub(crate) choices: Vec<&'static str>,
    pub(crate) read_only: bool,
    pub(crate) origin: Origin,
}

impl Row {
    /// Makes the row of a setting; a plug-in's own has no slot.
    pub(crate) fn new(
        path: &str,
        value: ValueRef<'_>,
        slot: Option<&SlotInfo>,
        origin: Origin,
    ) -> Self {
        Row {
            path: path.to_owned(),
            value: shown(&value),
            default: slot.and_then(SlotInfo::default_value).map(|default| default.to_string()),
            unit: slot.map_or(String::new(), unit),
            doc: slot.map_or("a plug-in's own", |slot| slot.doc().trim()).to_owned(),
            takes: slot.map_or_else(|| "any value".to_owned(), takes),
            choices: slot.map_or_else(Vec::new, choice::of),
            read_only: slot.is_some_and(SlotInfo::is_read_only),
            origin,
        }
    }

    /// Turns the row of a list into the row of one of its items.
    pub(crate) fn show_item(&mut self, path: &str, item: ValueRef<'_>) {
        (self.path, self.value, self.default) = (path.to_owned(), shown(&item), None);
    }
}

/// Formats a value so that it can be read again. A text is in quotes if it is empty or has control
/// characters, which would not be visible.
fn shown(value: &ValueRef<'_>) -> String {
    match value.as_str() {
        Some(text) if text.is_empty() || text.contains(char::is_control) => format!("{value:?}"),
        _ => value.to_string(),
    }
}

fn unit(slot: &SlotInfo) -> String {
    slot.meta_value("unit").map_or(String::new(), |unit| unit.to_string())
}

/// Describes in words what a slot accepts.
pub(crate) fn takes(slot: &SlotInfo) -> String {
    let (choices, ty) = (choice::of(slot), slot.type_id());
    let kind = match slot.kind() {
        _ if !choices.is_empty() => return format!("one of {}", choices.join(", ")),
        Kind::Int => "a whole number",
        Kind::Float => "a number",
        Kind::List if ty == TypeId::of::<Vec<String>>() => "a list of texts in quotes",
        Kind::List => "a list of whole numbers",
        _ if ty == TypeId::of::<Duration>() => "a duration like 1m 30s",
        _ => "a text",
    };
    kind.to_owned() + &bounds(slot)
}

/// Formats the range or the lengths of a slot, after a space: ` from -40 to 150 °C`. Empty if
/// the slot has neither.
fn bounds(slot: &SlotInfo) -> String {
    let (range, before, after) = match (slot.range(), slot.len_range()) {
        (Some(range), _) => (range, "from", format!(" {}", unit(slot))),
        (None, Some(range)) => (range, "of", " characters".to_owned()),
        (None, None) => return String::new(),
    };
    let words = match (range.start(), range.end()) {
        (Bound::Included(low), Bound::Included(high)) => {
            format!(" {before} {low} to {high}{after}")
        }
        _ => format!(" in {range}{after}"),
    };
    words.trim_end().to_owned()
}
