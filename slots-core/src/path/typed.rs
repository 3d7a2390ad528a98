//! A resolved path that ends at a type.

use core::any::type_name;
use core::fmt;

use crate::descriptor::inline::Inline;
use crate::descriptor::route::{ItemRoute, RouteTo};
use crate::descriptor::slot::{ReadOnlySlot, Slot};
use crate::path::AttrPath;
use crate::path::error::PathError;
use crate::path::resolve::ResolvedPath;
use crate::reflect::slotted::Slotted;

/// An [`AttrPath`] from a `Base` to a `Type`, resolved once for all objects: a [`ResolvedPath`]
/// that reads a `&Type`.
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
/// let temp = "engine.oil.temp".parse::<AttrPath>()?.resolve_as::<Car, f64>()?;
/// assert_eq!(temp.get(&cars[0])?, &90.0);
/// // The whole path lies inside the struct, so it is a slot like any other.
/// let slot = temp.slot().expect("no step leaves the struct");
/// assert_eq!(slot.column(&cars).sum::<f64>(), 90.0);
/// # Ok::<(), slotted::PathError>(())
/// ```
pub struct TypedPath<Base, Type> {
    path: ResolvedPath<Base>,
    way: Way<Base, Type>,
    /// The slot, set if the way is one and it may be written.
    writable: Option<Slot<Base, Type>>,
}

/// The shortest way to the value.
enum Way<Base, Type> {
    /// The whole path is inline, and the field there is a `Type`.
    Slot(ReadOnlySlot<Base, Type>),
    /// A `Type` in an item of a list that is inline.
    Item(ItemRoute<Base, Type>),
    /// All places are known, and the value there is a `Type`.
    Route(RouteTo<Base, Type>),
    /// Step by step.
    Walk,
}

impl<Base: Slotted, Type: 'static> Way<Base, Type> {
    fn of(path: &ResolvedPath<Base>) -> Self {
        if let Some(slot) = path.inline().and_then(Inline::read_only_slot::<Type>) {
            return Way::Slot(slot);
        }
        let Some(route) = path.route() else { return Way::Walk };
        match route.to_item() {
            Some(item) => Way::Item(item),
            None => route.to().map_or(Way::Walk, Way::Route),
        }
    }
}

impl<Base: Slotted, Type: 'static> TypedPath<Base, Type> {
    pub(crate) fn new(path: &AttrPath) -> Result<Self, PathError> {
        let path = ResolvedPath::<Base>::new(path)?;
        let way = Way::of(&path);
        if !matches!(way, Way::Slot(_))
            && let Err(expected) = path.known().may_be::<Type>()
        {
            return Err(path.other_type(expected, type_name::<Type>()));
        }
        let writable = path.inline().and_then(Inline::slot);
        Ok(TypedPath { path, way, writable })
    }

    /// Returns the value at the end of the path.
    ///
    /// # Errors
    ///
    /// Fails if a slot or an item on the path is missing in this `base`, and if the part of the
    /// path that is known only now leads nowhere or to another type.
    // The two short ways are inlined, and nothing else, so that they stay short.
    #[inline(always)]
    pub fn get<'a>(&self, base: &'a Base) -> Result<&'a Type, PathError> {
        match &self.way {
            Way::Slot(slot) => Ok(slot.get(base)),
            Way::Item(route) => match route.read(base) {
                Some(found) => Ok(found),
                None => self.walk(base),
            },
            _ => self.walk(base),
        }
    }

    #[inline(never)]
    fn walk<'a>(&self, base: &'a Base) -> Result<&'a Type, PathError> {
        if let Way::Route(route) = &self.way
            && let Some(found) = route.read(base)
        {
            return Ok(found);
        }
        let found = self.path.get(base)?;
        found
            .downcast_ref()
            .ok_or_else(|| self.path.other_type(found.type_name(), type_name::<Type>()))
    }

    /// Returns the path as one descriptor, if all of it lies inside the struct and may be written.
    #[inline]
    #[must_use]
    pub fn slot(&self) -> Option<Slot<Base, Type>> {
        self.writable
    }

    /// Returns the path as one read-only descriptor, if all of it lies inside the struct.
    #[inline]
    #[must_use]
    pub fn read_only_slot(&self) -> Option<ReadOnlySlot<Base, Type>> {
        match self.way {
            Way::Slot(slot) => Some(slot),
            _ => None,
        }
    }
}

/// Prints the path.
impl<Base, Type> fmt::Display for TypedPath<Base, Type> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.fmt(f)
    }
}

impl<Base, Type> fmt::Debug for TypedPath<Base, Type> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (of, to) = (type_name::<Base>(), type_name::<Type>());
        write!(f, "TypedPath({}, {of} to {to})", self.path)
    }
}
