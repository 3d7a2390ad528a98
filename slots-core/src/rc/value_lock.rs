//! The lock beside an object's count, for its value: none, one for one thread, one for several.

use core::cell::Cell;

// In the loom models, loom's types replace these: it explores their interleavings.
#[cfg(not(loom))]
use core::sync::atomic::{AtomicU32, Ordering};
#[cfg(loom)]
use loom::sync::atomic::{AtomicU32, Ordering};

/// A lock that many readers or one writer hold: what unsafe code relies on.
///
/// # Safety
///
/// While a writer holds the lock, nobody else does. Who takes it is synchronized with the end of
/// every writer before, and a writer also with that of every reader.
pub unsafe trait ValueLock: Default {
    /// Takes the lock for a reader, if no writer holds it.
    fn try_read(&self) -> bool;

    /// Takes the lock for a writer, if nobody holds it.
    fn try_write(&self) -> bool;

    /// Ends a reader.
    ///
    /// # Safety
    ///
    /// The caller holds the lock as a reader, and no longer does.
    unsafe fn end_read(&self);

    /// Ends a writer.
    ///
    /// # Safety
    ///
    /// The caller holds the lock as the writer, and no longer does.
    unsafe fn end_write(&self);
}

/// No lock: the value is never written while it is shared.
#[derive(Debug, Default)]
pub struct Unlocked;

// SAFETY: nobody is ever a writer.
unsafe impl ValueLock for Unlocked {
    #[inline]
    fn try_read(&self) -> bool {
        true
    }

    fn try_write(&self) -> bool {
        false
    }

    #[inline]
    unsafe fn end_read(&self) {}

    unsafe fn end_write(&self) {}
}

/// A lock that only one thread uses: the number of readers, or `WRITTEN`.
#[derive(Debug, Default)]
pub struct Borrows(Cell<u32>);

const WRITTEN: u32 = u32::MAX;

// SAFETY: only one thread has access. A writer is let in at zero only, and a reader while the
// number is not `WRITTEN`, which no number of readers reaches.
unsafe impl ValueLock for Borrows {
    #[inline]
    fn try_read(&self) -> bool {
        let readers = self.0.get();
        // Guards that are leaked can be many: the last number before `WRITTEN` admits no more.
        let free = readers < WRITTEN - 1;
        if free {
            self.0.set(readers + 1);
        }
        free
    }

    #[inline]
    fn try_write(&self) -> bool {
        let free = self.0.get() == 0;
        if free {
            self.0.set(WRITTEN);
        }
        free
    }

    #[inline]
    unsafe fn end_read(&self) {
        self.0.set(self.0.get() - 1);
    }

    #[inline]
    unsafe fn end_write(&self) {
        self.0.set(0);
    }
}

/// A lock that several threads use.
///
/// Readers do not wait for writers that wait: so a thread may read twice, and a writer may wait
/// long where there is always a reader.
///
/// Invariants:
///
/// 1. `WRITER` is set while a writer holds the lock; the bits from `READER` on count the readers.
/// 2. `WAITING` is set before a thread waits. Who ends the last holding clears it and wakes all.
#[derive(Debug, Default)]
pub struct ReadWrite(AtomicU32);

const WRITER: u32 = 1;
const WAITING: u32 = 2;
const READER: u32 = 4;
/// No more readers are let in than half of what there is room for.
const MAX_READERS: u32 = u32::MAX / 2;

// SAFETY: by invariant 1, a writer is let in where no other bit than `WAITING` is set, and a reader
// where `WRITER` is not set. The exchanges that let one in are `Acquire`, and those that let one
// out are `Release`; all are read-modify-writes, so a writer is synchronized with every reader
// before.
unsafe impl ValueLock for ReadWrite {
    #[inline]
    fn try_read(&self) -> bool {
        let mut state = self.0.load(Ordering::Relaxed);
        while state & WRITER == 0 && state < MAX_READERS {
            let (order, failed) = (Ordering::Acquire, Ordering::Relaxed);
            match self.0.compare_exchange_weak(state, state + READER, order, failed) {
                Ok(_) => return true,
                Err(other) => state = other,
            }
        }
        false
    }

    #[inline]
    fn try_write(&self) -> bool {
        let (order, failed) = (Ordering::Acquire, Ordering::Relaxed);
        let mut state = 0;
        // Where threads wait and nobody holds it, who ends this holding wakes them. That bit may
        // come and go meanwhile.
        loop {
            match self.0.compare_exchange(state, state | WRITER, order, failed) {
                Ok(_) => return true,
                Err(other) if other & !WAITING != 0 => return false,
                Err(other) => state = other,
            }
        }
    }

    #[inline]
    unsafe fn end_read(&self) {
        let before = self.0.fetch_sub(READER, Ordering::Release);
        if before == READER | WAITING {
            self.last_reader_wakes();
        }
    }

    #[inline]
    unsafe fn end_write(&self) {
        if self.0.swap(0, Ordering::Release) & WAITING != 0 {
            self.wake();
        }
    }
}

impl ReadWrite {
    #[cold]
    fn last_reader_wakes(&self) {
        // If it fails, another thread holds the lock by now, and wakes the waiting ones.
        let (order, failed) = (Ordering::Relaxed, Ordering::Relaxed);
        if self.0.compare_exchange(WAITING, 0, order, failed).is_ok() {
            self.wake();
        }
    }

    /// Wakes the threads that wait.
    #[cold]
    fn wake(&self) {
        #[cfg(all(feature = "wait", not(loom)))]
        // SAFETY: the key is the address of this lock, which the waiting threads use as well, and
        // nothing else does: it lies in an object that is allocated.
        unsafe {
            parking_lot_core::unpark_all(self.key(), parking_lot_core::DEFAULT_UNPARK_TOKEN);
        }
    }
}

#[cfg(feature = "wait")]
impl ReadWrite {
    pub(crate) fn key(&self) -> usize {
        (&raw const *self).addr()
    }

    /// Takes the lock for a reader, and waits for a writer to end.
    #[cold]
    pub(crate) fn wait_to_read(&self) {
        self.wait(|state| state & WRITER == 0, || self.try_read());
    }

    /// Takes the lock for a writer, and waits for all others to end.
    #[cold]
    pub(crate) fn wait_to_write(&self) {
        self.wait(|state| state & !WAITING == 0, || self.try_write());
    }

    /// Waits until `take` takes the lock, which it may where `is_free` of the state.
    fn wait(&self, is_free: fn(u32) -> bool, take: impl Fn() -> bool) {
        while !take() {
            let state = self.0.load(Ordering::Relaxed);
            if is_free(state) {
                // Either it has just become free, or it has too many readers.
                std::thread::yield_now();
                continue;
            }
            let (order, failed) = (Ordering::Relaxed, Ordering::Relaxed);
            let told = state & WAITING != 0
                || self.0.compare_exchange(state, state | WAITING, order, failed).is_ok();
            if told {
                self.park(is_free);
            }
        }
    }

    /// Sleeps, unless the lock has become free or was told meanwhile.
    #[cfg(not(loom))]
    fn park(&self, is_free: fn(u32) -> bool) {
        // Whoever clears `WAITING` wakes all afterwards, and the queue is locked while this asks:
        // so either this finds the bit cleared, or it is in the queue by then.
        let still = || {
            let state = self.0.load(Ordering::Relaxed);
            state & WAITING != 0 && !is_free(state)
        };
        let token = parking_lot_core::DEFAULT_PARK_TOKEN;
        // SAFETY: the key is the address of this lock, which nothing else uses as a key. The
        // closures do not panic, and do not call into parking_lot_core.
        unsafe {
            parking_lot_core::park(self.key(), still, || {}, |_, _| {}, token, None);
        }
    }

    #[cfg(loom)]
    fn park(&self, _: fn(u32) -> bool) {
        loom::thread::yield_now();
    }
}
