//! An inspector in the terminal, over any slotted object.
//!
//! ```text
//! cargo run --release --features serde --example inspect -- settings
//! cargo run --release --features serde --example inspect -- flights
//! cargo run --release --features serde --example inspect -- airports --apply my.json
//! ```
//!
//! The attributes are a tree, which opens and closes. Beside it stands what is known of the
//! selected one: type, doc, range, choices. A value is edited as text; what the slot refuses stands
//! under the field. `?` shows the keys. Changes are undone and redone, and saved as a patch.
//!
//! **Nothing here knows the objects.** `open.rs` makes one of the types of the other examples. All
//! the rest takes a `dyn Attributes`: `tree.rs` walks through it by paths, `describe.rs` reads the
//! layout, `document.rs` keeps the history as patches.
//!
//! **Without a terminal**, `--script FILE` runs the same commands, line by line, and `screen`
//! prints the screen as text. `session.txt`, in this folder, is such a script with what it prints;
//! it is also a test.

mod app;
mod command;
mod describe;
mod document;
mod field;
mod keys;
mod open;
mod run;
mod text;
mod tree;
mod view;

// The objects, from the other examples. Not all that these files hold is used here.
#[allow(dead_code)]
#[path = "../settings/choice.rs"]
mod choice;
#[path = "../graph/data.rs"]
mod data;
#[path = "../graph/fault.rs"]
mod fault;
#[path = "../graph/file.rs"]
mod file;
#[allow(dead_code)]
#[path = "../measure/flight.rs"]
mod flight;
#[path = "../settings/settings.rs"]
mod settings;
#[path = "../measure/table.rs"]
mod table;

use std::io::{Write, stderr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::app::App;
use crate::document::Document;
use crate::fault::Fault;
use crate::open::Which;

/// Inspect an object in the terminal: look into it, edit it, undo, save the changes as a patch.
#[derive(Parser)]
#[command(name = "inspect")]
struct Arguments {
    /// What to open.
    object: Which,

    /// The files to open instead of the samples.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Apply the patch in this file first.
    #[arg(long, value_name = "FILE")]
    apply: Option<String>,

    /// Run the commands in this file instead of those that are typed. `screen` prints the screen.
    #[arg(long, value_name = "FILE")]
    script: Option<String>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Not `eprintln!`, which panics if stderr is closed.
            let _ = writeln!(stderr(), "error: {fault}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Fault> {
    let (title, object) = open::open(arguments.object, &arguments.files)?;
    let mut document = Document::new(object);
    if let Some(file) = &arguments.apply {
        document.apply(file).map_err(Fault::of)?;
    }
    let mut app = App::new(title, document);
    match &arguments.script {
        Some(file) => run::by_script(&mut app, file),
        None => run::at_terminal(&mut app),
    }
}
