//! Errors that are not leaked when a `Drop` panics while they are being returned.
//!
//! If the `Drop` of a local panics after the return value has been set, the return value is leaked.
//! So values of user types are dropped while the error is still a local, which unwinding drops.

/// Takes the error out of `result`, into a place of the caller's caller. So it is no return value
/// while the locals of the function that fails are dropped.
pub(crate) fn set_aside<T, E>(result: Result<T, E>, error: &mut Option<E>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(failed) => {
            *error = Some(failed);
            None
        }
    }
}

/// Returns `value` if `result` is `Ok`. Otherwise drops `value`, then returns the error.
pub(crate) fn keep_error<T, E>(result: Result<(), E>, value: T) -> Result<T, E> {
    match result {
        Ok(()) => Ok(value),
        Err(error) => {
            drop(value);
            Err(error)
        }
    }
}
