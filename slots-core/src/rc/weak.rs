//! Weak references to shared objects.

use alloc::boxed::Box;
use core::marker::PhantomData;
use core::ptr::NonNull;

use crate::rc::block::Block;
use crate::rc::count::{AtomicCount, AtomicLock, LocalCount, LocalLock, RefCount};
use crate::rc::panics::Panics;
use crate::rc::shared::Shared;
use crate::rc::tagged::{Either, Tagged};
use crate::rc::target::Callback;
use crate::reflect::attributes::Attributes;
use crate::reflect::presence::HasWeakref;

/// A weak reference to a shared object: [`WeakObj`](crate::WeakObj),
/// [`WeakObjLock`](crate::WeakObjLock), [`LocalWeakObj`](crate::LocalWeakObj) or
/// [`WeakObjCell`](crate::WeakObjCell).
///
/// It keeps neither the object nor its memory alive. Once the object has died, the reference is
/// dead for good. Two weak references are equal if they refer to one object, alive or dead, and
/// hash accordingly.
///
/// It is one word, with or without a callback, and so is an `Option` of it.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Obj, WeakSlot};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Node { rank: u32, __weakref__: WeakSlot }
///
/// let node = Obj::new(Node { rank: 1, __weakref__: WeakSlot::new() });
/// let weak = Obj::downgrade(&node);
/// assert!(weak == Obj::downgrade(&node));
/// let told = Obj::downgrade_with(&node, |gone| assert!(gone.upgrade().is_none()));
/// drop(node);
/// assert!(weak.upgrade().is_none() && told.upgrade().is_none());
/// ```
///
/// Invariants:
///
/// 1. `to` points to the block of the object, whose count includes this reference; or to a
///    `Watch` of that block, which was made by `Box::leak` and is owned by this.
/// 2. The number in a `Watch` is the one that the block gave to a callback added for this
///    reference. No other reference has that number.
#[doc(alias = "weakref.ref")]
pub struct Weak<T: Attributes, C: RefCount> {
    to: Tagged<Block<T, C>, Watch<T, C>>,
    // Invariant in `T`: a subtype is another type, with its own layout. Its objects must not die
    // through the layout of `T`, nor the other way round.
    of: PhantomData<fn(T) -> T>,
}

/// The block of a reference that has a callback, and the callback's number there.
struct Watch<T: Attributes, C: RefCount> {
    block: NonNull<Block<T, C>>,
    number: usize,
}

impl<T: Attributes, C: RefCount> Weak<T, C> {
    /// Returns a reference without a callback, which is already included in the count of the block.
    ///
    /// # Safety
    ///
    /// `block` points to an allocated block whose count includes the returned reference.
    #[inline]
    pub(crate) unsafe fn counted(block: NonNull<Block<T, C>>) -> Self {
        Weak { to: Tagged::first(block), of: PhantomData }
    }

    /// Returns a reference that was never alive.
    #[cfg(all(feature = "serde", feature = "std"))]
    pub(crate) fn dead() -> Self {
        let block = NonNull::from(Box::leak(Block::dead()));
        // SAFETY: the block was just allocated, with one reference, which is the returned one.
        unsafe { Weak::counted(block) }
    }

    /// The block, and the number of the callback, if there is one.
    #[inline]
    fn parts(&self) -> (NonNull<Block<T, C>>, Option<usize>) {
        match self.to.get() {
            Either::First(block) => (block, None),
            Either::Second(watch) => {
                // SAFETY: this owns the `Watch` (invariant 1), which nothing changes.
                let watch = unsafe { watch.as_ref() };
                (watch.block, Some(watch.number))
            }
        }
    }

    #[inline]
    fn block(&self) -> &Block<T, C> {
        // SAFETY: the block is not freed while it counts this reference (invariant 1).
        unsafe { self.parts().0.as_ref() }
    }

    /// Returns a strong reference, if the object lives.
    #[inline]
    #[must_use]
    pub fn upgrade(&self) -> Option<Shared<T, C>> {
        let inner = self.block().upgrade()?;
        // SAFETY: `Block::upgrade` returns an object that lives, and has counted the returned
        // reference.
        Some(unsafe { Shared::counted(inner) })
    }

    /// Whether the object lives. Unless the caller has a strong reference, it may die at any
    /// moment.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.block().is_alive()
    }

    /// Whether both references are to the same object, which may be dead.
    #[must_use]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.parts().0 == other.parts().0
    }

    /// The address of the block, to hash.
    pub(crate) fn address(&self) -> usize {
        self.parts().0.addr().get()
    }

    /// Gives a reference to an object that lives a callback.
    ///
    /// # Safety
    ///
    /// `callback` may be called and dropped on every thread that a reference to the object can
    /// reach.
    unsafe fn calling(weak: Weak<T, C>, callback: Callback<T, C>) -> Self {
        let block = weak.parts().0;
        // SAFETY: `callback` may be called and dropped on every thread that a reference to the
        // object can reach (contract of this function).
        let added = unsafe { weak.block().add_callback(callback) };
        let number = added.ok().expect("the object lives");
        // The reference that `weak` counts in the block passes to the new one.
        core::mem::forget(weak);
        let watch = NonNull::from(Box::leak(Box::new(Watch { block, number })));
        Weak { to: Tagged::second(watch), of: PhantomData }
    }

    /// Takes the number of the callback out, so that this becomes a reference without a callback.
    fn take_number(&mut self) -> Option<usize> {
        let Either::Second(watch) = self.to.get() else { return None };
        // SAFETY: this owns the `Watch`, which was made by `Box::leak` (invariant 1). The next line
        // overwrites the word, so the box is taken once.
        let watch = unsafe { Box::from_raw(watch.as_ptr()) };
        // Invariant 1: the block counts this reference, as before.
        self.to = Tagged::first(watch.block);
        Some(watch.number)
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
impl<T: Attributes, C: RefCount> Clone for Weak<T, C> {
    fn clone(&self) -> Self {
        self.block().add_ref();
        // SAFETY: the block is allocated (invariant 1), and `add_ref` has just counted the returned
        // reference.
        unsafe { Weak::counted(self.parts().0) }
    }
}

impl<T: Attributes, C: RefCount> Drop for Weak<T, C> {
    #[inline]
    fn drop(&mut self) {
        match self.to.get() {
            // SAFETY: the count of the block includes this reference (invariant 1), which is not
            // used afterwards.
            Either::First(block) => unsafe { Block::release(block) },
            // SAFETY: this is not used afterwards.
            Either::Second(_) => unsafe { self.drop_with_callback() },
        }
    }
}

impl<T: Attributes, C: RefCount> Weak<T, C> {
    /// Drops a reference with a callback.
    ///
    /// # Safety
    ///
    /// The reference is not used afterwards.
    #[cold]
    #[inline(never)]
    unsafe fn drop_with_callback(&mut self) {
        /// Releases the block in any case, even if a callback's own `Drop` panics.
        struct Last<T: Attributes, C: RefCount>(NonNull<Block<T, C>>);
        impl<T: Attributes, C: RefCount> Drop for Last<T, C> {
            fn drop(&mut self) {
                // SAFETY: the count of the block includes the reference being dropped (invariant 1
                // of `Weak`), which is not used afterwards.
                unsafe { Block::release(self.0) }
            }
        }
        let number = self.take_number();
        let last = Last(self.parts().0);
        if let Some(number) = number {
            // The callback of a dropped reference does not run. Its drop is user code: outside the
            // lock.
            // SAFETY: the block is allocated: `last` still has the reference that it counts.
            drop(unsafe { last.0.as_ref() }.take_callback(number));
        }
    }
}

macro_rules! crosses_threads {
    ($($count:ident)*) => {$(
        // SAFETY: upgrading makes a strong reference on the other thread, which may be the last
        // one: so `T` has the bounds of `Shared`'s impl. Callbacks may run and drop there: they are
        // `Send`, by the bounds of `downgrade_with` and `finalize`. The counts are atomic.
        unsafe impl<T: Attributes + Send + Sync> Send for Weak<T, $count> {}
        // SAFETY: a `&Weak` can be cloned to a `Weak` on another thread: that needs what the impl
        // of `Send` needs. A lock protects the target of the block.
        unsafe impl<T: Attributes + Send + Sync> Sync for Weak<T, $count> {}
    )*};
}
crosses_threads!(AtomicCount AtomicLock);

/// A callback that runs when an object dies, unless it is cancelled before: Python's
/// `weakref.finalize`.
///
/// Dropping the finalizer does not cancel the callback.
///
/// ```
/// use std::cell::Cell;
/// use std::rc::Rc;
///
/// use slotted::prelude::*;
/// use slotted::{LocalObj, WeakSlot};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct File { name: String, __weakref__: WeakSlot }
///
/// let closed = Rc::new(Cell::new(0));
/// let count = |closed: &Rc<Cell<u32>>| {
///     let closed = Rc::clone(closed);
///     move || closed.set(closed.get() + 1)
/// };
/// let file = LocalObj::new(File { name: "a".to_owned(), __weakref__: WeakSlot::new() });
/// let finalizer = LocalObj::finalize(&file, count(&closed));
/// let cancelled = LocalObj::finalize(&file, count(&closed));
/// assert!(finalizer.is_pending() && cancelled.cancel());
/// drop(file);
/// assert_eq!((closed.get(), finalizer.is_pending()), (1, false));
/// ```
#[doc(alias = "weakref.finalize")]
pub struct Finalizer<T: Attributes, C: RefCount> {
    weak: Weak<T, C>,
    number: usize,
}

impl<T: Attributes, C: RefCount> Finalizer<T, C> {
    /// Returns a finalizer of the callback that `weak` has.
    fn new(mut weak: Weak<T, C>) -> Self {
        // Without its number, the `Drop` of `weak` leaves the callback.
        let number = weak.take_number().expect("it has a callback");
        Finalizer { weak, number }
    }

    /// Whether the callback is still to run: it was not cancelled, and the object's death has not
    /// begun.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.weak.block().has_callback(self.number)
    }

    /// Cancels the callback. Returns whether it was still to run.
    #[must_use]
    pub fn cancel(self) -> bool {
        self.weak.block().take_callback(self.number).is_some()
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
                // SAFETY: either references can reach other threads, and `callback` is `Send` by
                // the bound above; or the count is a `LocalCount` or `LocalLock`, whose references
                // are neither `Send` nor `Sync`.
                unsafe { Weak::calling(Shared::downgrade(this), Box::new(callback)) }
            }

            /// Calls `callback` when the object dies, in order with the callbacks of the weak
            /// references, unless it is cancelled before.
            pub fn finalize(
                this: &Self,
                callback: impl FnOnce() $(+ $send)? + 'static,
            ) -> Finalizer<T, $count> {
                let weak = Shared::downgrade(this);
                // SAFETY: either references can reach other threads, and `callback` is `Send` by
                // the bound above; or the count is a `LocalCount` or `LocalLock`, whose references
                // are neither `Send` nor `Sync`.
                Finalizer::new(unsafe { Weak::calling(weak, Box::new(|_| callback())) })
            }
        }

        impl<T: Attributes> Shared<T, $count> {
            /// Does what [`downgrade_with`](Shared::downgrade_with) does, for an object that says
            /// only at run time whether it can have weak references, as an
            /// [`Instance`](crate::Instance) does. `None` where
            /// [`try_downgrade`](Shared::try_downgrade) returns that; the callback is dropped then.
            pub fn try_downgrade_with(
                this: &Self,
                callback: impl FnOnce(&Weak<T, $count>) $(+ $send)? + 'static,
            ) -> Option<Weak<T, $count>> {
                let weak = Shared::try_downgrade(this)?;
                // SAFETY: either references can reach other threads, and `callback` is `Send` by
                // the bound above; or the count is a `LocalCount` or `LocalLock`, whose references
                // are neither `Send` nor `Sync`.
                Some(unsafe { Weak::calling(weak, Box::new(callback)) })
            }
        }
    };
}

#[cfg(feature = "std")]
impl<T: HasWeakref, C: RefCount> Shared<T, C> {
    /// Does what `downgrade_with` does, whatever the count is, with a callback for any thread.
    pub(crate) fn downgrade_sending(
        this: &Self,
        callback: impl FnOnce(&Weak<T, C>) + Send + 'static,
    ) -> Weak<T, C> {
        // SAFETY: `callback` is `Send`, so it may be called and dropped on every thread.
        unsafe { Weak::calling(Shared::downgrade(this), Box::new(callback)) }
    }
}

with_callbacks!(AtomicCount, Send);
with_callbacks!(LocalCount,);
with_callbacks!(AtomicLock, Send);
with_callbacks!(LocalLock,);
