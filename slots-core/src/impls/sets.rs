//! Sets as slots: lists, in the set's own order, of items that all differ.

use alloc::collections::BTreeSet;
#[cfg(feature = "std")]
use core::hash::{BuildHasher, Hash};
#[cfg(feature = "std")]
use std::collections::HashSet;

use crate::reflect::attr::AttrRef;
use crate::reflect::item_info::ItemInfo;
use crate::reflect::list_view::{Items, ListView};
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::kind::Kind;

macro_rules! sets {
    ($(#[$doc:meta])* $set:ty [$($bound:tt)*] ordered $ordered:literal) => {
        $(#[$doc])*
        impl<$($bound)*> SlotValue for $set {
            const KIND: Kind = Kind::List;
            const __SHAPE: Shape = Shape::List(&T::__SHAPE);
            const __ITEM: Option<fn() -> ItemInfo> = Some(ItemInfo::of::<T>);

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                T::__list_from_value(value).map(|items| items.into_iter().collect())
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::List(self)
            }

            fn __inside(&mut self, step: &Step) -> Inside<'_> {
                match step {
                    Step::Index(index) if *index < self.len() => {
                        Inside::Fixed("an item of a set cannot be changed: write the whole set")
                    }
                    Step::Index(_) => Inside::Missing,
                    Step::Name(_) => Inside::Nothing,
                }
            }
        }

        impl<$($bound)*> ListView for $set {
            fn len(&self) -> usize {
                self.len()
            }

            fn get(&self, index: usize) -> Option<AttrRef<'_>> {
                self.iter().nth(index).map(AttrRef::new)
            }

            fn iter(&self) -> Items<'_> {
                Items::new(self.iter().map(AttrRef::new))
            }

            fn is_ordered(&self) -> bool {
                $ordered
            }

            fn __is_set(&self) -> bool {
                true
            }

            fn contains(&self, item: AttrRef<'_>) -> bool {
                match item.cast::<T>() {
                    Some(item) => self.contains(item),
                    None => self.iter().any(|other| AttrRef::new(other) == item),
                }
            }
        }
    };
}
sets! {
    /// A list in the order of the items. Of items that are equal, it takes one, as serde does.
    BTreeSet<T> [T: SlotValue + Ord] ordered true
}
#[cfg(feature = "std")]
sets! {
    /// A list in any order. Of items that are equal, it takes one, as serde does.
    HashSet<T, S> [T: SlotValue + Eq + Hash, S: BuildHasher + Default + 'static] ordered false
}
