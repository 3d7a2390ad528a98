//! What reading data asks of a dict: the name first, its value in place.

use super::Dict;
use super::entries::{Entries, Entry, Found, Spot};
use super::tags::FEW;
use crate::name::NameKey;
use crate::raw::entry_name::EntryName;
use crate::value::Value;

/// A name that there is already.
pub(crate) struct Repeated;

impl Dict {
    /// Adds an entry that holds `None` yet; or says that there is one of that name.
    #[inline]
    pub(crate) fn add(&mut self, name: &str, key: NameKey) -> Result<(), Repeated> {
        self.entries.get_or_insert_default().add(name, key)
    }

    /// The value of the entry that was added last.
    #[inline]
    pub(crate) fn last_mut(&mut self) -> Option<&mut Value> {
        self.entries.as_mut()?.last_mut()
    }
}

impl Entries {
    /// Adds an entry that holds `None` yet; or says that there is one of that name.
    pub(super) fn add(&mut self, name: &str, key: NameKey) -> Result<(), Repeated> {
        let Spot::Free(mark) = self.spot(name, key) else { return Err(Repeated) };
        let entry = Entry { name: EntryName::new(name), value: Value::None };
        let place = self.entries.len();
        if place < FEW
            && let Found::Few(tags) = &mut self.found
        {
            tags.set(place, mark as u8);
            if place == self.entries.capacity() {
                // What is read from data rarely comes alone.
                self.entries.reserve_exact(place.max(4));
            }
            self.entries.push(Some(entry));
        } else {
            self.push(mark, entry);
        }
        Ok(())
    }

    /// The value of the entry that was added last.
    #[inline]
    pub(super) fn last_mut(&mut self) -> Option<&mut Value> {
        self.entries.last_mut()?.as_mut().map(|entry| &mut entry.value)
    }
}
