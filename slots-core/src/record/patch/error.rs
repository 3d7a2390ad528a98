//! The error of a patch, which holds everything that is wrong with it.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::path::AttrPath;
use crate::path::error::{PathError, Reason};
use crate::record::patch::same::nests_within;
use crate::reflect::attr::AttrRef;
use crate::reflect::step::Step;
use crate::value::Value;
use crate::value::depth::MAX_DEPTH;

/// Why a [`Patch`](crate::Patch) was not applied, or a merge not made: every fault, each with its
/// path.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots, Clone)]
/// struct Point { x: f64, y: f64 }
///
/// let old = Point { x: 1.0, y: 2.0 };
/// let patch = old.diff(&Point { x: 3.0, y: 4.0 });
/// let error = patch.apply(&mut Point { x: 0.0, y: 0.0 }).unwrap_err();
/// assert_eq!(error.faults().len(), 2);
/// assert!(error.to_string().starts_with("x: must be 1.0 for this change, not 0.0; y: must be"));
/// ```
pub struct PatchError(Box<[PatchFault]>);

/// One fault of a [`PatchError`].
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots, Clone)]
/// struct Point { x: f64, y: f64 }
///
/// let patch = Point { x: 1.0, y: 2.0 }.diff(&Point { x: 3.0, y: 2.0 });
/// let error = patch.apply(&mut Point { x: 0.0, y: 0.0 }).unwrap_err();
/// let fault = &error.faults()[0];
/// assert_eq!(fault.to_string(), "x: must be 1.0 for this change, not 0.0");
/// ```
pub struct PatchFault(Repr);

enum Repr {
    /// The value at the path is not the one that the change starts from.
    Conflict { path: String, expected: String },
    /// The attribute cannot be reached or written.
    Path(PathError),
}

impl PatchFault {
    /// Makes the fault of a change whose old value is not there.
    #[cold]
    pub(crate) fn conflict(
        steps: &[Step],
        found: Option<&AttrRef<'_>>,
        old: Option<&Value>,
    ) -> Self {
        struct Side<'a>(Option<&'a dyn fmt::Debug>);
        impl fmt::Display for Side<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 {
                    Some(value) => write!(f, "{value:?}"),
                    None => f.write_str("absent"),
                }
            }
        }
        let old = Side(old.map(|old| -> &dyn fmt::Debug { old }));
        // Printing recurses into what was found, so something that nests too deep is named only.
        let kind = found.map(AttrRef::kind);
        let found = match found {
            Some(found) if !nests_within(&found.view(), MAX_DEPTH) => {
                Side(kind.as_ref().map(|kind| -> &dyn fmt::Debug { kind }))
            }
            found => Side(found.map(|found| -> &dyn fmt::Debug { found })),
        };
        PatchFault::unmet(steps, alloc::format!("must be {old} for this change, not {found}"))
    }

    /// Makes the fault of a change that expects something else at the path.
    #[cold]
    pub(crate) fn unmet(steps: &[Step], expected: String) -> Self {
        PatchFault(Repr::Conflict { path: text_of(steps), expected })
    }

    /// Makes the fault of a place that cannot be reached or written.
    #[cold]
    pub(crate) fn at(steps: &[Step], reason: Reason) -> Self {
        PatchFault(Repr::Path(PathError::new(&text_of(steps), reason)))
    }

    /// Returns the path of what is at fault.
    #[must_use]
    pub fn path(&self) -> &str {
        match &self.0 {
            Repr::Conflict { path, .. } => path,
            Repr::Path(error) => error.path(),
        }
    }

    /// Whether the old value of a change is not there: what
    /// [`apply_anyway`](crate::Patch::apply_anyway) would overwrite.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(self.0, Repr::Conflict { .. })
    }

    /// Returns the error of the path, if the fault is no [conflict](PatchFault::is_conflict).
    #[must_use]
    pub fn path_error(&self) -> Option<&PathError> {
        match &self.0 {
            Repr::Conflict { .. } => None,
            Repr::Path(error) => Some(error),
        }
    }
}

/// Returns the text of the path. The object itself has no path, and is `(object)`.
fn text_of(steps: &[Step]) -> String {
    if steps.is_empty() { "(object)".into() } else { AttrPath::of(steps).to_string() }
}

impl PatchError {
    /// Fails with the faults, if there are any.
    pub(crate) fn check(faults: Vec<PatchFault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(PatchError(faults.into())) }
    }

    /// Returns the faults: at least one.
    #[must_use]
    pub fn faults(&self) -> &[PatchFault] {
        &self.0
    }
}

impl fmt::Display for PatchFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Conflict { path, expected } => write!(f, "{path}: {expected}"),
            Repr::Path(error) => write!(f, "{error}"),
        }
    }
}

impl fmt::Debug for PatchFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PatchFault({:?})", self.to_string())
    }
}

/// Prints the faults, separated by `; `.
impl fmt::Display for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.0.iter().enumerate() {
            write!(f, "{}{fault}", if at == 0 { "" } else { "; " })?;
        }
        Ok(())
    }
}

impl fmt::Debug for PatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PatchError").field(&self.0).finish()
    }
}

impl core::error::Error for PatchError {}
