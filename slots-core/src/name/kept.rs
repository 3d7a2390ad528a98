//! A test helper that makes `'static` slices, which outside of tests are constants.

use std::sync::{Mutex, PoisonError};

use alloc::vec::Vec;

/// Leaks the items. Keeps their address in a static, so that a leak checker does not report them.
pub(crate) fn kept<T>(items: Vec<T>) -> &'static [T] {
    static KEPT: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    let items: &'static [T] = items.leak();
    let address = items.as_ptr().expose_provenance();
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).push(address);
    items
}
