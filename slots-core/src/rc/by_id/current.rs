//! What is current in a thread, for as long as something runs.

use alloc::rc::Rc;
use core::cell::RefCell;
use std::thread::LocalKey;

/// What is current in each thread, if anything is.
pub(crate) type Current<T> = LocalKey<RefCell<Option<Rc<T>>>>;

/// Returns what is current in this thread.
pub(crate) fn current<T: 'static>(key: &'static Current<T>) -> Option<Rc<T>> {
    key.try_with(|current| current.borrow().clone()).ok().flatten()
}

/// Runs `run` while `value` is current. What was before is so again afterwards, even if `run`
/// panics.
pub(crate) fn with_current<T: 'static, R>(
    key: &'static Current<T>,
    value: Rc<T>,
    run: impl FnOnce() -> R,
) -> R {
    struct Before<T: 'static>(&'static Current<T>, Option<Rc<T>>);
    impl<T> Drop for Before<T> {
        fn drop(&mut self) {
            let before = self.1.take();
            // What is replaced drops outside of the variable: user code may run.
            drop(self.0.with(|current| current.replace(before)));
        }
    }
    let before = key.with(|current| current.replace(Some(value)));
    let _before = Before(key, before);
    run()
}
