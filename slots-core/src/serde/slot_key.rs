//! The keys of a struct that is read by name.

use core::fmt;
use core::marker::PhantomData;
use core::num::NonZero;

use serde_core::de::{DeserializeSeed, Deserializer, Error, Unexpected, Visitor};

use crate::attributes::fault::Fault;
use crate::name::{NameKey, WHOLE};
use crate::reflect::layout::lookup::Probe;
use crate::serde::context::INITIAL_CAPACITY;
use crate::serde::slot_types::KnownTypes;
use crate::serde::struct_visitor::StructVisitor;

/// What a key is, once it has been looked up: a slot, or one of the constants. It is one word, and
/// not 0, so that the result for each key is returned in registers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(NonZero<usize>);

impl Key {
    /// A new entry of the `Dict`, the last one.
    pub(crate) const ENTRY: Key = Key(NonZero::<usize>::MAX);
    const IGNORED: Key = Key(NonZero::new(usize::MAX - 1).unwrap());
    /// The filler has noted an error. The smallest of the constants.
    const FAULT: Key = Key(NonZero::new(usize::MAX - 2).unwrap());

    /// The slot with that number among the fields, of which there are at most `isize::MAX`.
    #[inline(always)]
    fn slot(field: usize) -> Self {
        Key(NonZero::<usize>::MIN.saturating_add(field))
    }

    /// The number of the slot, or `None` for a constant.
    #[inline(always)]
    pub(crate) fn field(self) -> Option<usize> {
        // One comparison, and not one with each constant.
        (self < Key::FAULT).then_some(self.0.get() - 1)
    }
}

/// Reads a key, and looks it up as it is read, so that a slot's name is not copied. A name that is
/// no slot is added to the `Dict`, ignored or refused. A slot that is filled already is refused
/// here, before another value is read for it.
pub(crate) struct KeySeed<'r, 'a, 'b, K>(&'r mut StructVisitor<'a, 'b>, PhantomData<K>);

impl<'r, 'a, 'b, K> KeySeed<'r, 'a, 'b, K> {
    #[inline(always)]
    pub(crate) fn new(visitor: &'r mut StructVisitor<'a, 'b>) -> Self {
        KeySeed(visitor, PhantomData)
    }
}

// Less common cases have functions of their own, so that the common path is short. It is not
// inlined itself, so that what a format does for each key is.
impl StructVisitor<'_, '_> {
    #[inline(never)]
    fn look_up<K: KnownTypes>(&mut self, name: &str) -> Key {
        let next = self.next;
        if K::layout(self).is_in_row(next, name) && !self.filler.partial.holds(next) {
            return Key::slot(next);
        }
        self.find(name)
    }

    #[inline(never)]
    fn find(&mut self, name: &str) -> Key {
        let key = NameKey::of(name);
        if name.len() <= WHOLE {
            match self.layout.probe_key(name.len(), key) {
                Probe::Hit(_, row) => return self.slot(row, name),
                Probe::Miss => return self.entry(name, key),
                Probe::Slow => {}
            }
        }
        self.find_anywhere(name, key)
    }

    #[inline(never)]
    fn find_anywhere(&mut self, name: &str, key: NameKey) -> Key {
        match self.layout.locate_key(name, key) {
            Some(found) => self.slot(found.field(), name),
            None => self.entry(name, key),
        }
    }

    #[inline]
    fn slot(&mut self, field: usize, name: &str) -> Key {
        if self.filler.partial.holds(field) {
            self.filler.report(name, Fault::Repeated);
            return Key::FAULT;
        }
        Key::slot(field)
    }

    #[inline(always)]
    fn entry(&mut self, name: &str, key: NameKey) -> Key {
        if let Some(found) = self.layout.locate_alias(name) {
            return self.slot(found.field(), found.info().name());
        }
        if self.layout.ignores_unknown() {
            return Key::IGNORED;
        }
        self.add_entry(name, key)
    }

    #[inline(never)]
    fn add_entry(&mut self, name: &str, key: NameKey) -> Key {
        if self.filler.add_entry(name, key, INITIAL_CAPACITY) { Key::ENTRY } else { Key::FAULT }
    }
}

impl<'de, K: KnownTypes> DeserializeSeed<'de> for KeySeed<'_, '_, '_, K> {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Key, D::Error> {
        from.deserialize_str(self)
    }
}

impl<K: KnownTypes> Visitor<'_> for KeySeed<'_, '_, '_, K> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an attribute")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        match self.0.look_up::<K>(name) {
            Key::FAULT => Err(E::custom(self.0.filler.take_error())),
            key => Ok(key),
        }
    }

    /// CSV has its header as bytes.
    #[inline(never)]
    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Key, E> {
        match core::str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => Err(E::invalid_value(Unexpected::Bytes(name), &self)),
        }
    }
}
