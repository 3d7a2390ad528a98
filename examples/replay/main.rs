//! Replays classes and operations on their objects, and compares the answers with CPython's.
//!
//! ```text
//! cargo run --example replay -- requests.jsonl
//! cargo run --example replay -- --check tests/replay/recorded.jsonl
//! ```
//!
//! A request is a line of JSON: classes, then operations on their objects. Without `--check`, there
//! is a line of results for each, in the same form. With it, each line is a request with the
//! results that CPython 3.11 gave; a case in which ours are different is shown with both sides, and
//! the last line is `N cases, M disagreements`. Where the two differ on purpose (`docs/spec.md`
//! says why), the answers are counted apart. `protocol.rs` has the form of both.
//!
//! **Structure.** `session.rs` has the classes and the objects of one request, and runs an
//! operation: each is one call of the library. `python.rs` gives what only Python's reflection has:
//! `__dict__` and its like as attributes, `dir`. `compare.rs` tells a disagreement from a
//! difference on purpose.

mod compare;
mod protocol;
mod python;
mod session;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use serde_json::Value as Json;

use crate::compare::{Tally, compare};
use crate::protocol::{Pair, Request, Results};
use crate::session::Session;

/// Replays classes and operations on their objects.
#[derive(Parser)]
struct Arguments {
    /// Compare with the results that are recorded beside each request.
    #[arg(long)]
    check: bool,
    /// The requests, one on each line; by default, they are read from standard input.
    file: Option<PathBuf>,
}

type Fault = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("replay: {fault}");
            ExitCode::from(2)
        }
    }
}

/// Returns whether all results are as they should be.
fn run(arguments: &Arguments) -> Result<bool, Fault> {
    let lines: Box<dyn BufRead> = match &arguments.file {
        None => Box::new(io::stdin().lock()),
        Some(path) => {
            let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
            Box::new(BufReader::new(file))
        }
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut tally = Tally::default();
    for (number, line) in (1..).zip(lines.lines()) {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let done = if arguments.check {
            check(&line, &mut tally, &mut out)
        } else {
            serde_json::from_str(&line).map_err(Fault::from).and_then(|request| {
                serde_json::to_writer(&mut out, &replay(&request))?;
                Ok(writeln!(out)?)
            })
        };
        done.map_err(|fault| format!("line {number}: {fault}"))?;
    }
    if arguments.check {
        write!(out, "{tally}")?;
    }
    out.flush()?;
    Ok(tally.disagreements == 0)
}

/// Runs a request.
fn replay(request: &Request) -> Results {
    let mut session = Session::default();
    let classes = request.classes.iter().map(|class| session.create(class)).collect();
    let ops = request.ops.iter().map(|op| session.run(op)).collect();
    Results { id: request.id.clone(), classes, ops }
}

/// Runs a request, and compares the results with those beside it.
fn check(line: &str, tally: &mut Tally, out: &mut dyn Write) -> Result<(), Fault> {
    let pair: Pair = serde_json::from_str(line)?;
    let ours = serde_json::to_value(replay(&pair.request))?;
    tally.cases += 1;
    let mut agrees = true;
    let asked = pair.request.classes.iter().map(serde_json::to_value);
    let asked = asked.chain(pair.request.ops.iter().map(serde_json::to_value));
    for ((asked, theirs), ours) in asked.zip(results(&pair.result)).zip(results(&ours)) {
        let asked = asked?;
        if let Some(why) = compare(&asked, theirs, ours) {
            match why {
                Some(rule) => *tally.on_purpose.entry(rule).or_default() += 1,
                None => {
                    agrees = false;
                    writeln!(
                        out,
                        "case {}: {asked}\n  CPython: {theirs}\n  slotted: {ours}",
                        pair.request.id
                    )?;
                }
            }
        }
    }
    tally.disagreements += usize::from(!agrees);
    Ok(())
}

/// The results of the classes, then those of the operations.
fn results(of: &Json) -> impl Iterator<Item = &Json> {
    ["classes", "ops"].into_iter().flat_map(|part| of[part].as_array().into_iter().flatten())
}
