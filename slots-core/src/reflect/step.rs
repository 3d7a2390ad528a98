//! One step of a path, and what it leads to inside a value.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use crate::name::NameKey;
use crate::reflect::attr::AttrMut;
use crate::reflect::map_edit::MapMut;
use crate::reflect::object::ObjectMut;
use crate::reflect::slot_value::SlotValue;
use crate::value::dict::Dict;

/// One step of an [`AttrPath`](crate::AttrPath).
///
/// ```
/// use slotted::AttrPath;
/// use slotted::path::Step;
///
/// let path: AttrPath = "wheels[2]".parse()?;
/// assert_eq!(path.steps(), [Step::from("wheels"), Step::from(2)]);
/// # Ok::<(), slotted::PathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// To an attribute, or to an entry of a map.
    Name(StepName),
    /// To an item of a list.
    Index(usize),
}

impl Step {
    /// Returns the name, if the step has one.
    #[must_use]
    pub fn as_name(&self) -> Option<&str> {
        match self {
            Step::Name(name) => Some(name),
            Step::Index(_) => None,
        }
    }
}

/// Whether the text of a path has the name in quotes: without them, it would be read as something
/// else, or be hard to read.
pub(crate) fn needs_quotes(name: &str) -> bool {
    let is_special = |c: char| matches!(c, '.' | '[' | ']' | '"' | '\\') || c.is_control();
    name.is_empty() || name.trim() != name || name.contains(is_special)
}

impl From<&str> for Step {
    fn from(name: &str) -> Self {
        Step::Name(name.into())
    }
}

impl From<String> for Step {
    fn from(name: String) -> Self {
        Step::Name(name.into_boxed_str().into())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Step::Index(index)
    }
}

/// The name in a [`Step`]: a `str`, prepared to be looked up many times.
///
/// ```
/// use slotted::path::{Step, StepName};
///
/// let name = StepName::from("wheels");
/// assert_eq!(name.len(), 6);
/// assert_eq!(Step::Name(name), Step::from("wheels"));
/// ```
#[derive(Clone)]
pub struct StepName {
    text: Box<str>,
    /// The key of `text`.
    key: NameKey,
}

impl StepName {
    #[inline(always)]
    pub(crate) fn key(&self) -> NameKey {
        self.key
    }
}

impl From<Box<str>> for StepName {
    fn from(text: Box<str>) -> Self {
        StepName { key: NameKey::of(&text), text }
    }
}

impl From<&str> for StepName {
    fn from(text: &str) -> Self {
        Box::<str>::from(text).into()
    }
}

impl Deref for StepName {
    type Target = str;

    #[inline(always)]
    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl fmt::Debug for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl PartialEq for StepName {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for StepName {}

impl Hash for StepName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// What one step of a path leads to inside a value.
pub enum Inside<'a> {
    /// The value is a slotted struct.
    Object(ObjectMut<'a>),
    /// The value is a `Dict`, which accepts new names.
    Dict(&'a mut Dict),
    /// The value is a typed map, whose entries can be changed.
    Map(MapMut<'a>),
    /// The value is a list, and this is its item.
    Item(AttrMut<'a>),
    /// The value is a list without such an item.
    Missing,
    /// The value is a list or a map whose items cannot be changed, for this reason.
    Fixed(&'static str),
    /// The value is shared, so that nothing inside it can be changed.
    Shared,
    /// The step does not apply to such a value.
    Nothing,
}

impl<'a> Inside<'a> {
    /// Returns the entry of a typed map that the step leads to as an item; anything else as it is.
    pub(crate) fn lent(self, step: &Step) -> Self {
        match (self, step) {
            (Inside::Map(map), Step::Name(name)) => {
                map.lend(name).map_or(Inside::Missing, Inside::Item)
            }
            (Inside::Map(_), Step::Index(_)) => Inside::Nothing,
            (other, _) => other,
        }
    }

    /// Returns the item of a list that the step leads to.
    pub(crate) fn item<T: SlotValue>(items: &'a mut [T], step: &Step) -> Self {
        match step {
            Step::Name(_) => Inside::Nothing,
            Step::Index(index) => items
                .get_mut(*index)
                .map_or(Inside::Missing, |item| Inside::Item(AttrMut::new(item))),
        }
    }
}

/// Returns what a step to this item of a list leads to.
pub(crate) fn inside_item<T: SlotValue>(item: &mut T) -> Inside<'_> {
    Inside::Item(AttrMut::new(item))
}

/// Returns what a step leads to that is not to one of a list's items.
#[must_use]
pub fn no_item(step: &Step) -> Inside<'static> {
    match step {
        Step::Name(_) => Inside::Nothing,
        Step::Index(_) => Inside::Missing,
    }
}
