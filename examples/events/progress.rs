//! The progress line, which is shown only on a terminal.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// The progress of the run. One step is one byte of the input.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Shows a line on stderr, if it is asked for and stderr is a terminal. The line has a bar if
    /// the size of the input is known.
    pub(crate) fn new(is_asked_for: bool, bytes: Option<u64>) -> Self {
        if !is_asked_for || !stderr().is_terminal() {
            return Progress(ProgressBar::hidden());
        }
        let (bar, template) = match bytes {
            Some(bytes) => {
                (ProgressBar::new(bytes), "{bar:40} {percent:>3}% {elapsed:>4} {bytes_per_sec}")
            }
            None => (ProgressBar::no_length(), "{bytes} {elapsed:>4} {bytes_per_sec}"),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }

    /// Advances the line by `bytes`.
    pub(crate) fn advance(&self, bytes: usize) {
        self.0.inc(bytes as u64);
    }

    /// Hides the line while `print` runs.
    pub(crate) fn suspend(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }

    /// Removes the line.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
