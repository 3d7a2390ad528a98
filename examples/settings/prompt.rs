//! The dialogue: at a terminal, with editing, completion and history; from a pipe, line by line.

use std::io::{BufRead, ErrorKind, IsTerminal, Write, stdin, stdout};
use std::path::Path;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use crate::command::{self, Reply};
use crate::completion::{self, Known};
use crate::fault::Fault;
use crate::store::Store;

/// Answers the lines that are typed or piped in, until the input ends or a line is `QUIT`.
pub(crate) fn run(store: &mut Store, history: Option<&Path>) -> Result<(), Fault> {
    if stdin().is_terminal() { at_terminal(store, history) } else { from_pipe(store) }
}

fn from_pipe(store: &mut Store) -> Result<(), Fault> {
    let mut input = stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => return Ok(()),
            Ok(_) if print_answer(store, &String::from_utf8_lossy(&line))? => {}
            Ok(_) => return Ok(()),
            Err(error) => return Err(Fault::of("standard input", error)),
        }
    }
}

fn at_terminal(store: &mut Store, history: Option<&Path>) -> Result<(), Fault> {
    let at_line = |error: ReadlineError| Fault::of("the terminal", error);
    let config =
        Config::builder().auto_add_history(true).completion_type(CompletionType::List).build();
    let mut editor = Editor::<Words, FileHistory>::with_config(config).map_err(at_line)?;
    // It is not an error if the file does not exist yet.
    if let Some(file) = history.filter(|file| file.exists()) {
        editor.load_history(file).map_err(|error| Fault::of(file.display(), error))?;
    }
    loop {
        let known = store.rows("").into_iter().flatten().map(|row| (row.path, row.choices));
        editor.set_helper(Some(Words(known.collect())));
        match editor.readline("settings> ") {
            Ok(line) if print_answer(store, &line)? => {}
            Ok(_) | Err(ReadlineError::Eof) => break,
            // Ctrl-c discards the line and does not end the dialogue.
            Err(ReadlineError::Interrupted) => {}
            Err(error) => return Err(at_line(error)),
        }
    }
    match history {
        Some(file) => editor.append_history(file).map_err(|error| Fault::of(file.display(), error)),
        None => Ok(()),
    }
}

/// Prints the answer to a line. Returns whether the dialogue continues: it ends at `QUIT`, and when
/// the reader closes the pipe, which is not an error.
fn print_answer(store: &mut Store, line: &str) -> Result<bool, Fault> {
    let text = match command::answer(store, line) {
        Ok(Reply::Print(text)) => text,
        Ok(Reply::Quit) => return Ok(false),
        Err(why) => format!("error: {why}\n"),
    };
    let mut out = stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(Fault::of("standard output", error)),
    }
}

/// The paths and words that completion offers.
struct Words(Vec<Known>);

impl Completer for Words {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let commands: Vec<&str> = command::names().collect();
        Ok(completion::complete(&line[..position], &commands, &self.0))
    }
}

impl Hinter for Words {
    type Hint = String;
}

impl Highlighter for Words {}
impl Validator for Words {}
impl Helper for Words {}
