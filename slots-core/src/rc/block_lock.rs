//! The locks of the blocks that lead to weakly referenced objects, and what they guard.

use core::cell::Cell;
// In the loom models, loom's types replace these: it explores their interleavings.
#[cfg(not(loom))]
use core::cell::UnsafeCell;
#[cfg(not(loom))]
use core::sync::atomic::{AtomicU8, Ordering};
#[cfg(loom)]
use loom::cell::UnsafeCell;

/// A lock that is held for a few instructions at a time, and never while user code runs. It can be
/// closed for good.
pub trait Lock: Default {
    /// Runs `f` while holding the lock. Returns `None`, and does not run `f`, if it is closed.
    fn with<R>(&self, f: impl FnOnce() -> R) -> Option<R>;

    /// Runs `f` while holding the lock, and closes the lock. It is not closed yet.
    fn close<R>(&self, f: impl FnOnce() -> R) -> R;
}

/// loom's own mutex: loom explores it faster than a spin lock.
#[cfg(loom)]
#[derive(Debug, Default)]
pub struct Spin(loom::sync::Mutex<bool>);

#[cfg(loom)]
impl Lock for Spin {
    fn with<R>(&self, f: impl FnOnce() -> R) -> Option<R> {
        let closed = self.0.lock().expect("nobody panics there");
        (!*closed).then(f)
    }

    fn close<R>(&self, f: impl FnOnce() -> R) -> R {
        let mut closed = self.0.lock().expect("nobody panics there");
        *closed = true;
        f()
    }
}

/// A spin lock. Waiting is short, since every holder runs only a few instructions.
#[cfg(not(loom))]
#[derive(Debug, Default)]
pub struct Spin(AtomicU8);

#[cfg(not(loom))]
const FREE: u8 = 0;
#[cfg(not(loom))]
const HELD: u8 = 1;
#[cfg(not(loom))]
const CLOSED: u8 = 2;

#[cfg(not(loom))]
impl Spin {
    /// Takes the lock. Returns `false` if it is closed.
    #[inline]
    fn take(&self) -> bool {
        let (order, failed) = (Ordering::Acquire, Ordering::Relaxed);
        match self.0.compare_exchange(FREE, HELD, order, failed) {
            Ok(_) => true,
            Err(seen) => self.take_later(seen),
        }
    }

    /// Does what [`take`](Spin::take) does, where another state than `FREE` was seen. It is a
    /// function of its own, so that the way without contention saves no registers.
    #[cold]
    #[inline(never)]
    fn take_later(&self, mut seen: u8) -> bool {
        let (order, failed) = (Ordering::Acquire, Ordering::Relaxed);
        loop {
            // No thread is synchronized with here: whoever finds the lock closed reads nothing that
            // it guards.
            if seen == CLOSED {
                return false;
            }
            wait();
            match self.0.compare_exchange_weak(FREE, HELD, order, failed) {
                Ok(_) => return true,
                Err(other) => seen = other,
            }
        }
    }
}

/// Lets the thread run that holds the lock, which may have been preempted.
#[cfg(not(loom))]
#[cold]
fn wait() {
    #[cfg(feature = "std")]
    std::thread::yield_now();
    #[cfg(not(feature = "std"))]
    core::hint::spin_loop();
}

/// Leaves a spin lock in a state, even if the code that holds it panics.
#[cfg(not(loom))]
struct Leave<'a>(&'a AtomicU8, u8);

#[cfg(not(loom))]
impl Drop for Leave<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.store(self.1, Ordering::Release);
    }
}

#[cfg(not(loom))]
impl Lock for Spin {
    #[inline]
    fn with<R>(&self, f: impl FnOnce() -> R) -> Option<R> {
        // First without a write: a closed lock stays closed.
        if self.0.load(Ordering::Relaxed) == CLOSED || !self.take() {
            return None;
        }
        let _leave = Leave(&self.0, FREE);
        Some(f())
    }

    fn close<R>(&self, f: impl FnOnce() -> R) -> R {
        assert!(self.take(), "an object dies once");
        let _leave = Leave(&self.0, CLOSED);
        f()
    }
}

/// The lock of a block that only one thread has access to: it only knows whether it is closed.
#[derive(Debug, Default)]
pub struct Alone(Cell<bool>);

impl Lock for Alone {
    #[inline]
    fn with<R>(&self, f: impl FnOnce() -> R) -> Option<R> {
        (!self.0.get()).then(f)
    }

    fn close<R>(&self, f: impl FnOnce() -> R) -> R {
        self.0.set(true);
        f()
    }
}

/// A value that is read and written only while a lock is held.
pub(crate) struct Guarded<T>(UnsafeCell<T>);

impl<T> Guarded<T> {
    pub(crate) fn new(value: T) -> Self {
        Guarded(UnsafeCell::new(value))
    }

    /// Runs `f` on the value.
    ///
    /// # Safety
    ///
    /// The lock that guards the value is held, and `f` does not call `with` on the same value.
    #[inline]
    pub(crate) unsafe fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        #[cfg(loom)]
        // SAFETY: the lock is held, so no other thread has a reference to the value, and `f` does
        // not make a second one on this thread (contract of this function).
        return self.0.with_mut(|value| f(unsafe { &mut *value }));
        #[cfg(not(loom))]
        // SAFETY: the lock is held, so no other thread has a reference to the value, and `f` does
        // not make a second one on this thread (contract of this function).
        return f(unsafe { &mut *self.0.get() });
    }
}
