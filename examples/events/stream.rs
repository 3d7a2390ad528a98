//! The stream: line by line from the input into the pipeline, until it ends or is ended.

use std::io::{self, BufRead, ErrorKind};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::fault::Fault;
use crate::input::Input;
use crate::pipeline::Pipeline;

/// The status of a run that ctrl-c ended, as a shell has it: 128 and the signal's number.
const INTERRUPTED: i32 = 130;

/// How often, and for how long each time, ctrl-c waits for a pipeline that is writing.
const PATIENCE: (u32, Duration) = (100, Duration::from_millis(10));

/// A pipeline that ctrl-c can end.
///
/// It is locked while lines go through it, and not while the next ones are waited for. So whoever gets the
/// lock finds it between two lines, even where the input has nothing to say for hours.
pub(crate) struct Stream {
    pipeline: Mutex<Pipeline>,
    /// Whether it is to end before its input does.
    is_stopped: AtomicBool,
}

impl Stream {
    pub(crate) fn new(pipeline: Pipeline) -> Arc<Self> {
        Arc::new(Stream { pipeline: Mutex::new(pipeline), is_stopped: AtomicBool::new(false) })
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Pipeline> {
        self.pipeline.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has ctrl-c end it with its totals.
    pub(crate) fn end_at_ctrl_c(self: &Arc<Self>) -> Result<(), Fault> {
        let stream = Arc::clone(self);
        ctrlc::set_handler(move || stream.interrupt()).map_err(Fault::of)
    }

    fn interrupt(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
        for _ in 0..PATIENCE.0 {
            if let Ok(mut pipeline) = self.pipeline.try_lock() {
                // One that has ended by itself has its own status.
                if !pipeline.is_ended() {
                    let _ = pipeline.end();
                    process::exit(INTERRUPTED);
                }
                return;
            }
            thread::sleep(PATIENCE.1);
        }
        // Whoever should read the events does not.
        process::exit(INTERRUPTED);
    }

    /// Reads the input to its end. Returns whether somebody reads on: whoever closes the pipe has read
    /// enough.
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

    /// Takes what was read; nothing, at the end of the input.
    fn take(&self, lines: &mut Lines<'_>, chunk: &[u8]) -> io::Result<()> {
        let mut pipeline = self.lock();
        let mut rest = chunk;
        while !rest.is_empty() && !self.is_stopped.load(Ordering::Relaxed) {
            rest.read_until(b'\n', &mut lines.line)?;
            if lines.line.ends_with(b"\n") {
                lines.give(&mut pipeline)?;
            }
        }
        // The last line may do without.
        if chunk.is_empty() && !lines.line.is_empty() {
            lines.give(&mut pipeline)?;
        }
        // Before the next lines are waited for, so that whoever follows a stream sees each event as it comes.
        pipeline.advance(chunk.len())?;
        drop(pipeline);
        while self.is_stopped.load(Ordering::Relaxed) {
            // It is ctrl-c that ends the run.
            thread::park();
        }
        Ok(())
    }
}

/// The lines of one reading.
struct Lines<'a> {
    shown: &'a str,
    /// Whether this reading reports what is malformed; the others would say the same again.
    is_first: bool,
    /// The line that is being read.
    line: Vec<u8>,
    /// How many there were before it.
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

/// Whether somebody reads what was written.
pub(crate) fn still_read(written: io::Result<()>) -> Result<bool, Fault> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Fault::of_file("standard output", &error)),
    }
}
