//! References whose type is forgotten.

use core::marker::PhantomData;
use core::ptr::NonNull;

/// A shared reference to a value whose type is not known here.
///
/// Invariants:
///
/// 1. It was made from a `&'a T`, from a `PtrMut` that is borrowed for `'a`, or from a `Ptr<'a>` by a step to
///    a field of the same struct: so it is aligned, points to a live value, and is valid for reads of that value for `'a`.
/// 2. A step is taken from the pointer to the whole struct, whose provenance covers every field;
///    never from a reference to a neighbour.
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

    /// The reference again.
    ///
    /// # Safety
    ///
    /// It points to a `T`.
    #[inline(always)]
    pub(crate) unsafe fn cast<T>(self) -> &'a T {
        // SAFETY: aligned, live and readable for 'a by invariant 1; a `T` by the caller.
        unsafe { self.address.cast::<T>().as_ref() }
    }

    /// The field `offset` bytes into the struct that this points to.
    ///
    /// # Safety
    ///
    /// It points to a whole struct that has a field at `offset`.
    #[inline(always)]
    pub(crate) unsafe fn field(self, offset: usize) -> Self {
        // SAFETY: in bounds of the struct by the caller.
        let address = unsafe { self.address.byte_add(offset) };
        Ptr { address, life: PhantomData }
    }
}

/// An exclusive reference to a value whose type is not known here.
///
/// Invariants 1 and 2 of [`Ptr`], for a `&'a mut T` or memory that was initialized (`from_raw`): valid for reads and
/// writes, and unaliased but for what `reborrow` and `shared` lend out of it, while it is borrowed for that.
pub(crate) struct PtrMut<'a> {
    address: NonNull<()>,
    life: PhantomData<&'a mut ()>,
}

impl<'a> PtrMut<'a> {
    #[inline(always)]
    pub(crate) fn new<T>(value: &'a mut T) -> Self {
        PtrMut { address: NonNull::from(value).cast(), life: PhantomData }
    }

    /// # Safety
    ///
    /// `address` is aligned for the type of the live value there, and valid for reads and writes of it for `'a`;
    /// nobody else uses the value meanwhile.
    #[inline(always)]
    pub(in crate::erased) unsafe fn from_raw(address: NonNull<()>) -> Self {
        PtrMut { address, life: PhantomData }
    }

    /// The same reference for a shorter time.
    #[inline(always)]
    pub(crate) fn reborrow(&mut self) -> PtrMut<'_> {
        PtrMut { address: self.address, life: PhantomData }
    }

    /// A shared view for as long as this is borrowed.
    #[inline(always)]
    pub(crate) fn shared(&self) -> Ptr<'_> {
        Ptr { address: self.address, life: PhantomData }
    }

    /// The reference again.
    ///
    /// # Safety
    ///
    /// It points to a `T`.
    #[inline(always)]
    pub(crate) unsafe fn cast<T>(self) -> &'a mut T {
        // SAFETY: aligned, live and unaliased for 'a by invariant 1; a `T` by the caller.
        unsafe { self.address.cast::<T>().as_mut() }
    }

    /// The field `offset` bytes into the struct that this points to.
    ///
    /// # Safety
    ///
    /// It points to a whole struct that has a field at `offset`.
    #[inline(always)]
    pub(crate) unsafe fn field(self, offset: usize) -> Self {
        // SAFETY: in bounds of the struct by the caller.
        let address = unsafe { self.address.byte_add(offset) };
        PtrMut { address, life: PhantomData }
    }
}
