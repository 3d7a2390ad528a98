//! The settings by path, with the origin of each value.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::time::Duration;

use slotted::prelude::*;
use slotted::{
    AttrRef, AttributeError, AttributeErrorKind, Kind, PathError, SlotInfo, SlotValue, ValueRef,
};

use crate::choice;
use crate::nearest::{did_you_mean, nearest};
use crate::plugins;
use crate::settings::Settings;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Origin {
    Default,
    /// A line of a file.
    File(String, usize),
    /// A variable, by its name.
    Environment(String),
    Prompt,
}

impl Origin {
    /// Returns the origin as one word.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Origin::Default => "default",
            Origin::File(..) => "file",
            Origin::Environment(_) => "environment",
            Origin::Prompt => "prompt",
        }
    }
}

/// The new value for a setting.
pub(crate) enum Given<'a> {
    Text(&'a str),
    Value(Value),
}

impl fmt::Display for Given<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Given::Text(text) => f.write_str(text),
            Given::Value(value) => value.fmt(f),
        }
    }
}

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

/// One setting, in the form in which it is shown.
pub(crate) struct Row {
    pub(crate) path: String,
    pub(crate) value: String,
    pub(crate) default: Option<String>,
    pub(crate) unit: String,
    pub(crate) doc: &'static str,
    /// What the setting accepts, in words.
    pub(crate) takes: String,
    /// The words that the setting accepts; empty if it accepts more than a few words.
    pub(crate) choices: Vec<&'static str>,
    pub(crate) read_only: bool,
    pub(crate) origin: Origin,
}

impl Row {
    /// Turns the row of a list into the row of one of its items.
    fn show_item(&mut self, path: &str, item: &AttrRef<'_>) {
        (self.path, self.value, self.default) = (path.to_owned(), shown(&item.view()), None);
    }
}

/// The settings, and the origins of their values.
pub(crate) struct Store {
    settings: Settings,
    /// The origins of the settings that have been set since the defaults.
    origins: BTreeMap<String, Origin>,
}

impl Store {
    /// Makes a store with the defaults.
    pub(crate) fn new() -> Self {
        Store { settings: Settings::default(), origins: BTreeMap::new() }
    }

    /// Returns the setting at that path, or the settings of that group; for the empty path, all
    /// settings.
    pub(crate) fn rows(&self, path: &str) -> Result<Vec<Row>, Refusal> {
        let (leaf, index) = split_index(path);
        let mut rows = Vec::new();
        self.visit(&mut |found, value, slot| {
            if path.is_empty() || is_under(found, leaf) {
                rows.push(self.row(found, value, slot));
            }
        });
        if rows.is_empty() && !self.is_group(leaf) {
            return Err(self.unknown(path));
        }
        if !index.is_empty() {
            let item = self.settings.getattr_path(path).map_err(said)?;
            rows.truncate(1);
            rows.iter_mut().for_each(|row| row.show_item(path, &item));
        }
        Ok(rows)
    }

    /// Returns the doc of a group of settings; `None` if there is no such group.
    pub(crate) fn group_doc(&self, path: &str) -> Option<&'static str> {
        let group = self.is_group(path).then(|| self.slot(path)).flatten();
        group.map(|slot| slot.doc().trim())
    }

    /// Sets the setting at that path, and records its origin.
    pub(crate) fn set(&mut self, path: &str, given: Given, origin: Origin) -> Result<(), Refusal> {
        let (leaf, index) = split_index(path);
        if !index.is_empty() {
            self.rows(path)?;
            self.write(path, given).map_err(said)?;
        } else if let Some(name) = leaf.strip_prefix("plugins.") {
            let value = match given {
                Given::Text(text) => text.parse().unwrap_or_else(|_| Value::from(text)),
                Given::Value(value) => value,
            };
            plugins::insert(&mut self.settings.plugins, name, value)
                .map_err(|why| Refusal::Other(format!("{path}: {why}")))?;
        } else if self.is_group(leaf) {
            return Err(Refusal::Other(format!(
                "{path} is a group: its settings are set one by one"
            )));
        } else {
            let slot = self.slot(leaf).ok_or_else(|| self.unknown(path))?;
            let (shown, takes) = (given.to_string(), takes(slot));
            self.write(path, given).map_err(|error| refusal(path, &shown, &takes, &error))?;
        }
        self.origins.insert(leaf.to_owned(), origin);
        Ok(())
    }

    fn write(&mut self, path: &str, given: Given<'_>) -> Result<(), PathError> {
        match given {
            Given::Value(value) => self.settings.setattr_path(path, value),
            Given::Text(text) => match self.unquoted(path, text) {
                Some(value) => self.settings.setattr_path(path, value),
                None => self.settings.setattr_path_str(path, text),
            },
        }
    }

    /// Returns the content of a text in quotes, if the slot accepts text. The quotes have the
    /// syntax of those in a list.
    fn unquoted(&self, path: &str, text: &str) -> Option<Value> {
        let is_text = self.slot(path).is_none_or(|slot| slot.kind() == Kind::Str);
        if is_text && text.starts_with(['\'', '"']) { text.parse().ok() } else { None }
    }

    /// Resets the setting at that path, or the settings of that group, to the defaults; settings of
    /// plug-ins are removed. Returns the paths of the settings that had been set.
    pub(crate) fn reset(&mut self, path: &str) -> Result<Vec<String>, Refusal> {
        let rows = self.rows(path)?;
        let (leaf, index) = split_index(path);
        if !index.is_empty() {
            return Err(Refusal::Other(format!("{leaf} is reset as a whole")));
        }
        let mut reset = Vec::new();
        for Row { path, origin, .. } in rows {
            if origin == Origin::Default {
                continue;
            }
            let done = match self.slot(&path) {
                Some(slot) => {
                    self.settings.setattr_path(&path, slot.default_value().unwrap_or_default())
                }
                None => self.settings.delattr_path(&path).map(drop),
            };
            done.map_err(said)?;
            self.origins.remove(&path);
            reset.push(path);
        }
        plugins::prune(&mut self.settings.plugins);
        Ok(reset)
    }

    fn row(&self, path: &str, value: ValueRef<'_>, slot: Option<&SlotInfo>) -> Row {
        Row {
            path: path.to_owned(),
            value: shown(&value),
            default: slot.and_then(SlotInfo::default_value).map(|default| default.to_string()),
            unit: slot
                .and_then(|slot| slot.meta_value("unit"))
                .map_or(String::new(), |u| u.to_string()),
            doc: slot.map_or("a plug-in's own", |slot| slot.doc().trim()),
            takes: slot.map_or_else(|| "any value".to_owned(), takes),
            choices: slot.map_or_else(Vec::new, choice::of),
            read_only: slot.is_some_and(SlotInfo::is_read_only),
            origin: self.origins.get(path).cloned().unwrap_or(Origin::Default),
        }
    }

    /// Calls `each` with every setting, in the order of declaration.
    fn visit(&self, each: &mut dyn FnMut(&str, ValueRef<'_>, Option<&'static SlotInfo>)) {
        visit("", self.settings.as_value(), None, each);
    }

    fn slot(&self, path: &str) -> Option<&'static SlotInfo> {
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

fn visit(
    path: &str,
    value: ValueRef<'_>,
    slot: Option<&'static SlotInfo>,
    each: &mut dyn FnMut(&str, ValueRef<'_>, Option<&'static SlotInfo>),
) {
    let inside =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        ValueRef::Object(object) => {
            for (name, value) in object.vars() {
                visit(&inside(name), value.view(), object.layout().slot(name), each);
            }
        }
        ValueRef::Map(map) => {
            for (key, value) in map.iter() {
                visit(&inside(&key.text()), value.view(), None, each);
            }
        }
        value => each(path, value, slot),
    }
}

/// Formats a value so that it can be read again. A text is in quotes if it is empty or has control
/// characters, which would not be visible.
fn shown(value: &ValueRef<'_>) -> String {
    match value.as_str() {
        Some(text) if text.is_empty() || text.contains(char::is_control) => format!("{value:?}"),
        _ => value.to_string(),
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

/// Describes in words what a slot accepts.
fn takes(slot: &SlotInfo) -> String {
    let (choices, ty) = (choice::of(slot), slot.type_id());
    let kind = match slot.kind() {
        _ if !choices.is_empty() => return format!("one of {}", choices.join(", ")),
        Kind::Int => "a whole number",
        Kind::Float => "a number",
        Kind::List if ty == TypeId::of::<Vec<String>>() => "a list of texts in quotes",
        Kind::List => "a list of whole numbers",
        _ if ty == TypeId::of::<Duration>() => "a duration like 1m 30s",
        _ => "a text",
    };
    kind.to_owned() + &bounds(slot)
}

/// Formats the range or the lengths of a slot, after a space: ` from -40 to 150 °C`. Empty if
/// the slot has neither.
fn bounds(slot: &SlotInfo) -> String {
    let unit = slot.meta_value("unit").map_or(String::new(), |unit| format!(" {unit}"));
    let (range, before, after) = match (slot.range(), slot.len_range()) {
        (Some(range), _) => (range, "from", &*unit),
        (None, Some(range)) => (range, "of", " characters"),
        (None, None) => return String::new(),
    };
    match (range.start(), range.end()) {
        (Bound::Included(low), Bound::Included(high)) => {
            format!(" {before} {low} to {high}{after}")
        }
        _ => format!(" in {range}{after}"),
    }
}

/// Explains why a value was refused, and what would be accepted.
fn refusal(path: &str, shown: &str, takes: &str, error: &PathError) -> Refusal {
    let Some(error) = error.attribute_error() else {
        return Refusal::Other(error.to_string());
    };
    Refusal::Other(match error.kind() {
        AttributeErrorKind::ReadOnly => format!("{path} is read-only"),
        // For a list, `error` names the item.
        _ if shown.starts_with('[') => {
            format!("{path} cannot be {shown}: it takes {takes}; {error}")
        }
        _ => format!("{path} cannot be '{shown}': it takes {takes}"),
    })
}

fn said(error: PathError) -> Refusal {
    Refusal::Other(match error.attribute_error().map(AttributeError::kind) {
        // The item belongs to a list with a validator, which needs the whole list.
        Some(AttributeErrorKind::Validated) => format!("{} is set as a whole", error.path()),
        _ => error.to_string(),
    })
}
