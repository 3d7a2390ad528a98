//! The way from a value to one inside it, type-erased: to an item of a list, or to what an `Option`
//! or a pointer holds.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::marker::PhantomData;

use crate::erased::ptr::Ptr;
use crate::reflect::mode::Mode;
use crate::reflect::vtable::value::{ValueVTable, value_vtable};

/// A type that has values of one type inside.
pub trait Contains: 'static {
    /// The type of the values inside.
    type Item: 'static;

    /// Whether a value inside is found by an index. If not, there is one at most.
    const BY_INDEX: bool;

    /// Whether the container counts its owners, so that several may share the value inside.
    const COUNTED: bool = false;

    /// Returns the value at the index, if there is one.
    fn item(&self, index: usize) -> Option<&Self::Item>;

    /// For how many items there is memory outside the container.
    fn capacity(&self) -> usize;
}

macro_rules! contains {
    ($(
        [$($n:tt)*] $container:ty, $by_index:literal, $counted:literal, $capacity:expr,
        |$this:ident, $index:ident| $item:expr;
    )*) => {$(
        impl<T: 'static, $($n)*> Contains for $container {
            type Item = T;
            const BY_INDEX: bool = $by_index;
            const COUNTED: bool = $counted;

            #[inline(always)]
            fn item(&self, $index: usize) -> Option<&T> {
                let $this = self;
                $item
            }

            fn capacity(&self) -> usize {
                let capacity: fn(&Self) -> usize = $capacity;
                capacity(self)
            }
        }
    )*};
}
contains! {
    [] Vec<T>, true, false, Vec::capacity, |list, index| list.get(index);
    [] Box<[T]>, true, false, |list| list.len(), |list, index| list.get(index);
    [const N: usize] [T; N], true, false, |_| 0, |list, index| list.get(index);
    [] VecDeque<T>, true, false, VecDeque::capacity, |list, index| list.get(index);
    [] Option<T>, false, false, |_| 0, |option, _index| option.as_ref();
    [] Box<T>, false, false, |_| 1, |pointer, _index| Some(&**pointer);
    [] Arc<T>, false, true, |_| 1, |pointer, _index| Some(&**pointer);
    [] Rc<T>, false, true, |_| 1, |pointer, _index| Some(&**pointer);
}

/// How the values inside a container are found.
///
/// Invariant 1: for one `C`, `at` and `capacity` take a pointer to a `C`, and `at` returns a
/// pointer to a value of the type of the vtable that `item` returns. (Only `TypedWithin::of` makes
/// a `Within`.)
#[derive(Clone, Copy)]
pub(crate) struct Within {
    at: for<'a> unsafe fn(Ptr<'a>, usize) -> Option<Ptr<'a>>,
    /// It is a function, because a type may contain itself.
    item: fn() -> &'static ValueVTable,
    by_index: bool,
    counted: bool,
    capacity: unsafe fn(Ptr<'_>) -> usize,
}

impl Within {
    /// Whether the container counts its owners: an `Arc` or an `Rc`.
    pub(crate) fn is_counted(&self) -> bool {
        self.counted
    }

    /// Returns for how many items there is memory outside the container.
    ///
    /// # Safety
    ///
    /// `container` points to a value of the container type.
    pub(crate) unsafe fn capacity(&self, container: Ptr<'_>) -> usize {
        // SAFETY: the function takes a pointer to the container type (invariant 1), and `container`
        // is one (contract of this function).
        unsafe { (self.capacity)(container) }
    }

    /// Returns the value at the index, of the type of the vtable [`item`](Within::item).
    ///
    /// # Safety
    ///
    /// `container` points to a value of the container type.
    #[inline(always)]
    pub(crate) unsafe fn at<'a>(&self, container: Ptr<'a>, index: usize) -> Option<Ptr<'a>> {
        // SAFETY: the function takes a pointer to the container type (invariant 1), and `container`
        // is one (contract of this function).
        unsafe { (self.at)(container, index) }
    }

    pub(crate) fn item(&self) -> &'static ValueVTable {
        (self.item)()
    }

    /// Whether a value inside is found by an index. If not, the index means nothing.
    pub(crate) fn by_index(&self) -> bool {
        self.by_index
    }
}

/// How the values inside a `C` are found.
///
/// Invariant 1: the container type of `within` is `C`. (Only `of` makes a `TypedWithin`.)
pub struct TypedWithin<C> {
    within: Within,
    of: PhantomData<fn(C) -> C>,
}

impl<C: Contains> TypedWithin<C> {
    /// The values inside are read in the mode `M`.
    pub(crate) const fn of<M: Mode<C::Item>>() -> Self {
        let within = Within {
            at: at::<C>,
            item: value_vtable::<C::Item, M>,
            by_index: C::BY_INDEX,
            counted: C::COUNTED,
            capacity: capacity::<C>,
        };
        TypedWithin { within, of: PhantomData }
    }
}

impl<C> TypedWithin<C> {
    pub(crate) const fn within(&self) -> Within {
        self.within
    }
}

/// # Safety
///
/// `container` points to a `C`.
unsafe fn at<C: Contains>(container: Ptr<'_>, index: usize) -> Option<Ptr<'_>> {
    // SAFETY: `container` points to a `C` (contract of this function).
    unsafe { container.cast::<C>() }.item(index).map(Ptr::new)
}

/// # Safety
///
/// `container` points to a `C`.
unsafe fn capacity<C: Contains>(container: Ptr<'_>) -> usize {
    // SAFETY: `container` points to a `C` (contract of this function).
    unsafe { container.cast::<C>() }.capacity()
}
