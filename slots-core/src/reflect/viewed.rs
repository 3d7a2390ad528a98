//! Containers whose items are read in another mode than their type's own.

use core::marker::PhantomData;
use core::ptr;

/// A container `C`, seen as one whose items are read and written in the mode `M`.
///
/// Invariant 1: it has the layout of a `C` (`repr(transparent)`; the other field has no size), and
/// is valid exactly where a `C` is.
#[repr(transparent)]
pub(crate) struct Viewed<C, M> {
    container: C,
    mode: PhantomData<fn() -> M>,
}

impl<C, M> Viewed<C, M> {
    pub(crate) fn of(container: &C) -> &Self {
        // SAFETY: the pointer comes from a reference to a `C`, and a `Viewed` has the layout and
        // the valid values of one (invariant 1). The result borrows for as long.
        unsafe { &*ptr::from_ref(container).cast::<Self>() }
    }

    pub(crate) fn of_mut(container: &mut C) -> &mut Self {
        // SAFETY: the pointer comes from an exclusive reference to a `C`, and a `Viewed` has the
        // layout and the valid values of one (invariant 1), so that what is written through the
        // result is a valid `C`. The result borrows for as long.
        unsafe { &mut *ptr::from_mut(container).cast::<Self>() }
    }

    pub(crate) fn container(&self) -> &C {
        &self.container
    }

    pub(crate) fn container_mut(&mut self) -> &mut C {
        &mut self.container
    }
}
