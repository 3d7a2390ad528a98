//! Enums with data: objects whose attributes are the fields of the active variant.
//!
//! The fields of a variant have no offsets that stable Rust could tell, so they are reached through
//! functions that match on the variant. A variant with fields is made as a hidden slotted struct
//! of the same fields, which then moves into the enum.
//!
//! | file | what |
//! |---|---|
//! | `field` | a field of a variant, type-erased |
//! | `form` | the description of one variant |
//! | `info` | the description of an enum |
//! | `maker` | how the hidden struct of a variant is made |

pub(crate) mod field;
pub(crate) mod form;
pub(crate) mod info;
pub(crate) mod maker;

use core::any::TypeId;

pub use crate::reflect::variant::field::{FieldMut, FieldRef};
pub(crate) use crate::reflect::variant::form::VariantOf;
pub use crate::reflect::variant::form::{Tagging, VariantForm, VariantInfo};
pub use crate::reflect::variant::info::EnumInfo;
pub use crate::reflect::variant::maker::VariantMaker;

use crate::reflect::attributes::Attributes;
use crate::reflect::layout::SlotLayout;
use crate::reflect::object::{Object, ObjectMut};
use crate::reflect::slot_value::SlotValue;

/// An enum with data. Implemented by `#[derive(SlotValue)]`.
///
/// Memory safety does not depend on what an implementation returns: the types of the fields are
/// compared at each access.
pub trait SlotEnum: SlotValue + Attributes {
    /// The description of the enum.
    const INFO: &'static EnumInfo;

    /// Returns the number of the active variant.
    fn __active(&self) -> usize;

    /// Returns the slot with that number among those of the active variant.
    fn __field(&self, number: usize) -> Option<FieldRef<'_>>;

    /// Returns what [`__field`](SlotEnum::__field) returns, mutably.
    fn __field_mut(&mut self, number: usize) -> Option<FieldMut<'_>>;

    /// Makes a variant, with its hidden struct made by `maker`. Returns `None` if that fails.
    fn __make(variant: usize, maker: &mut VariantMaker<'_>) -> Option<Self>;
}

/// Returns the enum as an object with the attributes of its active variant: the body of
/// `Attributes::__object`.
pub fn enum_object<E: SlotEnum>(value: &E) -> Object<'_> {
    Object::of_enum(value)
}

/// Returns what [`enum_object`] returns, mutably.
pub fn enum_object_mut<E: SlotEnum>(value: &mut E) -> ObjectMut<'_> {
    ObjectMut::of_enum(value)
}

/// Returns the layout of the enum's active variant. It is a layout of `E`.
///
/// # Panics
///
/// If the enum's own functions contradict one another, which those of the derive do not.
pub(in crate::reflect) fn active_layout<E: SlotEnum>(value: &E) -> &'static SlotLayout {
    assert!(E::INFO.is_of(TypeId::of::<E>()), "the description is of this enum");
    let layout = &E::INFO.variants[value.__active()].layout;
    assert!(SlotLayout::type_id(layout) == TypeId::of::<E>(), "the variant is of this enum");
    layout
}
