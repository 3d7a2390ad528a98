//! Maps, mutably borrowed: entries are lent, written and removed under the text of their key.

use alloc::boxed::Box;
use core::any::Any;

use crate::reflect::attr::AttrMut;
use crate::reflect::vtable::put::Source;
use crate::reflect::vtable::value::ValueVTable;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// A map whose entries can be changed, type-erased.
pub(crate) trait EditMap {
    /// Whether there is an entry under the key that `key` writes.
    fn contains(&self, key: &str) -> bool;

    /// Lends the value of the entry, if there is one.
    fn lend(&mut self, key: &str) -> Option<AttrMut<'_>>;

    /// Converts the key and the source, and writes the entry. A refused write changes nothing.
    fn insert(&mut self, key: &str, source: Source<'_>) -> Result<(), ConversionError>;

    /// Returns the function that makes a key from its text.
    fn key(&self) -> MakeKey;

    /// Writes an entry of a key and a value that were made, each as one of the map's type. Returns
    /// them where one is of another type.
    fn insert_made(&mut self, entry: MadeEntry) -> Result<(), MadeEntry>;

    /// Removes the entry. Returns a copy of its value, and all that was taken out, to be dropped.
    /// An opaque value stays, and is the error.
    fn take(&mut self, key: &str) -> Result<Option<Taken>, Opaque>;

    /// The vtable of the values.
    fn item(&self) -> &'static ValueVTable;
}

/// Makes a key from its text, type-erased.
pub(crate) type MakeKey = fn(&str) -> Result<Box<dyn Any>, ConversionError>;

/// A key and a value for a map, type-erased.
pub(crate) type MadeEntry = (Box<dyn Any>, Box<dyn Any>);

/// A copy of a value that was taken out, and all that was taken out with it, to be dropped.
pub(crate) type Taken = (Value, Box<dyn Any>);

/// The value is opaque, or holds something opaque, so that it cannot be returned as a `Value`.
pub(crate) struct Opaque;

/// A mutably borrowed map.
pub struct MapMut<'a>(&'a mut (dyn EditMap + 'static));

impl<'a> MapMut<'a> {
    pub(crate) fn new(map: &'a mut (dyn EditMap + 'static)) -> Self {
        MapMut(map)
    }

    /// Lends the value of the entry; `Err(self)` if there is none.
    pub(crate) fn lend(self, key: &str) -> Result<AttrMut<'a>, Self> {
        // Look the key up before lending: a borrow that is returned on one path would last on the
        // other path too.
        if !self.0.contains(key) {
            return Err(self);
        }
        Ok(self.0.lend(key).expect("it was just found"))
    }

    pub(crate) fn insert(self, key: &str, source: Source<'_>) -> Result<(), ConversionError> {
        self.0.insert(key, source)
    }

    pub(crate) fn key(&self) -> MakeKey {
        self.0.key()
    }

    /// Does what [`EditMap::insert_made`] does.
    pub(crate) fn insert_made(self, entry: MadeEntry) -> Result<(), MadeEntry> {
        self.0.insert_made(entry)
    }

    /// Does what [`EditMap::take`] does.
    pub(crate) fn take(self, key: &str) -> Result<Option<Taken>, Opaque> {
        self.0.take(key)
    }

    pub(crate) fn item(&self) -> &'static ValueVTable {
        self.0.item()
    }
}
