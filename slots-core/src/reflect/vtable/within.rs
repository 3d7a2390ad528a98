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

    /// Returns the value at the index, if there is one.
    fn item(&self, index: usize) -> Option<&Self::Item>;
}

macro_rules! contains {
    ($([$($n:tt)*] $container:ty, $by_index:literal, |$this:ident, $index:ident| $item:expr;)*) => {$(
        impl<T: 'static, $($n)*> Contains for $container {
            type Item = T;
            const BY_INDEX: bool = $by_index;

            #[inline(always)]
            fn item(&self, $index: usize) -> Option<&T> {
                let $this = self;
                $item
            }
        }
    )*};
}
contains! {
    [] Vec<T>, true, |list, index| list.get(index);
    [] Box<[T]>, true, |list, index| list.get(index);
    [const N: usize] [T; N], true, |list, index| list.get(index);
    [] VecDeque<T>, true, |list, index| list.get(index);
    [] Option<T>, false, |option, _index| option.as_ref();
    [] Box<T>, false, |pointer, _index| Some(&**pointer);
    [] Arc<T>, false, |pointer, _index| Some(&**pointer);
    [] Rc<T>, false, |pointer, _index| Some(&**pointer);
}

/// How the values inside a container are found.
///
/// Invariant 1: for one `C`, `at` takes a pointer to a `C`, and returns a pointer to a value of the
/// type of the vtable that `item` returns. (Only `TypedWithin::of` makes a `Within`.)
#[derive(Clone, Copy)]
pub(crate) struct Within {
    at: for<'a> unsafe fn(Ptr<'a>, usize) -> Option<Ptr<'a>>,
    /// It is a function, because a type may contain itself.
    item: fn() -> &'static ValueVTable,
    by_index: bool,
}

impl Within {
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
        let within =
            Within { at: at::<C>, item: value_vtable::<C::Item, M>, by_index: C::BY_INDEX };
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
