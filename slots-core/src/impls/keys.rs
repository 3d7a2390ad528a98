//! The types that the keys of a map can have.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
#[cfg(feature = "std")]
use core::hash::{BuildHasher, Hash};
use core::num::NonZero;
#[cfg(feature = "std")]
use std::collections::HashMap;

use crate::reflect::choices::Enumerated;
use crate::reflect::map_view::MapKey;
use crate::reflect::slot_value::SlotValue;
use crate::value::conversion_error::ConversionError;

/// A type that the keys of a map can have, if the map is a slot: text, an integer, `bool`, `char`,
/// or an enum without data that derives [`SlotValue`].
///
/// By name, in paths and in formats whose keys are text, such a key is its text. A newtype of such
/// a type is one too, if one says so:
///
/// ```
/// use std::collections::BTreeMap;
/// use slotted::prelude::*;
/// use slotted::value::SlotKey;
///
/// #[derive(SlotValue, PartialEq, Eq, PartialOrd, Ord)]
/// struct Id(u32);
/// impl SlotKey for Id {}
///
/// #[derive(Slots)]
/// struct Register { names: BTreeMap<Id, String> }
///
/// let mut register = Register { names: BTreeMap::from([(Id(7), "a".into())]) };
/// assert_eq!(register.getattr_path("names.7")?, "a");
/// register.setattr_path("names.7", "b")?;
/// assert_eq!(register.names[&Id(7)], "b");
/// # Ok::<(), slotted::PathError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "a map whose keys are `{Self}` cannot be a slot",
    label = "the keys of a map are text, integers, `bool`, `char`, or an enum without data that derives \
             `SlotValue`",
    note = "reach the map by its own type only, `#[slots(opaque)]`, or make the field no slot at all: \
            `#[slots(skip)]`"
)]
pub trait SlotKey: SlotValue {
    /// Borrows the key.
    #[doc(hidden)]
    fn __borrow(&self) -> MapKey<'_> {
        MapKey::new(self)
    }

    /// Makes the key that the text writes. A number has one text only, as in a format whose keys
    /// are text: `7`, and not `07`.
    #[doc(hidden)]
    fn __from_key(text: Box<str>) -> Result<Self, ConversionError> {
        key_from_text(&text).map_err(|error| error.inside::<Self>(format_args!("key '{text}'")))
    }

    // Text is looked up without making a key of it, and in each map in its own way.

    #[doc(hidden)]
    #[must_use]
    fn __in_tree<'a, V>(map: &'a BTreeMap<Self, V>, name: &str) -> Option<&'a V>
    where
        Self: Ord,
    {
        map.get(&key_from_text(name).ok()?)
    }

    #[doc(hidden)]
    fn __in_tree_mut<'a, V>(map: &'a mut BTreeMap<Self, V>, name: &str) -> Option<&'a mut V>
    where
        Self: Ord,
    {
        map.get_mut(&key_from_text(name).ok()?)
    }

    #[doc(hidden)]
    #[cfg(feature = "std")]
    fn __in_table<'a, V, S>(map: &'a HashMap<Self, V, S>, name: &str) -> Option<&'a V>
    where
        Self: Eq + Hash,
        S: BuildHasher,
    {
        map.get(&key_from_text(name).ok()?)
    }

    #[doc(hidden)]
    #[cfg(feature = "std")]
    fn __in_table_mut<'a, V, S>(map: &'a mut HashMap<Self, V, S>, name: &str) -> Option<&'a mut V>
    where
        Self: Eq + Hash,
        S: BuildHasher,
    {
        map.get_mut(&key_from_text(name).ok()?)
    }

    /// Whether only the text that the key prints writes it.
    #[doc(hidden)]
    const __HAS_ONE_TEXT: bool = true;
}

fn key_from_text<K: SlotKey>(text: &str) -> Result<K, ConversionError> {
    let key = K::from_text(text)?;
    if K::__HAS_ONE_TEXT {
        let shown = MapKey::new(&key).to_string();
        if shown != text {
            let why = alloc::format!("as a key it is written '{shown}'");
            return Err(ConversionError::invalid(text, why));
        }
    }
    Ok(key)
}

/// Returns the text of the key that `text` writes, which is another one where that is an alias.
pub(crate) fn text_of<K: SlotKey>(text: &str) -> Cow<'_, str> {
    if K::__HAS_ONE_TEXT {
        return Cow::Borrowed(text);
    }
    match K::__from_key(text.into()) {
        Ok(key) => Cow::Owned(key.__borrow().text().into_owned()),
        Err(_) => Cow::Borrowed(text),
    }
}

macro_rules! text_keys {
    ($($type:ty)*) => {$(
        impl SlotKey for $type {
            fn __borrow(&self) -> MapKey<'_> {
                MapKey::from(&**self)
            }

            fn __from_key(text: Box<str>) -> Result<Self, ConversionError> {
                Ok(String::from(text).into())
            }

            fn __in_tree<'a, V>(map: &'a BTreeMap<Self, V>, name: &str) -> Option<&'a V> {
                map.get(name)
            }

            fn __in_tree_mut<'a, V>(
                map: &'a mut BTreeMap<Self, V>,
                name: &str,
            ) -> Option<&'a mut V> {
                map.get_mut(name)
            }

            #[cfg(feature = "std")]
            fn __in_table<'a, V, S: BuildHasher>(
                map: &'a HashMap<Self, V, S>,
                name: &str,
            ) -> Option<&'a V> {
                map.get(name)
            }

            #[cfg(feature = "std")]
            fn __in_table_mut<'a, V, S: BuildHasher>(
                map: &'a mut HashMap<Self, V, S>,
                name: &str,
            ) -> Option<&'a mut V> {
                map.get_mut(name)
            }
        }
    )*};
}
text_keys!(String Box<str> Cow<'static, str> Arc<str> Rc<str>);

macro_rules! other_keys {
    ($($type:ty)*) => {
        $(impl SlotKey for $type {})*
    };
}
other_keys!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char);
other_keys!(NonZero<i8> NonZero<i16> NonZero<i32> NonZero<i64> NonZero<isize>);
other_keys!(NonZero<u8> NonZero<u16> NonZero<u32> NonZero<u64> NonZero<usize>);

/// An enum without data. Each of its aliases writes it too.
#[diagnostic::do_not_recommend]
impl<T: Enumerated> SlotKey for T {
    const __HAS_ONE_TEXT: bool = false;
}
