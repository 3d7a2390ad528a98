//! The row of a hidden field.

use crate::reflect::layout::lent::Lent;
use crate::reflect::vtable::default::{DefaultValue, FieldDefault};
use crate::reflect::vtable::type_vtable::TypeVTable;

/// A hidden field, which is no slot: a special field, or one declared `#[slots(skip)]`.
///
/// Invariant 1: the struct in whose layout this row is has a field at `offset`, and `ty` and
/// `default` are of that field's type. That type is `Dict` or `WeakSlot` if `special` names one of
/// them.
pub struct Hidden {
    field: Lent<str>,
    pub(crate) offset: usize,
    pub(crate) ty: TypeVTable,
    default: Option<FieldDefault>,
    special: Option<Special>,
}

/// What a special field is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Special {
    /// A `Dict`, for undeclared names.
    Dict,
    /// A `WeakSlot`, for weak references.
    WeakSlot,
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
        Hidden { field: Lent::new(field), offset, ty, default, special }
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
        Hidden { field: Lent::new(field), offset, ty, default, special }
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
