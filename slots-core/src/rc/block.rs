//! The block that all weak references to one object share: the object's address while it lives, and
//! the callbacks to run when it dies.

use alloc::boxed::Box;
use core::ptr::NonNull;

use crate::rc::callbacks::Callbacks;
use crate::rc::count::sealed::Lock;
use crate::rc::count::{Guarded, RefCount};
use crate::rc::memory::Inner;
use crate::rc::weak::Weak;
use crate::reflect::slotted::Slotted;

/// A callback to run when an object dies.
pub(crate) type Callback<T, C> = Box<dyn FnOnce(&Weak<T, C>)>;

/// The block of an object. It is allocated for the object's first weak reference, and freed when
/// `refs` reaches zero: it may outlive the object.
pub(crate) struct Block<T: Slotted, C: RefCount> {
    /// Counts the weak references and finalizers, plus one for the object while it lives.
    refs: C,
    lock: C::Lock,
    /// Read and written only while `lock` is held.
    state: Guarded<State<T, C>>,
}

/// Invariant 1: after the last strong reference is released, `object` is set to `None` before the
/// object's memory is freed. So while it is `Some`, it points to an allocated object with a valid
/// count.
struct State<T: Slotted, C: RefCount> {
    object: Option<NonNull<Inner<T, C>>>,
    /// Boxed: most objects have no callbacks, and an empty field then takes one word.
    callbacks: Option<Box<Callbacks<Callback<T, C>>>>,
}

impl<T: Slotted, C: RefCount> Block<T, C> {
    pub(crate) fn new(object: NonNull<Inner<T, C>>) -> Box<Self> {
        let state = State { object: Some(object), callbacks: None };
        Box::new(Block { refs: C::one(), lock: C::Lock::default(), state: Guarded::new(state) })
    }

    /// Runs `f` on the state while holding the lock.
    ///
    /// # Safety
    ///
    /// `f` does not re-enter the state of this block: it runs no user code, and drops no value of a
    /// user's type.
    unsafe fn with<R>(&self, f: impl FnOnce(&mut State<T, C>) -> R) -> R {
        // SAFETY: the lock is held, which keeps other threads out. On this thread, `f` does not
        // re-enter the state (contract of this function).
        self.lock.with(|| unsafe { self.state.with(f) })
    }

    /// Adds one reference to the block.
    pub(crate) fn add_ref(&self) {
        self.refs.add();
    }

    /// Adds a strong reference and returns the object, if it lives.
    pub(crate) fn upgrade(&self) -> Option<NonNull<Inner<T, C>>> {
        // SAFETY: the closure only changes a count: it runs no user code and drops nothing.
        unsafe {
            self.with(|state| {
                let object = state.object?;
                // SAFETY: `object` is `Some`, so the memory is allocated (invariant 1 of `State`).
                // It stays so while the lock is held, which setting `object` to `None` needs.
                object.as_ref().count.add_if_any().then_some(object)
            })
        }
    }

    /// Whether the object lives.
    pub(crate) fn is_alive(&self) -> bool {
        // SAFETY: the closure only reads a count: it runs no user code and drops nothing.
        unsafe {
            self.with(|state| match state.object {
                // SAFETY: `object` is `Some`, so the memory is allocated (invariant 1 of `State`).
                // It stays so while the lock is held, which setting `object` to `None` needs.
                Some(object) => object.as_ref().count.get() > 0,
                None => false,
            })
        }
    }

    /// Adds a callback, which becomes the newest, and returns its number.
    ///
    /// # Safety
    ///
    /// `callback` may be called and dropped on every thread that a reference to the object can
    /// reach.
    pub(crate) unsafe fn add_callback(&self, callback: Callback<T, C>) -> usize {
        // SAFETY: the closure only moves `callback` into the list: it calls and drops no callback.
        unsafe {
            self.with(|state| {
                let callbacks = state.callbacks.get_or_insert_with(|| Box::new(Callbacks::new()));
                callbacks.add(callback)
            })
        }
    }

    /// Removes and returns a callback, if it is still there. The caller runs or drops it, outside
    /// the lock.
    pub(crate) fn take_callback(&self, number: usize) -> Option<Callback<T, C>> {
        // SAFETY: the closure only moves the callback out: it runs no user code and drops nothing.
        unsafe { self.with(|state| state.callbacks.as_mut()?.take(number)) }
    }

    /// Whether a callback is still there.
    pub(crate) fn has_callback(&self, number: usize) -> bool {
        // SAFETY: the closure only reads the list: it runs no user code and drops nothing.
        unsafe { self.with(|state| state.callbacks.as_ref().is_some_and(|all| all.has(number))) }
    }

    /// Whether the object has exactly one strong reference, the caller's, and neither weak
    /// references nor pending callbacks. `count` is the object's strong count.
    pub(crate) fn is_unused(&self, count: &C) -> bool {
        // Read the strong count first: only `upgrade` can add a reference that is not counted
        // there. It needs the lock, which we hold, and a weak reference, which `refs` counts.
        // SAFETY: the closure only reads counts and the list: it runs no user code and drops
        // nothing.
        unsafe {
            self.with(|state| {
                let calls = state.callbacks.as_ref().is_some_and(|callbacks| !callbacks.is_empty());
                count.get() == 1 && self.refs.get() == 1 && !calls
            })
        }
    }

    /// Makes the weak references dead from now on, and returns the callbacks to run.
    pub(crate) fn disconnect(&self) -> Option<Box<Callbacks<Callback<T, C>>>> {
        // SAFETY: the closure only moves the callbacks out: it runs no user code, and `object`,
        // which it overwrites, is a pointer.
        unsafe {
            self.with(|state| {
                state.object = None;
                state.callbacks.take()
            })
        }
    }

    /// Removes one reference to the block. Frees the block if it was the last one.
    ///
    /// # Safety
    ///
    /// The caller owns one reference that is counted in `refs`, and does not use it afterwards.
    pub(crate) unsafe fn release(this: NonNull<Self>) {
        // SAFETY: the block is not freed while the caller's reference is counted (contract of this
        // function).
        if unsafe { this.as_ref() }.refs.release() {
            // SAFETY: `refs` is zero, so nobody else has a reference to the block. It was allocated
            // as a `Box` in `Block::new`.
            drop(unsafe { Box::from_raw(this.as_ptr()) });
        }
    }
}
