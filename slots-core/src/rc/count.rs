//! Counting references: with atomics, or without.

use core::cell::Cell;

// The models replace the atomics by such as can be explored.
#[cfg(not(loom))]
use core::cell::UnsafeCell;
#[cfg(not(loom))]
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
#[cfg(loom)]
use loom::cell::UnsafeCell;
#[cfg(loom)]
use loom::sync::atomic::{AtomicUsize, Ordering};

/// A count of references, and a lock to go with it: [`AtomicCount`] or [`LocalCount`].
pub trait RefCount: sealed::RefCount {}
impl<C: sealed::RefCount> RefCount for C {}

/// More references than this are a leak that would overflow the count: the program ends.
const MAX_REFERENCES: usize = isize::MAX as usize;

pub(crate) mod sealed {
    /// What is asked of a count. What it says is trusted.
    pub trait RefCount: 'static {
        /// What keeps others out for a moment.
        type Lock: Lock;

        /// A count of one.
        fn one() -> Self;

        /// How many references there are; what those did that are gone, is seen.
        fn get(&self) -> usize;

        /// One more.
        fn add(&self);

        /// One more, unless there is none any more.
        fn add_if_any(&self) -> bool;

        /// One less. Whether it was the last one; then, what the others did is seen.
        fn release(&self) -> bool;
    }

    /// A lock that is held for a few steps, none of which is foreign code.
    pub trait Lock: Default {
        /// Runs `f` alone.
        fn with<R>(&self, f: impl FnOnce() -> R) -> R;
    }
}
use sealed::Lock;

/// A count that several threads may change: that of an [`Obj`](crate::Obj).
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
        // Whoever adds one has one: nothing has to be seen.
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
        // Synchronizes with the releases of all other references. A load and no fence: the thread
        // sanitizer does not model fences, and would report a race for each object that dies.
        self.0.load(Ordering::Acquire);
        true
    }
}

/// A count of one thread's: that of a [`LocalObj`](crate::LocalObj).
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

/// loom's own, which it explores more quickly.
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

/// Waits for others by looking again: they hold it for a few steps.
#[cfg(not(loom))]
#[derive(Debug, Default)]
pub struct Spin(AtomicBool);

#[cfg(not(loom))]
impl Lock for Spin {
    fn with<R>(&self, f: impl FnOnce() -> R) -> R {
        /// Lets go in any case.
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
            // The one who holds it may not be running at all.
            #[cfg(feature = "std")]
            std::thread::yield_now();
            #[cfg(not(feature = "std"))]
            core::hint::spin_loop();
        }
        let _held = Held(&self.0);
        f()
    }
}

/// What is looked at and changed with a lock only.
pub(crate) struct Guarded<T>(UnsafeCell<T>);

impl<T> Guarded<T> {
    pub(crate) fn new(value: T) -> Self {
        Guarded(UnsafeCell::new(value))
    }

    /// Runs `f` with it.
    ///
    /// # Safety
    ///
    /// The lock is held, and `f` does not come back here.
    pub(crate) unsafe fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        #[cfg(loom)]
        // SAFETY: the caller.
        return self.0.with_mut(|value| f(unsafe { &mut *value }));
        #[cfg(not(loom))]
        // SAFETY: the caller.
        return f(unsafe { &mut *self.0.get() });
    }
}

/// There is nobody else.
#[derive(Debug, Default)]
pub struct Alone;

impl Lock for Alone {
    #[inline]
    fn with<R>(&self, f: impl FnOnce() -> R) -> R {
        f()
    }
}

/// Ends the program, as `Arc` does where its count would overflow.
#[cold]
fn abort() -> ! {
    #[cfg(feature = "std")]
    std::process::abort();
    #[cfg(not(feature = "std"))]
    {
        /// A panic during a panic ends the program.
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
        // In a process of its own, which is to end.
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
