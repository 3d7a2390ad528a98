//! A pipeline over events with unforeseen keys: the earthquakes of a few days.
//!
//! ```text
//! cargo run --release --features serde --example events
//! cargo run --release --features serde --example events -- --where 'mag >= 4
//!     and felt > 10' --set seen=True
//! tail -f events.ndjson |
//!     cargo run --release --features serde --example events -- - --where 'net == "ci"'
//! ```
//!
//! **Known keys** have slots, which `event.rs` declares. **Unknown keys** go to the `Dict` as they
//! are read, and are written out again. Null stays null, a missing key stays missing, and 2 does
//! not become 2.0.
//!
//! **Access by name.** `rule.rs` resolves each name of a rule once: to a slot, whose place is then
//! known, or to a key of the `Dict`.
//!
//! **Ctrl-c** stops the pipeline between two lines, whether it is busy or waiting for input; see
//! `stream.rs`.

mod event;
mod fault;
mod input;
mod parse;
mod pipeline;
mod progress;
mod rule;
mod stream;
mod tags;
mod totals;

use std::io::{Write, stderr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::fault::Fault;
use crate::input::Input;
use crate::pipeline::Pipeline;
use crate::progress::Progress;
use crate::stream::{Stream, still_read};
use crate::tags::Tags;

/// Copy events, one JSON object per line, from a file or a pipe to standard output. The totals
/// follow on standard error. The exit status is 1 if any line was malformed.
#[derive(Parser)]
#[command(name = "events")]
struct Arguments {
    /// The events; `-` is standard input [default: the sample].
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// Pass only events that meet this rule, such as `mag >= 4 and (felt > 10 or alert != null)`.
    /// Each comparison has a name, one of == != < <= > >=, and a number, a text in double quotes,
    /// true, false or null. A missing or null key equals null, and meets no other comparison.
    #[arg(long = "where", value_name = "RULE")]
    rule: Option<String>,

    /// Set this attribute of each event that passes. The value of a slot is read in the slot's own
    /// type; any other value is read as a Python literal, or else as text.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    tags: Vec<String>,

    /// Read the file this many times.
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    repeat: u64,

    /// Show the progress, if standard error is a terminal.
    #[arg(long)]
    progress: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(code) => code,
        Err(fault) => {
            // Not `eprintln!`, which panics if stderr is closed.
            let _ = writeln!(stderr(), "error: {fault}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, Fault> {
    let rule = arguments.rule.as_deref().map(parse::parse).transpose()?;
    let tags = Tags::parse(&arguments.tags)?;
    let input = Input::new(arguments.file.as_deref());
    if arguments.repeat > 1 && !input.is_file() {
        return Err(Fault::of("--repeat: standard input can be read once only"));
    }
    let bytes = input.size().and_then(|size| size.checked_mul(arguments.repeat));
    let progress = Progress::new(arguments.progress, bytes);
    let stream = Stream::new(Pipeline::new(rule, tags, progress));
    stream.end_at_ctrl_c()?;
    let ended = read_all(&stream, &input, arguments.repeat);
    let mut pipeline = stream.lock();
    match ended {
        Ok(true) if still_read(pipeline.end())? => {}
        Ok(_) => {
            pipeline.leave();
            return Ok(ExitCode::SUCCESS);
        }
        Err(fault) => {
            pipeline.leave();
            return Err(fault);
        }
    }
    Ok(if pipeline.totals.malformed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads the input `readings` times. Returns `false` as soon as standard output is no longer read.
fn read_all(stream: &Stream, input: &Input, readings: u64) -> Result<bool, Fault> {
    for reading in 0..readings {
        if !stream.read(input, reading == 0)? {
            return Ok(false);
        }
    }
    Ok(true)
}
