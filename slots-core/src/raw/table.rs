//! The doors through which `#[derive(Slots)]` makes layouts and descriptors.
//!
//! Rows are made in safe code, and nobody trusts them: a user's own expressions stand among them. The two
//! steps that make a row a promise are `unsafe`, and the derive takes them around nothing of the
//! user's: [`Table::trusted`] and [`descriptor`].
//!
//! Each row has a *witness*, a closure that is never called: `|it| &raw mut it.field`. It ties the type that
//! the row is of to the field's real type, which need not be what the derive has read: `Self`, a name
//! that the expansion shadows, a macro, or another macro that changes the struct afterwards. A raw pointer, since it is
//! invariant and nothing is dereferenced on the way.

use super::constructor::{CallDefault, Constructor};
use super::field::FieldOps;
use super::lazy::LazySlot;
use super::slot::Slot;
use super::storage::HiddenTable;
use crate::dict::Dict;
use crate::layout::{BaseInfo, Hidden, SlotInfo, SlotLayout};
use crate::slotted::Slotted;
use crate::slotted::access::Access;
use crate::slotted::presence::IsDict;

/// Shows that a `T` has a field of type `V`.
type Witness<T, V> = fn(&mut T) -> *mut V;

const fn row<F>(name: &'static str, offset: usize, field: FieldOps<F>) -> SlotInfo {
    let FieldOps { ops, default, check, lazy, .. } = field;
    SlotInfo::new(name, offset, ops, default, check, lazy)
}

/// A slot.
pub const fn slot<T, F>(
    name: &'static str,
    offset: usize,
    field: FieldOps<F>,
    _: Witness<T, F>,
) -> SlotInfo {
    row(name, offset, field)
}

/// A base, declared after `before` slots.
pub const fn base<T, B: Slotted>(
    field: &'static str,
    offset: usize,
    before: usize,
    _: Witness<T, B>,
) -> BaseInfo {
    BaseInfo::new(row(field, offset, super::field::base::<B>()), B::LAYOUT, before)
}

/// The escape for undeclared names.
pub const fn dict<T, D: IsDict>(field: &'static str, offset: usize, _: Witness<T, D>) -> Hidden {
    // `IsDict` is sealed: a `D` is a `Dict`.
    Hidden::new(field, offset, HiddenTable::of::<Dict>(), None, true)
}

/// A field that is no slot.
pub const fn hidden<T, V>(field: &'static str, offset: usize, _: Witness<T, V>) -> Hidden {
    Hidden::new(field, offset, HiddenTable::of::<V>(), None, false)
}

/// A field that is no slot, with a default.
pub const fn hidden_or<T, V>(
    field: &'static str,
    offset: usize,
    make: fn() -> V,
    _: Witness<T, V>,
) -> Hidden {
    // SAFETY: both are of `V`.
    let default = unsafe { Constructor::new(make, CallDefault::hidden::<V>()) };
    Hidden::new(field, offset, HiddenTable::of::<V>(), Some(default), false)
}

/// What a derive says of `T`, not yet trusted.
pub struct Table(SlotLayout);

/// All rows of `T`.
///
/// # Panics
///
/// In const, so at compile time: where a field lies outside the struct, is not aligned, overlaps
/// another, or bears the name of another.
pub const fn table<T: 'static>(
    name: &'static str,
    slots: &'static [SlotInfo],
    bases: &'static [BaseInfo],
    hidden: &'static [Hidden],
    frozen: bool,
) -> Table {
    Table(SlotLayout::new::<T>(name, slots, bases, hidden, frozen))
}

impl Table {
    /// The layout.
    ///
    /// # Safety
    ///
    /// Each row has the offset of the field that its witness shows, in the type that the table is of, which is a
    /// struct; every field has a row; what computes a lazy slot takes that type.
    #[must_use]
    pub const unsafe fn trusted(self) -> SlotLayout {
        self.0
    }
}

/// The descriptor of the own slot of `T` at `index`.
///
/// # Safety
///
/// The witness shows the field of that row, and it may be written if `A` says so.
pub const unsafe fn descriptor<T: Slotted, V, A: Access>(
    index: usize,
    _: Witness<T, V>,
) -> Slot<T, V, A> {
    let info = &T::LAYOUT.slots()[index];
    // SAFETY: the caller.
    unsafe { Slot::from_raw(info.offset(), info) }
}

/// The descriptor of the own slot of `T` at `index`, which is computed at the first read.
///
/// # Safety
///
/// The witness shows the field of that row, and the row is of a lazy slot.
pub const unsafe fn lazy_descriptor<T: Slotted, F>(
    index: usize,
    _: Witness<T, F>,
) -> LazySlot<T, F> {
    // SAFETY: the caller.
    unsafe { LazySlot::from_raw(index) }
}

/// The descriptor of the base of `T` at `index`.
///
/// # Safety
///
/// The witness shows the field of that row, and it may be written if `A` says so.
pub const unsafe fn base_descriptor<T: Slotted, V, A: Access>(
    index: usize,
    _: Witness<T, V>,
) -> Slot<T, V, A> {
    let info = T::LAYOUT.bases()[index].info();
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
