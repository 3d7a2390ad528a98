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

/// A weak reference to a shared object: [`WeakObj`](crate::WeakObj), or
/// [`LocalWeakObj`](crate::LocalWeakObj).
///
/// It keeps neither the object nor its memory alive. Once the object has died, the reference is
/// dead for good. Two weak references are equal if they refer to one object, alive or dead, and
/// hash accordingly.
///
/// Invariants:
///
/// 1. `block` points to an allocated block whose count includes this reference.
/// 2. `callback` is zero, or the number that the block gave to a callback added for this reference.
///    No other reference has that number.
pub struct Weak<T: Slotted, C: RefCount> {
    block: NonNull<Block<T, C>>,
    callback: usize,
    // Invariant in `T`: a subtype is another type, with its own layout. Its objects must not die
    // through the layout of `T`, nor the other way round.
    of: PhantomData<fn(T) -> T>,
}

impl<T: Slotted, C: RefCount> Weak<T, C> {
    /// Returns a reference without a callback, which is already included in the count of the block.
    ///
    /// # Safety
    ///
    /// `block` points to an allocated block whose count includes the returned reference.
    pub(crate) unsafe fn counted(block: NonNull<Block<T, C>>) -> Self {
        Weak { block, callback: 0, of: PhantomData }
    }

    fn block(&self) -> &Block<T, C> {
        // SAFETY: the block is not freed while it counts this reference (invariant 1).
        unsafe { self.block.as_ref() }
    }

    /// Returns a strong reference, if the object lives.
    pub fn upgrade(&self) -> Option<Shared<T, C>> {
        let inner = self.block().upgrade()?;
        // SAFETY: `Block::upgrade` returns an object that lives, and has counted the returned
        // reference.
        Some(unsafe { Shared::counted(inner) })
    }

    /// Whether the object lives. Unless the caller has a strong reference, it may die at any
    /// moment.
    pub fn is_alive(&self) -> bool {
        self.block().is_alive()
    }

    /// Whether both references are to the same object, which may be dead.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.block == other.block
    }

    /// The address of the block, to hash.
    pub(crate) fn address(&self) -> usize {
        self.block.as_ptr().addr()
    }

    /// Adds `callback` to a reference that has none yet.
    ///
    /// # Safety
    ///
    /// `callback` may be called and dropped on every thread that a reference to the object can
    /// reach.
    unsafe fn calling(mut self, callback: Callback<T, C>) -> Self {
        assert!(self.callback == 0, "a reference has one callback");
        // SAFETY: `callback` may be called and dropped on every thread that a reference to the
        // object can reach (contract of this function).
        self.callback = unsafe { self.block().add_callback(callback) };
        self
    }

    /// Makes all weak references dead, then runs the callbacks, the newest first. Returns the first
    /// panic among them.
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

/// Returns another reference to the same object. The clone has no callback.
impl<T: Slotted, C: RefCount> Clone for Weak<T, C> {
    fn clone(&self) -> Self {
        self.block().add_ref();
        // SAFETY: the block is allocated (invariant 1), and `add_ref` has just counted the returned
        // reference.
        unsafe { Weak::counted(self.block) }
    }
}

impl<T: Slotted, C: RefCount> Drop for Weak<T, C> {
    fn drop(&mut self) {
        /// Releases the block in any case, even if a callback's own `Drop` panics.
        struct Last<T: Slotted, C: RefCount>(NonNull<Block<T, C>>);
        impl<T: Slotted, C: RefCount> Drop for Last<T, C> {
            fn drop(&mut self) {
                // SAFETY: the count of the block includes the reference being dropped (invariant 1
                // of `Weak`), which is not used afterwards.
                unsafe { Block::release(self.0) }
            }
        }
        let _last = Last(self.block);
        if self.callback != 0 {
            // The callback of a dropped reference does not run. Its drop is user code: outside the
            // lock.
            drop(self.block().take_callback(self.callback));
        }
    }
}

// SAFETY: upgrading makes a strong reference on the other thread, which may be the last one: so `T`
// has the bounds of `Shared`'s impl. Callbacks may run and drop there: they are `Send`, by the
// bounds of `downgrade_with` and `finalize`. The counts are atomic.
unsafe impl<T: Slotted + Send + Sync> Send for Weak<T, AtomicCount> {}
// SAFETY: a `&Weak` can be cloned to a `Weak` on another thread: that needs what the impl of `Send`
// needs. A lock protects the state of the block.
unsafe impl<T: Slotted + Send + Sync> Sync for Weak<T, AtomicCount> {}

/// A callback that runs when an object dies, unless it is cancelled before: Python's
/// `weakref.finalize`.
///
/// Dropping the finalizer does not cancel the callback.
///
/// Invariant 1: `weak` is initialized until this is dropped. Only `drop` drops it.
pub struct Finalizer<T: Slotted, C: RefCount> {
    // `ManuallyDrop`, because the `Drop` of `Weak` would remove the callback.
    weak: ManuallyDrop<Weak<T, C>>,
}

impl<T: Slotted, C: RefCount> Finalizer<T, C> {
    fn new(weak: Weak<T, C>) -> Self {
        Finalizer { weak: ManuallyDrop::new(weak) }
    }

    /// Whether the callback is still to run: it was not cancelled, and the object's death has not
    /// begun.
    pub fn is_pending(&self) -> bool {
        self.weak.block().has_callback(self.weak.callback)
    }

    /// Cancels the callback. Returns whether it was still to run.
    pub fn cancel(self) -> bool {
        self.weak.block().take_callback(self.weak.callback).is_some()
    }
}

impl<T: Slotted, C: RefCount> Drop for Finalizer<T, C> {
    fn drop(&mut self) {
        self.weak.callback = 0;
        // SAFETY: `weak` is initialized (invariant 1), and nothing uses it afterwards.
        unsafe { ManuallyDrop::drop(&mut self.weak) }
    }
}

macro_rules! with_callbacks {
    ($count:ident, $($send:ident)?) => {
        impl<T: HasWeakref> Shared<T, $count> {
            /// Returns a weak reference that calls `callback` when the object dies. The callback
            /// gets a weak reference to the object, dead by then. If the returned reference is
            /// dropped first, the callback never runs.
            ///
            /// When an object dies, all weak references become dead; then the callbacks run, the
            /// newest first and outside of any lock; then the value is dropped (spec 9.7). If a
            /// callback panics, the others still run, and the first panic is resumed at the end.
            /// Without the feature `std`, panics cannot be caught: the callbacks that have not run
            /// are dropped.
            pub fn downgrade_with(
                this: &Self,
                callback: impl FnOnce(&Weak<T, $count>) $(+ $send)? + 'static,
            ) -> Weak<T, $count> {
                let weak = Shared::downgrade(this);
                // SAFETY: either references can reach other threads, and `callback` is `Send` by
                // the bound above; or the count is a `LocalCount`, whose references are neither
                // `Send` nor `Sync`.
                unsafe { weak.calling(Box::new(callback)) }
            }

            /// Calls `callback` when the object dies, in order with the callbacks of the weak
            /// references, unless it is cancelled before.
            pub fn finalize(
                this: &Self,
                callback: impl FnOnce() $(+ $send)? + 'static,
            ) -> Finalizer<T, $count> {
                let weak = Shared::downgrade(this);
                // SAFETY: either references can reach other threads, and `callback` is `Send` by
                // the bound above; or the count is a `LocalCount`, whose references are neither
                // `Send` nor `Sync`.
                Finalizer::new(unsafe { weak.calling(Box::new(|_| callback())) })
            }
        }
    };
}
with_callbacks!(AtomicCount, Send);
with_callbacks!(LocalCount,);

/// The first of several panics, kept until all callbacks have run and the object is freed.
#[derive(Default)]
pub(crate) struct Panics {
    #[cfg(feature = "std")]
    first: Option<Box<dyn core::any::Any + Send>>,
}

impl Panics {
    /// Runs `f` and catches its panic. Only the first panic is kept.
    #[cfg(feature = "std")]
    pub(crate) fn catch(&mut self, f: impl FnOnce()) {
        if let Err(panic) = std::panic::catch_unwind(core::panic::AssertUnwindSafe(f)) {
            match self.first {
                None => self.first = Some(panic),
                Some(_) => discard(panic),
            }
        }
    }

    /// Runs `f`. Without `std`, its panic cannot be caught: it unwinds, and the callbacks that have
    /// not run are dropped.
    #[cfg(not(feature = "std"))]
    pub(crate) fn catch(&mut self, f: impl FnOnce()) {
        f();
    }

    /// Resumes the panic, unless already unwinding: that would abort.
    pub(crate) fn resume(self) {
        #[cfg(feature = "std")]
        match self.first {
            Some(panic) if std::thread::panicking() => discard(panic),
            Some(panic) => std::panic::resume_unwind(panic),
            None => {}
        }
    }
}

/// Drops the payload of a panic, whose own `Drop` may panic.
#[cfg(feature = "std")]
fn discard(mut panic: Box<dyn core::any::Any + Send>) {
    // Leak it after 16 payloads that panic in `drop`.
    for _ in 0..16 {
        match std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| drop(panic))) {
            Ok(()) => return,
            Err(next) => panic = next,
        }
    }
    core::mem::forget(panic);
}
