//! A field of a variant, type-erased, with the identity of its type.

use core::any::TypeId;

use crate::erased::ptr::{Ptr, PtrMut};

/// A field of a variant, with the identity of its type.
///
/// Invariant 1: `ptr` points to a value of the type `ty`. (Only `of` makes a `FieldRef`.)
pub struct FieldRef<'a> {
    ptr: Ptr<'a>,
    ty: TypeId,
}

impl<'a> FieldRef<'a> {
    /// Makes a reference to the field: what `SlotEnum::__field` returns for one that there is.
    pub fn of<F: 'static>(field: &'a F) -> Option<Self> {
        Some(FieldRef { ptr: Ptr::new(field), ty: TypeId::of::<F>() })
    }

    /// Returns the pointer, which points to a value of the type `ty`. Panics if the field is of
    /// another type.
    pub(in crate::reflect) fn into_ptr(self, ty: TypeId) -> Ptr<'a> {
        assert!(self.ty == ty, "the field is of the type that its row says");
        self.ptr
    }
}

/// A field of a variant, mutably borrowed, with the identity of its type.
///
/// Invariant 1: `ptr` points to a value of the type `ty`. (Only `of` makes a `FieldMut`.)
pub struct FieldMut<'a> {
    ptr: PtrMut<'a>,
    ty: TypeId,
}

impl<'a> FieldMut<'a> {
    /// Makes a reference to the field: what `SlotEnum::__field_mut` returns for one that there is.
    pub fn of<F: 'static>(field: &'a mut F) -> Option<Self> {
        Some(FieldMut { ptr: PtrMut::new(field), ty: TypeId::of::<F>() })
    }

    /// Returns the pointer, which points to a value of the type `ty`. Panics if the field is of
    /// another type.
    pub(in crate::reflect) fn into_ptr(self, ty: TypeId) -> PtrMut<'a> {
        assert!(self.ty == ty, "the field is of the type that its row says");
        self.ptr
    }
}
