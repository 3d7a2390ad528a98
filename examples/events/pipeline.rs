//! What becomes of a line: read, asked, tagged, written.

use std::io::{self, BufWriter, Stdout, Write, stderr, stdout};

use allocation_counter::measure;

use crate::event::Event;
use crate::fault::one_line;
use crate::progress::Progress;
use crate::rule::Rule;
use crate::tags::Tags;
use crate::totals::Totals;

/// How many events are measured for their bytes.
const MEASURED: u64 = 1_000;

/// How much is written at once.
const BLOCK: usize = 1 << 17;

/// How long the report of a malformed line is, at most.
const LONGEST: usize = 200;

/// The pipeline, with what has come out of it so far.
pub(crate) struct Pipeline {
    rule: Option<Rule>,
    tags: Tags,
    out: BufWriter<Stdout>,
    progress: Progress,
    pub(crate) totals: Totals,
    /// Whether the totals are told, or are not to be.
    is_ended: bool,
}

impl Pipeline {
    pub(crate) fn new(rule: Option<Rule>, tags: Tags, progress: Progress) -> Self {
        let out = BufWriter::with_capacity(BLOCK, stdout());
        Pipeline { rule, tags, out, progress, totals: Totals::new(), is_ended: false }
    }

    /// Takes a line. A malformed one is counted, and comes back as what is wrong with it.
    ///
    /// # Errors
    ///
    /// Those of standard output.
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

    /// Reads an event; the first ones with what they take.
    fn read(&mut self, line: &[u8]) -> serde_json::Result<Event> {
        if self.totals.events >= MEASURED {
            return serde_json::from_slice(line);
        }
        let mut event = None;
        // What is left when it is read: what the event owns. The reader's own is freed by then.
        let owned = measure(|| event = serde_json::from_slice(line).ok()).bytes_current;
        match event {
            Some(event) => {
                self.totals.measured += 1;
                self.totals.bytes += size_of::<Event>() as u64 + u64::try_from(owned).unwrap_or(0);
                Ok(event)
            }
            // Once more, for the error: one that outlives the measuring would be counted.
            None => serde_json::from_slice(line),
        }
    }

    /// Reports a malformed line.
    pub(crate) fn report(&self, shown: &str, number: u64, error: &serde_json::Error) {
        let mut what = error.to_string();
        let mut place = format!("{shown}:{number}");
        // serde_json knows of this line only, which to it is the first.
        if let Some(start) = what.rfind(&format!(" at line 1 column {}", error.column())) {
            what.truncate(start);
            place += &format!(":{}", error.column());
        }
        if let Some((end, _)) = what.char_indices().nth(LONGEST) {
            what.replace_range(end.., "…");
        }
        let what = one_line(&format!("{place}: {what}"));
        // Not `eprintln!`, which panics where nobody reads.
        self.progress.suspend(|| drop(writeln!(stderr(), "{what}")));
    }

    /// So many bytes of the input are taken: what came of them is written.
    ///
    /// # Errors
    ///
    /// Those of standard output.
    pub(crate) fn advance(&mut self, bytes: usize) -> io::Result<()> {
        self.progress.advance(bytes);
        self.out.flush()
    }

    /// Ends it, once: what is left is written, and the totals are told.
    ///
    /// # Errors
    ///
    /// Those of standard output.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        if self.is_ended {
            return Ok(());
        }
        self.leave();
        self.out.flush()?;
        let _ = writeln!(stderr(), "{}", self.totals);
        Ok(())
    }

    /// Ends it without the totals.
    pub(crate) fn leave(&mut self) {
        self.is_ended = true;
        self.progress.finish();
    }

    pub(crate) fn is_ended(&self) -> bool {
        self.is_ended
    }
}
