//! Weak references to shared objects.

use alloc::boxed::Box;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use crate::rc::block::{Block, Callback};
use crate::rc::count::{AtomicCount, LocalCount, RefCount};
use crate::rc::shared::Shared;
use crate::reflect::presence::HasWeakref;
use crate::reflect::slotted::Slotted;

/// A weak reference to a shared object: [`WeakObj`](crate::WeakObj), or [`LocalWeakObj`](crate::LocalWeakObj).
///
/// It keeps neither the object nor its memory; after the object's death, it is dead for good. Two of them are equal where
/// they are of one object, alive or dead, and hash accordingly.
///
/// Invariants:
///
/// 1. `block` points to a block in which this reference is counted.
/// 2. `callback` is zero, or the number of a callback in that block, and no other reference has that number.
pub struct Weak<T: Slotted, C: RefCount> {
    block: NonNull<Block<T, C>>,
    callback: usize,
    // Invariant in `T`: one type's objects must not die through the vtables of another, of which it
    // is a subtype.
    of: PhantomData<fn(T) -> T>,
}

impl<T: Slotted, C: RefCount> Weak<T, C> {
    /// A reference without a callback, which was counted already.
    ///
    /// # Safety
    ///
    /// Invariant 1.
    pub(crate) unsafe fn counted(block: NonNull<Block<T, C>>) -> Self {
        Weak { block, callback: 0, of: PhantomData }
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

    /// The same reference, which has no callback, with one.
    ///
    /// # Safety
    ///
    /// `callback` can be called, and dropped, in each thread that a reference to the object can go to.
    unsafe fn calling(mut self, callback: Callback<T, C>) -> Self {
        assert!(self.callback == 0, "a reference has one callback");
        // SAFETY: the contract of this function.
        self.callback = unsafe { self.block().add_callback(callback) };
        self
    }

    /// Makes all references dead, and runs the callbacks.
    pub(crate) fn call_all(&self) -> Panics {
        let callbacks = self.block().disconnect();
        let mut panics = Panics::default();
        if let Some(mut callbacks) = callbacks {
            while let Some(callback) = callbacks.take_newest() {
                panics.catch(|| callback(self));
            }
        }
        panics
    }
}

/// Another reference to the same object. It has no callback of its own.
impl<T: Slotted, C: RefCount> Clone for Weak<T, C> {
    fn clone(&self) -> Self {
        self.block().add_ref();
        // SAFETY: it is counted.
        unsafe { Weak::counted(self.block) }
    }
}

impl<T: Slotted, C: RefCount> Drop for Weak<T, C> {
    fn drop(&mut self) {
        /// Given back in any case: also where a callback's own `Drop` panics.
        struct Last<T: Slotted, C: RefCount>(NonNull<Block<T, C>>);
        impl<T: Slotted, C: RefCount> Drop for Last<T, C> {
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
unsafe impl<T: Slotted + Send + Sync> Send for Weak<T, AtomicCount> {}
// SAFETY: the same; and what is shared of a block, its lock protects.
unsafe impl<T: Slotted + Send + Sync> Sync for Weak<T, AtomicCount> {}

/// Something that is called when an object dies, until it is cancelled: Python's `weakref.finalize`.
///
/// Dropping it does not cancel it.
///
/// Invariant 1: `weak` is there until this is dropped. Only `drop` takes it out.
pub struct Finalizer<T: Slotted, C: RefCount> {
    // Its own `Drop` would take the callback out.
    weak: ManuallyDrop<Weak<T, C>>,
}

impl<T: Slotted, C: RefCount> Finalizer<T, C> {
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

impl<T: Slotted, C: RefCount> Drop for Finalizer<T, C> {
    fn drop(&mut self) {
        self.weak.callback = 0;
        // SAFETY: it is there (invariant 1), and nobody uses it after this.
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
                let weak = Shared::downgrade(this);
                // SAFETY: it is `Send` where references can go to another thread: a bound above.
                unsafe { weak.calling(Box::new(callback)) }
            }

            /// Calls `callback` when the object dies, among the callbacks of the weak references, unless it is cancelled
            /// before.
            pub fn finalize(
                this: &Self,
                callback: impl FnOnce() $(+ $send)? + 'static,
            ) -> Finalizer<T, $count> {
                let weak = Shared::downgrade(this);
                // SAFETY: it is `Send` where references can go to another thread: a bound above.
                Finalizer::new(unsafe { weak.calling(Box::new(|_| callback())) })
            }
        }
    };
}
with_callbacks!(AtomicCount, Send);
with_callbacks!(LocalCount,);

/// The first of the panics, kept until all is done.
#[derive(Default)]
pub(crate) struct Panics {
    #[cfg(feature = "std")]
    first: Option<Box<dyn core::any::Any + Send>>,
}

impl Panics {
    #[cfg(feature = "std")]
    pub(crate) fn catch(&mut self, f: impl FnOnce()) {
        if let Err(panic) = std::panic::catch_unwind(core::panic::AssertUnwindSafe(f)) {
            match self.first {
                None => self.first = Some(panic),
                Some(_) => discard(panic),
            }
        }
    }

    /// Without `std`, nothing can be caught: the callbacks that have not run are dropped.
    #[cfg(not(feature = "std"))]
    pub(crate) fn catch(&mut self, f: impl FnOnce()) {
        f();
    }

    /// Goes on with it; but where there is a panic already, which it would make the program's end.
    pub(crate) fn resume(self) {
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
