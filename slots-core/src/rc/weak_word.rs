//! The word in an object's header that leads to its weak references.

use core::ptr;

#[cfg(not(loom))]
use core::sync::atomic::{AtomicPtr, Ordering};
#[cfg(loom)]
use loom::sync::atomic::{AtomicPtr, Ordering};

/// The word that leads to an object's weak references: null until the first one is made.
///
/// Invariant 1: the pointer is null, or points to the `Block<T, C>` of the object in whose header
/// this word lies. That block counts one reference for the object, which this word owns.
#[derive(Default)]
pub(crate) struct WeakWord {
    block: AtomicPtr<()>,
}

impl WeakWord {
    /// Loads the pointer to the block. Acquire: the block's initialization is visible.
    #[inline]
    pub(crate) fn get(&self) -> *mut () {
        self.block.load(Ordering::Acquire)
    }

    /// Stores `block`, if the pointer is null. Otherwise, returns the block that is there as `Err`.
    ///
    /// # Safety
    ///
    /// `block` is as invariant 1 demands. On success, one reference to it passes to this word.
    pub(crate) unsafe fn set_first(&self, block: *mut ()) -> Result<(), *mut ()> {
        let (order, failed) = (Ordering::AcqRel, Ordering::Acquire);
        self.block.compare_exchange(ptr::null_mut(), block, order, failed).map(drop)
    }

    /// Takes the block out, with the reference to it. The caller has the only reference to the
    /// object, so this need not be atomic.
    #[inline]
    pub(crate) fn take(&self) -> *mut () {
        let block = self.get();
        if !block.is_null() {
            self.block.store(ptr::null_mut(), Ordering::Relaxed);
        }
        block
    }
}
