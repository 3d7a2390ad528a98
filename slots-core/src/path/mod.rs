//! Ways through nested attributes: `engine.oil.temp`, `wheels[2].pressure`.

mod error;
mod resolve;
mod walk;

pub use error::PathError;
pub(crate) use error::Reason;
pub use resolve::ResolvedPath;
pub(crate) use walk::{delete, read, write};

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use crate::dict::Dict;
use crate::raw::attr::AttrMut;
use crate::raw::object::ObjectMut;
use crate::slotted::Slotted;
use crate::value::SlotValue;

/// A way through nested attributes, as steps: names, with dots between them, and indexes in brackets.
///
/// ```
/// # use slotted::prelude::*;
/// use slotted::Path;
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
/// # let _: Path = "wheels[0]".parse()?;
/// # Ok::<(), slotted::PathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Path(Box<[Step]>);

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// To an attribute, or an entry of a map.
    Name(Box<str>),
    /// To an item of a list.
    Index(usize),
}

impl Step {
    pub(crate) fn as_name(&self) -> Option<&str> {
        match self {
            Step::Name(name) => Some(name),
            Step::Index(_) => None,
        }
    }
}

impl Path {
    /// Resolves the path once, for every `Base`: the part of it that lies inside the struct becomes one offset.
    ///
    /// # Errors
    ///
    /// A step inside the struct leads nowhere, or the path ends there at another type than `Type`.
    pub fn resolve<Base: Slotted, Type: 'static>(
        &self,
    ) -> Result<ResolvedPath<Base, Type>, PathError> {
        ResolvedPath::new(self)
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.0
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        parse(text).map(Path).map_err(|expected| PathError::new(text, Reason::Syntax(expected)))
    }
}

/// The steps; or what was expected where there is none.
fn parse(text: &str) -> Result<Box<[Step]>, &'static str> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[', ']']).unwrap_or(rest.len());
        if end == 0 {
            return Err("a name");
        }
        steps.push(Step::Name(rest[..end].into()));
        rest = &rest[end..];
        while let Some(inside) = rest.strip_prefix('[') {
            let Some((index, after)) = inside.split_once(']') else {
                return Err("a closing bracket");
            };
            let digits = Some(index).filter(|index| index.bytes().all(|b| b.is_ascii_digit()));
            let index = digits.and_then(|index| index.parse().ok());
            let index = index.ok_or("a number in the brackets, from 0 on")?;
            steps.push(Step::Index(index));
            rest = after;
        }
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None if rest.is_empty() => return Ok(steps.into()),
            None => return Err("a dot between the steps"),
        }
    }
}

/// As it is written.
impl fmt::Display for Path {
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

/// What lies inside a value, one step further.
pub enum Inside<'a> {
    /// It is a slotted struct.
    Object(ObjectMut<'a>),
    /// It is a dict, which takes new names.
    Dict(&'a mut Dict),
    /// It is a list or a map, and this its item.
    Item(AttrMut<'a>),
    /// It is a list or a map, and has no such item.
    Missing,
    /// It is shared, and cannot be changed.
    Shared,
    /// There is nothing inside such a value.
    Nothing,
}

impl<'a> Inside<'a> {
    /// The item of a list.
    pub(crate) fn item<T: SlotValue>(items: &'a mut [T], step: &Step) -> Self {
        match step {
            Step::Name(_) => Inside::Nothing,
            Step::Index(index) => items
                .get_mut(*index)
                .map_or(Inside::Missing, |item| Inside::Item(AttrMut::of(item))),
        }
    }
}
