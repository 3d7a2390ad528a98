//! Fields that hold a value or none.

use alloc::boxed::Box;
use core::any::Any;
use core::cell::OnceCell;
use core::mem;
#[cfg(feature = "std")]
use std::sync::OnceLock;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::erased::uninit::Uninit;

/// The type of a field that holds a value or none: an `Option`, or a cell that is filled once.
pub trait OptionLike: 'static {
    /// The type of the value.
    type Inner: 'static;

    /// Whether writing `None` by name, as text or from data leaves the field without a value.
    const NONE_UNBINDS: bool;

    /// Makes a field that holds a value.
    fn wrap(value: Self::Inner) -> Self;

    /// Makes a field that holds none.
    fn empty() -> Self;

    /// Returns the value, if there is one.
    fn get(&self) -> Option<&Self::Inner>;

    /// Returns the value mutably, if there is one.
    fn get_mut(&mut self) -> Option<&mut Self::Inner>;
}

/// A cell that is filled once, through a shared reference.
pub trait OnceLike: OptionLike {
    /// Returns the value, made first if there is none. If `make` panics, the cell stays empty.
    fn get_or_make(&self, make: impl FnOnce() -> Self::Inner) -> &Self::Inner;
}

impl<T: 'static> OptionLike for Option<T> {
    type Inner = T;
    const NONE_UNBINDS: bool = true;

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

macro_rules! cells {
    ($($cell:ident),*) => {$(
        impl<T: 'static> OptionLike for $cell<T> {
            type Inner = T;
            const NONE_UNBINDS: bool = false;

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

        impl<T: 'static> OnceLike for $cell<T> {
            fn get_or_make(&self, make: impl FnOnce() -> T) -> &T {
                self.get_or_init(make)
            }
        }
    )*};
}
cells!(OnceCell);
#[cfg(feature = "std")]
cells!(OnceLock);

/// How an [`OptionLike`] field is read as a slot that is bound or unbound.
///
/// Invariant 1: every function takes a pointer to a field of one type, or memory for such a field;
/// `get` and `get_mut` return a pointer to the field's inner value, and `boxed_empty` a field of
/// that type. (Only `new` makes an `OptionVTable`, and takes all functions from one type.)
pub(crate) struct OptionVTable {
    get: for<'a> unsafe fn(Ptr<'a>) -> Option<Ptr<'a>>,
    get_mut: for<'a> unsafe fn(PtrMut<'a>) -> Option<PtrMut<'a>>,
    unbind: unsafe fn(PtrMut<'_>),
    write_empty: unsafe fn(Uninit<'_>),
    boxed_empty: fn() -> Box<dyn Any>,
}

impl OptionVTable {
    pub(crate) const fn new<O: OptionLike>() -> Self {
        OptionVTable {
            get: get::<O>,
            get_mut: get_mut::<O>,
            unbind: unbind::<O>,
            write_empty: write_empty::<O>,
            boxed_empty: || Box::new(O::empty()),
        }
    }

    /// Returns the inner value, if there is one.
    ///
    /// # Safety
    ///
    /// `field` points to a field of this vtable's type.
    #[inline(always)]
    pub(crate) unsafe fn get<'a>(&self, field: Ptr<'a>) -> Option<Ptr<'a>> {
        // SAFETY: the function takes a pointer to a field of this vtable's type (invariant 1), and
        // `field` is one (contract of this function).
        unsafe { (self.get)(field) }
    }

    /// Returns the inner value mutably, if there is one.
    ///
    /// # Safety
    ///
    /// `field` points to a field of this vtable's type.
    pub(crate) unsafe fn get_mut<'a>(&self, field: PtrMut<'a>) -> Option<PtrMut<'a>> {
        // SAFETY: the function takes a pointer to a field of this vtable's type (invariant 1), and
        // `field` is one (contract of this function).
        unsafe { (self.get_mut)(field) }
    }

    /// Drops the inner value, if there is one.
    ///
    /// # Safety
    ///
    /// `field` points to a field of this vtable's type.
    pub(crate) unsafe fn unbind(&self, field: PtrMut<'_>) {
        // SAFETY: the function takes a pointer to a field of this vtable's type (invariant 1), and
        // `field` is one (contract of this function).
        unsafe { (self.unbind)(field) }
    }

    /// Makes a field that holds no value, in a box.
    pub(crate) fn boxed_empty(&self) -> Box<dyn Any> {
        (self.boxed_empty)()
    }

    /// Writes a field that holds no value.
    ///
    /// # Safety
    ///
    /// `memory` is for a field of this vtable's type.
    pub(crate) unsafe fn write_empty(&self, memory: Uninit<'_>) {
        // SAFETY: the function takes memory for a field of this vtable's type (invariant 1), and
        // `memory` is such memory (contract of this function).
        unsafe { (self.write_empty)(memory) }
    }
}

/// # Safety
///
/// `field` points to an `O`.
unsafe fn get<O: OptionLike>(field: Ptr<'_>) -> Option<Ptr<'_>> {
    // SAFETY: `field` points to an `O` (contract of this function).
    unsafe { field.cast::<O>() }.get().map(Ptr::new)
}

/// # Safety
///
/// `field` points to an `O`.
unsafe fn get_mut<O: OptionLike>(field: PtrMut<'_>) -> Option<PtrMut<'_>> {
    // SAFETY: `field` points to an `O` (contract of this function).
    unsafe { field.cast::<O>() }.get_mut().map(PtrMut::new)
}

/// # Safety
///
/// `field` points to an `O`.
unsafe fn unbind<O: OptionLike>(field: PtrMut<'_>) {
    // SAFETY: `field` points to an `O` (contract of this function).
    drop(mem::replace(unsafe { field.cast::<O>() }, O::empty()));
}

/// # Safety
///
/// `memory` is for an `O`.
unsafe fn write_empty<O: OptionLike>(memory: Uninit<'_>) {
    // SAFETY: `memory` is for an `O` (contract of this function).
    unsafe { memory.write(O::empty()) }
}
