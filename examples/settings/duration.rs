//! A duration as people write it: `1m30s`.

use std::fmt;
use std::str::FromStr;
use std::time;

/// The units, largest first, in milliseconds.
const UNITS: [(&str, u64); 4] = [("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

/// A duration in whole milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) struct Duration(time::Duration);

impl Duration {
    pub(crate) const fn from_millis(millis: u64) -> Self {
        Duration(time::Duration::from_millis(millis))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.0.as_millis();
        if left == 0 {
            return f.pad("0s");
        }
        let mut text = String::new();
        for (unit, millis) in UNITS {
            let count = left / u128::from(millis);
            left %= u128::from(millis);
            if count > 0 {
                text += &format!("{count}{unit}");
            }
        }
        f.pad(&text)
    }
}

impl FromStr for Duration {
    type Err = &'static str;

    /// Parses whole numbers with their units, larger units before smaller ones.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "it is written like 1h, 1m30s or 250ms";
        const TOO_LONG: &str = "it is too long";
        let mut rest = text.trim();
        let mut units = UNITS.iter();
        let mut sum: u64 = 0;
        loop {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or(FORM)?;
            let (count, after) = rest.split_at(digits);
            let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
            let (unit, after) = after.split_at(letters);
            let (_, millis) = units.find(|(name, _)| *name == unit).ok_or(FORM)?;
            if count.is_empty() {
                return Err(FORM);
            }
            let part = count.parse::<u64>().ok().and_then(|count| count.checked_mul(*millis));
            sum = part.and_then(|part| sum.checked_add(part)).ok_or(TOO_LONG)?;
            rest = after;
            if rest.is_empty() {
                return Ok(Duration::from_millis(sum));
            }
        }
    }
}
