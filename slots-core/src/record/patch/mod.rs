//! Patches: what turns one object into another, as data.
//!
//! | file | what |
//! |---|---|
//! | `change` | one change, and what a patch says nothing of |
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

pub(crate) mod change;
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

use crate::record::patch::change::{Change, Omission};
use crate::record::patch::error::PatchError;
use crate::reflect::attributes::Attributes;

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
