//! Reference counts, atomic and not, and the locks that go with them.

use core::cell::Cell;

// In the loom models, loom's types replace these: it explores their interleavings.
#[cfg(not(loom))]
use core::cell::UnsafeCell;
#[cfg(not(loom))]
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
#[cfg(loom)]
use loom::cell::UnsafeCell;
#[cfg(loom)]
use loom::sync::atomic::{AtomicUsize, Ordering};

/// A reference count, together with a lock: [`AtomicCount`] or [`LocalCount`].
pub trait RefCount: sealed::RefCount {}
impl<C: sealed::RefCount> RefCount for C {}

/// Adding a reference to a count above this aborts the process: only a leak gets there, and the
/// count would overflow.
const MAX_REFERENCES: usize = isize::MAX as usize;

pub(crate) mod sealed {
    /// The operations of a reference count. The trait is sealed, since unsafe code relies on its
    /// implementations.
    pub trait RefCount: 'static {
        /// The lock for the `Block` of an object with this count.
        type Lock: Lock;

        /// Returns a count of one.
        fn one() -> Self;

        /// Returns the count, synchronized with the release of every reference that is gone.
        fn get(&self) -> usize;

        /// Adds one reference. The caller has one already.
        fn add(&self);

        /// Adds one reference, unless the count is zero. Returns whether it did.
        fn add_if_any(&self) -> bool;

        /// Decrements; `true` at zero, synchronized with all earlier releases.
        fn release(&self) -> bool;
    }

    /// A lock that is held for a few instructions at a time, and never while user code runs.
    pub trait Lock: Default {
        /// Runs `f` while holding the lock.
        fn with<R>(&self, f: impl FnOnce() -> R) -> R;
    }
}
use sealed::Lock;

/// The count of an [`Obj`](crate::Obj), which several threads may change.
#[derive(Debug)]
pub struct AtomicCount(AtomicUsize);

impl sealed::RefCount for AtomicCount {
    type Lock = Spin;

    fn one() -> Self {
        AtomicCount(AtomicUsize::new(1))
    }

    #[inline]
    fn get(&self) -> usize {
        self.0.load(Ordering::Acquire)
    }

    #[inline]
    fn add(&self) {
        // Relaxed: the caller has a reference already, so there is nothing to synchronize with.
        if self.0.fetch_add(1, Ordering::Relaxed) > MAX_REFERENCES {
            abort();
        }
    }

    fn add_if_any(&self) -> bool {
        let mut count = self.0.load(Ordering::Relaxed);
        loop {
            if count == 0 {
                return false;
            }
            if count > MAX_REFERENCES {
                abort();
            }
            let (to, order) = (count + 1, Ordering::Acquire);
            match self.0.compare_exchange_weak(count, to, order, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(other) => count = other,
            }
        }
    }

    #[inline]
    fn release(&self) -> bool {
        if self.0.fetch_sub(1, Ordering::Release) != 1 {
            return false;
        }
        // Synchronizes with the releases of all other references. This is a load and not a fence,
        // because the thread sanitizer does not model fences: it would report a race for each
        // object that dies.
        self.0.load(Ordering::Acquire);
        true
    }
}

/// The count of a [`LocalObj`](crate::LocalObj), which only one thread changes.
#[derive(Debug)]
pub struct LocalCount(Cell<usize>);

impl sealed::RefCount for LocalCount {
    type Lock = Alone;

    fn one() -> Self {
        LocalCount(Cell::new(1))
    }

    #[inline]
    fn get(&self) -> usize {
        self.0.get()
    }

    #[inline]
    fn add(&self) {
        if self.0.get() > MAX_REFERENCES {
            abort();
        }
        self.0.set(self.0.get() + 1);
    }

    fn add_if_any(&self) -> bool {
        let is_any = self.0.get() > 0;
        if is_any {
            self.add();
        }
        is_any
    }

    #[inline]
    fn release(&self) -> bool {
        self.0.set(self.0.get() - 1);
        self.0.get() == 0
    }
}

/// loom's own mutex: loom explores it faster than a spin lock.
#[cfg(loom)]
#[derive(Debug, Default)]
pub struct Spin(loom::sync::Mutex<()>);

#[cfg(loom)]
impl Lock for Spin {
    fn with<R>(&self, f: impl FnOnce() -> R) -> R {
        let _held = self.0.lock().expect("nobody panics there");
        f()
    }
}

/// A spin lock. Waiting is short, since every holder runs only a few instructions.
#[cfg(not(loom))]
#[derive(Debug, Default)]
pub struct Spin(AtomicBool);

#[cfg(not(loom))]
impl Lock for Spin {
    fn with<R>(&self, f: impl FnOnce() -> R) -> R {
        /// Releases the lock, even if `f` panics.
        struct Held<'a>(&'a AtomicBool);
        impl Drop for Held<'_> {
            fn drop(&mut self) {
                self.0.store(false, Ordering::Release);
            }
        }
        while self
            .0
            .compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            // The thread that holds the lock may have been preempted: let it run.
            #[cfg(feature = "std")]
            std::thread::yield_now();
            #[cfg(not(feature = "std"))]
            core::hint::spin_loop();
        }
        let _held = Held(&self.0);
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

/// The lock of a [`LocalCount`]. It does nothing, since only one thread has access.
#[derive(Debug, Default)]
pub struct Alone;

impl Lock for Alone {
    #[inline]
    fn with<R>(&self, f: impl FnOnce() -> R) -> R {
        f()
    }
}

/// Aborts the process, as `Arc` does when its count would overflow.
#[cold]
fn abort() -> ! {
    #[cfg(feature = "std")]
    std::process::abort();
    #[cfg(not(feature = "std"))]
    {
        /// Panics while the first panic unwinds, which aborts the process.
        struct Twice;
        impl Drop for Twice {
            fn drop(&mut self) {
                panic!("too many references to one object");
            }
        }
        let _twice = Twice;
        panic!("too many references to one object");
    }
}

#[cfg(all(test, not(loom), unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;

    use crate::rc::count::sealed::RefCount;
    use crate::rc::count::{AtomicCount, AtomicUsize, Cell, LocalCount, MAX_REFERENCES};

    #[test]
    fn a_count_that_would_overflow_ends_the_program() {
        const WAY: &str = "WAY_TO_OVERFLOW";
        let over = MAX_REFERENCES + 1;
        // Each way runs in a process of its own, which has to abort.
        match std::env::var(WAY).as_deref() {
            Ok("atomic") => return AtomicCount(AtomicUsize::new(over)).add(),
            Ok("upgrade") => return assert!(AtomicCount(AtomicUsize::new(over)).add_if_any()),
            Ok("local") => return LocalCount(Cell::new(over)).add(),
            Ok("local upgrade") => return assert!(LocalCount(Cell::new(over)).add_if_any()),
            _ => {}
        }
        for way in ["atomic", "upgrade", "local", "local upgrade"] {
            let this = "rc::count::tests::a_count_that_would_overflow_ends_the_program";
            let program = std::env::current_exe().expect("it runs");
            let mut again = Command::new(program);
            let ended = again.args(["--exact", this]).env(WAY, way).output().expect("it runs");
            const ABORTED: i32 = 6;
            assert_eq!(ended.status.signal(), Some(ABORTED), "{way}");
        }
    }

    #[test]
    fn a_count_goes_up_to_the_most() {
        let count = LocalCount(Cell::new(MAX_REFERENCES));
        count.add();
        assert_eq!(count.get(), MAX_REFERENCES + 1);
        assert!(!LocalCount(Cell::new(0)).add_if_any());
    }
}
