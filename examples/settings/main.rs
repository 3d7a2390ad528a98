//! The settings of a program, from defaults, a file, the environment and a prompt.
//!
//! ```text
//! cargo run --example settings
//! echo 'SHOW ALL' | APP_ENGINE__OIL__TEMP=120 cargo run --example settings -- --config my.toml
//! ```
//!
//! `dialogue.txt`, beside this file, shows what can be said to it; it is also a test.
//!
//! **Where what stands.** `settings.rs` declares the settings, once: type, default, range, unit, doc.
//! `store.rs` sets, resets and shows them by path, knows where each value came from, and names no
//! setting but the group `plugins`. The rest reads a file, the environment and commands, and prints.
//!
//! **Against a hand-kept `match`.** The same was written with plain structs, a `Default`, a table of
//! docs, units, ranges and choices, one `match` on the path to read and one to write; it gives the
//! same answers, but for the wording of two refused lists. Lines of code, without blank ones and
//! comments; here with the doc comments of slots, which are what `EXPLAIN` prints:
//!
//! | | slots | `match` |
//! |---|---|---|
//! | the settings: `settings.rs`, `range.rs` | 170 | 246 |
//! | values by path: `store.rs`, `choice.rs`, `plugins.rs` | 350 | 346 |
//! | together | 520 | 592 |
//!
//! The hand-kept one is flattered: it borrows `Value`, its reading of text and its conversions from
//! slotted. All else (file, environment, commands, table, prompt) is the same in both. What
//! the figures do not show: one more setting is said in one place here (one with a range is named once
//! more, in `ranged!`), and there in five that nothing keeps in step but the tests: the struct, its
//! default, the table and each `match`.

mod choice;
mod command;
mod completion;
mod duration;
mod environment;
mod fault;
mod file;
mod nearest;
mod plugins;
mod prompt;
mod range;
mod settings;
mod store;
mod table;

use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::fault::Fault;
use crate::store::Store;

/// The file that is read where there is no `--config`, from the root of the checkout.
const DEFAULT_FILE: &str = "examples/data/settings.toml";

/// The settings of a test bench: defaults, then a file, then the environment
/// (`APP_ENGINE__OIL__TEMP=120`), then a prompt, or a pipe.
#[derive(Parser)]
#[command(name = "settings")]
struct Arguments {
    /// The file, in TOML [default: examples/data/settings.toml, if it exists].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Keep what is typed at the prompt in this file.
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

/// Not `eprintln!`, which panics where nobody reads.
fn say(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(stderr(), "{line}");
}
