//! The steps of the pipeline: each line is read, filtered, tagged and written.

use std::io::{self, BufWriter, Stdout, Write, stderr, stdout};

use allocation_counter::measure;

use crate::event::Event;
use crate::fault::one_line;
use crate::progress::Progress;
use crate::rule::Rule;
use crate::tags::Tags;
use crate::totals::Totals;

/// How many events, from the first on, have their bytes counted.
const MEASURED: u64 = 1_000;

/// The number of bytes to write at once.
const BLOCK: usize = 1 << 17;

/// The maximum length, in characters, of the error text in the report of a malformed line.
const LONGEST: usize = 200;

/// The pipeline, with its totals so far.
pub(crate) struct Pipeline {
    rule: Option<Rule>,
    tags: Tags,
    out: BufWriter<Stdout>,
    progress: Progress,
    pub(crate) totals: Totals,
    /// Whether the totals have been printed or must not be.
    is_ended: bool,
}

impl Pipeline {
    pub(crate) fn new(rule: Option<Rule>, tags: Tags, progress: Progress) -> Self {
        let out = BufWriter::with_capacity(BLOCK, stdout());
        Pipeline { rule, tags, out, progress, totals: Totals::new(), is_ended: false }
    }

    /// Processes a line. A malformed line is counted, and its error is returned inside `Ok`.
    ///
    /// # Errors
    ///
    /// Fails if standard output cannot be written.
    pub(crate) fn take(&mut self, line: &[u8]) -> io::Result<Option<serde_json::Error>> {
        let line = line.trim_ascii();
        if line.is_empty() {
            return Ok(None);
        }
        let mut event: Event = match self.read(line) {
            Ok(event) => event,
            Err(error) => {
                self.totals.malformed += 1;
                return Ok(Some(error));
            }
        };
        self.totals.events += 1;
        if self.rule.as_ref().is_none_or(|rule| rule.holds(&event)) {
            self.totals.passed += 1;
            self.tags.put(&mut event);
            serde_json::to_writer(&mut self.out, &event)?;
            self.out.write_all(b"\n")?;
        }
        Ok(None)
    }

    /// Reads an event, and counts the bytes of the first [`MEASURED`] events.
    fn read(&mut self, line: &[u8]) -> serde_json::Result<Event> {
        if self.totals.events >= MEASURED {
            return serde_json::from_slice(line);
        }
        let mut event = None;
        // The bytes that are still allocated after the read belong to the event: the reader has
        // freed its own.
        let owned = measure(|| event = serde_json::from_slice(line).ok()).bytes_current;
        match event {
            Some(event) => {
                self.totals.measured += 1;
                self.totals.bytes += size_of::<Event>() as u64 + u64::try_from(owned).unwrap_or(0);
                Ok(event)
            }
            // Read again to get the error: an error kept from the measured read would be counted.
            None => serde_json::from_slice(line),
        }
    }

    /// Reports a malformed line.
    pub(crate) fn report(&self, shown: &str, number: u64, error: &serde_json::Error) {
        let mut what = error.to_string();
        let mut place = format!("{shown}:{number}");
        // serde_json sees only this line, and so reports it as line 1.
        if let Some(start) = what.rfind(&format!(" at line 1 column {}", error.column())) {
            what.truncate(start);
            place += &format!(":{}", error.column());
        }
        if let Some((end, _)) = what.char_indices().nth(LONGEST) {
            what.replace_range(end.., "…");
        }
        let what = one_line(&format!("{place}: {what}"));
        // Not `eprintln!`, which panics if stderr is closed.
        self.progress.suspend(|| drop(writeln!(stderr(), "{what}")));
    }

    /// Advances the progress by `bytes` of input, and flushes the output of those bytes.
    ///
    /// # Errors
    ///
    /// Fails if standard output cannot be written.
    pub(crate) fn advance(&mut self, bytes: usize) -> io::Result<()> {
        self.progress.advance(bytes);
        self.out.flush()
    }

    /// Ends the pipeline: flushes the output and prints the totals. A second call does nothing.
    ///
    /// # Errors
    ///
    /// Fails if standard output cannot be written.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        if self.is_ended {
            return Ok(());
        }
        self.leave();
        self.out.flush()?;
        let _ = writeln!(stderr(), "{}", self.totals);
        Ok(())
    }

    /// Ends the pipeline without printing the totals.
    pub(crate) fn leave(&mut self) {
        self.is_ended = true;
        self.progress.finish();
    }

    pub(crate) fn is_ended(&self) -> bool {
        self.is_ended
    }
}
