//! Sets as slots: lists, in the set's own order, of items that all differ.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
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

/// Finds what equals `item` in a set.
macro_rules! find {
    ($set:expr, $item:expr) => {{
        let item: AttrRef<'_> = $item;
        match item.cast::<T>() {
            Some(item) => $set.get(item),
            None => {
                // What it converts to is found at once. What equals an item need not convert to it.
                let value = item.to_value().and_then(|value| T::from_value(value).ok());
                let found = value.and_then(|value| $set.get(&value));
                found
                    .filter(|found| AttrRef::new(*found) == item)
                    .or_else(|| $set.iter().find(|other| AttrRef::new(*other) == item))
            }
        }
    }};
}

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
                find!(self, item).is_some()
            }

            fn __is_made_of(&self, other: &dyn ListView) -> bool {
                // Each item of the other list is looked up here, and the places tell how many of
                // them differ.
                let found = other.iter().map_while(|item| find!(self, item));
                let mut places: Vec<*const T> = found.map(core::ptr::from_ref).collect();
                places.sort_unstable();
                places.dedup();
                places.len() == self.len()
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
