//! The mark of an unbound slot inside a `Value`.

/// Marks an optional slot that is unbound, while data or a copy passes through a `Value` into a
/// struct. `Value::None` cannot be the mark, because the type in the `Option` may take `None`
/// itself. The mark never reaches users.
pub(crate) struct Unbound;

impl super::Value {
    /// Makes a value that marks a slot as unbound.
    pub(crate) fn unbound() -> Self {
        Self::opaque(Unbound)
    }
}
