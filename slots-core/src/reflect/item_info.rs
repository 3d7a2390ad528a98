//! What is known of the items of a list or a map, before there are any.

use alloc::string::{String, ToString};
use core::any::TypeId;
use core::fmt;

use crate::name::short_type_name;
use crate::reflect::choices::Choice;
use crate::reflect::layout::SlotLayout;
use crate::reflect::mode::{Mode, Plain};
use crate::reflect::slot_value::SlotValue;
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
use crate::value::kind::Kind;

/// The type of the items of a list, or of the values of a map:
/// [`SlotInfo::item`](crate::SlotInfo::item) returns it.
///
/// ```
/// use std::collections::BTreeMap;
/// use slotted::Kind;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Wheel { pressure: f64 }
/// #[derive(Slots)]
/// struct Car { wheels: BTreeMap<String, Vec<Wheel>> }
///
/// let wheels = Car::LAYOUT.slot("wheels").expect("it is a slot");
/// let on_one_axle = wheels.item().expect("it is a map");
/// assert_eq!(on_one_axle.kind(), Kind::List);
/// assert_eq!(on_one_axle.short_type_name(), "Vec<Wheel>");
/// let wheel = on_one_axle.item().expect("it is a list");
/// assert_eq!(wheel.layout().expect("it is slotted").name(), "Wheel");
/// ```
#[derive(Clone, Copy)]
pub struct ItemInfo(&'static ValueVTable);

impl ItemInfo {
    pub(crate) fn of<T: SlotValue>() -> Self {
        ItemInfo::in_mode::<T, Plain>()
    }

    pub(crate) fn in_mode<T: 'static, M: Mode<T>>() -> Self {
        ItemInfo(value_vtable::<T, M>())
    }

    pub(crate) fn vtable(&self) -> &'static ValueVTable {
        self.0
    }

    /// The kind of the items.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind()
    }

    /// The identity of the items' type.
    #[must_use]
    pub fn type_id(&self) -> TypeId {
        self.0.ty().id()
    }

    /// The full name of the items' type, as [`core::any::type_name`] returns it.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.0.ty().name()
    }

    /// The name of the items' type without the paths of modules.
    #[must_use]
    pub fn short_type_name(&self) -> String {
        short_type_name(self.type_name()).to_string()
    }

    /// The layout of the items, as [`SlotInfo::layout`](crate::SlotInfo::layout) has that of a
    /// slot.
    #[must_use]
    pub fn layout(&self) -> Option<&'static SlotLayout> {
        self.0.shape().layout()
    }

    /// The layouts of the items' variants, as [`SlotInfo::variants`](crate::SlotInfo::variants) has
    /// those of a slot.
    pub fn variants(&self) -> impl Iterator<Item = &'static SlotLayout> + use<> {
        self.0.shape().variants()
    }

    /// The choices of the items, as [`SlotInfo::choices`](crate::SlotInfo::choices) has those of a
    /// slot.
    #[must_use]
    pub fn choices(&self) -> Option<&'static [Choice]> {
        self.0.shape().choices().map(|choices| choices.all)
    }

    /// The items of the items, if these are lists or maps themselves.
    #[must_use]
    pub fn item(&self) -> Option<ItemInfo> {
        self.0.item()
    }
}

impl fmt::Debug for ItemInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ItemInfo").field(&format_args!("{}", self.short_type_name())).finish()
    }
}
