//! Patches: what turns one object into another, as data.
//!
//! | file | what |
//! |---|---|
//! | `commit` | the places of a plan, and the swaps that carry it out |
//! | `diff` | finds what differs between two objects |
//! | `edits` | the changes inside items of a list or map that is made anew |
//! | `error` | the error of a patch |
//! | `group` | brings the changes of one place together |
//! | `items` | lists and maps that are made anew, since items are added or removed |
//! | `plan` | checks a patch and prepares its writes, before the first of them is carried out |
//! | `rebuild` | copies of values that cannot be changed in place, and the changes in them |
//! | `same` | copies of values, and whether two values are the same |
//! | `sequence` | a sequence that is edited at places close to one another |

pub(crate) mod commit;
pub(crate) mod diff;
pub(crate) mod edits;
pub(crate) mod error;
pub(crate) mod group;
pub(crate) mod items;
pub(crate) mod plan;
pub(crate) mod rebuild;
pub(crate) mod same;
pub(crate) mod sequence;

use alloc::vec::Vec;
use core::{fmt, slice};

use crate::path::AttrPath;
use crate::record::patch::error::PatchError;
use crate::record::patch::same::is_same;
use crate::reflect::attributes::Attributes;
use crate::reflect::step::Step;
use crate::value::Value;

/// What turns one object into another, as data: the changes of
/// [`diff`](crate::AttributesExt::diff), each with its path, its old and its new value.
///
/// ```
/// # use slotted::prelude::*;
/// #[derive(Slots, Clone, Debug, PartialEq)]
/// struct Server { host: String, port: u16 }
/// #[derive(Slots, Clone, Debug, PartialEq)]
/// struct Settings { server: Server, tags: Vec<String> }
///
/// let server = Server { host: "localhost".into(), port: 80 };
/// let old = Settings { server, tags: vec!["a".into()] };
/// let mut new = old.clone();
/// new.server.port = 8080;
/// new.tags.push("b".into());
///
/// let patch = old.diff(&new);
/// assert_eq!(patch.to_string(), "server.port: 80 -> 8080\ntags[1]: + 'b'");
///
/// let mut object = old.clone();
/// patch.apply(&mut object)?;
/// assert_eq!(object, new);
/// // The old value is not there any more, so the patch is refused, and nothing is written.
/// let error = patch.apply(&mut object).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "server.port: must be 80 for this change, not 8080; \
///      tags[1]: the list must have 1 items for this change, not 2"
/// );
/// // Undo is the inverse.
/// patch.invert().apply(&mut object)?;
/// assert_eq!(object, old);
/// # Ok::<(), slotted::PatchError>(())
/// ```
///
/// The changes apply one after the other: the index of an item counts in the list as the changes
/// before have left it. The order of a `Dict` and of a map is no part of a patch.
///
/// With the feature `serde`, a patch is data: a list of maps with the keys `path`, `old`, `new`,
/// and `len` where items are inserted or removed. A side that is not there has no key, and a `None`
/// is `null`. Two limits are those of the data: a patch with an opaque value cannot be written, and
/// JSON has no number that is infinite or not a number.
///
/// Two patches are equal if they have the same changes.
#[derive(Clone, Default, PartialEq)]
pub struct Patch {
    pub(crate) changes: Vec<Change>,
    pub(crate) omitted: Vec<Omission>,
}

/// One change of a [`Patch`].
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Server { host: String, port: u16 }
///
/// let old = Server { host: "localhost".into(), port: 80 };
/// let patch = old.diff(&Server { host: "localhost".into(), port: 8080 });
/// let change = patch.iter().next().expect("the port differs");
/// assert_eq!(change.path().to_string(), "port");
/// assert_eq!(change.old_value(), Some(&Value::from(80)));
/// assert_eq!(change.new_value(), Some(&Value::from(8080)));
/// ```
#[derive(Clone)]
pub struct Change {
    pub(crate) path: AttrPath,
    pub(crate) old: Option<Value>,
    pub(crate) new: Option<Value>,
    /// The length of the list before the change, if that inserts or removes an item of a list.
    pub(crate) len: Option<usize>,
}

/// The kinds of a [`Change`].
///
/// ```
/// use slotted::prelude::*;
/// use slotted::record::ChangeKind;
///
/// #[derive(Slots)]
/// struct Post { tags: Vec<String>, #[slots(optional)] editor: Option<String> }
///
/// let old = Post { tags: vec!["a".into()], editor: None };
/// let new = Post { tags: vec!["a".into(), "b".into()], editor: Some("ada".into()) };
/// let kinds: Vec<_> = old.diff(&new).iter().map(|change| change.kind()).collect();
/// assert_eq!(kinds, [ChangeKind::Inserted, ChangeKind::Added]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// A value becomes another.
    Changed,
    /// An unbound slot is bound, or an entry of a map or a `Dict` is added.
    Added,
    /// A slot is unbound, or an entry of a map or a `Dict` is removed.
    Removed,
    /// An item is inserted into a list, and those behind it move up.
    Inserted,
    /// An item is taken out of a list, and those behind it move down.
    TakenOut,
}

impl Change {
    /// Returns the path of what changes. Where the object itself is an enum whose variant is
    /// switched, the path has no steps, and its text is empty.
    #[must_use]
    pub fn path(&self) -> &AttrPath {
        &self.path
    }

    /// Returns the value before; `None` if the slot is unbound, or the entry or the item not there.
    #[must_use]
    pub fn old_value(&self) -> Option<&Value> {
        self.old.as_ref()
    }

    /// Returns the value after; `None` as for [`old_value`](Change::old_value).
    #[must_use]
    pub fn new_value(&self) -> Option<&Value> {
        self.new.as_ref()
    }

    /// Returns what kind of change it is.
    #[must_use]
    pub fn kind(&self) -> ChangeKind {
        match (&self.old, &self.new, self.len) {
            (Some(_), Some(_), _) => ChangeKind::Changed,
            (None, _, Some(_)) => ChangeKind::Inserted,
            (_, None, Some(_)) => ChangeKind::TakenOut,
            (None, _, None) => ChangeKind::Added,
            (_, None, None) => ChangeKind::Removed,
        }
    }

    pub(crate) fn steps(&self) -> &[Step] {
        self.path.steps()
    }

    /// Whether the change inserts an item into a list, or takes one out.
    pub(crate) fn moves_items(&self) -> bool {
        self.len.is_some()
    }

    fn inverse(&self) -> Change {
        let len = self.len.map(|len| if self.old.is_none() { len + 1 } else { len.max(1) - 1 });
        Change { path: self.path.clone(), old: self.new.clone(), new: self.old.clone(), len }
    }
}

/// Two changes are equal if they do the same; so what is not a number equals itself here.
impl PartialEq for Change {
    fn eq(&self, other: &Self) -> bool {
        let same = |a: &Option<Value>, b: &Option<Value>| match (a, b) {
            (Some(a), Some(b)) => is_same(a, b),
            (None, None) => true,
            _ => false,
        };
        self.path == other.path
            && self.len == other.len
            && same(&self.old, &other.old)
            && same(&self.new, &other.new)
    }
}

/// What a [`Patch`] says nothing of, because it cannot; see [`Patch::omitted`].
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Job { name: String, #[slots(opaque)] run: fn() }
///
/// let job = |name: &str| Job { name: name.into(), run: || () };
/// let patch = job("a").diff(&job("b"));
/// assert_eq!(patch.to_string().lines().next(), Some("name: 'a' -> 'b'"));
/// let [omission] = patch.omitted() else { panic!("functions are not compared") };
/// assert_eq!(omission.path().to_string(), "run");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Omission {
    pub(crate) path: AttrPath,
    pub(crate) why: OmissionKind,
}

/// Why a [`Patch`] says nothing of an attribute.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::record::OmissionKind;
///
/// #[derive(Slots)]
/// struct Job { #[slots(opaque)] run: fn() }
///
/// let patch = Job { run: || () }.diff(&Job { run: || () });
/// assert_eq!(patch.omitted()[0].kind(), OmissionKind::Incomparable);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OmissionKind {
    /// The values cannot be compared: the slot is opaque, and not `#[slots(opaque(eq))]`.
    Incomparable,
    /// The values differ, but cannot be copied: they are opaque, or hold something opaque, that is
    /// not `#[slots(opaque(clone))]`.
    NotCopied,
    /// The values lie, or would nest, more than 128 levels deep (spec 7.12).
    TooDeep,
}

impl Omission {
    /// Returns the path of the attribute.
    #[must_use]
    pub fn path(&self) -> &AttrPath {
        &self.path
    }

    /// Returns why the patch says nothing of it.
    #[must_use]
    pub fn kind(&self) -> OmissionKind {
        self.why
    }
}

impl Patch {
    /// Makes a patch without changes.
    #[must_use]
    pub const fn new() -> Self {
        Patch { changes: Vec::new(), omitted: Vec::new() }
    }

    /// Applies the changes: all of them, or none.
    ///
    /// A slot whose value changes is written as by [`setattr`](crate::AttributesExt::setattr), with
    /// its validator. A validated slot, a shared value, and a frozen or read-only part are made
    /// anew as a whole; so is a list or a map in which items are inserted or removed.
    ///
    /// # Errors
    ///
    /// Fails if a value is not the old value of its change, and where a write would fail. The error
    /// names the path of every fault. The object is then unchanged.
    pub fn apply(&self, object: &mut dyn Attributes) -> Result<(), PatchError> {
        self.apply_to(object, false)
    }

    /// Applies the changes, whatever the old values are: all of them, or none.
    ///
    /// An item is inserted at the end of a list that is shorter now. What is to be removed and is
    /// not there stays so.
    ///
    /// ```
    /// use slotted::prelude::*;
    ///
    /// #[derive(Slots)]
    /// struct Point { x: f64 }
    ///
    /// let patch = Point { x: 1.0 }.diff(&Point { x: 2.0 });
    /// let mut other = Point { x: 7.0 };                            // not what the patch starts from
    /// assert!(patch.apply(&mut other).is_err());
    /// patch.apply_anyway(&mut other)?;
    /// assert_eq!(other.x, 2.0);
    /// # Ok::<(), slotted::PatchError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where a write would fail. The object is then unchanged.
    pub fn apply_anyway(&self, object: &mut dyn Attributes) -> Result<(), PatchError> {
        self.apply_to(object, true)
    }

    fn apply_to(&self, object: &mut dyn Attributes, anyway: bool) -> Result<(), PatchError> {
        match &*self.changes {
            [change] if change.steps().is_empty() => {
                plan::apply_whole(object.__whole_mut(), change, anyway)
            }
            changes => plan::apply(object.__object_mut(), changes, anyway),
        }
    }

    /// Returns the patch that undoes this one.
    #[must_use]
    pub fn invert(&self) -> Patch {
        let changes = self.changes.iter().rev().map(Change::inverse).collect();
        Patch { changes, omitted: self.omitted.clone() }
    }

    /// Whether there are no changes. There may still be something [omitted](Patch::omitted).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns the number of changes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Iterates over the changes, in the order in which they apply.
    pub fn iter(&self) -> slice::Iter<'_, Change> {
        self.changes.iter()
    }

    /// Returns what the patch says nothing of: attributes that cannot be compared, such as opaque
    /// ones, and those that differ but cannot be copied.
    #[must_use]
    pub fn omitted(&self) -> &[Omission] {
        &self.omitted
    }
}

impl<'a> IntoIterator for &'a Patch {
    type Item = &'a Change;
    type IntoIter = slice::Iter<'a, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Prints `server.port: 80 -> 8080`; `+` stands before what is added, and `-` before what is
/// removed.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_path(f, &self.path)?;
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => write!(f, ": {old:?} -> {new:?}"),
            (None, Some(new)) => write!(f, ": + {new:?}"),
            (Some(old), None) => write!(f, ": - {old:?}"),
            (None, None) => Ok(()),
        }
    }
}

/// Prints the path; the object itself has no path, and is `(object)`.
fn write_path(f: &mut fmt::Formatter<'_>, path: &AttrPath) -> fmt::Result {
    if path.steps().is_empty() { f.write_str("(object)") } else { write!(f, "{path}") }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({self})")
    }
}

/// Prints the changes, one a line.
impl fmt::Display for Patch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, change) in self.changes.iter().enumerate() {
            write!(f, "{}{change}", if at == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Patch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patch")
            .field("changes", &self.changes)
            .field("omitted", &self.omitted)
            .finish()
    }
}

/// Returns the path of these steps.
pub(crate) fn path_of(steps: &[Step]) -> AttrPath {
    steps.iter().cloned().collect()
}
