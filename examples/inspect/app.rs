//! The inspector: what each command does.

use std::path::Path;

use slotted::{AttrPath, Patch, PathError};

use crate::command::Command;
use crate::document::Document;
use crate::field::Field;
use crate::tree::Tree;

/// What a text that is edited is for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Ask {
    /// The new value of the selected attribute.
    Value,
    /// A part of a path.
    Find,
    /// The file for the patch.
    Save,
    /// The file of a patch.
    Apply,
}

/// A text that is edited.
pub(crate) struct Prompt {
    pub(crate) ask: Ask,
    pub(crate) field: Field,
    /// Why the text was not taken; empty at first.
    pub(crate) error: String,
}

pub(crate) struct App {
    pub(crate) title: String,
    pub(crate) document: Document,
    pub(crate) tree: Tree,
    pub(crate) prompt: Option<Prompt>,
    /// What the last command has to say.
    pub(crate) message: String,
    pub(crate) shows_help: bool,
    /// The first row of the tree that is on the screen, and how many rows fit.
    pub(crate) top: usize,
    pub(crate) page: usize,
    /// What was looked for last.
    wanted: String,
    /// The file of the last patch that was saved.
    file: String,
    /// Whether a second `Quit` quits.
    may_quit: bool,
    pub(crate) has_ended: bool,
}

impl App {
    pub(crate) fn new(title: String, document: Document) -> Self {
        let mut tree = Tree::default();
        tree.update(document.object());
        App {
            title,
            document,
            tree,
            prompt: None,
            message: String::new(),
            shows_help: false,
            top: 0,
            page: 1,
            wanted: String::new(),
            file: String::new(),
            may_quit: false,
            has_ended: false,
        }
    }

    /// Carries out a command.
    pub(crate) fn run(&mut self, command: Command) {
        self.message.clear();
        let has_asked = std::mem::take(&mut self.may_quit);
        if std::mem::take(&mut self.shows_help) && command == Command::Help {
            return;
        }
        match self.prompt.take() {
            Some(prompt) => self.in_text(prompt, command, has_asked),
            None => self.in_tree(command, has_asked),
        }
    }

    fn in_text(&mut self, mut prompt: Prompt, command: Command, has_asked: bool) {
        let field = &mut prompt.field;
        match command {
            Command::Escape => return,
            Command::Quit => return self.quit(has_asked),
            Command::Enter => return self.accept(prompt),
            Command::Left => field.left(),
            Command::Right => field.right(),
            Command::First => field.start(),
            Command::Last => field.end(),
            Command::Backspace => field.backspace(),
            Command::Delete => field.delete(),
            Command::Clear => field.clear(),
            Command::Type(text) => field.insert(&text),
            _ => {}
        }
        prompt.error.clear();
        self.prompt = Some(prompt);
    }

    fn in_tree(&mut self, command: Command, has_asked: bool) {
        let (selected, page) = (self.tree.selected(), self.page.max(1));
        let open = self.tree.row().and_then(|row| row.open);
        match command {
            Command::Up => self.tree.select_row(selected.saturating_sub(1)),
            Command::Down => self.tree.select_row(selected + 1),
            Command::PageUp => self.tree.select_row(selected.saturating_sub(page)),
            Command::PageDown => self.tree.select_row(selected + page),
            Command::First => self.tree.select_row(0),
            Command::Last => self.tree.select_row(usize::MAX),
            Command::Right if open == Some(true) => self.tree.select_row(selected + 1),
            Command::Right if open == Some(false) => self.set_open(true),
            Command::Left if open == Some(true) => self.set_open(false),
            Command::Left => {
                if let Some(around) = self.tree.row().and_then(|row| row.path.parent()) {
                    self.tree.select(self.document.object(), &around);
                }
            }
            Command::Enter if open.is_some() => self.set_open(open == Some(false)),
            Command::Enter | Command::Edit => self.ask_value(),
            Command::Delete => self.delete(),
            Command::Find => self.ask(Ask::Find, String::new()),
            Command::Next => self.find_next(),
            Command::Undo => {
                let done = self.document.undo().map(|patch| patch.map(|it| said("undone", it)));
                self.note(done.map_err(|error| error.to_string()), "nothing to undo");
            }
            Command::Redo => {
                let done = self.document.redo().map(|patch| patch.map(|it| said("done again", it)));
                self.note(done.map_err(|error| error.to_string()), "nothing to do again");
            }
            Command::Save if self.document.changes().is_empty() => {
                self.message = "nothing has changed".to_owned();
            }
            Command::Save => {
                let file =
                    if self.file.is_empty() { "changes.json" } else { &self.file }.to_owned();
                self.ask(Ask::Save, file);
            }
            Command::Apply => self.ask(Ask::Apply, String::new()),
            Command::Help => self.shows_help = true,
            Command::Quit => self.quit(has_asked),
            _ => {}
        }
    }

    fn ask(&mut self, ask: Ask, text: String) {
        let field = Field::new(text);
        self.prompt = Some(Prompt { ask, field, error: String::new() });
    }

    /// Edits the selected value, which is read again from the text that it prints.
    fn ask_value(&mut self) {
        let Some(row) = self.tree.row() else { return };
        let value = row.path.get_opt(self.document.object());
        let text = value.map_or(String::new(), |value| value.to_string());
        self.ask(Ask::Value, text);
    }

    fn set_open(&mut self, open: bool) {
        self.tree.set_open(self.document.object(), open);
    }

    /// Does what the text was for. If it is not taken, it stays, with the error.
    fn accept(&mut self, mut prompt: Prompt) {
        let text = prompt.field.text().to_owned();
        let result = match prompt.ask {
            Ask::Value => self.set(&text),
            Ask::Find => self.find(text),
            Ask::Save => self.save(text, &prompt.error),
            Ask::Apply => self.apply(&text),
        };
        if let Err(error) = result {
            prompt.error = error;
            self.prompt = Some(prompt);
        }
    }

    fn set(&mut self, text: &str) -> Result<(), String> {
        let Some(row) = self.tree.row() else { return Ok(()) };
        let path = row.path.clone();
        self.document.edit(|object| path.set_str(object, text)).map_err(|error| reason(&error))?;
        self.tree.update(self.document.object());
        Ok(())
    }

    fn delete(&mut self) {
        let Some(row) = self.tree.row() else { return };
        let path = row.path.clone();
        if path.get_opt(self.document.object()).is_none() {
            self.message = format!("{path} is unbound already");
            return;
        }
        let done = self.document.edit(|object| path.delete(object).map(drop));
        let done = done.map(|first| first.map(|path| (path.clone(), format!("{path} is gone"))));
        self.note(done.map_err(|error| error.to_string()), "nothing has changed");
    }

    /// Shows where something has changed, and says what it was; or what there is to say if nothing
    /// has, or if it failed.
    fn note(&mut self, done: Result<Option<(AttrPath, String)>, String>, nothing: &str) {
        self.message = match done {
            Ok(Some((path, what))) => {
                self.tree.select(self.document.object(), &path);
                what
            }
            Ok(None) => nothing.to_owned(),
            Err(error) => error,
        };
    }

    /// Selects the attribute at this path, or else the next one in whose path the text stands.
    fn find(&mut self, text: String) -> Result<(), String> {
        let object = self.document.object();
        let exact = text.parse::<AttrPath>().ok().filter(|path| path.get_opt(object).is_some());
        match exact.or_else(|| self.tree.find(object, &text)) {
            Some(path) => self.tree.select(object, &path),
            None => return Err("no path has that in it".to_owned()),
        }
        self.wanted = text;
        Ok(())
    }

    fn find_next(&mut self) {
        match self.tree.find(self.document.object(), &self.wanted) {
            Some(path) if !self.wanted.is_empty() => {
                self.tree.select(self.document.object(), &path);
            }
            _ => self.message = "nothing to find: / begins a search".to_owned(),
        }
    }

    /// Saves the changes. A file that is there already, and not our own, has to be confirmed.
    fn save(&mut self, file: String, error: &str) -> Result<(), String> {
        const EXISTS: &str = "the file exists: Enter again overwrites it";
        if error != EXISTS && file != self.file && Path::new(&file).exists() {
            return Err(EXISTS.to_owned());
        }
        self.document.save(&file)?;
        let omitted = match self.document.changes().omitted().len() {
            0 => String::new(),
            number => format!(", without {number} that cannot be compared"),
        };
        self.message = format!("{} saved in {file}{omitted}", count(self.document.changes().len()));
        self.file = file;
        Ok(())
    }

    fn apply(&mut self, file: &str) -> Result<(), String> {
        let first = self.document.apply(file)?;
        let what = format!("the patch in {file} is applied");
        self.note(Ok(first.map(|path| (path, what))), "the patch changes nothing");
        Ok(())
    }

    fn quit(&mut self, has_asked: bool) {
        self.has_ended = has_asked || self.document.is_saved();
        if !self.has_ended {
            self.may_quit = true;
            let changes = count(self.document.changes().len());
            self.message = format!("{changes} not saved: s saves, q again quits");
        }
    }
}

/// Says how many changes there are.
pub(crate) fn count(changes: usize) -> String {
    format!("{changes} change{}", if changes == 1 { "" } else { "s" })
}

/// Returns where a patch has changed something, and what.
fn said(what: &str, patch: &Patch) -> (AttrPath, String) {
    let first = patch.iter().next().map(|change| change.path().clone()).unwrap_or_default();
    (first, format!("{what}: {}", patch.to_string().replace('\n', "; ")))
}

/// The error without the path, which stands beside the field.
fn reason(error: &PathError) -> String {
    match error.attribute_error() {
        Some(error) => error.reason().map_or_else(|| error.to_string(), str::to_owned),
        None => error.to_string(),
    }
}
