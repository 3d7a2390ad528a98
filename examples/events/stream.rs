//! The stream: feeds the input line by line into the pipeline, until the input ends or ctrl-c stops
//! it.

use std::io::{self, BufRead, ErrorKind};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::fault::Fault;
use crate::input::Input;
use crate::pipeline::Pipeline;

/// The exit status of a run that ctrl-c ended, as in a shell: 128 plus the number of the signal.
const INTERRUPTED: i32 = 130;

/// How many times, and for how long each time, ctrl-c waits for a pipeline that is writing.
const PATIENCE: (u32, Duration) = (100, Duration::from_millis(10));

/// A pipeline that ctrl-c can end.
///
/// The pipeline is locked while lines go through it, but not while the stream waits for input. So
/// the thread that gets the lock finds the pipeline between two lines, even if no input arrives for
/// hours.
pub(crate) struct Stream {
    pipeline: Mutex<Pipeline>,
    /// Whether ctrl-c has stopped the stream before the end of its input.
    is_stopped: AtomicBool,
}

impl Stream {
    pub(crate) fn new(pipeline: Pipeline) -> Arc<Self> {
        Arc::new(Stream { pipeline: Mutex::new(pipeline), is_stopped: AtomicBool::new(false) })
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Pipeline> {
        self.pipeline.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes ctrl-c end the stream and print its totals.
    pub(crate) fn end_at_ctrl_c(self: &Arc<Self>) -> Result<(), Fault> {
        let stream = Arc::clone(self);
        ctrlc::set_handler(move || stream.interrupt()).map_err(Fault::of)
    }

    fn interrupt(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
        for _ in 0..PATIENCE.0 {
            if let Ok(mut pipeline) = self.pipeline.try_lock() {
                // A pipeline that has ended by itself has its own exit status.
                if !pipeline.is_ended() {
                    let _ = pipeline.end();
                    process::exit(INTERRUPTED);
                }
                return;
            }
            thread::sleep(PATIENCE.1);
        }
        // The pipeline is still writing: standard output is not being read.
        process::exit(INTERRUPTED);
    }

    /// Reads the input to its end. Returns `false` if the reader of standard output has closed the
    /// pipe, which is not an error.
    pub(crate) fn read(&self, input: &Input, is_first: bool) -> Result<bool, Fault> {
        let mut reader = input.open()?;
        let mut lines = Lines { shown: &input.shown, is_first, line: Vec::new(), number: 0 };
        loop {
            let chunk = match reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(Fault::of_file(&input.shown, &error)),
            };
            let bytes = chunk.len();
            if !still_read(self.take(&mut lines, chunk))? {
                return Ok(false);
            }
            if bytes == 0 {
                return Ok(true);
            }
            reader.consume(bytes);
        }
    }

    /// Feeds the lines of a chunk to the pipeline. An empty chunk is the end of the input.
    fn take(&self, lines: &mut Lines<'_>, chunk: &[u8]) -> io::Result<()> {
        let mut pipeline = self.lock();
        let mut rest = chunk;
        while !rest.is_empty() && !self.is_stopped.load(Ordering::Relaxed) {
            rest.read_until(b'\n', &mut lines.line)?;
            if lines.line.ends_with(b"\n") {
                lines.give(&mut pipeline)?;
            }
        }
        // The last line may lack a line feed.
        if chunk.is_empty() && !lines.line.is_empty() {
            lines.give(&mut pipeline)?;
        }
        // Flushes before waiting for more input, so that a reader who follows the stream sees each
        // event as it comes.
        pipeline.advance(chunk.len())?;
        drop(pipeline);
        while self.is_stopped.load(Ordering::Relaxed) {
            // The ctrl-c handler ends the process.
            thread::park();
        }
        Ok(())
    }
}

/// The state of one reading of the input.
struct Lines<'a> {
    shown: &'a str,
    /// Whether this reading reports malformed lines. Later readings would only repeat the reports.
    is_first: bool,
    /// The bytes of the current line so far.
    line: Vec<u8>,
    /// How many lines came before the current one.
    number: u64,
}

impl Lines<'_> {
    fn give(&mut self, pipeline: &mut Pipeline) -> io::Result<()> {
        self.number += 1;
        let malformed = pipeline.take(&self.line)?;
        if let Some(error) = malformed.filter(|_| self.is_first) {
            pipeline.report(self.shown, self.number, &error);
        }
        self.line.clear();
        Ok(())
    }
}

/// Whether standard output is still read: `false` after its reader has closed the pipe.
pub(crate) fn still_read(written: io::Result<()>) -> Result<bool, Fault> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Fault::of_file("standard output", &error)),
    }
}
