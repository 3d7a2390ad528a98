//! The progress bar of the examples, which is shown only on a terminal.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// The progress of the run. One step is one object made.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Shows a bar on stderr, if stderr is a terminal.
    pub(crate) fn new(steps: usize) -> Self {
        if !stderr().is_terminal() {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(steps as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3}% {elapsed:>4} {msg}")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }

    /// Shows what is being done.
    pub(crate) fn say(&self, what: &'static str) {
        self.0.set_message(what);
    }

    /// Advances the bar by `steps`.
    pub(crate) fn advance(&self, steps: usize) {
        self.0.inc(steps as u64);
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
