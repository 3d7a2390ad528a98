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
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.0))
    }
}

/// Returns the message as one line: user input may contain control characters, and each becomes a
/// space.
pub(crate) fn one_line(message: &str) -> String {
    message.replace(char::is_control, " ")
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
