//! A path that is resolved once.

use alloc::boxed::Box;
use core::fmt;

use crate::attributes::error::{AttributeError, Fault};
use crate::descriptor::inline::{Inline, NoSlot};
use crate::descriptor::slot::{ReadOnlySlot, Slot};
use crate::path::AttrPath;
use crate::path::error::{PathError, Reason};
use crate::path::walk::read_inside;
use crate::reflect::slotted::Slotted;
use crate::reflect::step::Step;
use crate::value::kind::Kind;

/// A [`AttrPath`] from `Base` to a `Type`, resolved once: what lies inside the struct is one offset, and only what lies behind
/// a `Vec`, an `Option` or a map is gone through step by step.
///
/// ```
/// # use slotted::prelude::*;
/// use slotted::AttrPath;
///
/// #[derive(Slots)]
/// struct Oil { temp: f64 }
/// #[derive(Slots)]
/// struct Engine { oil: Oil }
/// #[derive(Slots)]
/// struct Car { engine: Engine }
///
/// let cars = [Car { engine: Engine { oil: Oil { temp: 90.0 } } }];
/// let temp = "engine.oil.temp".parse::<AttrPath>()?.resolve::<Car, f64>()?;
/// assert_eq!(temp.get(&cars[0])?, &90.0);
/// // Wholly inline: a slot like any other.
/// let slot = temp.slot().expect("no step leaves the struct");
/// assert_eq!(slot.column(&cars).sum::<f64>(), 90.0);
/// # Ok::<(), slotted::PathError>(())
/// ```
pub struct ResolvedPath<Base, Type> {
    start: Inline<Base>,
    /// Set where the whole path is inline.
    slot: Option<ReadOnlySlot<Base, Type>>,
    /// All steps; the first `done` of them are inline.
    steps: Box<[Step]>,
    done: usize,
}

impl<Base: Slotted, Type: 'static> ResolvedPath<Base, Type> {
    pub(crate) fn new(path: &AttrPath) -> Result<Self, PathError> {
        let steps = path.steps();
        let (start, done) = Inline::<Base>::along(steps).map_err(|NoSlot { layout, step }| {
            let name = steps[step].as_name().unwrap_or_default();
            let error = AttributeError::new(layout, name, Fault::NoSuchAttribute);
            PathError::at(&steps[..=step], Reason::Attribute(error))
        })?;
        let is_inline = done == steps.len();
        let slot = start.read_only_slot::<Type>().filter(|_| is_inline);
        if !is_inline && !may_hold(start.kind()) {
            return Err(PathError::at(&steps[..=done], Reason::NothingInside(start.kind())));
        }
        // What is in an `Option`, or in a `Value`, is known when it is read.
        if is_inline && slot.is_none() && !start.may_be::<Type>() {
            let (expected, found) = (start.type_name(), core::any::type_name::<Type>());
            return Err(PathError::at(steps, Reason::OtherType { expected, found }));
        }
        Ok(ResolvedPath { start, slot, steps: steps.into(), done })
    }

    /// The value at the end of the path.
    ///
    /// # Errors
    ///
    /// The part of the path that is not inline leads nowhere in this `base`, or to another type.
    #[inline]
    pub fn get<'a>(&self, base: &'a Base) -> Result<&'a Type, PathError> {
        match self.slot {
            Some(slot) => Ok(slot.get(base)),
            None => self.walk(base),
        }
    }

    fn walk<'a>(&self, base: &'a Base) -> Result<&'a Type, PathError> {
        let first = self.start.read(base).ok_or_else(|| {
            let name = self.steps[self.done - 1].as_name().unwrap_or_default();
            let error = AttributeError::new(self.start.owner(), name, Fault::Unbound);
            PathError::at(&self.steps[..self.done], Reason::Attribute(error))
        })?;
        let found = read_inside(first, &self.steps, self.done)?;
        found.downcast_ref().ok_or_else(|| {
            let (expected, found) = (found.type_name(), core::any::type_name::<Type>());
            PathError::at(&self.steps, Reason::OtherType { expected, found })
        })
    }

    /// The path as one descriptor, where all of it is inline and may be written.
    pub fn slot(&self) -> Option<Slot<Base, Type>> {
        self.slot.and(self.start.slot())
    }

    /// The path as one descriptor to read, where all of it is inline.
    #[inline]
    pub fn read_only_slot(&self) -> Option<ReadOnlySlot<Base, Type>> {
        self.slot
    }
}

/// Whether a value of that kind could have anything inside.
fn may_hold(kind: Kind) -> bool {
    !matches!(kind, Kind::Bool | Kind::Int | Kind::Float | Kind::Str | Kind::Opaque)
}

impl<Base, Type> fmt::Debug for ResolvedPath<Base, Type> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (of, to) = (core::any::type_name::<Base>(), core::any::type_name::<Type>());
        write!(f, "ResolvedPath({}, {of} to {to})", AttrPath(self.steps.clone()))
    }
}
