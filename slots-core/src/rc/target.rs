//! What the block of an object leads to: the object and, if there are any, the callbacks to run
//! when it dies.

use alloc::boxed::Box;
use core::ptr::NonNull;

use crate::rc::callbacks::Callbacks;
use crate::rc::count::RefCount;
use crate::rc::memory::Inner;
use crate::rc::tagged::{Either, Tagged};
use crate::rc::weak::Weak;
use crate::reflect::attributes::Attributes;

/// A callback to run when an object dies.
pub(crate) type Callback<T, C> = Box<dyn FnOnce(&Weak<T, C>)>;

/// The object and its callbacks, in one word: most objects have no callbacks.
///
/// Invariant 1: the word points to the object, or to an `Extended` that was made by
/// `Box::leak` and is owned by this.
pub(crate) struct Target<T: Attributes, C: RefCount>(Tagged<Inner<T, C>, Extended<T, C>>);

struct Extended<T: Attributes, C: RefCount> {
    object: NonNull<Inner<T, C>>,
    callbacks: Callbacks<Callback<T, C>>,
}

impl<T: Attributes, C: RefCount> Target<T, C> {
    pub(crate) fn new(object: NonNull<Inner<T, C>>) -> Self {
        Target(Tagged::first(object))
    }

    #[inline]
    pub(crate) fn object(&self) -> NonNull<Inner<T, C>> {
        match self.0.get() {
            Either::First(object) => object,
            // SAFETY: this owns the `Extended` (invariant 1), which only a `&mut self` changes.
            Either::Second(extended) => unsafe { extended.as_ref() }.object,
        }
    }

    /// Returns the callbacks, if there is a list of them.
    pub(crate) fn callbacks(&mut self) -> Option<&mut Callbacks<Callback<T, C>>> {
        match self.0.get() {
            Either::First(_) => None,
            // SAFETY: this owns the `Extended` (invariant 1), and is mutably borrowed as long as
            // the result.
            Either::Second(mut extended) => Some(&mut unsafe { extended.as_mut() }.callbacks),
        }
    }

    /// Returns the callbacks, in a list that is made if there is none.
    pub(crate) fn callbacks_or_insert(&mut self) -> &mut Callbacks<Callback<T, C>> {
        if let Either::First(object) = self.0.get() {
            let extended = Box::new(Extended { object, callbacks: Callbacks::new() });
            self.0 = Tagged::second(NonNull::from(Box::leak(extended)));
        }
        self.callbacks().expect("the list was just made")
    }

    /// Takes all callbacks out.
    pub(crate) fn take_callbacks(&mut self) -> Option<Callbacks<Callback<T, C>>> {
        let Either::Second(extended) = self.0.get() else { return None };
        // SAFETY: this owns the `Extended`, which was made by `Box::leak` (invariant 1). The word
        // is overwritten before anything else can happen, so the box is taken once.
        let extended = unsafe { Box::from_raw(extended.as_ptr()) };
        self.0 = Tagged::first(extended.object);
        Some(extended.callbacks)
    }
}

impl<T: Attributes, C: RefCount> Drop for Target<T, C> {
    fn drop(&mut self) {
        drop(self.take_callbacks());
    }
}
