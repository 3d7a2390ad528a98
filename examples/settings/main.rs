//! The settings of a program, which come from defaults, a file, the environment, flags and a
//! prompt.
//!
//! ```text
//! cargo run --example settings
//! echo 'SHOW ALL' | APP_ENGINE__OIL__TEMP=120 cargo run --example settings -- \
//!     --config my.toml --set engine.fuel=diesel
//! ```
//!
//! `dialogue.txt`, in this folder, shows what can be typed at the prompt; it is also a test.
//!
//! **Structure.** `settings.rs` declares each setting once: its type, default, range, unit and doc.
//! The file, the environment and the flags are layers (`layer.rs`): each is one `merge_attrs`, all
//! or nothing. `store.rs` keeps the settings, and knows where each value came from; its only name
//! of a setting is that of the group `plugins`. `UNDO` and `REDO` are two stacks of patches
//! (`history.rs`), and `DIFF` prints the patch from the defaults.
//!
//! **How long it is**, in lines of code, without blank lines and comments. (The doc comments of the
//! slots count, since `EXPLAIN` prints them.) Before there were layers, a flag, undo and the
//! difference, settings were set one by one. The same program was written then with plain structs,
//! a `Default`, a table of docs, units, ranges and choices, one `match` on the path to read and one
//! to write. It gave the same answers, except for the wording of two refused lists:
//!
//! | | slots, now | slots, then | `match`, then |
//! |---|---|---|---|
//! | the settings: `settings.rs` | 119 | 119 | 246 |
//! | values by path: `store`, `layer`, `row`, `choice`, `plugins` | 458 | 352 | 346 |
//! | undo and redo: `history.rs` | 40 | | |
//! | commands, file, environment, prompt, … | 524 | 480 | 480 |
//! | together | 1141 | 951 | 1072 |
//!
//! So the program has 190 lines more, and does more. The 106 for values by path are the layers, of
//! which a refused one changes nothing, with the faults of a merge mapped back to the lines,
//! variables and flags that they come from; and what is noted for undo.
//!
//! The figures flatter the `match`: its program borrows `Value`, with the parsing of text and the
//! conversions, from slotted. They do not show the cost of one more setting. Here it is declared in
//! one place. There it is written in five: the struct, its default, the table and each `match`.
//! Only the tests keep those five in step.

mod choice;
mod command;
mod completion;
mod environment;
mod fault;
mod file;
mod history;
mod layer;
mod nearest;
mod plugins;
mod prompt;
mod row;
mod settings;
mod store;
mod table;

use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use crate::fault::Fault;
use crate::layer::{Entry, Given, Origin};
use crate::store::Store;

/// The file that is read if no `--config` is given, relative to the root of the checkout.
const DEFAULT_FILE: &str = "examples/data/settings.toml";

/// The settings of a test bench: defaults, then a file, then the environment
/// (`APP_ENGINE__OIL__TEMP=120`), then `--set`, then a prompt, or a pipe.
#[derive(Parser)]
#[command(name = "settings")]
struct Arguments {
    /// The file, in TOML [default: examples/data/settings.toml, if it exists].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Set a setting, after the file and the environment.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,

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
    let flags = arguments.set.iter().map(|flag| flag_entry(flag));
    let flags = flags.collect::<Result<_, Fault>>()?;
    store.merge(flags).map_err(|(origin, refusal)| Fault::of(origin, refusal))?;
    prompt::run(&mut store, arguments.history.as_deref())
}

fn flag_entry(flag: &str) -> Result<Entry, Fault> {
    let origin = Origin::Flag(flag.to_owned());
    match flag.split_once('=') {
        Some((path, text)) if !path.trim().is_empty() => {
            let given = Given::Text(text.trim().to_owned());
            Ok(Entry { path: path.trim().to_owned(), given, origin })
        }
        _ => Err(Fault::of(origin, "it is a path, a '=' and a value")),
    }
}

/// Prints a line on stderr. Not `eprintln!`, which panics if stderr is closed.
fn say(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(stderr(), "{line}");
}
