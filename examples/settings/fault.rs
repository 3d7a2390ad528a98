//! What ends the run with one line on stderr and exit status 2.

use std::fmt;

/// A fault in one line: where, and what.
#[derive(Debug)]
pub(crate) struct Fault(String);

impl Fault {
    /// A fault of a file or a variable as a whole.
    pub(crate) fn of(place: impl fmt::Display, what: impl fmt::Display) -> Self {
        Fault(format!("{place}: {what}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One line, whatever a text of the user's brings along.
        f.write_str(&self.0.replace(['\n', '\r'], " "))
    }
}
