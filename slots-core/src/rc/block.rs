//! What the weak references to one object share: where it is, while it lives, and what is called at its death.

use alloc::boxed::Box;
use core::ptr::NonNull;

use crate::rc::callbacks::Callbacks;
use crate::rc::count::sealed::Lock;
use crate::rc::count::{Guarded, RefCount};
use crate::rc::memory::Inner;
use crate::rc::weak::Weak;
use crate::reflect::slotted::Slotted;

/// What is called at the death of an object.
pub(crate) type Callback<T, C> = Box<dyn FnOnce(&Weak<T, C>)>;

/// The block of an object: made with its first weak reference, it outlives the object as long as there are any.
pub(crate) struct Block<T: Slotted, C: RefCount> {
    /// The weak references and finalizers; and one for the object, while it lives.
    refs: C,
    lock: C::Lock,
    /// Looked at and changed with the lock only.
    state: Guarded<State<T, C>>,
}

/// Invariant 1: `object` is `None` once the last strong reference is gone, and before its memory is freed.
struct State<T: Slotted, C: RefCount> {
    object: Option<NonNull<Inner<T, C>>>,
    /// Apart, since most references have none.
    callbacks: Option<Box<Callbacks<Callback<T, C>>>>,
}

impl<T: Slotted, C: RefCount> Block<T, C> {
    pub(crate) fn new(object: NonNull<Inner<T, C>>) -> Box<Self> {
        let state = State { object: Some(object), callbacks: None };
        Box::new(Block { refs: C::one(), lock: C::Lock::default(), state: Guarded::new(state) })
    }

    /// Runs `f` with the state, under the lock.
    ///
    /// # Safety
    ///
    /// `f` does not come back here: it runs and drops nothing of a user's.
    unsafe fn with<R>(&self, f: impl FnOnce(&mut State<T, C>) -> R) -> R {
        // SAFETY: the lock is held, which keeps other threads out; this one does not come back here
        // by the contract of this function.
        self.lock.with(|| unsafe { self.state.with(f) })
    }

    /// One more reference to the block.
    pub(crate) fn add_ref(&self) {
        self.refs.add();
    }

    /// A strong reference more, if the object lives.
    pub(crate) fn upgrade(&self) -> Option<NonNull<Inner<T, C>>> {
        // SAFETY: nothing of a user's runs in it.
        unsafe {
            self.with(|state| {
                let object = state.object?;
                // SAFETY: its memory is not freed before `object` is `None` (invariant 1), for
                // which the lock is needed.
                object.as_ref().count.add_if_any().then_some(object)
            })
        }
    }

    /// Whether the object lives.
    pub(crate) fn is_alive(&self) -> bool {
        // SAFETY: nothing of a user's runs in it.
        unsafe {
            self.with(|state| match state.object {
                // SAFETY: its memory is not freed before `object` is `None` (invariant 1), for
                // which the lock is needed.
                Some(object) => object.as_ref().count.get() > 0,
                None => false,
            })
        }
    }

    /// Adds a callback, the newest; its number.
    ///
    /// # Safety
    ///
    /// `callback` can be called, and dropped, in each thread that a reference to the object can go to.
    pub(crate) unsafe fn add_callback(&self, callback: Callback<T, C>) -> usize {
        // SAFETY: nothing of a user's runs in it.
        unsafe {
            self.with(|state| {
                let callbacks = state.callbacks.get_or_insert_with(|| Box::new(Callbacks::new()));
                callbacks.add(callback)
            })
        }
    }

    /// Takes a callback out, if it is still there; to be dropped, or run, by the caller.
    pub(crate) fn take_callback(&self, number: usize) -> Option<Callback<T, C>> {
        // SAFETY: nothing of a user's runs in it: the callback is handed out.
        unsafe { self.with(|state| state.callbacks.as_mut()?.take(number)) }
    }

    /// Whether a callback is still there.
    pub(crate) fn has_callback(&self, number: usize) -> bool {
        // SAFETY: nothing of a user's runs in it.
        unsafe { self.with(|state| state.callbacks.as_ref().is_some_and(|all| all.has(number))) }
    }

    /// Whether the object has one strong reference, the caller's, and no weak one or callback that anybody waits for.
    pub(crate) fn is_unused(&self, count: &C) -> bool {
        // The strong count first: who is not counted there can come back only through `upgrade`, which the
        // lock keeps out, and is then counted among the references to the block.
        // SAFETY: nothing of a user's runs in it.
        unsafe {
            self.with(|state| {
                let calls = state.callbacks.as_ref().is_some_and(|callbacks| !callbacks.is_empty());
                count.get() == 1 && self.refs.get() == 1 && !calls
            })
        }
    }

    /// From now on, the weak references are dead; what is to be called.
    pub(crate) fn disconnect(&self) -> Option<Box<Callbacks<Callback<T, C>>>> {
        // SAFETY: nothing of a user's runs in it: the callbacks are handed out.
        unsafe {
            self.with(|state| {
                state.object = None;
                state.callbacks.take()
            })
        }
    }

    /// One reference to the block less.
    ///
    /// # Safety
    ///
    /// The caller had one, and uses it no more.
    pub(crate) unsafe fn release(this: NonNull<Self>) {
        // SAFETY: while it is counted, the block is there.
        if unsafe { this.as_ref() }.refs.release() {
            // SAFETY: that was the last one, and it was made as a box.
            drop(unsafe { Box::from_raw(this.as_ptr()) });
        }
    }
}
