//! Errors that are not leaked when a `Drop` panics while they are being returned.
//!
//! If the `Drop` of a local panics after the return value has been set, the return value is leaked.
//! So values of user types are dropped while the error is still a local, which unwinding drops.

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
