//! The error that ends the run with one line on stderr and exit status 2.

use std::fmt;

/// An error as one line: the place, then the problem.
#[derive(Debug)]
pub(crate) struct Fault(String);

impl Fault {
    /// Makes an error at `place`: a file, a line of a file, or a variable.
    pub(crate) fn of(place: impl fmt::Display, what: impl fmt::Display) -> Self {
        Fault(format!("{place}: {what}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // User input may contain line breaks; the message stays on one line.
        f.write_str(&self.0.replace(['\n', '\r'], " "))
    }
}
