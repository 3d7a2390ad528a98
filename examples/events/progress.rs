//! The progress line: on a terminal, and nowhere else.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How far the run is. One step is one byte of the input.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A line on stderr, if it is asked for and that is a terminal; with a bar, if the end is known.
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

    /// So many bytes more are read.
    pub(crate) fn advance(&self, bytes: usize) {
        self.0.inc(bytes as u64);
    }

    /// Takes the line away while something is printed.
    pub(crate) fn suspend(&self, print: impl FnOnce()) {
        self.0.suspend(print);
    }

    /// Takes the line away.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
