//! What has attributes.

use crate::reflect::layout::SlotLayout;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::slotted::Slotted;

/// Attribute access by run-time name, for every slotted type; object-safe, so that a template engine or a
/// query can hold any object as a `&dyn Attributes`.
///
/// A name is looked for among the type's own slots, then those of its bases, then in the `Dict`. A slot wins over
/// an entry of the same name, even when it is unbound (`docs/spec.md` 3.1, 3.2). The methods that take a type
/// parameter stand in [`AttributesExt`].
pub trait Attributes: sealed::Sealed {
    /// The object with its layout, which is all that the methods need.
    #[doc(hidden)]
    fn __object(&self) -> Object<'_>;

    /// The same, to change.
    #[doc(hidden)]
    fn __object_mut(&mut self) -> ObjectMut<'_>;

    /// The layout of the object's type.
    #[inline]
    fn layout(&self) -> &'static SlotLayout {
        self.__object().layout()
    }
}

impl<T: Slotted> Attributes for T {
    #[inline]
    fn __object(&self) -> Object<'_> {
        Object::of(self)
    }

    #[inline]
    fn __object_mut(&mut self) -> ObjectMut<'_> {
        ObjectMut::of(self)
    }
}

mod sealed {
    /// Only types of this crate, and slotted ones, have attributes: methods can be added later.
    pub trait Sealed {}
    impl<T: crate::reflect::slotted::Slotted> Sealed for T {}
}
