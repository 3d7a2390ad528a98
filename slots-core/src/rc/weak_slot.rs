//! The special field for weak references: Python's `__weakref__`.

use core::fmt;
use core::ptr;

#[cfg(not(loom))]
use core::sync::atomic::{AtomicPtr, Ordering};
#[cfg(loom)]
use loom::sync::atomic::{AtomicPtr, Ordering};

/// The field that makes a type weakly referenceable: `__weakref__: WeakSlot` under
/// `#[slots(weakref)]`.
///
/// It takes one word, which is null until the first weak reference to the object is made. A clone
/// of the value is another object, without weak references: so `Clone` returns a null slot. All
/// slots compare equal.
///
/// Invariant 1: the pointer is null, or points to the `Block<T, C>` of the object that holds this
/// slot. `T` is the type of the whole value (not of a base inside it that declares the slot), and
/// `C` is its count. It is non-null only while a `Shared<T, C>` (an [`Obj`](crate::Obj) or a
/// [`LocalObj`](crate::LocalObj)) holds the value, and nobody has a `&mut` to the value.
#[derive(Default)]
pub struct WeakSlot {
    block: AtomicPtr<()>,
}

impl WeakSlot {
    /// Returns a slot without weak references.
    #[cfg(not(loom))]
    #[must_use]
    pub const fn new() -> Self {
        WeakSlot { block: AtomicPtr::new(ptr::null_mut()) }
    }

    /// Returns a slot without weak references.
    #[cfg(loom)]
    #[must_use]
    pub fn new() -> Self {
        WeakSlot { block: AtomicPtr::new(ptr::null_mut()) }
    }

    /// Loads the pointer to the block. Acquire: the block's initialization is visible.
    pub(crate) fn get(&self) -> *mut () {
        self.block.load(Ordering::Acquire)
    }

    /// Stores `block`, if the pointer is null. Otherwise, returns the block that is there as `Err`.
    pub(crate) fn set_first(&self, block: *mut ()) -> Result<(), *mut ()> {
        let (order, failed) = (Ordering::AcqRel, Ordering::Acquire);
        self.block.compare_exchange(ptr::null_mut(), block, order, failed).map(drop)
    }

    /// Takes the block out. The caller has the only access to the object, so this need not be
    /// atomic.
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
