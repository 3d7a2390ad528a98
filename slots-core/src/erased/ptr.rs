//! Type-erased references.

use core::any::Any;
use core::marker::PhantomData;
use core::ptr::NonNull;

/// A type-erased shared reference.
///
/// Invariants:
///
/// 1. It was made from a `&'a T`, by `from_raw` from initialized memory, from a `PtrMut` borrowed
///    for `'a`, or by [`field`](Ptr::field) or [`behind`](Ptr::behind) from another `Ptr<'a>`. So
///    it is aligned, points to a live value, and is valid for reads of that value for `'a`.
/// 2. The pointer to a field is derived from the pointer to the whole struct, whose provenance
///    covers every field; it is never derived from a reference to another field. The same holds for
///    the items of a slice.
#[derive(Clone, Copy)]
pub(crate) struct Ptr<'a> {
    address: NonNull<()>,
    life: PhantomData<&'a ()>,
}

impl<'a> Ptr<'a> {
    #[inline(always)]
    pub(crate) fn new<T: ?Sized>(value: &'a T) -> Self {
        Ptr { address: NonNull::from(value).cast(), life: PhantomData }
    }

    /// # Safety
    ///
    /// - `address` points to a live value, and is aligned for its type.
    /// - It is valid for reads of that value for `'a`.
    /// - If the value is a struct, the provenance of `address` covers all of it.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(address: NonNull<()>) -> Self {
        Ptr { address, life: PhantomData }
    }

    /// The address, as a number to compare.
    pub(crate) fn address(self) -> usize {
        self.address.addr().get()
    }

    /// The address so many bytes behind, which need not be one of the value.
    #[inline(always)]
    pub(crate) fn at_address(self, offset: usize) -> *const i8 {
        self.address.as_ptr().cast::<i8>().wrapping_add(offset)
    }

    /// Returns the reference with its original type.
    ///
    /// # Safety
    ///
    /// `self` points to a `T`.
    #[inline(always)]
    pub(crate) unsafe fn cast<T>(self) -> &'a T {
        // SAFETY: the pointer is aligned, and its value live and readable for `'a` (invariant 1);
        // the value is a `T` by the contract of this function.
        unsafe { self.address.cast::<T>().as_ref() }
    }

    /// Returns a pointer to the field, or the item of a slice, that lies `offset` bytes from the
    /// start of the struct or the slice.
    ///
    /// # Safety
    ///
    /// `self` points to a whole struct, which has a field at `offset`, or to a whole slice, which
    /// has an item there.
    #[inline(always)]
    pub(crate) unsafe fn field(self, offset: usize) -> Self {
        // SAFETY: `offset` is within the whole by the contract of this function, and the provenance
        // of `address` covers the whole (invariant 2).
        let address = unsafe { self.address.byte_add(offset) };
        Ptr { address, life: PhantomData }
    }

    /// Returns a pointer to a value that lies `distance` bytes behind this one.
    ///
    /// # Safety
    ///
    /// `self` was derived from a pointer to a whole struct or a whole slice, in which a live value
    /// lies there: a field, an item, or a field of an item.
    #[inline(always)]
    pub(crate) unsafe fn behind(self, distance: usize) -> Self {
        // SAFETY: the other value is within the whole (contract of this function), all of which
        // the provenance of `address` covers (invariant 2).
        let address = unsafe { self.address.byte_add(distance) };
        Ptr { address, life: PhantomData }
    }
}

/// A type-erased exclusive reference.
///
/// Invariants 1 and 2 of [`Ptr`] hold, with these differences: it was made from a `&'a mut T`
/// (by `of_any` from one to a `dyn Any`), by
/// `from_raw` from initialized memory, by `reborrow`, `field` or `behind`. It is valid for reads and
/// writes. No other pointer is used for the value during `'a`, except those that `reborrow` and
/// `shared` return, which keep it borrowed for as long as they live.
pub(crate) struct PtrMut<'a> {
    address: NonNull<()>,
    life: PhantomData<&'a mut ()>,
}

impl<'a> PtrMut<'a> {
    #[inline(always)]
    pub(crate) fn new<T>(value: &'a mut T) -> Self {
        PtrMut { address: NonNull::from(value).cast(), life: PhantomData }
    }

    /// Makes a reference to the value behind a `dyn Any`, whose provenance covers all of it.
    pub(crate) fn of_any(value: &'a mut dyn Any) -> Self {
        PtrMut { address: NonNull::from(value).cast(), life: PhantomData }
    }

    /// # Safety
    ///
    /// - `address` points to a live value, and is aligned for its type.
    /// - It is valid for reads and writes of that value for `'a`.
    /// - No other pointer is used to access the value during `'a`.
    /// - If the value is a struct, the provenance of `address` covers all of it.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(address: NonNull<()>) -> Self {
        PtrMut { address, life: PhantomData }
    }

    /// Reborrows the reference for a shorter lifetime.
    #[inline(always)]
    pub(crate) fn reborrow(&mut self) -> PtrMut<'_> {
        PtrMut { address: self.address, life: PhantomData }
    }

    /// Borrows the reference as a shared one.
    #[inline(always)]
    pub(crate) fn shared(&self) -> Ptr<'_> {
        Ptr { address: self.address, life: PhantomData }
    }

    /// Returns the reference with its original type.
    ///
    /// # Safety
    ///
    /// `self` points to a `T`.
    #[inline(always)]
    pub(crate) unsafe fn cast<T>(self) -> &'a mut T {
        // SAFETY: the pointer is aligned, and its value live and unaliased for `'a` (invariant 1);
        // the value is a `T` by the contract of this function.
        unsafe { self.address.cast::<T>().as_mut() }
    }

    /// Returns a pointer to the field that lies `offset` bytes from the start of the struct.
    ///
    /// # Safety
    ///
    /// `self` points to a whole struct, which has a field at `offset`.
    #[inline(always)]
    pub(crate) unsafe fn field(self, offset: usize) -> Self {
        // SAFETY: `offset` is within the struct by the contract of this function, and the
        // provenance of `address` covers the whole struct (invariant 2).
        let address = unsafe { self.address.byte_add(offset) };
        PtrMut { address, life: PhantomData }
    }

    /// Returns a pointer to a field that lies `distance` bytes behind this one.
    ///
    /// # Safety
    ///
    /// `self` points to a field, and was derived from a pointer to a whole struct that has another
    /// field there.
    #[inline(always)]
    pub(crate) unsafe fn behind(self, distance: usize) -> Self {
        // SAFETY: the other field is within the struct (contract of this function), all of which
        // the provenance of `address` covers (invariant 2).
        let address = unsafe { self.address.byte_add(distance) };
        PtrMut { address, life: PhantomData }
    }
}
