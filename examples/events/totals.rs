//! The totals of a run.

use std::fmt;
use std::time::Instant;

/// The totals so far.
pub(crate) struct Totals {
    /// Events read.
    pub(crate) events: u64,
    /// Events that passed the rule.
    pub(crate) passed: u64,
    /// Lines that are not events.
    pub(crate) malformed: u64,
    /// Events whose bytes were counted.
    pub(crate) measured: u64,
    /// The bytes of those events, with everything that they own.
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

/// Formats a number with a comma between each group of three digits.
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
