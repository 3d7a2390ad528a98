//! Memory for a value whose type is not known here, and in which there is none.

use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::erased::ptr::PtrMut;

/// An exclusive reference to memory for one value. Nothing is dropped when this is.
///
/// Invariants:
///
/// 1. It was made from a `&'a mut MaybeUninit<T>`, or by a step from such: so the memory is aligned for the
///    type that it is for, and valid for writes of its size for `'a`; nobody else uses it meanwhile.
/// 2. A step is taken from the pointer to the memory of the whole struct, whose provenance covers every field.
pub(crate) struct Uninit<'a> {
    address: NonNull<()>,
    life: PhantomData<&'a mut ()>,
}

impl<'a> Uninit<'a> {
    #[inline(always)]
    pub(crate) fn new<T>(memory: &'a mut MaybeUninit<T>) -> Self {
        Uninit { address: NonNull::from(memory).cast(), life: PhantomData }
    }

    /// The same memory for a shorter time.
    #[inline(always)]
    pub(crate) fn reborrow(&mut self) -> Uninit<'_> {
        Uninit { address: self.address, life: PhantomData }
    }

    /// The memory of the field `offset` bytes into the struct that this is memory for.
    ///
    /// # Safety
    ///
    /// This is memory for a whole struct that has a field at `offset`.
    #[inline(always)]
    pub(crate) unsafe fn field(self, offset: usize) -> Self {
        // SAFETY: in bounds of the struct, by the contract of this function.
        let address = unsafe { self.address.byte_add(offset) };
        Uninit { address, life: PhantomData }
    }

    /// Writes a value. What was there before is not dropped.
    ///
    /// # Safety
    ///
    /// This is memory for a `T`.
    #[inline(always)]
    pub(crate) unsafe fn write<T>(self, value: T) {
        // SAFETY: aligned and writable by invariant 1, for a `T` by the contract of this function.
        unsafe { self.address.cast::<T>().write(value) }
    }

    /// The value that lies there.
    ///
    /// # Safety
    ///
    /// There is one.
    #[inline(always)]
    pub(crate) unsafe fn assume_init(self) -> PtrMut<'a> {
        // SAFETY: exclusive for 'a by invariant 1; a live value by the contract of this function.
        unsafe { PtrMut::from_raw(self.address) }
    }
}
