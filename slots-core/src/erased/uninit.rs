//! Type-erased references to uninit memory.

use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::erased::ptr::PtrMut;

/// A type-erased exclusive reference to memory for one value. Dropping it drops no value.
///
/// Invariants:
///
/// 1. It was made from a `&'a mut MaybeUninit<T>` or a slice of them, by `from_raw`, by `reborrow`,
///    or by [`field`](Uninit::field) from the memory of the struct or the slice. So the memory is
///    aligned for the type of its value, and valid for reads and writes of that size for `'a`. No
///    other pointer is used to access it during `'a`, except those that `reborrow` returns, which
///    keep it borrowed for as long as they live.
/// 2. The pointer to the memory of a field is derived from the pointer to the memory of the whole
///    struct, whose provenance covers every field.
pub(crate) struct Uninit<'a> {
    address: NonNull<()>,
    life: PhantomData<&'a mut ()>,
}

impl<'a> Uninit<'a> {
    #[inline(always)]
    pub(crate) fn new<T>(memory: &'a mut MaybeUninit<T>) -> Self {
        Uninit { address: NonNull::from(memory).cast(), life: PhantomData }
    }

    /// # Safety
    ///
    /// - `address` is aligned for the type of a value, and valid for reads and writes of its size
    ///   for `'a`.
    /// - No other pointer is used to access the memory during `'a`.
    pub(crate) unsafe fn from_raw(address: NonNull<()>) -> Self {
        Uninit { address, life: PhantomData }
    }

    /// Returns the memory of a slice.
    pub(crate) fn of_slice<T>(memory: &'a mut [MaybeUninit<T>]) -> Self {
        Uninit { address: NonNull::from(memory).cast(), life: PhantomData }
    }

    /// Reborrows the memory for a shorter lifetime.
    #[inline(always)]
    pub(crate) fn reborrow(&mut self) -> Uninit<'_> {
        Uninit { address: self.address, life: PhantomData }
    }

    /// Returns the memory of the field, or of what is in a slice, that lies `offset` bytes from the
    /// start of the struct or the slice.
    ///
    /// # Safety
    ///
    /// `self` may be used for a whole struct, which has a field at `offset`, or for all that lies in
    /// a slice from here on, of which an item, or a field of one, lies there.
    #[inline(always)]
    pub(crate) unsafe fn field(self, offset: usize) -> Self {
        // SAFETY: `offset` is within the whole by the contract of this function, and the
        // provenance of `address` covers the whole (invariant 2).
        let address = unsafe { self.address.byte_add(offset) };
        Uninit { address, life: PhantomData }
    }

    /// Writes a value. Does not drop the value that the memory held before.
    ///
    /// # Safety
    ///
    /// `self` is memory for a `T`.
    #[inline(always)]
    pub(crate) unsafe fn write<T>(self, value: T) {
        // SAFETY: the memory is for a `T` by the contract of this function, so it is aligned and
        // writable for one (invariant 1).
        unsafe { self.address.cast::<T>().write(value) }
    }

    /// Returns a reference to the value in the memory.
    ///
    /// # Safety
    ///
    /// The memory holds a live value of the type that it is for.
    #[inline(always)]
    pub(crate) unsafe fn assume_init(self) -> PtrMut<'a> {
        // SAFETY: the memory is aligned, valid for reads and writes, and accessed by no other
        // pointer for `'a` (invariant 1); its provenance covers the whole value (invariant 2); the
        // value is live by the contract of this function.
        unsafe { PtrMut::from_raw(self.address) }
    }
}
