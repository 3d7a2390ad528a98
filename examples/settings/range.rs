//! Ranges. Each is declared once, as the `low` and `high` in the `meta` of a slot.

use std::fmt;

use slotted::SlotInfo;
use slotted::prelude::*;

/// The error for a value outside its slot's range. Its message is the range.
#[derive(Debug)]
pub(crate) struct OutOfRange(&'static SlotInfo);

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it must be{}", words(self.0))
    }
}

/// Checks that the value lies in the range of the slot. The slot's type parses the text of a bound,
/// so that durations can have bounds too.
pub(crate) fn check<T: SlotValue + PartialOrd>(
    slot: &'static SlotInfo,
    value: &T,
) -> Result<(), OutOfRange> {
    let bound = |key| {
        let bound = slot.meta_value(key).and_then(|bound| T::from_text(&bound.to_string()).ok());
        bound.expect("a slot with a range has both bounds, of its own type")
    };
    // Not `value < low || value > high`: that would accept a NaN.
    if (bound("low")..=bound("high")).contains(value) { Ok(()) } else { Err(OutOfRange(slot)) }
}

/// Formats the range with its unit, after a space: ` from -40 to 150 °C`. Empty if the slot has no
/// range.
pub(crate) fn words(slot: &SlotInfo) -> String {
    let (Some(low), Some(high)) = (slot.meta_value("low"), slot.meta_value("high")) else {
        return String::new();
    };
    let unit = slot.meta_value("unit").map(|unit| format!(" {unit}")).unwrap_or_default();
    format!(" from {low} to {high}{unit}")
}
