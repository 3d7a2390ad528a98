//! The `validate` of a slot, type-erased.

use alloc::boxed::Box;
use core::any::TypeId;
use core::mem;

/// What a slot's `validate` says of a value.
///
/// Invariant 1: `says` is a `fn(&T) -> Result<(), Box<str>>`, and `of` the identity of that `T`.
#[derive(Clone, Copy)]
pub(crate) struct Check {
    says: fn(),
    of: TypeId,
}

impl Check {
    pub(crate) const fn new<T: 'static>(says: fn(&T) -> Result<(), Box<str>>) -> Self {
        // SAFETY: both are function pointers, and it is called again as what it was only.
        let says = unsafe { mem::transmute::<fn(&T) -> Result<(), Box<str>>, fn()>(says) };
        Check { says, of: TypeId::of::<T>() }
    }

    /// Asks it.
    ///
    /// # Panics
    ///
    /// Where it is for another type.
    pub(crate) fn ask<T: 'static>(&self, value: &T) -> Result<(), Box<str>> {
        assert!(self.of == TypeId::of::<T>(), "the check is of another type than the slot");
        // SAFETY: it was one, by invariant 1 and the identity just asked.
        let says = unsafe { mem::transmute::<fn(), fn(&T) -> Result<(), Box<str>>>(self.says) };
        says(value)
    }
}
