//! Maps as slots.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
#[cfg(feature = "std")]
use core::hash::{BuildHasher, Hash};
#[cfg(feature = "std")]
use std::collections::HashMap;

use crate::impls::keys::{SlotKey, text_of};
use crate::impls::map_edit::inside_map;
use crate::reflect::attr::AttrRef;
use crate::reflect::item_info::ItemInfo;
use crate::reflect::map_view::{Entries, MapKey, MapView};
use crate::reflect::mode::Plain;
use crate::reflect::shape::Shape;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::step::{Inside, Step};
use crate::reflect::value_ref::ValueRef;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;
use crate::value::dict::Dict;
use crate::value::kind::Kind;

macro_rules! maps {
    (
        $(#[$doc:meta])*
        $map:ty [$($bound:tt)*] $get:ident
    ) => {
        impl<$($bound)*> MapView for $map {
            fn len(&self) -> usize {
                self.len()
            }

            fn get(&self, name: &str) -> Option<AttrRef<'_>> {
                K::$get(self, name).map(AttrRef::new)
            }

            fn __text_of<'n>(&self, name: &'n str) -> Cow<'n, str> {
                text_of::<K>(name)
            }

            fn iter(&self) -> Entries<'_> {
                Entries::new(self.iter().map(|(key, value)| (key.__borrow(), AttrRef::new(value))))
            }

            fn for_each<'a>(&'a self, visit: &mut dyn FnMut(MapKey<'a>, AttrRef<'a>)) {
                self.iter().for_each(|(key, value)| visit(key.__borrow(), AttrRef::new(value)));
            }
        }

        $(#[$doc])*
        impl<$($bound)*> SlotValue for $map {
            const KIND: Kind = Kind::Map;
            const __SHAPE: Shape = Shape::map(&K::__SHAPE, &T::__SHAPE);
            const __ITEM: Option<fn() -> ItemInfo> = Some(ItemInfo::of::<T>);

            fn from_value(value: Value) -> Result<Self, ConversionError> {
                map_by(value, T::from_value, |made: &mut Self, key, value| drop(made.insert(key, value)))
            }

            fn as_value(&self) -> ValueRef<'_> {
                ValueRef::Map(self)
            }

            fn __inside(&mut self, step: &Step) -> Inside<'_> {
                inside_map::<_, Plain>(self, step)
            }
        }
    };
}
maps! {
    /// A map in the order of its keys.
    BTreeMap<K, T> [K: SlotKey + Ord, T: SlotValue] __in_tree
}
#[cfg(feature = "std")]
maps! {
    /// A map in any order.
    HashMap<K, T, S> [K: SlotKey + Eq + Hash, T: SlotValue, S: BuildHasher + Default + 'static]
    __in_table
}

impl SlotValue for Dict {
    const KIND: Kind = Kind::Map;
    const __SHAPE: Shape = Shape::Map(&Shape::Any);
    const __ITEM: Option<fn() -> ItemInfo> = Some(ItemInfo::of::<Value>);

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        match value {
            Value::Map(dict) => Ok(dict),
            value => Err(ConversionError::refuse(value)),
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Map(self)
    }

    fn __inside(&mut self, _: &Step) -> Inside<'_> {
        Inside::Dict(self)
    }
}

impl MapView for Dict {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, name: &str) -> Option<AttrRef<'_>> {
        self.get(name).map(AttrRef::new)
    }

    fn iter(&self) -> Entries<'_> {
        Entries::of_dict(self)
    }

    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(MapKey<'a>, AttrRef<'a>)) {
        self.iter().for_each(|(name, value)| visit(name.into(), value.into()));
    }
}

/// Converts a value to a map, entry by entry. `convert` makes the values, and `insert` adds an
/// entry.
pub(crate) fn map_by<K: SlotKey, T, C: Default>(
    value: Value,
    convert: impl Fn(Value) -> Result<T, ConversionError>,
    insert: impl Fn(&mut C, K, T),
) -> Result<C, ConversionError> {
    let Value::Map(dict) = value else {
        return Err(ConversionError::refuse(value));
    };
    let mut entries = dict.into_iter();
    let mut made = C::default();
    while let Some((name, value)) = entries.next() {
        let error = match convert(value) {
            Ok(value) => match K::__from_key(name) {
                Ok(key) => {
                    insert(&mut made, key, value);
                    continue;
                }
                Err(error) => {
                    drop(value);
                    error
                }
            },
            Err(error) => error.inside::<T>(format_args!("'{name}'")),
        };
        drop((entries, made));
        return Err(error);
    }
    Ok(made)
}
