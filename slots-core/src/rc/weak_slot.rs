//! The escape for weak references: Python's `__weakref__`.

use core::fmt;
use core::ptr;

#[cfg(not(loom))]
use core::sync::atomic::{AtomicPtr, Ordering};
#[cfg(loom)]
use loom::sync::atomic::{AtomicPtr, Ordering};

/// The field that makes a type weakly referenceable: `__weakref__: WeakSlot` under `#[slots(weakref)]`.
///
/// One word, null until the first weak reference to the object is made. A copy of the value is another object, to which
/// there are no weak references: `Clone` gives a null slot. It has nothing to compare.
///
/// Invariant 1: it is null, or points to the `Block<T, C>` of the object that holds it, where `T` is the type of the whole
/// value (and not of the base in which this may lie) and `C` its count: only while a `Shared<T, C>` (an
/// [`Obj`](crate::Obj) or a [`LocalObj`](crate::LocalObj)) holds the value, and nobody has a `&mut` to it.
#[derive(Default)]
pub struct WeakSlot {
    block: AtomicPtr<()>,
}

impl WeakSlot {
    /// A slot without weak references.
    #[cfg(not(loom))]
    #[must_use]
    pub const fn new() -> Self {
        WeakSlot { block: AtomicPtr::new(ptr::null_mut()) }
    }

    /// A slot without weak references.
    #[cfg(loom)]
    #[must_use]
    pub fn new() -> Self {
        WeakSlot { block: AtomicPtr::new(ptr::null_mut()) }
    }

    /// The block, and what was done to it before it was set.
    pub(crate) fn get(&self) -> *mut () {
        self.block.load(Ordering::Acquire)
    }

    /// Sets the block, if there is none yet; else returns the one that is there.
    pub(crate) fn set_first(&self, block: *mut ()) -> Result<(), *mut ()> {
        let (order, failed) = (Ordering::AcqRel, Ordering::Acquire);
        self.block.compare_exchange(ptr::null_mut(), block, order, failed).map(drop)
    }

    /// Takes the block out. Nobody else has a reference to the object; so this need not be one step.
    #[inline]
    pub(crate) fn take(&self) -> *mut () {
        let block = self.get();
        if !block.is_null() {
            self.block.store(ptr::null_mut(), Ordering::Relaxed);
        }
        block
    }
}

impl Clone for WeakSlot {
    fn clone(&self) -> Self {
        WeakSlot::new()
    }
}

impl PartialEq for WeakSlot {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for WeakSlot {}

impl PartialOrd for WeakSlot {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for WeakSlot {
    fn cmp(&self, _: &Self) -> core::cmp::Ordering {
        core::cmp::Ordering::Equal
    }
}

impl core::hash::Hash for WeakSlot {
    fn hash<H: core::hash::Hasher>(&self, _: &mut H) {}
}

impl fmt::Debug for WeakSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeakSlot")
    }
}
