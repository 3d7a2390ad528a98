//! What has a run-time class and fields: instances and rows.

use crate::class::Class;
use crate::class::storage::instance::Instance;
use crate::class::storage::row::{RowMut, RowRef};
use crate::erased::ptr::{Ptr, PtrMut};

/// An object of a run-time class that can be read through a [`ClassSlot`](crate::ClassSlot): an
/// [`Instance`] or a row.
///
/// # Safety
///
/// The fields are those of an instance of the class. (It cannot be implemented outside: `Ptr` is
/// private.)
pub unsafe trait ClassObject {
    #[doc(hidden)]
    fn __class(&self) -> &Class;

    #[doc(hidden)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __fields(&self) -> Ptr<'_>;

    /// Borrows the field at an offset from the start of the fields; `in_block` is its offset in the
    /// block of an instance. So no instance looks up where its fields begin.
    ///
    /// # Safety
    ///
    /// Both are those of a field of the object's class.
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    unsafe fn __field(&self, offset: usize, in_block: usize) -> Ptr<'_>;
}

/// One that can be written.
pub trait ClassObjectMut: ClassObject {
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __fields_mut(&mut self) -> PtrMut<'_>;
}

// SAFETY: both are those of one object.
unsafe impl ClassObject for Instance {
    #[inline(always)]
    fn __class(&self) -> &Class {
        self.class()
    }

    #[inline(always)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __fields(&self) -> Ptr<'_> {
        self.shared()
    }

    #[inline(always)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    unsafe fn __field(&self, _: usize, in_block: usize) -> Ptr<'_> {
        // SAFETY: the class of the object has a field there (contract of this function).
        unsafe { self.in_block(in_block) }
    }
}

// SAFETY: both are those of one object.
unsafe impl ClassObject for RowRef<'_> {
    #[inline(always)]
    fn __class(&self) -> &Class {
        self.class()
    }

    #[inline(always)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __fields(&self) -> Ptr<'_> {
        self.shared()
    }

    #[inline(always)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    unsafe fn __field(&self, offset: usize, _: usize) -> Ptr<'_> {
        // SAFETY: the class of the object has a field there (contract of this function).
        unsafe { self.shared().field(offset) }
    }
}

// SAFETY: both are those of one object.
unsafe impl ClassObject for RowMut<'_> {
    #[inline(always)]
    fn __class(&self) -> &Class {
        self.class()
    }

    #[inline(always)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __fields(&self) -> Ptr<'_> {
        self.shared()
    }

    #[inline(always)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    unsafe fn __field(&self, offset: usize, _: usize) -> Ptr<'_> {
        // SAFETY: the class of the object has a field there (contract of this function).
        unsafe { self.shared().field(offset) }
    }
}

impl ClassObjectMut for Instance {
    #[inline(always)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __fields_mut(&mut self) -> PtrMut<'_> {
        self.exclusive()
    }
}

impl ClassObjectMut for RowMut<'_> {
    #[inline(always)]
    #[expect(private_interfaces, reason = "it seals the trait")]
    fn __fields_mut(&mut self) -> PtrMut<'_> {
        self.exclusive()
    }
}
