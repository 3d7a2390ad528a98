//! Uninit memory for a value of a known type, lent out to be filled.

use core::cell::Cell;
use core::marker::PhantomData;

use crate::erased::uninit::Uninit;

/// Uninit memory for a `T`, lent out to be filled.
///
/// Invariants:
///
/// 1. `memory` is for a `T`.
/// 2. `memory` holds a `T` exactly if `filled` is set. That value belongs to the lender, who drops
///    it.
pub(crate) struct Empty<'a, T> {
    memory: Uninit<'a>,
    filled: &'a Cell<bool>,
    of: PhantomData<fn(T)>,
}

impl<'a, T> Empty<'a, T> {
    /// # Safety
    ///
    /// `memory` is for a `T`, and `filled` is not set. If `filled` is set afterwards, the caller
    /// takes the memory to hold a `T`.
    #[inline(always)]
    pub(crate) unsafe fn new(memory: Uninit<'a>, filled: &'a Cell<bool>) -> Self {
        Empty { memory, filled, of: PhantomData }
    }

    /// Returns the memory, and what is set when it is filled.
    ///
    /// # Safety
    ///
    /// The memory holds a `T` exactly if the second is set, as invariant 2 says.
    #[inline(always)]
    pub(crate) unsafe fn into_parts(self) -> (Uninit<'a>, &'a Cell<bool>) {
        (self.memory, self.filled)
    }

    /// Fills the memory.
    ///
    /// # Panics
    ///
    /// If it is filled already.
    #[inline(always)]
    pub(crate) fn fill(&mut self, value: T) {
        assert!(!self.filled.get(), "it is filled once");
        // SAFETY: the memory is for a `T` (invariant 1).
        unsafe { self.memory.reborrow().write(value) };
        self.filled.set(true);
    }

    /// Lends the memory to `fill`.
    ///
    /// # Panics
    ///
    /// If it is filled already.
    ///
    /// # Safety
    ///
    /// If `fill` returns `Ok`, the memory that it got holds a `T`; otherwise, or if it panics, it
    /// holds none.
    #[inline(always)]
    pub(crate) unsafe fn fill_by<E>(
        &mut self,
        fill: impl FnOnce(Uninit<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        assert!(!self.filled.get(), "it is filled once");
        fill(self.memory.reborrow())?;
        self.filled.set(true);
        Ok(())
    }
}
