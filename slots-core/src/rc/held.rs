//! The locks that this thread holds: a thread that would wait for itself is told.
//!
//! A lock whose guard is leaked stays held, and is remembered as such: by its address, so that an
//! object that comes to lie there later may be taken for it.

use core::cell::Cell;

/// The number of locks that are remembered. More than these may be held at a time; then it is not
/// told whether a thread waits for itself.
const MOST: usize = 16;

struct Held {
    count: Cell<usize>,
    keys: [Cell<usize>; MOST],
}

std::thread_local! {
    /// The keys of the locks that this thread holds, the newest last. (It needs no destructor, so
    /// it is there even while the thread's other variables are destroyed.)
    static HELD: Held = const {
        Held { count: Cell::new(0), keys: [const { Cell::new(0) }; MOST] }
    };
}

/// Remembers a lock that was taken.
#[inline]
pub(crate) fn add(key: usize) {
    HELD.with(|held| {
        let count = held.count.get();
        if let Some(cell) = held.keys.get(count) {
            cell.set(key);
            held.count.set(count + 1);
        }
    });
}

/// Forgets a lock that is given back: one entry of it, if it was remembered.
#[inline]
pub(crate) fn remove(key: usize) {
    HELD.with(|held| {
        let count = held.count.get();
        // Mostly, the newest ends first.
        match count.checked_sub(1) {
            Some(last) if held.keys[last % MOST].get() == key => held.count.set(last),
            _ => remove_inside(held, key),
        }
    });
}

#[cold]
fn remove_inside(held: &Held, key: usize) {
    let keys = &held.keys[..held.count.get()];
    if let Some(at) = keys.iter().rposition(|cell| cell.get() == key) {
        for at in at..keys.len() - 1 {
            keys[at].set(keys[at + 1].get());
        }
        held.count.set(keys.len() - 1);
    }
}

/// Whether this thread holds the lock.
pub(crate) fn has(key: usize) -> bool {
    HELD.with(|held| held.keys[..held.count.get()].iter().any(|cell| cell.get() == key))
}

/// Whether this thread holds any lock.
pub(crate) fn has_any() -> bool {
    HELD.with(|held| held.count.get() > 0)
}
