//! The entries of a non-empty dict.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::mem;

use crate::name::{NameKey, is_same_name};
use crate::value::Value;
use crate::value::dict::entry_name::{EntryName, Inside, ShortName};
use crate::value::dict::index::Index;
use crate::value::dict::tags::{FEW, Tags, tag_of};
use crate::value::dict::{Repeated, index};

#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: EntryName,
    pub(crate) value: Value,
}

/// Entries in insertion order.
///
/// Invariants:
///
/// 1. `Few`: the tag of each place is the tag of the name there. There are at most [`FEW`] places.
///    There is no hole, unless a panic cut a `retain` short.
/// 2. `Many`: the index leads from each name to its place. A removed entry leaves a hole (`None`)
///    at its place, so that removing moves no other entry; holes are closed before they outnumber
///    the entries. The last place holds an entry, unless a panic cut a `retain` short; so removing
///    entries at the end steps over each hole once. The index may still hold the place of a removed
///    name: at that place there is a hole or an entry of another name, or the place is past the
///    end.
///
/// A key whose `AsRef<str>` answers differently each time may break them: its entry is then not
/// found, or is there twice. No unsafe code depends on them.
#[derive(Clone, Default)]
pub(crate) struct Entries {
    entries: Vec<Option<Entry>>,
    found: Found,
}

/// How an entry is found by its name.
#[derive(Clone)]
enum Found {
    /// Compares tags and then names; hashing would cost more.
    Few(Tags),
    /// Probes an index by the hash of the name.
    Many(Box<Many>),
}

#[derive(Clone)]
struct Many {
    index: Index,
    /// The number of places added to the index, including those of removed names.
    indexed: u32,
    /// The number of holes among the places.
    holes: u32,
    /// All places before this one are holes. Without it, removing entries one by one at the front
    /// would step over ever more holes.
    first: u32,
}

/// The result of looking up the entry of a name.
enum Spot {
    /// The entry is at this place.
    Held(usize),
    /// There is no entry. A new one is recorded under this mark: the tag of the name in `Few`, its
    /// hash in `Many`.
    Free(u64),
}

impl Default for Found {
    fn default() -> Self {
        Found::Few(Tags::default())
    }
}

impl Entries {
    /// Returns the number of entries. `Few` counts them, because a `retain` cut short by a panic
    /// leaves holes.
    pub(crate) fn len(&self) -> usize {
        match &self.found {
            Found::Few(_) => self.entries.iter().filter(|entry| entry.is_some()).count(),
            Found::Many(many) => self.entries.len() - many.holes as usize,
        }
    }

    /// The bytes that are allocated for the entries, their names and their index, those of this
    /// struct included. What the values have allocated is not counted.
    pub(crate) fn heap_size(&self) -> usize {
        let names = self.entries.iter().flatten().map(|entry| entry.name.heap_size());
        let found = match &self.found {
            Found::Few(_) => 0,
            Found::Many(many) => size_of::<Many>() + many.index.heap_size(),
        };
        let places = self.entries.capacity() * size_of::<Option<Entry>>();
        size_of::<Self>() + places + names.sum::<usize>() + found
    }

    /// Returns a place before which there are only holes.
    fn first(&self) -> usize {
        match &self.found {
            Found::Few(_) => 0,
            Found::Many(many) => many.first as usize,
        }
    }

    /// Returns the entries and the holes among them, without the holes at the front.
    pub(crate) fn as_slice(&self) -> &[Option<Entry>] {
        &self.entries[self.first()..]
    }

    /// Returns the entries and the holes among them, without the holes at the front.
    pub(crate) fn as_mut_slice(&mut self) -> &mut [Option<Entry>] {
        let first = self.first();
        &mut self.entries[first..]
    }

    /// Returns all entries and holes.
    pub(crate) fn into_vec(self) -> Vec<Option<Entry>> {
        self.entries
    }

    /// Returns the place of the entry with this name.
    #[inline]
    fn position(&self, name: &str) -> Option<usize> {
        self.position_by(name, || NameKey::of(name))
    }

    /// Returns the place of the entry with this name, given a way to its key.
    #[inline(always)]
    fn position_by(&self, name: &str, key: impl FnOnce() -> NameKey) -> Option<usize> {
        match &self.found {
            Found::Few(tags) => {
                let key = key();
                match (&*self.entries, ShortName::new(name.len(), key)) {
                    ([Some(only)], Some(short)) => only.name.is_short(short).then_some(0),
                    ([Some(only)], None) => is_same_name(name, &only.name).then_some(0),
                    (_, short) => self.tagged(*tags, tag_of(key, name), name, short),
                }
            }
            Found::Many(many) => self.position_among_many(&many.index, name),
        }
    }

    /// Returns the place of a name in `Many`. A function of its own, so that `Few` keeps its values
    /// in registers.
    #[inline(never)]
    fn position_among_many(&self, index: &Index, name: &str) -> Option<usize> {
        let short = ShortName::new(name.len(), NameKey::of(name));
        self.indexed(index, index::hash(name, short), name, short)
    }

    /// Returns the place of a name by its tag, in `Few`. `short` is the name, if that is short.
    #[inline(always)]
    fn tagged(&self, tags: Tags, tag: u8, name: &str, short: Option<ShortName>) -> Option<usize> {
        tags.find(tag, |place| self.is_at(place, name, short))
    }

    /// Returns the place of a name by its hash, in `Many`. `short` is the name, if that is short.
    #[inline(always)]
    fn indexed(
        &self,
        index: &Index,
        hash: u64,
        name: &str,
        short: Option<ShortName>,
    ) -> Option<usize> {
        index.find(hash, |place| self.is_at(place, name, short))
    }

    /// Whether the entry at that place has that name. `short` is the name, if that is short.
    #[inline(always)]
    fn is_at(&self, place: usize, name: &str, short: Option<ShortName>) -> bool {
        match (self.entries.get(place), short) {
            (Some(Some(entry)), Some(short)) => entry.name.is_short(short),
            (Some(Some(entry)), None) => is_same_name(name, &entry.name),
            _ => false,
        }
    }

    #[inline]
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let place = self.position(name)?;
        self.entries[place].as_ref().map(|entry| &entry.value)
    }

    #[inline]
    pub(crate) fn get_by_key(&self, name: &str, key: NameKey) -> Option<&Value> {
        let place = self.position_by(name, || key)?;
        self.entries[place].as_ref().map(|entry| &entry.value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let place = self.position(name)?;
        self.entries[place].as_mut().map(|entry| &mut entry.value)
    }

    /// Sets the value of a name and returns the previous value, if there was one.
    pub(crate) fn insert<K>(&mut self, name: K, value: Value) -> Option<Value>
    where
        K: AsRef<str> + Into<Box<str>>,
    {
        let inside = Inside::new(name.as_ref());
        let short = inside.map(Inside::short);
        match self.spot(name.as_ref(), short, || NameKey::of(name.as_ref())) {
            Spot::Held(place) => {
                let entry = self.entries[place].as_mut()?;
                Some(mem::replace(&mut entry.value, value))
            }
            Spot::Free(mark) => {
                self.push(mark, Entry { name: EntryName::with(inside, name), value }, 1);
                None
            }
        }
    }

    /// Looks up the entry with this name, given a way to its key. `short` is the name, if that is
    /// short.
    #[inline(always)]
    fn spot(&self, name: &str, short: Option<ShortName>, key: impl FnOnce() -> NameKey) -> Spot {
        match &self.found {
            Found::Few(tags) => {
                let tag = tag_of(key(), name);
                let place = self.tagged(*tags, tag, name, short);
                place.map_or(Spot::Free(tag.into()), Spot::Held)
            }
            Found::Many(many) => {
                let hash = index::hash(name, short);
                let place = self.indexed(&many.index, hash, name, short);
                place.map_or(Spot::Free(hash), Spot::Held)
            }
        }
    }

    /// Inserts `None` under a new name, for the caller to overwrite through `last_mut`. If there is
    /// no entry yet, allocates memory for `room` entries.
    ///
    /// # Errors
    ///
    /// An entry with that name exists.
    pub(crate) fn add(&mut self, name: &str, key: NameKey, room: usize) -> Result<(), Repeated> {
        let short = ShortName::new(name.len(), key);
        let Spot::Free(mark) = self.spot(name, short, || key) else { return Err(Repeated) };
        self.push(mark, Entry { name: EntryName::new(name), value: Value::None }, room);
        Ok(())
    }

    /// Returns the value of the entry at the last place: the one inserted last, unless it was
    /// removed.
    #[inline]
    pub(crate) fn last_mut(&mut self) -> Option<&mut Value> {
        self.entries.last_mut()?.as_mut().map(|entry| &mut entry.value)
    }

    /// Returns the name and the value of the entry that [`last_mut`](Entries::last_mut) returns.
    #[cfg(feature = "serde")]
    #[inline]
    pub(crate) fn last_entry_mut(&mut self) -> Option<(&str, &mut Value)> {
        self.entries.last_mut()?.as_mut().map(|entry| (&*entry.name, &mut entry.value))
    }

    /// Appends an entry with a new name, which has the given mark. If there is no entry yet,
    /// allocates memory for `room` entries.
    #[inline(always)]
    fn push(&mut self, mark: u64, entry: Entry, room: usize) {
        let place = self.entries.len();
        if place == self.entries.capacity() {
            // Doubles the capacity. `Vec` would do so too, but would start with four entries: too
            // many for most dicts.
            self.entries.reserve_exact(place.max(room));
        }
        match &mut self.found {
            Found::Few(tags) if place < FEW => tags.set(place, mark as u8),
            Found::Many(many) if !many.index.is_full(many.indexed as usize) => {
                many.index.add(mark, place);
                many.indexed += 1;
            }
            _ => {
                self.entries.push(Some(entry));
                return self.rebuild();
            }
        }
        self.entries.push(Some(entry));
    }

    /// Removes the entry with this name and returns its value. The other entries keep their order.
    pub(crate) fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.position(name)?;
        match &mut self.found {
            Found::Few(tags) => {
                tags.remove(place);
                self.entries.remove(place).map(|entry| entry.value)
            }
            Found::Many(many) => {
                let removed = self.entries[place].take()?;
                many.holes += 1;
                while self.entries.pop_if(|last| last.is_none()).is_some() {
                    many.holes -= 1;
                }
                many.first = many.first.min(self.entries.len() as u32);
                while self.entries.get(many.first as usize).is_some_and(Option::is_none) {
                    many.first += 1;
                }
                if many.holes as usize > self.entries.len() / 2 {
                    self.rebuild();
                }
                Some(removed.value)
            }
        }
    }

    /// Keeps the entries for which `keep` returns `true`, in their order.
    pub(crate) fn retain(&mut self, keep: &mut dyn FnMut(&str, &mut Value) -> bool) {
        for place in 0..self.entries.len() {
            let entry = &mut self.entries[place];
            if entry.as_mut().is_some_and(|entry| !keep(&entry.name, &mut entry.value)) {
                // Makes and counts the hole before dropping the entry, so that the invariants hold
                // if `keep` or a `Drop` panics.
                let removed = entry.take();
                if let Found::Many(many) = &mut self.found {
                    many.holes += 1;
                }
                drop(removed);
            }
        }
        self.rebuild();
    }

    /// Closes the holes, and builds new tags or a new index.
    fn rebuild(&mut self) {
        self.entries.retain(Option::is_some);
        self.entries.shrink_to(2 * self.entries.len());
        let names = self.entries.iter().flatten().map(|entry| &entry.name).enumerate();
        self.found = if self.entries.len() <= FEW {
            let mut tags = Tags::default();
            names.for_each(|(place, name)| tags.set(place, tag_of(NameKey::of(name), name)));
            Found::Few(tags)
        } else {
            // Where entries come and go, each that came fills a cell for good: with no more room
            // than for one, every second insertion would build the index anew.
            let room = self.entries.len() / 8;
            let mut index = Index::for_entries(self.entries.len() + room);
            names.for_each(|(place, name)| index.add(index::hash(name, name.short()), place));
            // Fewer than 2³² entries: `Index::add` panics at place 2³² − 1.
            let indexed = self.entries.len() as u32;
            Found::Many(Box::new(Many { index, indexed, holes: 0, first: 0 }))
        };
    }
}
