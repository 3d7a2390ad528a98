//! Settings whose value is one of a few words.

use std::any::TypeId;

use slotted::SlotInfo;
use slotted::layout::Choice;
use slotted::prelude::*;

/// What an engine burns.
#[derive(SlotValue, Clone, Copy, Debug, PartialEq)]
#[slots(rename_all = "lowercase")]
pub(crate) enum Fuel {
    Petrol,
    Diesel,
    Ethanol,
}

/// How important a message is.
#[derive(SlotValue, Clone, Copy, Debug, PartialEq)]
#[slots(rename_all = "lowercase")]
pub(crate) enum Level {
    Error,
    Warning,
    Info,
    Debug,
}

/// Returns the words that a slot accepts; empty if it accepts more than a few words.
pub(crate) fn of(slot: &SlotInfo) -> Vec<&'static str> {
    if slot.type_id() == TypeId::of::<bool>() {
        return vec!["true", "false"];
    }
    slot.choices().unwrap_or_default().iter().map(Choice::name).collect()
}
