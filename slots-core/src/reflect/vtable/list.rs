//! Lists, type-erased: how one is begun, and how items are added to it.

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::ptr::NonNull;

use crate::reflect::mode::Plain;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::vtable::value::{ValueOps, ops};

/// What is done with a list of a forgotten type.
///
/// Invariant 1: `begin` takes memory for a `Vec<T>`, `next` and `add` a pointer to one; `item` is the table of `T`.
#[derive(Clone, Copy)]
pub(crate) struct ListOps {
    pub(crate) item: &'static ValueOps,
    pub(crate) begin: unsafe fn(NonNull<()>),
    pub(crate) next: unsafe fn(NonNull<()>) -> NonNull<()>,
    pub(crate) add: unsafe fn(NonNull<()>),
}

/// What is done with an `L`, if that is a list.
///
/// Invariant 1: `ops` is of `L`. (Only `of_items` makes one.)
pub struct TypedListOps<L> {
    ops: ListOps,
    of: PhantomData<fn(L) -> L>,
}

impl<T: SlotValue> TypedListOps<Vec<T>> {
    pub(crate) const fn of_items() -> Self {
        let item = ops::<T, Plain>();
        TypedListOps {
            ops: ListOps { item, begin: begin::<T>, next: next::<T>, add: add::<T> },
            of: PhantomData,
        }
    }
}

impl<L> TypedListOps<L> {
    pub(crate) const fn ops(self) -> ListOps {
        self.ops
    }
}

impl<L> Clone for TypedListOps<L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for TypedListOps<L> {}

unsafe fn begin<T>(place: NonNull<()>) {
    // SAFETY: it is memory for a `Vec<T>` (invariant 1 of `ListOps`).
    unsafe { place.cast::<Vec<T>>().write(Vec::new()) };
}

/// Memory for one item more.
unsafe fn next<T>(list: NonNull<()>) -> NonNull<()> {
    // SAFETY: it is a `Vec<T>` that nobody else uses (invariant 1 of `List`).
    let list = unsafe { list.cast::<Vec<T>>().as_mut() };
    // What the data says of the length is not believed: memory is taken for what is there.
    list.reserve(1);
    NonNull::from(&mut list.spare_capacity_mut()[0]).cast()
}

/// The item behind the last one belongs to the list.
unsafe fn add<T>(list: NonNull<()>) {
    // SAFETY: it is a `Vec<T>` that nobody else uses (invariant 1 of `List`).
    let list = unsafe { list.cast::<Vec<T>>().as_mut() };
    let length = list.len() + 1;
    // SAFETY: there is room for it, and it is there (the caller).
    unsafe { list.set_len(length) };
}
