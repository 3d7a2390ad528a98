//! Fields that hold a value, or none.

use core::cell::OnceCell;
use core::mem;
use core::ptr::NonNull;

use crate::erased::ptr::{Ptr, PtrMut};

/// A field's type that holds a value, or none.
pub trait Holder: 'static {
    /// The value.
    type Inner: 'static;

    /// Whether `None`, by name, from text and in data, means that there is no value.
    const TAKES_NONE: bool;

    /// With a value.
    fn wrap(value: Self::Inner) -> Self;

    /// Without one.
    fn empty() -> Self;

    /// The value.
    fn get(&self) -> Option<&Self::Inner>;

    /// The value, to change.
    fn get_mut(&mut self) -> Option<&mut Self::Inner>;
}

/// How a [`Holder`] is read as a slot that is bound or unbound.
///
/// Invariant 1: every function here takes a pointer to one type of holder, and what `get` and `get_mut` return
/// points to its value. (Only `new` makes one, and takes all of it from one type.)
pub(crate) struct OptionOps {
    get: for<'a> unsafe fn(Ptr<'a>) -> Option<Ptr<'a>>,
    get_mut: for<'a> unsafe fn(PtrMut<'a>) -> Option<PtrMut<'a>>,
    unbind: unsafe fn(PtrMut<'_>),
    write_empty: unsafe fn(NonNull<()>),
}

impl OptionOps {
    pub(crate) const fn new<H: Holder>() -> Self {
        OptionOps {
            get: get::<H>,
            get_mut: get_mut::<H>,
            unbind: unbind::<H>,
            write_empty: write_empty::<H>,
        }
    }

    /// # Safety
    ///
    /// `ptr` points to the holder of this table.
    #[inline(always)]
    pub(crate) unsafe fn get<'a>(&self, ptr: Ptr<'a>) -> Option<Ptr<'a>> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.get)(ptr) }
    }

    /// # Safety
    ///
    /// `ptr` points to the holder of this table.
    pub(crate) unsafe fn get_mut<'a>(&self, ptr: PtrMut<'a>) -> Option<PtrMut<'a>> {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.get_mut)(ptr) }
    }

    /// # Safety
    ///
    /// `ptr` points to the holder of this table.
    pub(crate) unsafe fn unbind(&self, ptr: PtrMut<'_>) {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.unbind)(ptr) }
    }

    /// Writes an empty holder where nothing is yet.
    ///
    /// # Safety
    ///
    /// `place` is memory for the holder of this table.
    pub(crate) unsafe fn write_empty(&self, place: NonNull<()>) {
        // SAFETY: invariant 1 and the caller.
        unsafe { (self.write_empty)(place) }
    }
}

// The bodies behind the table. Each has the contract of the method that calls it: the pointer is of the type of its
// table.

unsafe fn get<H: Holder>(ptr: Ptr<'_>) -> Option<Ptr<'_>> {
    // SAFETY: the caller.
    unsafe { ptr.cast::<H>() }.get().map(Ptr::new)
}

unsafe fn get_mut<H: Holder>(ptr: PtrMut<'_>) -> Option<PtrMut<'_>> {
    // SAFETY: the caller.
    unsafe { ptr.cast::<H>() }.get_mut().map(PtrMut::new)
}

unsafe fn unbind<H: Holder>(ptr: PtrMut<'_>) {
    // SAFETY: the caller.
    drop(mem::replace(unsafe { ptr.cast::<H>() }, H::empty()));
}

unsafe fn write_empty<H: Holder>(place: NonNull<()>) {
    // SAFETY: the caller.
    unsafe { place.cast::<H>().write(H::empty()) }
}

/// A cell that is filled once, through a shared reference.
pub trait Once: Holder {
    /// The value, made first if there is none. Where `make` panics, there is none afterwards.
    fn get_or_make(&self, make: impl FnOnce() -> Self::Inner) -> &Self::Inner;
}

macro_rules! cells {
    ($($cell:ident),*) => {$(
        impl<T: 'static> Holder for $cell<T> {
            type Inner = T;
            const TAKES_NONE: bool = false;

            fn wrap(value: T) -> Self {
                $cell::from(value)
            }

            fn empty() -> Self {
                $cell::new()
            }

            fn get(&self) -> Option<&T> {
                $cell::get(self)
            }

            fn get_mut(&mut self) -> Option<&mut T> {
                $cell::get_mut(self)
            }
        }

        impl<T: 'static> Once for $cell<T> {
            fn get_or_make(&self, make: impl FnOnce() -> T) -> &T {
                self.get_or_init(make)
            }
        }
    )*};
}
cells!(OnceCell);
#[cfg(feature = "std")]
use std::sync::OnceLock;
#[cfg(feature = "std")]
cells!(OnceLock);

impl<T: 'static> Holder for Option<T> {
    type Inner = T;
    const TAKES_NONE: bool = true;

    fn wrap(value: T) -> Self {
        Some(value)
    }

    fn empty() -> Self {
        None
    }

    fn get(&self) -> Option<&T> {
        self.as_ref()
    }

    fn get_mut(&mut self) -> Option<&mut T> {
        self.as_mut()
    }
}
