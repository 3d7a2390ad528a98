//! Lists, type-erased: how an empty one is made, and how items are added to it.

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::mem::MaybeUninit;

use crate::erased::ptr::PtrMut;
use crate::erased::uninit::Uninit;
use crate::reflect::mode::Plain;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::vtable::value::{ValueVTable, value_vtable};

/// How a list is filled item by item.
///
/// Invariant 1: for one `T`, `begin` takes memory for a `Vec<T>`, `spare` and `add` take a pointer
/// to a `Vec<T>`, and `item` is the vtable of `T`. The list type of this vtable is that `Vec<T>`.
#[derive(Clone, Copy)]
pub(crate) struct ListVTable {
    item: &'static ValueVTable,
    begin: unsafe fn(Uninit<'_>),
    spare: for<'a> unsafe fn(PtrMut<'a>) -> Uninit<'a>,
    add: unsafe fn(PtrMut<'_>),
}

impl ListVTable {
    pub(crate) const fn item(&self) -> &'static ValueVTable {
        self.item
    }

    /// Writes an empty list.
    ///
    /// # Safety
    ///
    /// `memory` is for this vtable's list type.
    pub(crate) unsafe fn begin(&self, memory: Uninit<'_>) {
        // SAFETY: the function takes memory for this vtable's list type (invariant 1), and `memory`
        // is such memory (contract of this function).
        unsafe { (self.begin)(memory) }
    }

    /// Returns uninit memory for one more item, after the last one. It is for the type of the
    /// vtable `item`.
    ///
    /// # Safety
    ///
    /// `list` points to a list of this vtable's list type.
    pub(crate) unsafe fn spare<'a>(&self, list: PtrMut<'a>) -> Uninit<'a> {
        // SAFETY: the function takes a pointer to this vtable's list type (invariant 1), and `list`
        // is one (contract of this function).
        unsafe { (self.spare)(list) }
    }

    /// Adds the item in the memory that [`spare`](ListVTable::spare) returned to the list.
    ///
    /// # Safety
    ///
    /// `list` points to a list of this vtable's list type that was not changed since the last call
    /// of `spare` for it, and the memory that `spare` returned holds an item.
    pub(crate) unsafe fn add(&self, list: PtrMut<'_>) {
        // SAFETY: the function takes a pointer to this vtable's list type (invariant 1), and `list`
        // is one. It was not changed since `spare` reserved memory for one more item, and that
        // memory holds an item (contract of this function).
        unsafe { (self.add)(list) }
    }
}

/// How an `L` is filled item by item, if it is a list.
///
/// Invariant 1: the list type of `vtable` is `L`. (Only `of_items` makes a `TypedListVTable`.)
pub struct TypedListVTable<L> {
    vtable: ListVTable,
    of: PhantomData<fn(L) -> L>,
}

impl<T: SlotValue> TypedListVTable<Vec<T>> {
    pub(crate) const fn of_items() -> Self {
        let item = value_vtable::<T, Plain>();
        let vtable = ListVTable { item, begin: begin::<T>, spare: spare::<T>, add: add::<T> };
        TypedListVTable { vtable, of: PhantomData }
    }
}

impl<L> TypedListVTable<L> {
    pub(crate) const fn vtable(self) -> ListVTable {
        self.vtable
    }
}

impl<L> Clone for TypedListVTable<L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for TypedListVTable<L> {}

/// # Safety
///
/// `memory` is for a `Vec<T>`.
unsafe fn begin<T: 'static>(memory: Uninit<'_>) {
    // SAFETY: `memory` is for a `Vec<T>` (contract of this function).
    unsafe { memory.write(Vec::<T>::new()) };
}

/// # Safety
///
/// `list` points to a `Vec<T>`.
unsafe fn spare<T: 'static>(list: PtrMut<'_>) -> Uninit<'_> {
    // SAFETY: `list` points to a `Vec<T>` (contract of this function).
    let list = unsafe { list.cast::<Vec<T>>() };
    // Reserve one item at a time: the length that the data claims is not trusted.
    list.reserve(1);
    let spare: &mut MaybeUninit<T> = &mut list.spare_capacity_mut()[0];
    Uninit::new(spare)
}

/// # Safety
///
/// `list` points to a `Vec<T>`, and the memory after its last item, within its capacity, holds one
/// more initialized item.
unsafe fn add<T: 'static>(list: PtrMut<'_>) {
    // SAFETY: `list` points to a `Vec<T>` (contract of this function).
    let list = unsafe { list.cast::<Vec<T>>() };
    let length = list.len() + 1;
    // SAFETY: the item after the last one is initialized, and lies within the capacity (contract of
    // this function).
    unsafe { list.set_len(length) };
}
