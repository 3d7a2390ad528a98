//! Weak references to shared objects.

use alloc::boxed::Box;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use super::block::{Block, Callback};
use super::count::{Atomic, Counter, Local};
use super::shared::Shared;
use crate::slotted::Slotted;
use crate::slotted::presence::HasWeakref;

/// A weak reference to a shared object: [`WeakObj`](crate::WeakObj), or [`LocalWeakObj`](crate::LocalWeakObj).
///
/// It keeps neither the object nor its memory; after the object's death, it is dead for good. Two of them are equal where
/// they are of one object, alive or dead, and hash accordingly.
///
/// Invariant 1: `block` points to a block in which this reference is counted.
pub struct Weak<T: Slotted, C: Counter> {
    block: NonNull<Block<T, C>>,
    /// The number of its callback; zero, if it has none.
    callback: usize,
}

impl<T: Slotted, C: Counter> Weak<T, C> {
    /// # Safety
    ///
    /// Invariant 1.
    pub(super) unsafe fn counted(block: NonNull<Block<T, C>>, callback: usize) -> Self {
        Weak { block, callback }
    }

    fn block(&self) -> &Block<T, C> {
        // SAFETY: invariant 1.
        unsafe { self.block.as_ref() }
    }

    /// A strong reference, if the object lives.
    pub fn upgrade(&self) -> Option<Shared<T, C>> {
        let inner = self.block().upgrade()?;
        // SAFETY: it was counted.
        Some(unsafe { Shared::counted(inner) })
    }

    /// Whether the object lives. In the next moment it may not, unless the caller has a strong reference.
    pub fn is_alive(&self) -> bool {
        self.block().is_alive()
    }

    /// Whether both are references to one object, which may be dead.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.block == other.block
    }

    /// Where the block lies, for a hash.
    pub(crate) fn address(&self) -> usize {
        self.block.as_ptr().addr()
    }

    /// The same reference with a callback. That one of an object which may die in any thread can go there, the
    /// callers ask.
    fn calling(mut self, callback: Callback<T, C>) -> Self {
        self.callback = self.block().add_callback(callback);
        self
    }

    /// Makes all references dead, and runs the callbacks.
    pub(super) fn call_all(&self) -> Panics {
        let callbacks = self.block().die();
        let mut panics = Panics::default();
        // The newest first.
        for (_, callback) in callbacks.into_iter().rev() {
            panics.catch(|| callback(self));
        }
        panics
    }
}

/// Another reference to the same object. It has no callback of its own.
impl<T: Slotted, C: Counter> Clone for Weak<T, C> {
    fn clone(&self) -> Self {
        self.block().add_ref();
        // SAFETY: it is counted.
        unsafe { Weak::counted(self.block, 0) }
    }
}

impl<T: Slotted, C: Counter> Drop for Weak<T, C> {
    fn drop(&mut self) {
        /// Given back in any case: also where a callback's own `Drop` panics.
        struct Last<T: Slotted, C: Counter>(NonNull<Block<T, C>>);
        impl<T: Slotted, C: Counter> Drop for Last<T, C> {
            fn drop(&mut self) {
                // SAFETY: the reference that is dropped had it.
                unsafe { Block::release(self.0) }
            }
        }
        let _last = Last(self.block);
        if self.callback != 0 {
            // A reference that is gone calls nobody. Dropped outside of the lock.
            drop(self.block().take_callback(self.callback));
        }
    }
}

// SAFETY: an upgrade makes a strong reference, which may be the last one: `T` is `Send` and `Sync` as for that. The
// callbacks are `Send`: `downgrade_with` and `finalize` ask for it.
unsafe impl<T: Slotted + Send + Sync> Send for Weak<T, Atomic> {}
// SAFETY: the same; and what is shared of a block, its lock protects.
unsafe impl<T: Slotted + Send + Sync> Sync for Weak<T, Atomic> {}

/// Something that is called when an object dies, until it is cancelled: Python's `weakref.finalize`.
///
/// Dropping it does not cancel it.
pub struct Finalizer<T: Slotted, C: Counter> {
    // Its own `Drop` would take the callback out.
    weak: ManuallyDrop<Weak<T, C>>,
}

impl<T: Slotted, C: Counter> Finalizer<T, C> {
    fn new(weak: Weak<T, C>) -> Self {
        Finalizer { weak: ManuallyDrop::new(weak) }
    }

    /// Whether it is still to be called.
    pub fn is_pending(&self) -> bool {
        self.weak.block().has_callback(self.weak.callback)
    }

    /// Takes it back. Whether it was still to be called.
    pub fn cancel(self) -> bool {
        self.weak.block().take_callback(self.weak.callback).is_some()
    }
}

impl<T: Slotted, C: Counter> Drop for Finalizer<T, C> {
    fn drop(&mut self) {
        self.weak.callback = 0;
        // SAFETY: it is not used afterwards.
        unsafe { ManuallyDrop::drop(&mut self.weak) }
    }
}

macro_rules! with_callbacks {
    ($count:ident, $($send:ident)?) => {
        impl<T: HasWeakref> Shared<T, $count> {
            /// A weak reference that calls `callback` when the object dies, with itself: dead by then. If it is
            /// dropped before, it calls nobody.
            ///
            /// At an object's death, all weak references go dead, then the callbacks run, the newest first, and outside of any
            /// lock; then the value drops (spec 9.7). A callback that panics does not keep the others from running:
            /// the first panic goes on when all is done.
            pub fn downgrade_with(
                this: &Self,
                callback: impl FnOnce(&Weak<T, $count>) $(+ $send)? + 'static,
            ) -> Weak<T, $count> {
                Shared::downgrade(this).calling(Box::new(callback))
            }

            /// Calls `callback` when the object dies, among the callbacks of the weak references, unless it is cancelled
            /// before.
            pub fn finalize(
                this: &Self,
                callback: impl FnOnce() $(+ $send)? + 'static,
            ) -> Finalizer<T, $count> {
                Finalizer::new(Shared::downgrade(this).calling(Box::new(|_| callback())))
            }
        }
    };
}
with_callbacks!(Atomic, Send);
with_callbacks!(Local,);

/// The first of the panics, kept until all is done.
#[derive(Default)]
pub(super) struct Panics {
    #[cfg(feature = "std")]
    first: Option<Box<dyn core::any::Any + Send>>,
}

impl Panics {
    #[cfg(feature = "std")]
    pub(super) fn catch(&mut self, f: impl FnOnce()) {
        if let Err(panic) = std::panic::catch_unwind(core::panic::AssertUnwindSafe(f)) {
            match self.first {
                None => self.first = Some(panic),
                Some(_) => discard(panic),
            }
        }
    }

    /// Without `std`, nothing can be caught: the callbacks that have not run are dropped.
    #[cfg(not(feature = "std"))]
    pub(super) fn catch(&mut self, f: impl FnOnce()) {
        f();
    }

    /// Goes on with it; but where there is a panic already, which it would make the program's end.
    pub(super) fn go_on(self) {
        #[cfg(feature = "std")]
        match self.first {
            Some(panic) if std::thread::panicking() => discard(panic),
            Some(panic) => std::panic::resume_unwind(panic),
            None => {}
        }
    }
}

/// Drops what a panic carries, which may panic itself.
#[cfg(feature = "std")]
fn discard(mut panic: Box<dyn core::any::Any + Send>) {
    // One that brings forth others without end is let be.
    for _ in 0..16 {
        match std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| drop(panic))) {
            Ok(()) => return,
            Err(next) => panic = next,
        }
    }
    core::mem::forget(panic);
}
