//! The commands of the prompt, and their answers.

use std::fmt::Write;

use crate::environment;
use crate::layer::Origin;
use crate::nearest::{did_you_mean, nearest};
use crate::row::Row;
use crate::store::Store;
use crate::table;

/// A command: its name, its usage, its description, and the function that runs it.
struct Command {
    name: &'static str,
    usage: &'static str,
    does: &'static str,
    run: fn(&mut Store, &str) -> Option<Answer>,
}

const COMMANDS: [Command; 9] = [
    Command { name: "SET", usage: "SET path = value", does: "sets a setting", run: set },
    Command {
        name: "RESET",
        usage: "RESET path | ALL",
        does: "sets it, or those of a group, to the default",
        run: reset,
    },
    Command { name: "SHOW", usage: "SHOW path | ALL", does: "shows what is set", run: show },
    Command {
        name: "EXPLAIN",
        usage: "EXPLAIN path",
        does: "says what it is for, what it takes and who set it",
        run: explain,
    },
    Command {
        name: "DIFF",
        usage: "DIFF",
        does: "shows what differs from the defaults",
        run: diff,
    },
    Command { name: "UNDO", usage: "UNDO", does: "undoes the last SET or RESET", run: undo },
    Command { name: "REDO", usage: "REDO", does: "does it again", run: redo },
    Command { name: "HELP", usage: "HELP", does: "shows this", run: help },
    Command { name: "QUIT", usage: "QUIT", does: "ends the dialogue", run: quit },
];

/// The reply to a line, or an error. The error is printed too, and no setting has changed then.
type Answer = Result<Reply, String>;

/// What the prompt does after a command.
pub(crate) enum Reply {
    Print(String),
    Quit,
}

/// Answers a line. The answer to a blank line, or to one that starts with `#`, is empty.
pub(crate) fn answer(store: &mut Store, line: &str) -> Answer {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(Reply::Print(String::new()));
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let word = word.to_uppercase();
    let Some(command) = COMMANDS.iter().find(|command| command.name == word) else {
        let names = COMMANDS.iter().map(|command| command.name.to_owned());
        return Err(match nearest(&word, names) {
            None => format!("'{word}' is no command; HELP lists them"),
            meant => format!("'{word}' is no command{}", did_you_mean(meant.as_deref())),
        });
    };
    let answer = (command.run)(store, rest.trim());
    answer.unwrap_or_else(|| Err(format!("usage: {}", command.usage)))
}

/// Returns the names of the commands.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name)
}

fn set(store: &mut Store, rest: &str) -> Option<Answer> {
    let (path, value) = rest.split_once('=')?;
    let (path, value) = (one_word(path)?, value.trim());
    if value.is_empty() {
        return None;
    }
    let done = store.set(path, value);
    Some(done.map_err(|refusal| refusal.to_string()).and_then(|()| lines(store, [path.into()])))
}

fn reset(store: &mut Store, rest: &str) -> Option<Answer> {
    let path = group_or_all(rest)?;
    Some(match store.reset(path) {
        Ok(paths) if paths.is_empty() => print("it was as by default\n".to_owned()),
        Ok(paths) => lines(store, paths),
        Err(refusal) => Err(refusal.to_string()),
    })
}

fn show(store: &mut Store, rest: &str) -> Option<Answer> {
    let path = group_or_all(rest)?;
    Some(match store.rows(path) {
        Ok(rows) if rows.is_empty() => print("there are none\n".to_owned()),
        Ok(rows) if rows[0].path == path => print(line(&rows[0])),
        Ok(rows) => print(table::of(&rows)),
        Err(refusal) => Err(refusal.to_string()),
    })
}

fn explain(store: &mut Store, rest: &str) -> Option<Answer> {
    let path = one_word(rest)?;
    Some(match store.rows(path) {
        Ok(rows) if rows.first().is_some_and(|row| row.path == path) => print(explained(&rows[0])),
        Ok(rows) => {
            let doc = store.group_doc(path).unwrap_or("A plug-in.");
            let mut text = format!("{path}: {doc}\n");
            for row in rows {
                text += &format!("    {}: {}\n", row.path, row.doc);
            }
            print(text)
        }
        Err(refusal) => Err(refusal.to_string()),
    })
}

fn diff(store: &mut Store, rest: &str) -> Option<Answer> {
    let patch = store.diff();
    let text = if patch.is_empty() { "nothing does\n".to_owned() } else { format!("{patch}\n") };
    rest.is_empty().then(|| print(text))
}

fn undo(store: &mut Store, rest: &str) -> Option<Answer> {
    rest.is_empty().then(|| match store.undo() {
        Some(paths) => lines(store, paths),
        None => Err("there is nothing to undo".to_owned()),
    })
}

fn redo(store: &mut Store, rest: &str) -> Option<Answer> {
    rest.is_empty().then(|| match store.redo() {
        Some(paths) => lines(store, paths),
        None => Err("there is nothing to do again".to_owned()),
    })
}

fn help(_: &mut Store, rest: &str) -> Option<Answer> {
    let mut text = String::new();
    for Command { usage, does, .. } in &COMMANDS {
        text += &format!("{usage:<18}{does}\n");
    }
    rest.is_empty().then(|| print(text))
}

fn quit(_: &mut Store, rest: &str) -> Option<Answer> {
    rest.is_empty().then_some(Ok(Reply::Quit))
}

fn print(text: String) -> Answer {
    Ok(Reply::Print(text))
}

/// Returns the path if `rest` is one word and nothing else.
fn one_word(rest: &str) -> Option<&str> {
    let word = rest.trim();
    (!word.is_empty() && !word.contains(char::is_whitespace)).then_some(word)
}

/// Returns the path if `rest` is one word. `ALL` is the empty path: the group of all settings.
fn group_or_all(rest: &str) -> Option<&str> {
    one_word(rest).map(|word| if word.eq_ignore_ascii_case("all") { "" } else { word })
}

/// Formats the settings at those paths, one per line. For a plug-in's setting that no longer
/// exists, the line states that it is gone.
fn lines(store: &Store, paths: impl IntoIterator<Item = String>) -> Answer {
    let mut text = String::new();
    for path in paths {
        match store.rows(&path).ok().as_deref() {
            Some([row]) => text += &line(row),
            _ => text += &format!("{path} is gone\n"),
        }
    }
    print(text)
}

fn line(row: &Row) -> String {
    format!("{} = {} ({})\n", row.path, with_unit(&row.value, row), row.origin.word())
}

fn with_unit(value: &str, row: &Row) -> String {
    if row.unit.is_empty() { value.to_owned() } else { format!("{value} {}", row.unit) }
}

fn explained(row: &Row) -> String {
    let mut text = format!("{}: {}\n", row.path, row.doc);
    let mut say = |what: &str, words: &str| {
        writeln!(text, "    {what:<13}{words}").expect("a `String` takes all that is written");
    };
    say("value", &with_unit(&row.value, row));
    if let Some(default) = &row.default {
        say("default", &with_unit(default, row));
    }
    say("takes", if row.read_only { "nothing: it is read-only" } else { &row.takes });
    say(
        "set by",
        &match &row.origin {
            Origin::Default => "nobody".to_owned(),
            Origin::File(file, line) => format!("{file}, line {line}"),
            Origin::Environment(variable) => format!("the environment, {variable}"),
            Origin::Flag(flag) => format!("the flag --set {flag}"),
            Origin::Prompt => "the prompt".to_owned(),
        },
    );
    if !row.read_only && !row.path.contains('[') {
        say("environment", &environment::name(&row.path));
    }
    text
}
