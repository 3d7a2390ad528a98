//! A pipeline over events whose keys nobody promised: the earthquakes of some days.
//!
//! ```text
//! cargo run --release --features serde --example events
//! cargo run --release --features serde --example events -- --where 'mag >= 4 and felt > 10' --set seen=True
//! tail -f events.ndjson | cargo run --release --features serde --example events -- - --where 'net == "ci"'
//! ```
//!
//! **What is known** has a slot, in `event.rs`; **what is not** goes to the `Dict` as it comes, and comes
//! out again. Null stays null, missing stays missing, and 2 does not become 2.0.
//!
//! **By name.** `rule.rs` resolves each name of a rule once: to a slot, which is then as fast as a field, or
//! to a key of the `Dict`.
//!
//! **Ctrl-c** finds the pipeline between two lines, in `stream.rs`, whether it is busy or waits.

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

/// Events, one JSON object a line, from a file or a pipe to standard output; the totals follow on
/// standard error. The status is 1 if lines were malformed.
#[derive(Parser)]
#[command(name = "events")]
struct Arguments {
    /// The events; `-` is standard input [default: the sample].
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// Let those pass for which this holds, as `mag >= 4 and (felt > 10 or alert != null)`: names, one of
    /// == != < <= > >=, and a number, a text in double quotes, true, false or null. What is missing or
    /// null is equal to null, and meets no other comparison.
    #[arg(long = "where", value_name = "RULE")]
    rule: Option<String>,

    /// Set this attribute of each event that passes: a slot in its own type; another one as Python
    /// writes a value, or else as text.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    tags: Vec<String>,

    /// Read the file so many times.
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..))]
    repeat: u64,

    /// Show on a terminal how far it is.
    #[arg(long)]
    progress: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(code) => code,
        Err(fault) => {
            // Not `eprintln!`, which panics where nobody reads.
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

/// Reads the input again and again, as long as somebody reads what comes of it.
fn read_all(stream: &Stream, input: &Input, readings: u64) -> Result<bool, Fault> {
    for reading in 0..readings {
        if !stream.read(input, reading == 0)? {
            return Ok(false);
        }
    }
    Ok(true)
}
