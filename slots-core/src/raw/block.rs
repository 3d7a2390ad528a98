//! What the weak references to one object share: where it is, while it lives, and what is called at its death.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ptr::NonNull;

use super::count::sealed::Lock;
use super::count::{Counter, Guarded};
use super::shared::Inner;
use super::weak::Weak;
use crate::slotted::Slotted;

/// What is called at the death of an object.
pub(super) type Callback<T, C> = Box<dyn FnOnce(&Weak<T, C>)>;

/// The block of an object: made with its first weak reference, it outlives the object as long as there are any.
pub(super) struct Block<T: Slotted, C: Counter> {
    /// The weak references and finalizers; and one for the object, while it lives.
    refs: C,
    lock: C::Lock,
    /// Looked at and changed with the lock only.
    state: Guarded<State<T, C>>,
}

/// Invariant 1: `object` is `None` once the last strong reference is gone, and before its memory is freed.
struct State<T: Slotted, C: Counter> {
    object: Option<NonNull<Inner<T, C>>>,
    /// Apart, since most references have none.
    callbacks: Option<Box<Callbacks<T, C>>>,
}

/// In the order in which they were given, each with its number.
struct Callbacks<T: Slotted, C: Counter> {
    all: Vec<(usize, Callback<T, C>)>,
    /// The number of the last one; zero is none.
    last: usize,
}

impl<T: Slotted, C: Counter> State<T, C> {
    fn position(&self, number: usize) -> Option<usize> {
        let all = &self.callbacks.as_ref()?.all;
        all.binary_search_by_key(&number, |(number, _)| *number).ok()
    }
}

impl<T: Slotted, C: Counter> Block<T, C> {
    pub(super) fn new(object: NonNull<Inner<T, C>>) -> Box<Self> {
        let state = State { object: Some(object), callbacks: None };
        Box::new(Block { refs: C::one(), lock: C::Lock::default(), state: Guarded::new(state) })
    }

    /// Runs `f` with the state. `f` is code of this module, and drops nothing of a user's.
    fn with<R>(&self, f: impl FnOnce(&mut State<T, C>) -> R) -> R {
        // SAFETY: the lock keeps others out, and `f` does not come back here.
        self.lock.with(|| unsafe { self.state.with(f) })
    }

    /// One more reference to the block.
    pub(super) fn add_ref(&self) {
        self.refs.add();
    }

    /// A strong reference more, if the object lives.
    pub(super) fn upgrade(&self) -> Option<NonNull<Inner<T, C>>> {
        self.with(|state| {
            let object = state.object?;
            // SAFETY: its memory is not freed before `object` is `None` (invariant 1), for which the lock is needed.
            unsafe { object.as_ref() }.count.add_if_any().then_some(object)
        })
    }

    /// Whether the object lives.
    pub(super) fn is_alive(&self) -> bool {
        self.with(|state| match state.object {
            // SAFETY: as in `upgrade`.
            Some(object) => unsafe { object.as_ref() }.count.get() > 0,
            None => false,
        })
    }

    /// Adds a callback, the newest; its number.
    pub(super) fn add_callback(&self, callback: Callback<T, C>) -> usize {
        self.with(|state| {
            let callbacks = state
                .callbacks
                .get_or_insert_with(|| Box::new(Callbacks { all: Vec::new(), last: 0 }));
            callbacks.last += 1;
            callbacks.all.push((callbacks.last, callback));
            callbacks.last
        })
    }

    /// Takes a callback out, if it is still there; to be dropped, or run, by the caller.
    pub(super) fn take_callback(&self, number: usize) -> Option<Callback<T, C>> {
        self.with(|state| {
            let at = state.position(number)?;
            Some(state.callbacks.as_mut()?.all.remove(at).1)
        })
    }

    /// Whether a callback is still there.
    pub(super) fn has_callback(&self, number: usize) -> bool {
        self.with(|state| state.position(number).is_some())
    }

    /// Whether the object has one strong reference, the caller's, and no weak one or callback that anybody waits for.
    pub(super) fn is_unused(&self, count: &C) -> bool {
        // The strong count first: who is not counted there can come back only through `upgrade`, which the
        // lock keeps out, and is then counted among the references to the block.
        self.with(|state| {
            let calls = state.callbacks.as_ref().is_some_and(|callbacks| !callbacks.all.is_empty());
            count.get() == 1 && self.refs.get() == 1 && !calls
        })
    }

    /// From now on, the weak references are dead; what is to be called.
    pub(super) fn die(&self) -> Vec<(usize, Callback<T, C>)> {
        self.with(|state| {
            state.object = None;
            state.callbacks.take().map_or_else(Vec::new, |callbacks| callbacks.all)
        })
    }

    /// One reference to the block less.
    ///
    /// # Safety
    ///
    /// The caller had one, and uses it no more.
    pub(super) unsafe fn release(this: NonNull<Self>) {
        // SAFETY: while it is counted, the block is there.
        if unsafe { this.as_ref() }.refs.release() {
            // SAFETY: that was the last one, and it was made as a box.
            drop(unsafe { Box::from_raw(this.as_ptr()) });
        }
    }
}
