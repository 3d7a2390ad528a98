//! A path that is resolved once, for all objects of a type.

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

/// An [`AttrPath`] from a `Base` to a `Type`, resolved once for all objects.
///
/// The part of the path that lies inside the struct is one offset. Only the part behind a `Vec`, an
/// `Option` or a map is walked step by step in each object (spec 8.15).
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
/// // The whole path lies inside the struct, so it is a slot like any other.
/// let slot = temp.slot().expect("no step leaves the struct");
/// assert_eq!(slot.column(&cars).sum::<f64>(), 90.0);
/// # Ok::<(), slotted::PathError>(())
/// ```
pub struct ResolvedPath<Base, Type> {
    /// The slot at which the inline part of the path ends.
    start: Inline<Base>,
    /// Set if the whole path is inline and the field there is a `Type`.
    slot: Option<ReadOnlySlot<Base, Type>>,
    /// All steps; the first `done` of them are inline, that is, inside the struct.
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
        // Whether an optional slot is bound, and what a `Value` holds, is known only when it is
        // read.
        if is_inline && slot.is_none() && !start.may_be::<Type>() {
            let (expected, found) = (start.type_name(), core::any::type_name::<Type>());
            return Err(PathError::at(steps, Reason::OtherType { expected, found }));
        }
        Ok(ResolvedPath { start, slot, steps: steps.into(), done })
    }

    /// Returns the value at the end of the path.
    ///
    /// # Errors
    ///
    /// Fails if the last inline slot is unbound in this `base`, or if the rest of the path leads
    /// nowhere or to another type.
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

    /// Returns the path as one descriptor, if all of it lies inside the struct and may be written.
    pub fn slot(&self) -> Option<Slot<Base, Type>> {
        self.slot.and(self.start.slot())
    }

    /// Returns the path as one read-only descriptor, if all of it lies inside the struct.
    #[inline]
    pub fn read_only_slot(&self) -> Option<ReadOnlySlot<Base, Type>> {
        self.slot
    }
}

/// Whether a path can lead into a value of that kind.
fn may_hold(kind: Kind) -> bool {
    !matches!(kind, Kind::Bool | Kind::Int | Kind::Float | Kind::Str | Kind::Opaque)
}

impl<Base, Type> fmt::Debug for ResolvedPath<Base, Type> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (of, to) = (core::any::type_name::<Base>(), core::any::type_name::<Type>());
        write!(f, "ResolvedPath({}, {of} to {to})", AttrPath(self.steps.clone()))
    }
}
