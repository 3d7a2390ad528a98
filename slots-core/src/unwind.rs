//! Errors that are not lost where a `Drop` panics on their way out.
//!
//! What a function returns is leaked when one of its locals panics in its `Drop` afterwards. So values of a
//! user's types are dropped while the error is still a local, which unwinding drops.

/// The value, or the error after the value was dropped.
pub(crate) fn keep_error<T, E>(result: Result<(), E>, value: T) -> Result<T, E> {
    match result {
        Ok(()) => Ok(value),
        Err(error) => {
            drop(value);
            Err(error)
        }
    }
}
