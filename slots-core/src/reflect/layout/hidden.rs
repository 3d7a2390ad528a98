//! The row of a hidden field.

use crate::erased::ptr::PtrMut;
use crate::reflect::layout::lent::Lent;
use crate::reflect::vtable::default::{DefaultValue, FieldDefault};
use crate::reflect::vtable::presence_bit::BitOption;
use crate::reflect::vtable::type_vtable::TypeVTable;

/// A hidden field, which is no slot: a special field, or one declared `#[slots(skip)]`.
///
/// Invariant 1: the struct in whose layout this row is has a field at `offset`, and `ty`, `default`
/// and `bit` are of that field's type. That type is `Dict`, `WeakSlot` or `u8` if `special` names
/// one of them.
pub struct Hidden {
    field: Lent<str>,
    pub(super) offset: usize,
    pub(super) ty: TypeVTable,
    default: Option<FieldDefault>,
    special: Option<Special>,
    /// The presence bit, of a slot that another name of a run-time class hides.
    bit: Option<BitOption>,
}

/// What a special field is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Special {
    /// A `Dict`, for undeclared names.
    Dict,
    /// A `WeakSlot`, for weak references.
    WeakSlot,
    /// A byte of presence bits of a run-time class. It is filled before the slots are.
    Presence,
}

impl Hidden {
    pub(crate) const fn new(
        field: &'static str,
        offset: usize,
        ty: TypeVTable,
        default: Option<DefaultValue>,
        special: Option<Special>,
    ) -> Self {
        let default = match default {
            Some(default) => Some(FieldDefault::Function(default)),
            None => None,
        };
        Hidden { field: Lent::new(field), offset, ty, default, special, bit: None }
    }

    /// Makes the row of a field of a run-time class. What `field` and `default` refer to lives for
    /// as long as the row: it is `'static` by its type only.
    pub(crate) fn of_class(
        field: &'static str,
        offset: usize,
        ty: TypeVTable,
        default: Option<FieldDefault>,
        special: Option<Special>,
    ) -> Self {
        Hidden { field: Lent::new(field), offset, ty, default, special, bit: None }
    }

    /// Adds the presence bit of the field.
    pub(crate) fn with_bit(mut self, bit: Option<BitOption>) -> Self {
        self.bit = bit;
        self
    }

    /// Drops the field.
    ///
    /// # Safety
    ///
    /// `field` is the field of this row, in an instance whose presence bytes are live, and is not
    /// used afterwards.
    pub(crate) unsafe fn drop(&self, field: PtrMut<'_>) {
        match self.bit {
            // SAFETY: the field is of the type `ty` (invariant 1), and not used afterwards
            // (contract of this function).
            None => unsafe { self.ty.drop(field) },
            // SAFETY: the bit is that of the field (invariant 1), whose instance has live presence
            // bytes (contract of this function).
            Some(option) => unsafe { option.unbind(field) },
        }
    }

    pub(crate) const fn field(&self) -> &str {
        self.field.get()
    }

    pub(crate) const fn offset(&self) -> usize {
        self.offset
    }

    pub(crate) const fn size(&self) -> usize {
        self.ty.extent().size
    }

    pub(crate) fn type_name(&self) -> &'static str {
        self.ty.name()
    }

    pub(crate) const fn ty(&self) -> &TypeVTable {
        &self.ty
    }

    pub(crate) const fn erased_default(&self) -> Option<&FieldDefault> {
        self.default.as_ref()
    }

    pub(crate) const fn special(&self) -> Option<Special> {
        self.special
    }
}
