//! What ends the run with one line on stderr and exit status 2.

use std::fmt;
use std::io;

/// A fault in one line: where, and what.
#[derive(Debug)]
pub(crate) struct Fault(String);

impl Fault {
    /// A fault of what was asked for.
    pub(crate) fn of(what: impl fmt::Display) -> Self {
        Fault(what.to_string())
    }

    /// A fault of a file as a whole.
    pub(crate) fn of_file(path: &str, what: &io::Error) -> Self {
        Fault(format!("{path}: {what}"))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.0))
    }
}

/// A message on one line, whatever a text of the user's brings along.
pub(crate) fn one_line(message: &str) -> String {
    message.replace(char::is_control, " ")
}

/// A text as a message shows it: on one line, and not longer than that bears.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().count() > LONGEST {
        shown.push('…');
    }
    format!("'{shown}'")
}
