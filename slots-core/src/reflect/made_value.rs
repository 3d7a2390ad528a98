//! A value that was made to be swapped with an attribute of its type.

use alloc::boxed::Box;
use core::any::Any;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::vtable::put::{Dest, Source};
use crate::reflect::vtable::value::ValueVTable;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// A value of an attribute's type, in a box of its own.
///
/// Invariant 1: `boxed` holds a value of the type of `vtable`. (Only `of` makes a `MadeValue`;
/// `into_box` gives the box away, and nothing lends it out otherwise.)
pub(crate) struct MadeValue {
    boxed: Box<dyn Any>,
    vtable: &'static ValueVTable,
}

impl MadeValue {
    /// Converts a value to the type of `attribute`, as a write would. Runs no validator.
    pub(crate) fn like(
        attribute: &AttrRef<'_>,
        value: &mut Value,
    ) -> Result<Self, ConversionError> {
        MadeValue::of(attribute.vtable(), Source::Value(value))
    }

    /// Makes a value of the type of `vtable`, as a write would. Runs no validator.
    pub(crate) fn of(
        vtable: &'static ValueVTable,
        source: Source<'_>,
    ) -> Result<Self, ConversionError> {
        let mut boxed = None;
        // SAFETY: `Dest::Boxed` is a destination for any type.
        unsafe { vtable.put(Dest::Boxed(&mut boxed), source) }?;
        // `put` boxes a value of the type of its vtable; compare nevertheless, since the invariant
        // rests on it.
        match boxed {
            Some(boxed) if (*boxed).type_id() == vtable.ty().id() => {
                Ok(MadeValue { boxed, vtable })
            }
            _ => unreachable!("a successful `put` fills the box with a value of its type"),
        }
    }

    pub(crate) fn as_ref(&self) -> AttrRef<'_> {
        // SAFETY: `boxed` holds a value of the type of `vtable` (invariant 1).
        unsafe { AttrRef::from_raw(Ptr::new(&*self.boxed), self.vtable) }
    }

    pub(crate) fn as_mut(&mut self) -> AttrMut<'_> {
        // SAFETY: `boxed` holds a value of the type of `vtable` (invariant 1), and the pointer to
        // it covers all of it.
        unsafe { AttrMut::from_raw(PtrMut::of_any(&mut *self.boxed), self.vtable) }
    }

    pub(crate) fn into_box(self) -> Box<dyn Any> {
        self.boxed
    }
}
