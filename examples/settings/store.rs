//! The settings by path, with the origin of each value.

use std::collections::BTreeMap;
use std::fmt;

use slotted::prelude::*;
use slotted::{
    AttrPath, AttributeError, AttributeErrorKind, Kind, Patch, PathError, SlotInfo, ValueRef,
};

use crate::history::History;
use crate::layer::{Entry, Given, Layer, Origin};
use crate::nearest::{did_you_mean, nearest};
use crate::plugins;
use crate::row::{Row, takes};
use crate::settings::Settings;

/// Why a setting was not set.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// No setting has that path; `nearest` is the most similar one.
    Unknown { path: String, nearest: Option<String> },
    /// Any other reason, in words.
    Other(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Unknown { path, nearest } => {
                write!(f, "'{path}' is no setting{}", did_you_mean(nearest.as_deref()))
            }
            Refusal::Other(words) => f.write_str(words),
        }
    }
}

/// The origins of the settings that have been set since the defaults.
pub(crate) type Origins = BTreeMap<String, Origin>;

/// The settings, the origins of their values, and what was done at the prompt.
pub(crate) struct Store {
    settings: Settings,
    origins: Origins,
    history: History,
}

impl Store {
    /// Makes a store with the defaults.
    pub(crate) fn new() -> Self {
        let settings = Settings::default();
        Store { settings, origins: Origins::new(), history: History::default() }
    }

    /// Merges a layer into the settings: all of it, or nothing. Fails with the first entry that is
    /// refused.
    pub(crate) fn merge(&mut self, mut entries: Vec<Entry>) -> Result<(), (Origin, Refusal)> {
        let (mut layer, mut refused) = (Layer::new(), BTreeMap::new());
        for (number, Entry { path, given, .. }) in entries.iter().enumerate() {
            let value = self.value(path, given);
            let put = value.and_then(|it| layer.insert(path, it).map_err(Refusal::Other));
            refused.extend(put.err().map(|refusal| (number, refusal)));
        }
        let mut merged = self.settings.clone();
        let faults = merged.merge_attrs(layer.into_dict()).err();
        for fault in faults.iter().flat_map(|error| error.faults()) {
            let of = |entry: &Entry| entry.path == fault.path();
            if let (Some(number), Some(error)) = (entries.iter().rposition(of), fault.path_error())
            {
                let Entry { path, given, .. } = &entries[number];
                refused.insert(number, self.refusal(path, &given.to_string(), error));
            }
        }
        match refused.pop_first() {
            Some((number, refusal)) => Err((entries.swap_remove(number).origin, refusal)),
            None => {
                self.settings = merged;
                self.origins.extend(entries.into_iter().map(|entry| (entry.path, entry.origin)));
                Ok(())
            }
        }
    }

    /// Sets the setting at that path, or an item of a list.
    pub(crate) fn set(&mut self, path: &str, text: &str) -> Result<(), Refusal> {
        let (leaf, index) = split_index(path);
        let edit = |store: &mut Store| {
            if index.is_empty() {
                let (path, given) = (path.to_owned(), Given::Text(text.to_owned()));
                let entry = Entry { path, given, origin: Origin::Prompt };
                store.merge(vec![entry]).map_err(|(_, refusal)| refusal)?;
            } else {
                store.rows(path)?;
                write_text(&mut store.settings, path, text).map_err(said)?;
                store.origins.insert(leaf.to_owned(), Origin::Prompt);
            }
            Ok(vec![path.to_owned()])
        };
        self.edit(edit).map(drop)
    }

    /// Resets the setting at that path, or the settings of that group, to the defaults; settings of
    /// plug-ins are removed. Returns the paths of the settings that had been set.
    pub(crate) fn reset(&mut self, path: &str) -> Result<Vec<String>, Refusal> {
        let rows = self.rows(path)?;
        let (leaf, index) = split_index(path);
        if !index.is_empty() {
            return Err(Refusal::Other(format!("{leaf} is reset as a whole")));
        }
        let set = rows.into_iter().filter(|row| row.origin != Origin::Default);
        let set: Vec<String> = set.map(|row| row.path).collect();
        self.edit(|store| {
            for path in &set {
                let default = store.slot(path).map(|slot| slot.default_value().unwrap_or_default());
                let done = match default {
                    Some(default) => store.settings.setattr_path(path, default),
                    None => store.settings.delattr_path(path).map(drop),
                };
                done.map_err(said)?;
                store.origins.remove(path);
            }
            plugins::prune(&mut store.settings.plugins);
            Ok(set)
        })
    }

    /// Changes settings, and notes how to undo that.
    fn edit(
        &mut self,
        edit: impl FnOnce(&mut Self) -> Result<Vec<String>, Refusal>,
    ) -> Result<Vec<String>, Refusal> {
        let (settings, origins) = (self.settings.clone(), self.origins.clone());
        let paths = edit(self)?;
        if !paths.is_empty() {
            self.history.note(self.settings.diff(&settings), origins, paths.clone());
        }
        Ok(paths)
    }

    /// Undoes the last command that has set something. Returns the settings that it had set.
    pub(crate) fn undo(&mut self) -> Option<Vec<String>> {
        self.history.undo(&mut self.settings, &mut self.origins)
    }

    /// Does again what was undone last.
    pub(crate) fn redo(&mut self) -> Option<Vec<String>> {
        self.history.redo(&mut self.settings, &mut self.origins)
    }

    /// Returns what differs from the defaults.
    pub(crate) fn diff(&self) -> Patch {
        Settings::default().diff(&self.settings)
    }

    /// Returns the setting at that path, or the settings of that group; for the empty path, all
    /// settings.
    pub(crate) fn rows(&self, path: &str) -> Result<Vec<Row>, Refusal> {
        let (leaf, index) = split_index(path);
        let mut rows = Vec::new();
        self.visit(&mut |found, value, slot| {
            if path.is_empty() || is_under(found, leaf) {
                let origin = self.origins.get(found).cloned().unwrap_or(Origin::Default);
                rows.push(Row::new(found, value, slot, origin));
            }
        });
        if rows.is_empty() && !self.is_group(leaf) {
            return Err(self.unknown(path));
        }
        if !index.is_empty() {
            let item = self.settings.getattr_path(path).map_err(said)?;
            rows.truncate(1);
            rows.iter_mut().for_each(|row| row.show_item(path, item.view()));
        }
        Ok(rows)
    }

    /// Returns the doc of a group of settings; `None` if there is no such group.
    pub(crate) fn group_doc(&self, path: &str) -> Option<&str> {
        let group = self.is_group(path).then(|| self.slot(path)).flatten();
        group.map(|slot| slot.doc().trim())
    }

    /// Returns the value for the setting at that path. A text is parsed in the type of the slot.
    fn value(&self, path: &str, given: &Given) -> Result<Value, Refusal> {
        if let Some(name) = path.strip_prefix("plugins.") {
            let value = match given {
                Given::Text(text) => text.parse().unwrap_or_else(|_| Value::from(text.as_str())),
                Given::Value(value) => value.clone(),
            };
            let checked = plugins::check(&self.settings.plugins, name, &value);
            return checked.map(|()| value).map_err(|why| Refusal::Other(format!("{path}: {why}")));
        }
        self.find(path)?;
        match given {
            Given::Value(value) => Ok(value.clone()),
            Given::Text(text) => {
                let mut trial = self.settings.clone();
                let written = write_text(&mut trial, path, text);
                let read = written.and_then(|()| path.parse::<AttrPath>()?.value(&trial));
                read.map_err(|error| self.refusal(path, text, &error))
            }
        }
    }

    /// Checks that there is a setting at the path, or that a plug-in may have one there.
    pub(crate) fn find(&self, path: &str) -> Result<(), Refusal> {
        if path.starts_with("plugins.") {
            Ok(())
        } else if self.is_group(path) {
            let why = format!("{path} is a group: its settings are set one by one");
            Err(Refusal::Other(why))
        } else {
            self.slot(path).map(drop).ok_or_else(|| self.unknown(path))
        }
    }

    /// Explains why a value was refused, and what would be accepted.
    fn refusal(&self, path: &str, shown: &str, error: &PathError) -> Refusal {
        let takes = self.slot(path).map_or_else(String::new, takes);
        let Some(error) = error.attribute_error() else {
            return Refusal::Other(error.to_string());
        };
        Refusal::Other(match error.kind() {
            AttributeErrorKind::ReadOnly => format!("{path} is read-only"),
            // For a list, the error names the item.
            _ if shown.starts_with('[') => {
                format!("{path} cannot be {shown}: it takes {takes}; {error}")
            }
            _ => format!("{path} cannot be '{shown}': it takes {takes}"),
        })
    }

    /// Calls `each` with every setting, in the order of declaration.
    fn visit(&self, each: &mut dyn FnMut(&str, ValueRef<'_>, Option<&'static SlotInfo>)) {
        for (path, slot) in Settings::LAYOUT.leaves().filter(|(_, slot)| slot.kind() != Kind::Map) {
            if let Some(value) = path.get_opt(&self.settings) {
                each(&path.to_string(), value.view(), Some(slot));
            }
        }
        plugins::visit("plugins", &self.settings.plugins, &mut |path, value| {
            each(path, value, None);
        });
    }

    fn slot(&self, path: &str) -> Option<&SlotInfo> {
        let Some((group, name)) = path.rsplit_once('.') else {
            return Settings::LAYOUT.slot(path);
        };
        self.settings.getattr_path(group).ok()?.as_object()?.layout().slot(name)
    }

    fn is_group(&self, path: &str) -> bool {
        let found = self.settings.getattr_path(path).ok();
        found.is_some_and(|found| matches!(found.kind(), Kind::Object | Kind::Map))
    }

    fn unknown(&self, path: &str) -> Refusal {
        let mut names = Vec::new();
        self.visit(&mut |path, _, _| {
            let groups = path.match_indices('.').map(|(end, _)| &path[..end]);
            names.extend(groups.chain([path]).map(str::to_owned));
        });
        // Otherwise, suggests the first name that ends with this path.
        let end = format!(".{path}");
        let ending = names.iter().find(|name| name.ends_with(&end)).cloned();
        Refusal::Unknown { path: path.to_owned(), nearest: nearest(path, names).or(ending) }
    }
}

/// Writes a text by a path. In quotes, which have the syntax of those in a list, it is the text
/// between them.
fn write_text(settings: &mut Settings, path: &str, text: &str) -> Result<(), PathError> {
    let current = settings.getattr_path(path)?;
    let is_text = matches!(current.kind(), Kind::Str | Kind::None);
    match text.parse::<Value>() {
        Ok(value) if is_text && text.starts_with(['\'', '"']) => settings.setattr_path(path, value),
        _ => settings.setattr_path_str(path, text),
    }
}

/// Splits a path at its first bracket: the path of the setting, and the index into it.
fn split_index(path: &str) -> (&str, &str) {
    path.split_at(path.find('[').unwrap_or(path.len()))
}

fn is_under(path: &str, group: &str) -> bool {
    let rest = path.strip_prefix(group);
    group.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn said(error: PathError) -> Refusal {
    Refusal::Other(match error.attribute_error().map(AttributeError::kind) {
        // The item belongs to a list with a validator, which needs the whole list.
        Some(AttributeErrorKind::Validated) => format!("{} is set as a whole", error.path()),
        _ => error.to_string(),
    })
}
