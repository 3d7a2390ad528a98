//! A layer: what one source sets, to be merged into the settings as a whole.

use std::fmt;

use slotted::Kind;
use slotted::prelude::*;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Origin {
    Default,
    /// A line of a file.
    File(String, usize),
    /// A variable, by its name.
    Environment(String),
    /// An argument of `--set`.
    Flag(String),
    Prompt,
}

impl Origin {
    /// Returns the origin as one word.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Origin::Default => "default",
            Origin::File(..) => "file",
            Origin::Environment(_) => "environment",
            Origin::Flag(_) => "flag",
            Origin::Prompt => "prompt",
        }
    }
}

/// Prints the place for an error.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::File(file, line) => write!(f, "{file}:{line}"),
            Origin::Environment(variable) => f.write_str(variable),
            Origin::Flag(flag) => write!(f, "--set {flag}"),
            Origin::Default | Origin::Prompt => f.write_str(self.word()),
        }
    }
}

/// The new value for a setting.
pub(crate) enum Given {
    Text(String),
    Value(Value),
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Given::Text(text) => f.write_str(text),
            Given::Value(value) => value.fmt(f),
        }
    }
}

/// One setting of a layer.
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) given: Given,
    pub(crate) origin: Origin,
}

/// What the entries of a layer are merged as: maps in one another, which a write by a path makes.
#[derive(Slots)]
#[slots(dict)]
pub(crate) struct Layer {
    __dict__: Dict,
}

impl Layer {
    pub(crate) fn new() -> Self {
        Layer { __dict__: Dict::new() }
    }

    /// Inserts a value at a path.
    pub(crate) fn insert(&mut self, path: &str, value: Value) -> Result<(), String> {
        match self.getattr_path(path) {
            Ok(found) if found.kind() == Kind::Map => Err(format!("{path}: it is a group")),
            _ => self.setattr_path(path, value).map_err(|error| error.to_string()),
        }
    }

    pub(crate) fn into_dict(self) -> Dict {
        self.__dict__
    }
}
