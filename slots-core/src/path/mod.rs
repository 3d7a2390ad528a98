//! Paths through nested attributes: `engine.oil.temp`, `wheels[2].pressure`.
//!
//! | file | what |
//! |---|---|
//! | `access` | reading, writing and deleting by a path, in any object |
//! | `check` | what is known of a path's steps before there is an object |
//! | `end` | what is done at the end of a path |
//! | `error` | the error of a path |
//! | `make` | making what is missing where a write leads |
//! | `parse` | the text of a path |
//! | `place` | a write in an object with a lock: the place, the value, the swap |
//! | `resolve` | a path that is resolved once, for all objects of a type |
//! | `through` | walking a path through shared objects |
//! | `typed` | a resolved path that ends at a type |
//! | `walk` | walking a path step by step, to read, write or delete |

pub(crate) mod access;
pub(crate) mod check;
pub(crate) mod end;
pub(crate) mod error;
pub(crate) mod make;
pub(crate) mod parse;
pub(crate) mod place;
pub(crate) mod resolve;
pub(crate) mod through;
pub(crate) mod typed;
pub(crate) mod walk;

use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use crate::path::error::{PathError, Reason};
use crate::path::parse::{parse, write_steps};
use crate::path::resolve::ResolvedPath;
use crate::path::typed::TypedPath;
use crate::reflect::slotted::Slotted;
use crate::reflect::step::Step;

/// A path through nested attributes, parsed once and used on any object: Python's
/// `operator.attrgetter('a.b')`.
///
/// | text | what |
/// |---|---|
/// | `engine.oil` | the attribute `oil` of the attribute `engine`; of a map, the entry `oil` |
/// | `wheels[2]` | the third item of a list |
/// | `limits["any key"]` | a name that has other characters than a name without quotes may have |
///
/// A name without quotes is any text without a dot or a bracket: `max-speed`. In quotes, which may
/// be single ones too, `\"`, `\'`, `\\`, `\n`, `\r`, `\t` and `\u{…}` are escapes. A path prints as
/// text that is parsed as the same path.
///
/// ```
/// # use slotted::prelude::*;
/// use slotted::AttrPath;
///
/// #[derive(Slots)]
/// struct Wheel { pressure: f64 }
/// #[derive(Slots)]
/// struct Car { wheels: Vec<Wheel> }
/// #[derive(Slots)]
/// struct Cart { wheels: [Wheel; 2] }
///
/// let mut car = Car { wheels: vec![Wheel { pressure: 2.2 }, Wheel { pressure: 2.3 }] };
/// let cart = Cart { wheels: [Wheel { pressure: 1.0 }, Wheel { pressure: 1.1 }] };
///
/// // The same path, on unlike objects.
/// let path: AttrPath = "wheels[1].pressure".parse()?;
/// let objects: [&dyn Attributes; 2] = [&car, &cart];
/// let read: Vec<String> =
///     objects.iter().map(|it| Ok(path.get(*it)?.to_string())).collect::<Result<_, slotted::PathError>>()?;
/// assert_eq!(read, ["2.3", "1.1"]);
///
/// path.set(&mut car, 2)?;
/// assert_eq!(car.wheels[1].pressure, 2.0);
///
/// let error = car.getattr_path("wheels[1].presure").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "wheels[1].presure: 'Wheel' object has no attribute 'presure'. Did you mean: 'pressure'?"
/// );
/// # Ok::<(), slotted::PathError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[doc(alias = "operator.attrgetter")]
#[doc(alias = "attrgetter")]
pub struct AttrPath(Vec<Step>);

impl AttrPath {
    /// Makes a path without steps, to [`push`](AttrPath::push) some. It leads nowhere: access by it
    /// is an error.
    ///
    /// ```
    /// use slotted::AttrPath;
    ///
    /// let mut path = AttrPath::new();
    /// path.push("wheels");
    /// path.push(2_usize);
    /// path.push("any key");
    /// path.push("a.b");
    /// assert_eq!(path.to_string(), r#"wheels[2].any key["a.b"]"#);
    /// assert_eq!(path.to_string().parse::<AttrPath>()?, path);
    /// # Ok::<(), slotted::PathError>(())
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        AttrPath(Vec::new())
    }

    /// Appends a step: a name, or the index of an item of a list.
    pub fn push(&mut self, step: impl Into<Step>) {
        self.0.push(step.into());
    }

    /// Takes the last step away, and returns it.
    pub fn pop(&mut self) -> Option<Step> {
        self.0.pop()
    }

    /// Returns the path that goes on from the end of this one with the steps of `rest`.
    ///
    /// ```
    /// use slotted::AttrPath;
    ///
    /// let (engine, temp): (AttrPath, AttrPath) = ("engine".parse()?, "oil.temp".parse()?);
    /// let path = engine.join(&temp);
    /// assert_eq!(path.to_string(), "engine.oil.temp");
    /// assert_eq!(path.parent().expect("three steps").to_string(), "engine.oil");
    /// assert_eq!(engine.parent(), None);
    /// # Ok::<(), slotted::PathError>(())
    /// ```
    #[must_use]
    pub fn join(&self, rest: &AttrPath) -> AttrPath {
        self.0.iter().chain(&rest.0).cloned().collect()
    }

    /// Returns the path without its last step. `None` if it has one step only: then that leads on
    /// from the object itself.
    #[must_use]
    pub fn parent(&self) -> Option<AttrPath> {
        let (_, before) = self.0.split_last()?;
        (!before.is_empty()).then(|| AttrPath(before.into()))
    }

    /// Makes the path of these steps.
    pub(crate) fn of(steps: &[Step]) -> Self {
        steps.iter().cloned().collect()
    }

    /// Returns the steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Resolves the path for all values of type `Base`, to read what it leads to as an
    /// [`AttrRef`](crate::AttrRef) (spec 8.15).
    ///
    /// # Errors
    ///
    /// Fails if a step leads nowhere in every `Base`. That is known of all steps but those below a
    /// [`Dict`](crate::Dict), a [`Value`](crate::Value) or an enum's variant, which wait for the
    /// object.
    pub fn resolve<Base: Slotted>(&self) -> Result<ResolvedPath<Base>, PathError> {
        ResolvedPath::new(self)
    }

    /// Resolves the path for all values of type `Base`, to read what it leads to as a `&Type`
    /// (spec 8.15).
    ///
    /// ```
    /// use slotted::AttrPath;
    /// use slotted::prelude::*;
    ///
    /// #[derive(Slots)]
    /// struct Car { rpms: Vec<u32> }
    ///
    /// let second = "rpms[1]".parse::<AttrPath>()?.resolve_as::<Car, u32>()?;
    /// assert_eq!(*second.get(&Car { rpms: vec![900, 1100] })?, 1100);
    /// assert!("rpms[1]".parse::<AttrPath>()?.resolve_as::<Car, f64>().is_err());
    /// # Ok::<(), slotted::PathError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails where [`resolve`](AttrPath::resolve) fails, and if the path cannot end at a `Type`.
    pub fn resolve_as<Base: Slotted, Type: 'static>(
        &self,
    ) -> Result<TypedPath<Base, Type>, PathError> {
        TypedPath::new(self)
    }
}

impl FromStr for AttrPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        parse(text).map(AttrPath).map_err(|expected| PathError::new(text, Reason::Syntax(expected)))
    }
}

impl FromIterator<Step> for AttrPath {
    fn from_iter<I: IntoIterator<Item = Step>>(steps: I) -> Self {
        AttrPath(steps.into_iter().collect())
    }
}

/// Prints the path in the syntax that `from_str` parses.
impl fmt::Display for AttrPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_steps(f, &self.0)
    }
}
