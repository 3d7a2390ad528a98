//! A reference to a value, seen as a type of our own that prints it otherwise.

use core::ptr;

/// A `T` in place, for which this crate implements `Display`: a `Duration` as `1h 30m`, a
/// `Cell<char>` as its character.
///
/// Invariant 1: it has the layout of a `T` (`repr(transparent)`).
#[repr(transparent)]
pub(crate) struct Shown<T>(T);

impl<T> Shown<T> {
    pub(crate) fn of(value: &T) -> &Shown<T> {
        // SAFETY: the pointer comes from a reference, which lives as long as the result, and
        // `Shown<T>` has the layout of a `T` (invariant 1), so interior mutability is the same too.
        unsafe { &*ptr::from_ref(value).cast::<Shown<T>>() }
    }

    pub(crate) fn get(&self) -> &T {
        &self.0
    }
}
