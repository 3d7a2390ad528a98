//! [`Dict`]: attributes with undeclared names, like Python's `__dict__`.
//!
//! | file | what |
//! |---|---|
//! | `entries` | the entries of a non-empty dict |
//! | `entry_name` | the name of a dict entry |
//! | `index` | a hash table from names to their places among the entries of a dict |
//! | `four` | four cells of that table, looked at together |
//! | `iter` | the iterators of a dict |
//! | `tags` | one byte for each of a few names, compared all at once |

pub(crate) mod entries;
pub(crate) mod entry_name;
mod four;
pub(crate) mod index;
pub(crate) mod iter;
pub(crate) mod tags;

use crate::value::dict::iter::{IntoIter, Iter, IterMut, Keys, Values};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::{Index, IndexMut};

use crate::name::NameKey;
use crate::value::Value;
use crate::value::dict::entries::Entries;
use crate::value::dict::entry_name::EntryName;

/// Values by name, in insertion order: Python's `dict` with string keys.
///
/// An empty dict takes one word and has no allocation. An entry takes 40 bytes, including a name of
/// up to 15 bytes; a longer name has its own allocation. Few entries, up to 16, are found by
/// comparing names; more are found by hash, with foldhash and a seed that is random for each
/// process. The seed keeps names that were prepared in advance from colliding. It does not protect
/// against an attacker who can measure and adapt, nor does foldhash claim to.
///
/// ```
/// use slotted::{Dict, Value};
///
/// let mut dict = Dict::new();
/// dict.insert("magnitude", 4.5);
/// dict.insert("place", "10 km S of Idyllwild");
/// assert_eq!(dict["magnitude"], 4.5);
/// assert_eq!(dict.keys().collect::<Vec<_>>(), ["magnitude", "place"]);
/// assert_eq!(format!("{dict:?}"), "{'magnitude': 4.5, 'place': '10 km S of Idyllwild'}");
/// assert_eq!(dict.remove("place"), Some(Value::from("10 km S of Idyllwild")));
/// assert_eq!(size_of::<Dict>(), 8);
/// ```
#[derive(Clone, Default)]
#[doc(alias = "__dict__")]
pub struct Dict {
    /// `None` while the dict is empty.
    entries: Option<Box<Entries>>,
}

/// The error of [`Dict::add`]: an entry with that name exists.
pub(crate) struct Repeated;

impl Dict {
    /// Makes an empty dict, without an allocation.
    #[must_use]
    pub const fn new() -> Self {
        Dict { entries: None }
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.as_ref().map_or(0, |entries| entries.len())
    }

    /// The bytes that are allocated for the entries, without what the values have allocated.
    pub(crate) fn heap_size(&self) -> usize {
        self.entries.as_ref().map_or(0, |entries| entries.heap_size())
    }

    /// Whether the dict has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the value under that name.
    #[inline]
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entries.as_ref()?.get(name)
    }

    /// Returns the value under that name, whose key is `key`.
    #[inline]
    pub(crate) fn get_by_key(&self, name: &str, key: NameKey) -> Option<&Value> {
        self.entries.as_ref()?.get_by_key(name, key)
    }

    /// Returns the value under that name, to be changed in place.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.entries.as_mut()?.get_mut(name)
    }

    /// Whether there is a value under that name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets the value under a name and returns the previous value, if there was one. An existing
    /// entry keeps its place in the order.
    ///
    /// # Panics
    ///
    /// If the dict would have more than 2³² − 2 entries.
    pub fn insert<K>(&mut self, name: K, value: impl Into<Value>) -> Option<Value>
    where
        K: AsRef<str> + Into<Box<str>>,
    {
        self.entries.get_or_insert_default().insert(name, value.into())
    }

    /// Inserts `None` under a new name, for the caller to overwrite through
    /// [`last_mut`](Dict::last_mut). `key` is the key of `name`. If there is no entry yet,
    /// allocates memory for `room` entries.
    ///
    /// # Errors
    ///
    /// An entry with that name exists.
    #[inline]
    pub(crate) fn add(&mut self, name: &str, key: NameKey, room: usize) -> Result<(), Repeated> {
        self.entries.get_or_insert_default().add(name, key, room)
    }

    /// Returns the value of the last entry in insertion order.
    #[inline]
    pub(crate) fn last_mut(&mut self) -> Option<&mut Value> {
        self.entries.as_mut()?.last_mut()
    }

    /// Returns the name and the value of the last entry in insertion order.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn last_entry_mut(&mut self) -> Option<(&str, &mut Value)> {
        self.entries.as_mut()?.last_entry_mut()
    }

    /// Returns the entries in insertion order, with their names as the dict stores them: without a
    /// new allocation for a short name.
    pub(crate) fn into_entries(self) -> impl Iterator<Item = (EntryName, Value)> {
        let entries = self.entries.map_or_else(Vec::new, |entries| entries.into_vec());
        entries.into_iter().flatten().map(|entry| (entry.name, entry.value))
    }

    /// Removes the entry with that name and returns its value. The other entries keep their order.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let removed = self.entries.as_mut()?.remove(name);
        self.let_go_if_empty();
        removed
    }

    /// Removes all entries and frees their memory.
    pub fn clear(&mut self) {
        self.entries = None;
    }

    /// Keeps the entries for which `keep` returns `true`, in their order, and removes the others.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut Value) -> bool) {
        if let Some(entries) = &mut self.entries {
            entries.retain(&mut keep);
        }
        self.let_go_if_empty();
    }

    /// Returns an iterator over the entries, in insertion order.
    #[inline]
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        Iter::new(self.entries.as_deref())
    }

    /// Returns an iterator over the entries, in insertion order, with mutable values.
    pub fn iter_mut(&mut self) -> IterMut<'_> {
        IterMut::new(self.entries.as_deref_mut())
    }

    /// Returns an iterator over the names, in insertion order.
    #[inline]
    #[must_use]
    pub fn keys(&self) -> Keys<'_> {
        Keys(self.iter())
    }

    /// Returns an iterator over the values, in insertion order.
    #[inline]
    #[must_use]
    pub fn values(&self) -> Values<'_> {
        Values(self.iter())
    }

    /// Returns an iterator over the mutable values, in insertion order.
    pub fn values_mut(
        &mut self,
    ) -> impl DoubleEndedIterator<Item = &mut Value> + ExactSizeIterator {
        self.iter_mut().map(|(_, value)| value)
    }

    /// Frees the memory if no entries are left.
    fn let_go_if_empty(&mut self) {
        if self.entries.as_ref().is_some_and(|entries| entries.len() == 0) {
            self.entries = None;
        }
    }
}

/// Returns the value under that name.
///
/// # Panics
///
/// If there is no such entry, with the text of Python's `KeyError` (spec 5.8).
impl Index<&str> for Dict {
    type Output = Value;

    fn index(&self, name: &str) -> &Value {
        self.get(name).unwrap_or_else(|| panic!("KeyError: '{name}'"))
    }
}

impl IndexMut<&str> for Dict {
    fn index_mut(&mut self, name: &str) -> &mut Value {
        self.get_mut(name).unwrap_or_else(|| panic!("KeyError: '{name}'"))
    }
}

impl<K: AsRef<str> + Into<Box<str>>, V: Into<Value>> Extend<(K, V)> for Dict {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (name, value) in entries {
            self.insert(name, value);
        }
    }
}

impl<K: AsRef<str> + Into<Box<str>>, V: Into<Value>> FromIterator<(K, V)> for Dict {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut dict = Dict::new();
        dict.extend(entries);
        dict
    }
}

impl<K: AsRef<str> + Into<Box<str>>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Dict {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl IntoIterator for Dict {
    type Item = (Box<str>, Value);
    type IntoIter = IntoIter;

    fn into_iter(self) -> IntoIter {
        IntoIter::new(self.entries.map(|entries| *entries))
    }
}

impl<'a> IntoIterator for &'a Dict {
    type Item = (&'a str, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &'a mut Dict {
    type Item = (&'a str, &'a mut Value);
    type IntoIter = IterMut<'a>;

    fn into_iter(self) -> IterMut<'a> {
        self.iter_mut()
    }
}
