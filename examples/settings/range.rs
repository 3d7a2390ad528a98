//! Ranges, which are said once: in the `low` and `high` of a slot's `meta`.

use std::fmt;
use std::str::FromStr;

use slotted::SlotInfo;

/// A value outside its slot's range. It prints the range.
#[derive(Debug)]
pub(crate) struct OutOfRange(&'static SlotInfo);

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it must be{}", words(self.0))
    }
}

/// Whether the value lies in the range of the slot. A bound is read as the slot's type reads text,
/// so that durations have bounds too.
pub(crate) fn check<T: FromStr + PartialOrd>(
    slot: &'static SlotInfo,
    value: &T,
) -> Result<(), OutOfRange> {
    let bound = |key| {
        let bound = slot.meta_value(key).and_then(|bound| bound.to_string().parse::<T>().ok());
        bound.expect("a slot with a range has both bounds, of its own type")
    };
    // Not two comparisons: a NaN is in no range.
    if (bound("low")..=bound("high")).contains(value) { Ok(()) } else { Err(OutOfRange(slot)) }
}

/// The range with its unit, after a blank: ` from -40 to 150 °C`. Empty where the slot has none.
pub(crate) fn words(slot: &SlotInfo) -> String {
    let (Some(low), Some(high)) = (slot.meta_value("low"), slot.meta_value("high")) else {
        return String::new();
    };
    let unit = slot.meta_value("unit").map(|unit| format!(" {unit}")).unwrap_or_default();
    format!(" from {low} to {high}{unit}")
}
