//! Lists, type-erased: how one is begun, and how items are added to it.

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
/// Invariant 1: for one `T`, `begin` takes memory for a `Vec<T>`, `spare` and `add` take a pointer to one, and
/// `item` is the vtable of `T`.
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
    /// `memory` is for such a list.
    pub(crate) unsafe fn begin(&self, memory: Uninit<'_>) {
        // SAFETY: the function takes memory for such a list (invariant 1).
        unsafe { (self.begin)(memory) }
    }

    /// Memory for one item more, behind the last one. It is for the type of `item`.
    ///
    /// # Safety
    ///
    /// `list` points to such a list.
    pub(crate) unsafe fn spare<'a>(&self, list: PtrMut<'a>) -> Uninit<'a> {
        // SAFETY: the function takes such a list (invariant 1).
        unsafe { (self.spare)(list) }
    }

    /// Adds the item in that memory to the list.
    ///
    /// # Safety
    ///
    /// `list` points to such a list, which was not changed since [`spare`](ListVTable::spare), and the memory
    /// that this returned holds an item.
    pub(crate) unsafe fn add(&self, list: PtrMut<'_>) {
        // SAFETY: the function takes such a list (invariant 1), and the item is there.
        unsafe { (self.add)(list) }
    }
}

/// How an `L` is filled item by item, if it is a list.
///
/// Invariant 1: `vtable` is of `L`. (Only `of_items` makes one.)
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
    // SAFETY: it is for a `Vec<T>`.
    unsafe { memory.write(Vec::<T>::new()) };
}

/// # Safety
///
/// `list` points to a `Vec<T>`.
unsafe fn spare<T: 'static>(list: PtrMut<'_>) -> Uninit<'_> {
    // SAFETY: `list` points to a `Vec<T>`.
    let list = unsafe { list.cast::<Vec<T>>() };
    // Memory is taken for one item at a time: a length that data claims is not believed.
    list.reserve(1);
    let spare: &mut MaybeUninit<T> = &mut list.spare_capacity_mut()[0];
    Uninit::new(spare)
}

/// # Safety
///
/// `list` points to a `Vec<T>` with an item behind its last one.
unsafe fn add<T: 'static>(list: PtrMut<'_>) {
    // SAFETY: `list` points to a `Vec<T>`.
    let list = unsafe { list.cast::<Vec<T>>() };
    let length = list.len() + 1;
    // SAFETY: the item behind the last one is initialized, within the capacity.
    unsafe { list.set_len(length) };
}
