//! What a shared object is in memory.

/// An object in memory: one count, and the value.
pub(crate) struct Inner<T, C> {
    pub(crate) count: C,
    pub(crate) value: T,
}
