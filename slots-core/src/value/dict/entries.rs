//! The entries of a dict that is not empty.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::mem;

use crate::name::NameKey;
use crate::value::Value;
use crate::value::dict::entry_name::EntryName;
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
/// 1. Of a few, the tags are those of the names at their places; there are at most [`FEW`] places, and no hole
///    unless a `retain` was cut short by a panic.
/// 2. Of many, the index leads from each name to its place. A removed entry leaves a hole there, so that removing moves
///    nothing; before the holes outnumber the entries, they are closed. The last place holds an entry (unless a `retain`
///    was cut short by a panic), so that taking entries out at the end steps over each hole once. The index may still
///    hold the place of a removed name, at which there is a hole, nothing, or an entry of another name.
#[derive(Clone, Default)]
pub(crate) struct Entries {
    entries: Vec<Option<Entry>>,
    found: Found,
}

/// How an entry is found.
#[derive(Clone)]
enum Found {
    /// Each is looked at; a hash would cost more.
    Few(Tags),
    Many(Box<Many>),
}

#[derive(Clone)]
struct Many {
    index: Index,
    /// How many places were added to the index, those of removed names included.
    indexed: u32,
    holes: u32,
    /// Before this place there are holes only. Taking entries out at the front would else step over more and more of
    /// them.
    first: u32,
}

/// Where the entry of a name is, or goes.
enum Spot {
    /// It is at that place.
    Held(usize),
    /// There is none. A new one is found by this mark: of a few its tag, of many its hash.
    Free(u64),
}

impl Default for Found {
    fn default() -> Self {
        Found::Few(Tags::default())
    }
}

impl Entries {
    /// How many there are. (Of a few, a `retain` that was cut short left holes.)
    pub(crate) fn len(&self) -> usize {
        match &self.found {
            Found::Few(_) => self.entries.iter().filter(|entry| entry.is_some()).count(),
            Found::Many(many) => self.entries.len() - many.holes as usize,
        }
    }

    fn first(&self) -> usize {
        match &self.found {
            Found::Few(_) => 0,
            Found::Many(many) => many.first as usize,
        }
    }

    pub(crate) fn as_slice(&self) -> &[Option<Entry>] {
        &self.entries[self.first()..]
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [Option<Entry>] {
        let first = self.first();
        &mut self.entries[first..]
    }

    pub(crate) fn into_vec(self) -> Vec<Option<Entry>> {
        self.entries
    }

    #[inline]
    fn position(&self, name: &str) -> Option<usize> {
        if let [Some(only)] = &*self.entries {
            return (*only.name == *name).then_some(0);
        }
        match &self.found {
            Found::Few(tags) => {
                let key = NameKey::of(name);
                self.tagged(*tags, key, tag_of(key, name), name)
            }
            Found::Many(many) => self.indexed(&many.index, index::hash(name), name),
        }
    }

    /// The place of a name, of a few.
    #[inline(always)]
    fn tagged(&self, tags: Tags, key: NameKey, tag: u8, name: &str) -> Option<usize> {
        tags.find(tag, |place| match self.entries.get(place) {
            Some(Some(entry)) => key.is(name, &entry.name),
            _ => false,
        })
    }

    /// The place of a name, of many.
    #[inline(always)]
    fn indexed(&self, index: &Index, hash: u64, name: &str) -> Option<usize> {
        index.find(hash, |place| match self.entries.get(place) {
            Some(Some(entry)) => *entry.name == *name,
            _ => false,
        })
    }

    #[inline]
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let place = self.position(name)?;
        self.entries[place].as_ref().map(|entry| &entry.value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let place = self.position(name)?;
        self.entries[place].as_mut().map(|entry| &mut entry.value)
    }

    pub(crate) fn insert<K>(&mut self, name: K, value: Value) -> Option<Value>
    where
        K: AsRef<str> + Into<Box<str>>,
    {
        match self.spot(name.as_ref(), NameKey::of(name.as_ref())) {
            Spot::Held(place) => {
                let entry = self.entries[place].as_mut()?;
                Some(mem::replace(&mut entry.value, value))
            }
            Spot::Free(mark) => {
                self.push(mark, Entry { name: EntryName::new(name), value }, 1);
                None
            }
        }
    }

    /// Where the entry of that name is, or goes.
    #[inline(always)]
    fn spot(&self, name: &str, key: NameKey) -> Spot {
        match &self.found {
            Found::Few(tags) => {
                let tag = tag_of(key, name);
                let place = self.tagged(*tags, key, tag, name);
                place.map_or(Spot::Free(tag.into()), Spot::Held)
            }
            Found::Many(many) => {
                let hash = index::hash(name);
                let place = self.indexed(&many.index, hash, name);
                place.map_or(Spot::Free(hash), Spot::Held)
            }
        }
    }

    /// Adds an entry that holds `None` yet, and more soon; the first one with room for so many. Or says that there is one
    /// of that name.
    pub(crate) fn add(&mut self, name: &str, key: NameKey, room: usize) -> Result<(), Repeated> {
        let Spot::Free(mark) = self.spot(name, key) else { return Err(Repeated) };
        self.push(mark, Entry { name: EntryName::new(name), value: Value::None }, room);
        Ok(())
    }

    /// The value of the entry that was added last.
    #[inline]
    pub(crate) fn last_mut(&mut self) -> Option<&mut Value> {
        self.entries.last_mut()?.as_mut().map(|entry| &mut entry.value)
    }

    /// Adds an entry whose name is new, and has that mark; the first one, with room for so many.
    #[inline(always)]
    fn push(&mut self, mark: u64, entry: Entry, room: usize) {
        let place = self.entries.len();
        if place == self.entries.capacity() {
            // As many again. (A `Vec` by itself would start with four always: most dicts stay small.)
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

    pub(crate) fn retain(&mut self, keep: &mut dyn FnMut(&str, &mut Value) -> bool) {
        for place in 0..self.entries.len() {
            let entry = &mut self.entries[place];
            if entry.as_mut().is_some_and(|entry| !keep(&entry.name, &mut entry.value)) {
                // A hole first, dropped then: should `keep` or a `Drop` panic, all is as it says.
                let removed = entry.take();
                if let Found::Many(many) = &mut self.found {
                    many.holes += 1;
                }
                drop(removed);
            }
        }
        self.rebuild();
    }

    /// Closes the holes, and makes the tags or the index anew.
    fn rebuild(&mut self) {
        self.entries.retain(Option::is_some);
        self.entries.shrink_to(2 * self.entries.len());
        let names = self.entries.iter().flatten().map(|entry| &*entry.name).enumerate();
        self.found = if self.entries.len() <= FEW {
            let mut tags = Tags::default();
            names.for_each(|(place, name)| tags.set(place, tag_of(NameKey::of(name), name)));
            Found::Few(tags)
        } else {
            let mut index = Index::for_entries(self.entries.len());
            names.for_each(|(place, name)| index.add(index::hash(name), place));
            // Fewer than 2³²: the index has said so.
            let indexed = self.entries.len() as u32;
            Found::Many(Box::new(Many { index, indexed, holes: 0, first: 0 }))
        };
    }
}
