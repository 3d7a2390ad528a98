//! Borrowed maps and their keys.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::ToString;
use core::fmt;

use crate::reflect::attr::AttrRef;
use crate::reflect::slot_value::SlotValue;
use crate::reflect::value_ref::ValueRef;
use crate::value::dict;

/// A borrowed map. Its keys are text, or are written as text: `7`, `true`.
///
/// ```
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Page { headers: std::collections::BTreeMap<String, u32> }
///
/// let page = Page { headers: [("age".to_owned(), 60)].into() };
/// let headers = page.getattr("headers")?.as_map().expect("it is a map");
/// assert_eq!((headers.len(), headers.is_empty()), (1, false));
/// assert_eq!(headers.get("age").expect("it has that key"), 60);
/// assert!(headers.get("etag").is_none());
/// # Ok::<(), slotted::AttributeError>(())
/// ```
pub trait MapView {
    /// Returns the number of entries.
    fn len(&self) -> usize;

    /// Returns the value under the key that `name` writes.
    fn get(&self, name: &str) -> Option<AttrRef<'_>>;

    /// Returns the text of the key that `name` writes, which is another one where that is an alias.
    #[doc(hidden)]
    fn __text_of<'n>(&self, name: &'n str) -> Cow<'n, str> {
        Cow::Borrowed(name)
    }

    /// Iterates over the entries, in the map's own order.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use slotted::AttrRef;
    ///
    /// let places = BTreeMap::from([(1_u8, "gold"), (2, "silver")].map(|(n, it)| (n, it.to_string())));
    /// let attribute = AttrRef::new(&places);
    /// let map = attribute.as_map().expect("it is one");
    /// let all: Vec<_> = map.iter().map(|(place, what)| format!("{place}: {what}")).collect();
    /// assert_eq!(all, ["1: gold", "2: silver"]);
    /// assert_eq!(map.get("2").expect("it has two"), "silver");
    /// ```
    fn iter(&self) -> Entries<'_>;

    /// Calls `visit` with each entry, in the map's own order. It allocates nothing, as
    /// [`iter`](MapView::iter) may.
    fn for_each<'a>(&'a self, visit: &mut dyn FnMut(MapKey<'a>, AttrRef<'a>)) {
        self.iter().for_each(|(key, value)| visit(key, value));
    }

    /// Returns `true` if it is empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A borrowed key of a map: text, or a number, a `bool`, a `char` or a variant of an enum, which
/// print as their text.
///
/// ```
/// use slotted::value::MapKey;
///
/// assert_eq!(MapKey::from("a").text(), "a");
/// assert_eq!(MapKey::new(&7_u8).text(), "7");
/// assert_eq!(MapKey::new(&7_u8).view(), slotted::ValueRef::Int(7));
/// ```
#[derive(Clone, Copy)]
pub struct MapKey<'a>(pub(crate) KeyRepr<'a>);

#[derive(Clone, Copy)]
pub(crate) enum KeyRepr<'a> {
    Text(&'a str),
    /// A key that is no text in data.
    Other(AttrRef<'a>),
}

impl<'a> MapKey<'a> {
    /// Makes a key of any type.
    pub fn new<T: SlotValue>(key: &'a T) -> Self {
        MapKey(KeyRepr::Other(AttrRef::new(key)))
    }

    /// Returns the text of the key, by which [`MapView::get`] finds it.
    #[must_use]
    pub fn text(&self) -> Cow<'a, str> {
        match self.view() {
            ValueRef::Str(text) => Cow::Borrowed(text),
            other => Cow::Owned(other.to_string()),
        }
    }

    /// Returns the key as what it is.
    #[must_use]
    pub fn view(&self) -> ValueRef<'a> {
        match &self.0 {
            KeyRepr::Text(text) => ValueRef::Str(text),
            KeyRepr::Other(key) => key.view(),
        }
    }
}

impl<'a> From<&'a str> for MapKey<'a> {
    fn from(text: &'a str) -> Self {
        MapKey(KeyRepr::Text(text))
    }
}

/// Prints the text of the key.
impl fmt::Display for MapKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// Prints the text of the key in quotes.
impl fmt::Debug for MapKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&ValueRef::Str(&self.text()), f)
    }
}

/// Iterates over the entries of a map: what [`MapView::iter`] returns.
///
/// ```
/// use slotted::{AttrRef, Dict};
///
/// let dict = Dict::from([("a", 1), ("b", 2)]);
/// let attribute = AttrRef::new(&dict);
/// let entries = attribute.as_map().expect("it is one").iter();
/// let all: Vec<String> = entries.map(|(key, value)| format!("{key}={value}")).collect();
/// assert_eq!(all, ["a=1", "b=2"]);
/// ```
pub struct Entries<'a>(Repr<'a>);

enum Repr<'a> {
    /// Does not allocate, unlike the other.
    Dict(dict::iter::Iter<'a>),
    Boxed(Box<dyn Iterator<Item = (MapKey<'a>, AttrRef<'a>)> + 'a>),
}

impl<'a> Entries<'a> {
    /// Makes the iterator of a map that keeps another one.
    pub fn new(entries: impl Iterator<Item = (MapKey<'a>, AttrRef<'a>)> + 'a) -> Self {
        Entries(Repr::Boxed(Box::new(entries)))
    }

    pub(crate) fn of_dict(dict: &'a dict::Dict) -> Self {
        Entries(Repr::Dict(dict.iter()))
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = (MapKey<'a>, AttrRef<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Repr::Dict(dict) => dict.next().map(|(name, value)| (name.into(), value.into())),
            Repr::Boxed(entries) => entries.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Repr::Dict(dict) => dict.size_hint(),
            Repr::Boxed(entries) => entries.size_hint(),
        }
    }
}

impl fmt::Debug for Entries<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entries").finish_non_exhaustive()
    }
}
