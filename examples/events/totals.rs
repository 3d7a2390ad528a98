//! What the run comes to.

use std::fmt;
use std::time::Instant;

/// The totals so far.
pub(crate) struct Totals {
    /// Events that were read.
    pub(crate) events: u64,
    /// Those of them that were written.
    pub(crate) passed: u64,
    /// Lines that are no events.
    pub(crate) malformed: u64,
    /// Events whose bytes were counted.
    pub(crate) measured: u64,
    /// The bytes of these, with all that they own.
    pub(crate) bytes: u64,
    start: Instant,
}

impl Totals {
    pub(crate) fn new() -> Self {
        let start = Instant::now();
        Totals { events: 0, passed: 0, malformed: 0, measured: 0, bytes: 0, start }
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.start.elapsed().as_secs_f64();
        let rate = self.events as f64 / seconds.max(1e-9);
        let ending = if self.events == 1 { "" } else { "s" };
        write!(
            f,
            "{} event{ending} in, {} passed, {} malformed; {} events per second; {} bytes per event held",
            grouped(self.events),
            grouped(self.passed),
            grouped(self.malformed),
            grouped(rate as u64),
            grouped(self.bytes / self.measured.max(1)),
        )
    }
}

/// A number with a comma before each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
