//! The settings of a program, which come from defaults, a file, the environment and a prompt.
//!
//! ```text
//! cargo run --example settings
//! echo 'SHOW ALL' | APP_ENGINE__OIL__TEMP=120 cargo run --example settings -- --config my.toml
//! ```
//!
//! `dialogue.txt`, in this folder, shows what can be typed at the prompt; it is also a test.
//!
//! **Structure.** `settings.rs` declares each setting once: its type, default, range, unit and doc.
//! `store.rs` sets, resets and shows the settings by path, and knows where each value came from.
//! The only name of a setting in it is that of the group `plugins`. The other files read a file,
//! the environment and commands, and print.
//!
//! **Compared with a hand-written `match`.** The same program was written with plain structs, a
//! `Default`, a table of docs, units, ranges and choices, one `match` on the path to read and one
//! to write. It gives the same answers, except for the wording of two refused lists. The figures
//! are lines of code, without blank lines and comments. On the side of slots, the doc comments of
//! the slots are included, since `EXPLAIN` prints them:
//!
//! | | slots | `match` |
//! |---|---|---|
//! | the settings: `settings.rs` | 119 | 246 |
//! | values by path: `store.rs`, `choice.rs`, `plugins.rs` | 352 | 346 |
//! | together | 471 | 592 |
//!
//! The figures flatter the `match`: its program borrows `Value`, with the parsing of text and the
//! conversions, from slotted. Everything else (file, environment, commands, table, prompt) is the
//! same in both. The figures do not show the cost of one more setting. Here it is declared in one
//! place. There it is written in five: the struct, its default, the table and each `match`. Only the
//! tests keep those five in step.

mod choice;
mod command;
mod completion;
mod environment;
mod fault;
mod file;
mod nearest;
mod plugins;
mod prompt;
mod settings;
mod store;
mod table;

use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::fault::Fault;
use crate::store::Store;

/// The file that is read if no `--config` is given, relative to the root of the checkout.
const DEFAULT_FILE: &str = "examples/data/settings.toml";

/// The settings of a test bench: defaults, then a file, then the environment
/// (`APP_ENGINE__OIL__TEMP=120`), then a prompt, or a pipe.
#[derive(Parser)]
#[command(name = "settings")]
struct Arguments {
    /// The file, in TOML [default: examples/data/settings.toml, if it exists].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Keep the history of the prompt in this file.
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            say(format_args!("error: {fault}"));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Fault> {
    let mut store = Store::new();
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join(DEFAULT_FILE);
    match &arguments.config {
        Some(path) => file::apply(&mut store, path, &path.display().to_string())?,
        None if default.exists() => file::apply(&mut store, &default, DEFAULT_FILE)?,
        None => {}
    }
    for warning in environment::apply(&mut store, std::env::vars_os())? {
        say(format_args!("warning: {warning}"));
    }
    prompt::run(&mut store, arguments.history.as_deref())
}

/// Prints a line on stderr. Not `eprintln!`, which panics if stderr is closed.
fn say(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(stderr(), "{line}");
}
