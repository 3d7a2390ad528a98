//! One change of a patch, and what a patch says nothing of.

use core::fmt;

use crate::path::AttrPath;
use crate::record::patch::same::is_same;
use crate::reflect::step::Step;
use crate::value::Value;

/// One change of a [`Patch`](crate::Patch).
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

    pub(super) fn inverse(&self) -> Change {
        let len = self.len.map(|len| match self.old {
            None => len.saturating_add(1),
            Some(_) => len.saturating_sub(1),
        });
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

/// What a [`Patch`](crate::Patch) says nothing of, because it cannot; see
/// [`Patch::omitted`](crate::Patch::omitted).
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

/// Why a [`Patch`](crate::Patch) says nothing of an attribute.
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
