//! Paths through nested attributes: `engine.oil.temp`, `wheels[2].pressure`.
//!
//! | file | what |
//! |---|---|
//! | `error` | the error of a path |
//! | `parse` | parsing a path |
//! | `resolve` | a path that is resolved once, for all objects of a type |
//! | `walk` | walking a path step by step, to read, write or delete |

pub(crate) mod error;
pub(crate) mod parse;
pub(crate) mod resolve;
pub(crate) mod walk;

use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

use crate::path::error::{PathError, Reason};
use crate::path::parse::parse;
use crate::path::resolve::ResolvedPath;
use crate::reflect::slotted::Slotted;
use crate::reflect::step::Step;

/// A path through nested attributes: names separated by dots, and indexes in brackets.
///
/// ```
/// # use slotted::prelude::*;
/// use slotted::AttrPath;
///
/// #[derive(Slots)]
/// struct Wheel { pressure: f64 }
/// #[derive(Slots)]
/// struct Car { wheels: Vec<Wheel> }
///
/// let mut car = Car { wheels: vec![Wheel { pressure: 2.2 }, Wheel { pressure: 2.3 }] };
/// assert_eq!(car.getattr_path("wheels[1].pressure")?, 2.3);
/// car.setattr_path("wheels[0].pressure", 2)?;
///
/// let error = car.getattr_path("wheels[1].presure").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "wheels[1].presure: 'Wheel' object has no attribute 'presure'. Did you mean: 'pressure'?"
/// );
/// # let _: AttrPath = "wheels[0]".parse()?;
/// # Ok::<(), slotted::PathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AttrPath(Box<[Step]>);

impl AttrPath {
    /// Resolves the path for all values of type `Base`: the part of it that lies inside the struct
    /// becomes one offset (spec 8.15).
    ///
    /// # Errors
    ///
    /// Fails if a step inside the struct leads nowhere, or if the whole path lies inside the struct
    /// and cannot end at a `Type`.
    pub fn resolve<Base: Slotted, Type: 'static>(
        &self,
    ) -> Result<ResolvedPath<Base, Type>, PathError> {
        ResolvedPath::new(self)
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl FromStr for AttrPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        parse(text).map(AttrPath).map_err(|expected| PathError::new(text, Reason::Syntax(expected)))
    }
}

/// Prints the path in the syntax that `from_str` parses.
impl fmt::Display for AttrPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_steps(f, &self.0)
    }
}

fn write_steps(f: &mut fmt::Formatter<'_>, steps: &[Step]) -> fmt::Result {
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Name(name) => write!(f, "{}{name}", if at == 0 { "" } else { "." })?,
            Step::Index(index) => write!(f, "[{index}]")?,
        }
    }
    Ok(())
}
