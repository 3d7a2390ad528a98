//! `Duration` as a slot: text such as `1h 30m`.

use alloc::string::ToString;
use core::fmt;
use core::time::Duration;

use crate::erased::shown::Shown;
use crate::reflect::shape::{Shape, Std};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

/// The units of a duration in text, the largest first, and their lengths in nanoseconds. `µs` is
/// read as `us` is.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400 * SECOND),
    ("h", 3_600 * SECOND),
    ("m", 60 * SECOND),
    ("s", SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// A second in nanoseconds.
const SECOND: u128 = 1_000_000_000;

const USAGE: &str = "it must be numbers with units, the largest first, as in '1h 30m' or '250ms'";

/// Text such as `1h 30m`. From data, and as a value, it also takes what serde writes: a map with
/// `secs` and `nanos`, or a list of these two.
impl SlotValue for Duration {
    const KIND: Kind = Kind::Str;
    const __SHAPE: Shape = Shape::Std(Std::Duration);

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        let parts = match &value {
            Value::Str(text) => return Self::from_text(text),
            Value::Map(dict) if dict.len() == 2 => dict.get("secs").zip(dict.get("nanos")),
            Value::List(items) => match &**items {
                [secs, nanos] => Some((secs, nanos)),
                _ => None,
            },
            Value::Map(_) => None,
            _ => return Err(ConversionError::refuse(value)),
        };
        let Some((secs, nanos)) = parts.map(|(secs, nanos)| (secs.clone(), nanos.clone())) else {
            let what = if value.kind() == Kind::Map { "a dict" } else { "a list" };
            // Before the error is made, so that none is leaked if this panics.
            drop(value);
            return Err(ConversionError::invalid_whole(
                what,
                "it must have 'secs' and 'nanos' alone",
            ));
        };
        let (first, second) = match value.kind() {
            Kind::Map => ("'secs'", "'nanos'"),
            _ => ("0", "1"),
        };
        drop(value);
        let secs = u64::from_value(secs).map_err(|error| error.inside::<u64>(first))?;
        let nanos = u32::from_value(nanos).map_err(|error| error.inside::<u32>(second))?;
        let seconds = secs.checked_add(u64::from(nanos) / SECOND as u64);
        let seconds = seconds.ok_or_else(|| ConversionError::out_of_range(secs))?;
        Ok(Duration::new(seconds, nanos % SECOND as u32))
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Shown::of(self))
    }

    fn from_text(text: &str) -> Result<Self, ConversionError> {
        let nanos = parse(text).map_err(|why| ConversionError::invalid(text, why))?;
        let secs = u64::try_from(nanos / SECOND);
        let secs = secs.map_err(|_| ConversionError::out_of_range(text))?;
        Ok(Duration::new(secs, (nanos % SECOND) as u32))
    }
}

/// Parses a duration. Returns it in nanoseconds.
fn parse(text: &str) -> Result<u128, &'static str> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(USAGE);
    }
    let mut total = 0_u128;
    let mut units = UNITS.iter();
    while !rest.is_empty() {
        let number_len = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or(USAGE)?;
        let (number, after) = rest.split_at(number_len);
        let unit_len = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_len);
        let unit = if unit == "µs" { "us" } else { unit };
        // Searches on from the unit before, so that no unit stands twice or before a larger one.
        let (_, length) = units.find(|(name, _)| *name == unit).ok_or(USAGE)?;
        let part = times(number, *length)?;
        total = total.checked_add(part).ok_or("it is too long")?;
        rest = after.trim_start();
    }
    Ok(total)
}

/// Multiplies a decimal number with the length of a unit.
fn times(number: &str, length: u128) -> Result<u128, &'static str> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let whole: u128 = whole.parse().map_err(|_| USAGE)?;
    let whole = whole.checked_mul(length).ok_or("it is too long")?;
    let digits = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        return Err(USAGE);
    }
    // A day is 2^16 · 3^3 · 5^11 nanoseconds, so no fraction with more digits is a whole number.
    if digits.len() > 16 {
        return Err("it is finer than a nanosecond");
    }
    let parts = if digits.is_empty() { 0 } else { digits.parse::<u128>().map_err(|_| USAGE)? };
    let parts = parts * length;
    let scale = 10_u128.pow(digits.len() as u32);
    if !parts.is_multiple_of(scale) {
        return Err("it is finer than a nanosecond");
    }
    whole.checked_add(parts / scale).ok_or("it is too long")
}

/// Prints the text that is read again as the same.
impl fmt::Display for Shown<Duration> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = Parts(self.get().as_nanos());
        match f.width().or(f.precision()) {
            Some(_) => f.pad(&parts.to_string()),
            None => fmt::Display::fmt(&parts, f),
        }
    }
}

/// A number of nanoseconds, in units.
struct Parts(u128);

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        if rest == 0 {
            return f.write_str("0s");
        }
        let mut before = "";
        for (unit, length) in UNITS {
            if rest >= length {
                write!(f, "{before}{}{unit}", rest / length)?;
                rest %= length;
                before = " ";
            }
        }
        Ok(())
    }
}
