//! The standard maps, edited by the text of their keys, with values in any mode.

use alloc::collections::BTreeMap;
#[cfg(feature = "std")]
use core::hash::{BuildHasher, Hash};
#[cfg(feature = "std")]
use std::collections::HashMap;

use crate::impls::keys::SlotKey;
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::map_edit::{EditMap, MapMut, Opaque};
use crate::reflect::mode::Mode;
use crate::reflect::step::{Inside, Step};
use crate::reflect::viewed::Viewed;
use crate::reflect::vtable::put::{Source, make};
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Returns what a step leads to inside the map `container`, whose values are in the mode `M`.
pub(crate) fn inside_map<'a, C: 'static, M: 'static>(
    container: &'a mut C,
    step: &Step,
) -> Inside<'a>
where
    Viewed<C, M>: EditMap,
{
    match step {
        Step::Name(_) => Inside::Map(MapMut::new(Viewed::<C, M>::of_mut(container))),
        Step::Index(_) => Inside::Nothing,
    }
}

macro_rules! edit_map {
    ($map:ty [$($bound:tt)*] $get:ident $get_mut:ident) => {
        impl<M: Mode<T>, $($bound)*> EditMap for Viewed<$map, M> {
            fn contains(&self, key: &str) -> bool {
                K::$get(self.container(), key).is_some()
            }

            fn lend(&mut self, key: &str) -> Option<AttrMut<'_>> {
                K::$get_mut(self.container_mut(), key).map(AttrMut::in_mode::<T, M>)
            }

            fn insert(&mut self, key: &str, source: Source<'_>) -> Result<(), ConversionError> {
                let key = K::__from_key(key.into())?;
                match make::<T, M>(source, None) {
                    Ok(value) => {
                        // The old value drops once the new one is in place.
                        drop(self.container_mut().insert(key, value));
                        Ok(())
                    }
                    Err(error) => {
                        // Before the error is returned, so that it is dropped if this panics.
                        drop(key);
                        Err(error)
                    }
                }
            }

            fn remove(&mut self, key: &str) -> Result<Option<Value>, Opaque> {
                let Some(value) = K::$get(self.container(), key) else { return Ok(None) };
                let copy = AttrRef::in_mode::<T, M>(value).to_value().ok_or(Opaque)?;
                // The key is found, so this makes the same one.
                if let Ok(key) = K::__from_key(key.into()) {
                    drop(self.container_mut().remove(&key));
                }
                Ok(Some(copy))
            }

            fn item(&self) -> &'static ValueVTable {
                value_vtable::<T, M>()
            }
        }
    };
}
edit_map! { BTreeMap<K, T> [K: SlotKey + Ord, T: 'static] __in_tree __in_tree_mut }
#[cfg(feature = "std")]
edit_map! {
    HashMap<K, T, S> [K: SlotKey + Eq + Hash, T: 'static, S: BuildHasher + Default + 'static]
    __in_table __in_table_mut
}
