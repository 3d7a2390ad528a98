//! The trait of everything that has attributes.

use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::find::find;
use crate::reflect::layout::SlotLayout;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::presence::Presence;
use crate::reflect::slotted::Slotted;
use crate::reflect::typed_object::OfType;

/// Attribute access by a name known only at run time, for every slotted type, and for every enum
/// with data that derives [`SlotValue`](crate::SlotValue): its attributes are those of its active
/// variant.
///
/// The trait is object-safe, so that a template engine or a query can hold any object as a
/// `&dyn Attributes`. The access methods are those of [`AttributesExt`](crate::AttributesExt).
///
/// A `dyn Attributes` is turned into its own type again by `downcast_ref`, `downcast_mut`, and, in
/// a box, `downcast`.
///
/// A name is looked up among the type's own slots, then among those of its bases, then in the
/// `Dict`. A slot hides an entry of the same name, even while the slot is unbound (`docs/spec.md`
/// 3.1, 3.2).
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64 }
/// #[derive(SlotValue)]
/// enum Shape { Circle { radius: f64 } }
///
/// let objects: [Box<dyn Attributes>; 2] =
///     [Box::new(Point { x: 1.0 }), Box::new(Shape::Circle { radius: 2.0 })];
/// let first: Vec<String> = objects
///     .iter()
///     .flat_map(|object| object.vars().map(|(name, value)| format!("{name}={value}")))
///     .collect();
/// assert_eq!(first, ["x=1", "radius=2"]);
/// assert_eq!(objects[0].downcast_ref::<Point>().map(|point| point.x), Some(1.0));
/// ```
pub trait Attributes: Sealed + OfType {
    /// Whether a shared object of this type has a word for weak references in its header:
    /// [`Slotted::Weakref`]; [`Absent`](crate::Absent) for an enum with data. A type whose objects
    /// say so only at run time has [`Present`](crate::Present) here, and each object's layout is
    /// asked: `Obj::try_downgrade`.
    #[doc(hidden)]
    type __Weakref: Presence
    where
        Self: Sized;

    /// Returns the layout of the type, if all its objects have the same.
    #[doc(hidden)]
    #[must_use]
    fn __static_layout() -> Option<&'static SlotLayout>
    where
        Self: Sized,
    {
        None
    }

    /// Returns the object with its layout, which is all that the access methods need.
    #[doc(hidden)]
    fn __object(&self) -> Object<'_>;

    /// Returns the object with its layout, mutably borrowed.
    #[doc(hidden)]
    fn __object_mut(&mut self) -> ObjectMut<'_>;

    /// Returns the whole object as a value, if it is an enum with data: what is written to it may
    /// switch the variant. (An `ObjectMut` knows its layout, so it cannot lend the whole.)
    #[doc(hidden)]
    fn __whole_mut(&mut self) -> Option<AttrMut<'_>> {
        None
    }

    /// Finds an attribute to read. Dispatched, because the layout is a constant in each type's copy
    /// of it.
    #[doc(hidden)]
    #[inline]
    fn __find(&self, name: &str) -> Option<AttrRef<'_>> {
        find(self.__object(), name)
    }

    /// Returns the layout of the object's type; of an enum with data, that of its active variant.
    #[inline]
    fn layout(&self) -> &SlotLayout {
        self.__object().layout()
    }
}

impl<T: Slotted> Attributes for T {
    type __Weakref = T::Weakref;

    fn __static_layout() -> Option<&'static SlotLayout> {
        Some(T::LAYOUT)
    }

    #[inline]
    fn __object(&self) -> Object<'_> {
        Object::of(self)
    }

    #[inline]
    fn __object_mut(&mut self) -> ObjectMut<'_> {
        ObjectMut::of(self)
    }
}

/// Seals [`Attributes`]: only slotted types and the expansion of `#[derive(SlotValue)]` for an enum
/// with data implement it, so methods can be added later.
#[doc(hidden)]
pub trait Sealed {}
impl<T: Slotted> Sealed for T {}
