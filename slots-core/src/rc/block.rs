//! The block that all weak references to one object share: the object's address while it lives, and
//! the callbacks to run when it dies.

use alloc::boxed::Box;
use core::ptr::NonNull;

use crate::rc::block_lock::{Guarded, Lock};
use crate::rc::callbacks::Callbacks;
use crate::rc::count::RefCount;
use crate::rc::count::sealed::Count;
use crate::rc::memory::Inner;
use crate::rc::target::{Callback, Target};
use crate::reflect::attributes::Attributes;

/// The block of an object: 16 bytes. It is allocated for the object's first weak reference, and
/// freed when `refs` reaches zero: it may outlive the object.
///
/// Invariants:
///
/// 1. After the last strong reference is released, `lock` is closed before the object's memory is
///    freed, and a lock that is closed stays closed. The lock of a block without an object is
///    closed from the beginning. So while the lock is held, `target` leads to an allocated object
///    with a valid count.
/// 2. `target` is read and written only while `lock` is held, or by the one who frees the block.
// In this order, whatever order the compiler gives to other fields: then it has 16 bytes.
#[repr(C)]
pub(crate) struct Block<T: Attributes, C: RefCount> {
    /// Counts the weak references and finalizers, plus one for the object while it lives.
    refs: C::Count,
    lock: C::BlockLock,
    target: Guarded<Target<T, C>>,
}

impl<T: Attributes, C: RefCount> Block<T, C> {
    /// Returns a block with one reference.
    pub(crate) fn new(object: NonNull<Inner<T, C>>) -> Box<Self> {
        let (refs, lock) = (C::Count::one(), C::BlockLock::default());
        Box::new(Block { refs, lock, target: Guarded::new(Target::new(object)) })
    }

    /// Returns a block with one reference, of an object that was never there.
    #[cfg(all(feature = "serde", feature = "std"))]
    pub(crate) fn dead() -> Box<Self> {
        let block = Self::new(NonNull::dangling());
        // Invariant 1: nothing has taken the lock yet.
        block.lock.close(|| ());
        block
    }

    /// Runs `f` on the target while holding the lock. `None` if the object's death has begun.
    ///
    /// # Safety
    ///
    /// `f` does not re-enter this block: it runs no user code, and drops no value of a user's type.
    #[inline]
    unsafe fn with<R>(&self, f: impl FnOnce(&mut Target<T, C>) -> R) -> Option<R> {
        // SAFETY: the lock is held, which keeps other threads out. On this thread, `f` does not
        // re-enter the block (contract of this function).
        self.lock.with(|| unsafe { self.target.with(f) })
    }

    /// Adds one reference to the block.
    #[inline]
    pub(crate) fn add_ref(&self) {
        self.refs.add();
    }

    /// Adds a strong reference and returns the object, if it lives.
    #[inline]
    pub(crate) fn upgrade(&self) -> Option<NonNull<Inner<T, C>>> {
        // SAFETY: the closure only changes a count: it runs no user code and drops nothing.
        unsafe {
            self.with(|target| {
                let object = target.object();
                // SAFETY: the memory is allocated while the lock is held (invariant 1).
                object.as_ref().header.count.add_if_any().then_some(object)
            })
        }?
    }

    /// Whether the object lives.
    pub(crate) fn is_alive(&self) -> bool {
        // SAFETY: the closure only reads a count: it runs no user code and drops nothing. The
        // object's memory is allocated while the lock is held (invariant 1).
        unsafe { self.with(|target| target.object().as_ref().header.count.get() > 0) }
            .unwrap_or(false)
    }

    /// Adds a callback, which becomes the newest, and returns its number. `Err` if the object's
    /// death has begun.
    ///
    /// # Safety
    ///
    /// `callback` may be called and dropped on every thread that a reference to the object can
    /// reach.
    pub(crate) unsafe fn add_callback(
        &self,
        callback: Callback<T, C>,
    ) -> Result<usize, Callback<T, C>> {
        let mut callback = Some(callback);
        // SAFETY: the closure only moves `callback` into the list: it calls and drops no callback.
        let number = unsafe {
            self.with(|target| callback.take().map(|new| target.callbacks_or_insert().add(new)))
        };
        match number.flatten() {
            Some(number) => Ok(number),
            None => Err(callback.expect("it was not moved")),
        }
    }

    /// Removes and returns a callback, if it is still there. The caller runs or drops it, outside
    /// the lock.
    pub(crate) fn take_callback(&self, number: usize) -> Option<Callback<T, C>> {
        // SAFETY: the closure only moves the callback out: it runs no user code and drops nothing.
        unsafe { self.with(|target| target.callbacks()?.take(number)) }?
    }

    /// Whether a callback is still there.
    pub(crate) fn has_callback(&self, number: usize) -> bool {
        // SAFETY: the closure only reads the list: it runs no user code and drops nothing.
        let found = unsafe { self.with(|target| target.callbacks().map(|all| all.has(number))) };
        found.flatten().unwrap_or(false)
    }

    /// Whether the object has exactly one strong reference, the caller's, and neither weak
    /// references nor pending callbacks. `count` is the object's strong count.
    pub(crate) fn is_unused(&self, count: &C::Count) -> bool {
        // Read the strong count first: only `upgrade` can add a reference that is not counted
        // there. It needs the lock, which we hold, and a weak reference, which `refs` counts.
        // SAFETY: the closure only reads counts and the list: it runs no user code and drops
        // nothing.
        let unused = unsafe {
            self.with(|target| {
                let calls = target.callbacks().is_some_and(|callbacks| !callbacks.is_empty());
                count.get() == 1 && self.refs.get() == 1 && !calls
            })
        };
        unused.unwrap_or(false)
    }

    /// Makes the weak references dead for good, and returns the callbacks to run.
    pub(crate) fn disconnect(&self) -> Option<Callbacks<Callback<T, C>>> {
        // SAFETY: the lock is held. The closure only moves the callbacks out: it runs no user code
        // and drops nothing.
        self.lock.close(|| unsafe { self.target.with(Target::take_callbacks) })
    }

    /// Removes one reference to the block. Frees the block if it was the last one.
    ///
    /// # Safety
    ///
    /// The caller owns one reference that is counted in `refs`, and does not use it afterwards.
    #[inline]
    pub(crate) unsafe fn release(this: NonNull<Self>) {
        // SAFETY: the block is not freed while the caller's reference is counted (contract of this
        // function).
        if unsafe { this.as_ref() }.refs.release() {
            // SAFETY: `refs` is zero, so nobody else has a reference to the block.
            unsafe { Block::free(this) }
        }
    }

    /// # Safety
    ///
    /// The count of the block is zero, and nobody uses it afterwards.
    #[cold]
    #[inline(never)]
    unsafe fn free(this: NonNull<Self>) {
        // SAFETY: nobody else has a reference to the block (contract of this function). It was
        // allocated as a `Box` in `Block::new`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}
