//! The doors through which `#[derive(Slots)]` makes layouts and descriptors.
//!
//! All are `unsafe`, so that nobody forges a descriptor in safe code; the derive keeps their contracts by
//! taking each offset from `offset_of!` and each type from the field itself. What can be checked
//! in const is checked in const as well ([`SlotLayout`]).

use super::constructor::Constructor;
use super::slot::Slot;
use crate::layout::{BaseInfo, Hidden, SlotInfo, SlotLayout};
use crate::slotted::Slotted;
use crate::slotted::access::Access;
use crate::slotted::mode::SlotOps;

/// A slot.
///
/// # Safety
///
/// `ops` is of the type of the field at `offset` of the struct whose table this goes into.
pub const unsafe fn slot(name: &'static str, offset: usize, ops: SlotOps) -> SlotInfo {
    SlotInfo::new(name, offset, ops)
}

/// The slot with a default.
///
/// # Safety
///
/// `T` is the type of the field.
pub const unsafe fn with_default<T: 'static>(slot: SlotInfo, make: fn() -> T) -> SlotInfo {
    let call = slot.ops().default;
    // SAFETY: `call` is of the field's type, which the caller says is `T`.
    slot.with_default(unsafe { Constructor::new(make, call) })
}

/// A base.
///
/// # Safety
///
/// A field of the type that `layout` describes lies at `offset` of the struct whose table this goes into.
pub const unsafe fn base(
    field: &'static str,
    offset: usize,
    layout: &'static SlotLayout,
    before: usize,
) -> BaseInfo {
    BaseInfo::new(field, offset, layout, before)
}

/// A field that is no slot: the `Dict`, or one that is skipped.
///
/// # Safety
///
/// A field of type `T` lies at `offset` of the struct whose table this goes into; it is a `Dict` if
/// `is_dict` says so.
pub const unsafe fn hidden<T>(field: &'static str, offset: usize, is_dict: bool) -> Hidden {
    Hidden::new::<T>(field, offset, is_dict)
}

/// The layout of `T`.
///
/// # Panics
///
/// In const, so at compile time: where a field lies outside the struct, is not aligned, overlaps
/// another, or bears the name of another.
///
/// # Safety
///
/// The tables name every field of `T`, and each at its offset.
pub const unsafe fn layout<T: 'static>(
    name: &'static str,
    slots: &'static [SlotInfo],
    bases: &'static [BaseInfo],
    hidden: &'static [Hidden],
    frozen: bool,
) -> SlotLayout {
    SlotLayout::new::<T>(name, slots, bases, hidden, frozen)
}

/// The descriptor of the own slot of `T` at `index`.
///
/// # Safety
///
/// That slot's field has the type `V`, and may be written if `A` says so.
pub const unsafe fn descriptor<T: Slotted, V, A: Access>(index: usize) -> Slot<T, V, A> {
    let info = &T::LAYOUT.slots()[index];
    assert!(info.size() == size_of::<V>() && info.align() == align_of::<V>());
    // SAFETY: the caller.
    unsafe { Slot::from_raw(info.offset(), info) }
}

/// A descriptor found by name, if the slot's type is `V`.
pub(crate) fn resolve<T: Slotted, V: 'static, A: Access>(
    offset: usize,
    info: &'static SlotInfo,
) -> Option<Slot<T, V, A>> {
    // SAFETY: `locate` finds `info` at `offset` of every `T`; its field is a `V`, by the identity asked
    // here. That `A` is no more than the slot allows, the caller has asked.
    (info.type_id() == core::any::TypeId::of::<V>())
        .then(|| unsafe { Slot::from_raw(offset, info) })
}
