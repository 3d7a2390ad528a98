//! A slot that is unbound, among values.

/// The mark of an optional slot that data says to be unbound, on its way through a `Value` into a struct. (`None`
/// would not do: what is in the `Option` may take that itself.) Nobody else sees it.
pub(crate) struct Unbound;

#[cfg(feature = "serde")]
impl super::Value {
    pub(crate) fn unbound() -> Self {
        Self::opaque(Unbound)
    }
}
