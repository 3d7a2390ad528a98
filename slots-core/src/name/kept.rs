//! What tests make of the kind that is otherwise constant.

use std::sync::{Mutex, PoisonError};

use alloc::vec::Vec;

/// The items for ever, where a leak checker finds them.
pub(crate) fn kept<T>(items: Vec<T>) -> &'static [T] {
    static KEPT: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    let items: &'static [T] = items.leak();
    let address = items.as_ptr().expose_provenance();
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).push(address);
    items
}
