//! The standard maps, edited by the text of their keys, with values in any mode.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use core::convert::identity;
#[cfg(feature = "std")]
use core::hash::{BuildHasher, Hash};
#[cfg(feature = "std")]
use std::collections::HashMap;

use crate::impls::keys::SlotKey;
use crate::reflect::attr::{AttrMut, AttrRef};
use crate::reflect::map_edit::{EditMap, MadeEntry, MakeKey, MapMut, Opaque, Taken};
use crate::reflect::mode::Mode;
use crate::reflect::step::{Inside, Step};
use crate::reflect::viewed::Viewed;
use crate::reflect::vtable::put::{Source, make};
use crate::reflect::vtable::value::{ValueVTable, value_vtable};
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

            fn key(&self) -> MakeKey {
                |text| Ok(Box::new(K::__from_key(text.into())?))
            }

            fn insert_made(&mut self, (key, value): MadeEntry) -> Result<(), MadeEntry> {
                match (key.downcast::<K>(), value.downcast::<T>()) {
                    // Nothing is there, as the caller has found, so nothing drops.
                    (Ok(key), Ok(value)) => {
                        self.container_mut().insert(*key, *value);
                        Ok(())
                    }
                    (key, value) => Err((
                        key.map_or_else(identity, |key| key),
                        value.map_or_else(identity, |value| value),
                    )),
                }
            }

            fn take(&mut self, key: &str) -> Result<Option<Taken>, Opaque> {
                let Some(value) = K::$get(self.container(), key) else { return Ok(None) };
                let copy = AttrRef::in_mode::<T, M>(value).to_value().ok_or(Opaque)?;
                // The key is found, so this makes the same one.
                let key = K::__from_key(key.into()).ok();
                let out = key.as_ref().and_then(|key| self.container_mut().remove_entry(key));
                Ok(Some((copy, Box::new((key, out)))))
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
