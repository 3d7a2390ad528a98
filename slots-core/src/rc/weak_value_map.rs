//! A map that holds its values by weak references.

use core::fmt;
use core::hash::{BuildHasher, Hash};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::vec::Vec;

use crate::rc::count::{AtomicCount, RefCount};
use crate::rc::shared::Shared;
use crate::rc::weak::Weak;
use crate::reflect::presence::HasWeakref;

/// A map from keys to objects that does not keep the objects alive: Python's `WeakValueDictionary`.
///
/// An entry is removed when its object dies, by a callback. The map never searches for dead
/// objects.
///
/// Its objects are [`Obj`](crate::Obj)s, or, if `C` is [`AtomicLock`](crate::AtomicLock),
/// [`ObjLock`](crate::ObjLock)s: `default` makes a map of either kind.
///
/// ```
/// use slotted::prelude::*;
/// use slotted::{Obj, WeakSlot, WeakValueMap};
///
/// #[derive(Slots)]
/// #[slots(weakref)]
/// struct Airport { code: String, __weakref__: WeakSlot }
///
/// let mut airports = WeakValueMap::new();
/// let atlanta = Obj::new(Airport { code: "ATL".to_owned(), __weakref__: WeakSlot::new() });
/// airports.insert("ATL", &atlanta);
/// assert!(airports.get(&"ATL").is_some());
/// drop(atlanta);
/// assert_eq!(airports.len(), 0);
/// ```
#[doc(alias = "WeakValueDictionary")]
pub struct WeakValueMap<K, T: HasWeakref, C: RefCount = AtomicCount> {
    entries: Arc<Mutex<Entries<K, T, C>>>,
    hasher: RandomState,
}

/// Entries by the hash of their key. Keys are hashed and compared without the lock, since both are
/// user code.
struct Entries<K, T: HasWeakref, C: RefCount> {
    by_hash: HashMap<u64, Vec<Entry<K, T, C>>>,
    count: usize,
    /// The number of the newest entry.
    last: u64,
}

struct Entry<K, T: HasWeakref, C: RefCount> {
    key: Arc<K>,
    number: u64,
    object: Weak<T, C>,
}

fn lock<K, T: HasWeakref, C: RefCount>(
    entries: &Mutex<Entries<K, T, C>>,
) -> MutexGuard<'_, Entries<K, T, C>> {
    // Ignore poisoning: no code that holds the lock panics in the middle of a change.
    entries.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K, T: HasWeakref, C: RefCount> Entries<K, T, C> {
    /// Removes and returns an entry. The caller drops it, without the lock.
    fn take(&mut self, hash: u64, number: u64) -> Option<Entry<K, T, C>> {
        let same_hash = self.by_hash.get_mut(&hash)?;
        let at = same_hash.iter().position(|entry| entry.number == number)?;
        let entry = same_hash.swap_remove(at);
        if same_hash.is_empty() {
            self.by_hash.remove(&hash);
        }
        self.count -= 1;
        Some(entry)
    }
}

impl<K, T: HasWeakref, C: RefCount> Drop for Entries<K, T, C> {
    fn drop(&mut self) {
        drop_each(core::mem::take(&mut self.by_hash));
    }
}

/// Drops entries. If the `Drop` of a key panics, the map by itself would not free its memory; its
/// iterator does.
fn drop_each<K, T: HasWeakref, C: RefCount>(by_hash: HashMap<u64, Vec<Entry<K, T, C>>>) {
    by_hash.into_values().for_each(drop);
}

/// Returns the object of an entry, if it lives. The entry is dropped while the object is a local,
/// as the `Drop` of its key may panic.
fn living<K, T: HasWeakref, C: RefCount>(entry: Entry<K, T, C>) -> Option<Shared<T, C>> {
    let object = entry.object.upgrade();
    drop(entry);
    object
}

impl<K, T> WeakValueMap<K, T>
where
    K: Eq + Hash + Send + Sync + 'static,
    T: HasWeakref + Send + Sync,
{
    /// Returns an empty map of [`Obj`](crate::Obj)s.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl<K, T, C> WeakValueMap<K, T, C>
where
    K: Eq + Hash + Send + Sync + 'static,
    T: HasWeakref,
    C: RefCount,
    Weak<T, C>: Send,
{
    /// Returns the number of entries. It includes objects that are just dying on another thread.
    #[must_use]
    pub fn len(&self) -> usize {
        lock(&self.entries).count
    }

    /// Whether the map has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of the entry under `key`.
    fn find(&self, hash: u64, key: &K) -> Option<u64> {
        let candidates: Vec<(Arc<K>, u64)> = {
            let entries = lock(&self.entries);
            let same_hash = entries.by_hash.get(&hash).into_iter().flatten();
            same_hash.map(|entry| (entry.key.clone(), entry.number)).collect()
        };
        candidates.iter().find(|(other, _)| **other == *key).map(|(_, number)| *number)
    }

    /// Returns the object under `key`, if it lives.
    pub fn get(&self, key: &K) -> Option<Shared<T, C>> {
        let hash = self.hasher.hash_one(key);
        let number = self.find(hash, key)?;
        let object = {
            let entries = lock(&self.entries);
            let entry = entries.by_hash.get(&hash)?.iter().find(|entry| entry.number == number)?;
            entry.object.clone()
        };
        object.upgrade()
    }

    /// Whether there is a living object under `key`.
    pub fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    /// Inserts an object without keeping it alive. Returns the object that was under `key` before,
    /// if it lives.
    pub fn insert(&mut self, key: K, object: &Shared<T, C>) -> Option<Shared<T, C>> {
        let hash = self.hasher.hash_one(&key);
        let old = self.find(hash, &key);
        let number = {
            let mut entries = lock(&self.entries);
            entries.last += 1;
            entries.last
        };
        let map = Arc::downgrade(&self.entries);
        let object = Shared::downgrade_sending(object, move |_| {
            let Some(map) = map.upgrade() else { return };
            let entry = lock(&map).take(hash, number);
            // Drop the entry without the lock, and before `map`: if that is the last reference to
            // the map, dropping it drops the other keys.
            drop(entry);
        });
        let old = {
            let mut entries = lock(&self.entries);
            let old = old.and_then(|old| entries.take(hash, old));
            let entry = Entry { key: Arc::new(key), number, object };
            entries.by_hash.entry(hash).or_default().push(entry);
            entries.count += 1;
            old
        };
        old.and_then(living)
    }

    /// Removes the entry under `key`. Returns its object, if it lives.
    pub fn remove(&mut self, key: &K) -> Option<Shared<T, C>> {
        let hash = self.hasher.hash_one(key);
        let number = self.find(hash, key)?;
        let entry = lock(&self.entries).take(hash, number)?;
        living(entry)
    }

    /// Removes all entries.
    pub fn clear(&mut self) {
        let all = {
            let mut entries = lock(&self.entries);
            entries.count = 0;
            core::mem::take(&mut entries.by_hash)
        };
        drop_each(all);
    }

    /// Returns the entries whose objects live, in no particular order. They hold strong references,
    /// since objects could die during an iteration.
    #[must_use]
    pub fn snapshot(&self) -> Vec<(Arc<K>, Shared<T, C>)> {
        let all: Vec<(Arc<K>, Weak<T, C>)> = {
            let entries = lock(&self.entries);
            let all = entries.by_hash.values().flatten();
            all.map(|entry| (entry.key.clone(), entry.object.clone())).collect()
        };
        all.into_iter().filter_map(|(key, object)| Some((key, object.upgrade()?))).collect()
    }
}

impl<K, T: HasWeakref, C: RefCount> Default for WeakValueMap<K, T, C> {
    fn default() -> Self {
        let entries = Entries { by_hash: HashMap::new(), count: 0, last: 0 };
        WeakValueMap { entries: Arc::new(Mutex::new(entries)), hasher: RandomState::new() }
    }
}

impl<K, T, C> fmt::Debug for WeakValueMap<K, T, C>
where
    K: Eq + Hash + Send + Sync + fmt::Debug + 'static,
    T: HasWeakref,
    C: RefCount,
    Weak<T, C>: Send,
    Shared<T, C>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.snapshot()).finish()
    }
}
