//! Fields that hold a value, or none.

use core::cell::OnceCell;
use core::mem;
#[cfg(feature = "std")]
use std::sync::OnceLock;

use crate::erased::ptr::{Ptr, PtrMut};
use crate::erased::uninit::Uninit;

/// A field's type that holds a value, or none: an `Option`, or a cell that is filled once.
pub trait OptionLike: 'static {
    /// The value.
    type Inner: 'static;

    /// Whether `None`, by name, as text and in data, means that there is no value.
    const NONE_UNBINDS: bool;

    /// With a value.
    fn wrap(value: Self::Inner) -> Self;

    /// Without one.
    fn empty() -> Self;

    /// The value.
    fn get(&self) -> Option<&Self::Inner>;

    /// The value, to change.
    fn get_mut(&mut self) -> Option<&mut Self::Inner>;
}

/// A cell that is filled once, through a shared reference.
pub trait OnceLike: OptionLike {
    /// The value, which is made first if there is none. Where `make` panics, there is none afterwards.
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
/// Invariant 1: every function takes a pointer to, or memory for, one type of field; what `get` and `get_mut`
/// return points to its inner value. (Only `new` makes one, and takes all of it from one type.)
pub(crate) struct OptionVTable {
    get: for<'a> unsafe fn(Ptr<'a>) -> Option<Ptr<'a>>,
    get_mut: for<'a> unsafe fn(PtrMut<'a>) -> Option<PtrMut<'a>>,
    unbind: unsafe fn(PtrMut<'_>),
    write_empty: unsafe fn(Uninit<'_>),
}

impl OptionVTable {
    pub(crate) const fn new<O: OptionLike>() -> Self {
        OptionVTable {
            get: get::<O>,
            get_mut: get_mut::<O>,
            unbind: unbind::<O>,
            write_empty: write_empty::<O>,
        }
    }

    /// The inner value, if there is one.
    ///
    /// # Safety
    ///
    /// `field` points to a field of this type.
    #[inline(always)]
    pub(crate) unsafe fn get<'a>(&self, field: Ptr<'a>) -> Option<Ptr<'a>> {
        // SAFETY: the function takes a field of this type (invariant 1).
        unsafe { (self.get)(field) }
    }

    /// The inner value, to change, if there is one.
    ///
    /// # Safety
    ///
    /// `field` points to a field of this type.
    pub(crate) unsafe fn get_mut<'a>(&self, field: PtrMut<'a>) -> Option<PtrMut<'a>> {
        // SAFETY: the function takes a field of this type (invariant 1).
        unsafe { (self.get_mut)(field) }
    }

    /// Drops the inner value, if there is one.
    ///
    /// # Safety
    ///
    /// `field` points to a field of this type.
    pub(crate) unsafe fn unbind(&self, field: PtrMut<'_>) {
        // SAFETY: the function takes a field of this type (invariant 1).
        unsafe { (self.unbind)(field) }
    }

    /// Writes a field without a value.
    ///
    /// # Safety
    ///
    /// `memory` is for a field of this type.
    pub(crate) unsafe fn write_empty(&self, memory: Uninit<'_>) {
        // SAFETY: the function takes memory for a field of this type (invariant 1).
        unsafe { (self.write_empty)(memory) }
    }
}

/// # Safety
///
/// `field` points to an `O`.
unsafe fn get<O: OptionLike>(field: Ptr<'_>) -> Option<Ptr<'_>> {
    // SAFETY: `field` points to an `O`.
    unsafe { field.cast::<O>() }.get().map(Ptr::new)
}

/// # Safety
///
/// `field` points to an `O`.
unsafe fn get_mut<O: OptionLike>(field: PtrMut<'_>) -> Option<PtrMut<'_>> {
    // SAFETY: `field` points to an `O`.
    unsafe { field.cast::<O>() }.get_mut().map(PtrMut::new)
}

/// # Safety
///
/// `field` points to an `O`.
unsafe fn unbind<O: OptionLike>(field: PtrMut<'_>) {
    // SAFETY: `field` points to an `O`.
    drop(mem::replace(unsafe { field.cast::<O>() }, O::empty()));
}

/// # Safety
///
/// `memory` is for an `O`.
unsafe fn write_empty<O: OptionLike>(memory: Uninit<'_>) {
    // SAFETY: `memory` is for an `O`.
    unsafe { memory.write(O::empty()) }
}
