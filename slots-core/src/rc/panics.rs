//! Panics of several user functions that all have to run.

#[cfg(feature = "std")]
use alloc::boxed::Box;

/// The first of several panics, kept until all callbacks have run and the object is freed.
#[derive(Default)]
pub(crate) struct Panics {
    #[cfg(feature = "std")]
    first: Option<Box<dyn core::any::Any + Send>>,
}

impl Panics {
    /// Runs `f` and catches its panic. Only the first panic is kept.
    #[cfg(feature = "std")]
    pub(crate) fn catch(&mut self, f: impl FnOnce()) {
        if let Err(panic) = std::panic::catch_unwind(core::panic::AssertUnwindSafe(f)) {
            match self.first {
                None => self.first = Some(panic),
                Some(_) => discard(panic),
            }
        }
    }

    /// Runs `f`. Without `std`, its panic cannot be caught: it unwinds, and the callbacks that have
    /// not run are dropped.
    #[cfg(not(feature = "std"))]
    pub(crate) fn catch(&mut self, f: impl FnOnce()) {
        f();
    }

    /// Resumes the panic, unless already unwinding: that would abort.
    pub(crate) fn resume(self) {
        #[cfg(feature = "std")]
        match self.first {
            Some(panic) if std::thread::panicking() => discard(panic),
            Some(panic) => std::panic::resume_unwind(panic),
            None => {}
        }
    }
}

/// Drops the payload of a panic, whose own `Drop` may panic.
#[cfg(feature = "std")]
fn discard(mut panic: Box<dyn core::any::Any + Send>) {
    // Leak it after 16 payloads that panic in `drop`.
    for _ in 0..16 {
        match std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| drop(panic))) {
            Ok(()) => return,
            Err(next) => panic = next,
        }
    }
    core::mem::forget(panic);
}
