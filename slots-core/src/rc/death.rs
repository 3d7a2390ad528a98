//! The end of an object: its weak references die, its callbacks run, its value drops.

use alloc::boxed::Box;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::rc::count::RefCount;
use crate::rc::memory::Inner;
use crate::rc::weak::Weak;
use crate::reflect::attributes::Attributes;

/// An object whose last strong reference is gone, type-erased.
///
/// Invariant 1: `finish` may be called with `object`, once, on the thread that made this: the
/// object is as the contract of `finish` demands.
pub(crate) struct Death {
    object: NonNull<()>,
    finish: unsafe fn(NonNull<()>),
}

impl Death {
    /// Ends the object.
    pub(crate) fn run(self) {
        // SAFETY: invariant 1. This is moved, so it happens once.
        unsafe { (self.finish)(self.object) }
    }
}

/// Ends an object whose last strong reference is gone. With `std`, deaths inside deaths are
/// deferred at a depth, so that a long chain of objects takes no more stack than a short one.
///
/// # Safety
///
/// `inner` was allocated as a box, and its value is initialized. The strong count is zero,
/// synchronized with all earlier releases. The caller does not use `inner` afterwards.
#[cold]
pub(crate) unsafe fn end<T: Attributes, C: RefCount>(inner: NonNull<Inner<T, C>>) {
    // Invariant 1: the contract of this function is that of `finish`, and the caller gives the
    // object away. The value may end on this thread, which had a reference to it.
    let death = Death { object: inner.cast(), finish: finish::<T, C> };
    // A value without drop glue, of an object that nothing has referred to weakly, and so without
    // callbacks, ends no other object.
    #[cfg(all(feature = "std", not(loom)))]
    {
        // SAFETY: `inner` points to an allocated object (contract of this function).
        let word = unsafe { inner.as_ref() }.weak();
        if core::mem::needs_drop::<T>() || word.is_some_and(|word| !word.get().is_null()) {
            return crate::rc::nest::run(death);
        }
    }
    death.run();
}

/// Ends an object. As in CPython, all weak references become dead; then the callbacks run, the
/// newest first; then the value is dropped; then the memory is freed.
///
/// # Safety
///
/// `object` is an `Inner<T, C>`, as the contract of [`end`] demands.
unsafe fn finish<T: Attributes, C: RefCount>(object: NonNull<()>) {
    /// Frees the memory in any case, even if the value's own `Drop` panics.
    struct Memory<T: Attributes, C: RefCount>(NonNull<Inner<T, C>>);
    impl<T: Attributes, C: RefCount> Drop for Memory<T, C> {
        fn drop(&mut self) {
            // SAFETY: allocated as a box of an `Inner`, which has the layout of a `MaybeUninit` of
            // it. Nobody uses the memory afterwards: no strong reference is left (contract of
            // `finish`), and the block no longer leads to the object.
            drop(unsafe { Box::from_raw(self.0.as_ptr().cast::<MaybeUninit<Inner<T, C>>>()) });
        }
    }
    /// Drops the value in any case, even if a callback panics and the panic cannot be caught.
    struct Value<T>(*mut T);
    impl<T> Drop for Value<T> {
        fn drop(&mut self) {
            // SAFETY: the value is initialized, and nobody uses it afterwards: no strong reference
            // is left (contract of `finish`), and the block no longer leads to the object.
            unsafe { self.0.drop_in_place() }
        }
    }
    let memory = Memory::<T, C>(object.cast());
    // SAFETY: `memory.0` points to an allocated object (contract of `finish`).
    let value = Value(unsafe { memory.0.as_ref() }.value.get());
    // SAFETY: the object is initialized (contract of `finish`), and nothing drops a part of it
    // before the guard `value` does, below, where the reference is no longer used.
    let word = unsafe { memory.0.as_ref() }.weak();
    match word.and_then(|word| NonNull::new(word.take())) {
        Some(block) => {
            // SAFETY: the word held a pointer to a `Block<T, C>` and the object's reference to it
            // (invariant 1 of `WeakWord`). The word is null now, so the reference passes to `weak`.
            let weak = unsafe { Weak::<T, C>::counted(block.cast()) };
            let mut panics = weak.call_all();
            drop(weak);
            panics.catch(|| drop(value));
            drop(memory);
            panics.resume();
        }
        None => {
            drop(value);
            drop(memory);
        }
    }
}
