//! The memory of a shared object.

/// The memory of a shared object: one count, and the value.
pub(crate) struct Inner<T, C> {
    pub(crate) count: C,
    pub(crate) value: T,
}
