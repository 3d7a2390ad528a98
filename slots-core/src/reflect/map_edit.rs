//! Maps, mutably borrowed: entries are lent, written and removed under the text of their key.

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

    /// Removes the entry, and returns its value. An opaque value stays, and is the error.
    fn remove(&mut self, key: &str) -> Result<Option<Value>, Opaque>;

    /// The vtable of the values.
    fn item(&self) -> &'static ValueVTable;
}

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

    pub(crate) fn remove(self, key: &str) -> Result<Option<Value>, Opaque> {
        self.0.remove(key)
    }

    pub(crate) fn item(&self) -> &'static ValueVTable {
        self.0.item()
    }
}
