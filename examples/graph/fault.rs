//! The error that ends the run with one line on stderr and exit status 2.

use std::fmt;
use std::io;

/// An error as one line: the place, then the problem.
#[derive(Debug)]
pub(crate) struct Fault(String);

impl Fault {
    /// Makes an error that belongs to no file.
    pub(crate) fn of(what: impl fmt::Display) -> Self {
        Fault(what.to_string())
    }

    /// Makes an error about a file as a whole.
    pub(crate) fn of_file(path: &str, what: &io::Error) -> Self {
        Fault(format!("{path}: {what}"))
    }

    /// Makes an error about a line of a file.
    pub(crate) fn in_line(path: &str, line: u64, what: impl fmt::Display) -> Self {
        Fault(format!("{path}:{line}: {what}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // User input may contain line breaks; the message stays on one line.
        f.write_str(&self.0.replace(['\n', '\r'], " "))
    }
}

/// Quotes a text for a message: escaped, so that it stays on one line, and cut after 40 characters.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().count() > LONGEST {
        shown.push('…');
    }
    format!("'{shown}'")
}
