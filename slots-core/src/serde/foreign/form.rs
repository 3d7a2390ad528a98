//! How a type is read and written in data: by its own impls, or by a module's functions.

use serde_core::de::{DeserializeOwned, Deserializer};
use serde_core::ser::{Serialize, Serializer};

/// How a `T` is read and written by serde. The derive implements it for a `#[slots(with = module)]`.
#[diagnostic::on_unimplemented(
    message = "`{T}` lacks serde's traits",
    label = "`#[slots(serde)]` writes through `Serialize` and reads through `Deserialize`, which \
             borrows nothing",
    note = "a type of your own can derive both: `#[derive(Serialize, Deserialize)]` on `{T}`",
    note = "a type of another crate may have them behind a feature, often called `serde`",
    note = "or write functions for it, in a module: `#[slots(with = module)]`"
)]
pub trait Form<T>: 'static {
    /// Whether a key that data lacks may stand for the `None` of an `Option`, as in serde's derive:
    /// not where a module reads the value.
    const MAY_BE_MISSING: bool;

    /// Writes a `T`.
    ///
    /// # Errors
    ///
    /// Fails where the format fails, and where the type refuses.
    fn serialize<S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error>;

    /// Reads a `T`.
    ///
    /// # Errors
    ///
    /// Fails where the format fails, and where the type refuses.
    fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<T, D::Error>;
}

/// Reads and writes by the type's own impls.
pub enum Own {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Form<T> for Own {
    const MAY_BE_MISSING: bool = true;

    fn serialize<S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        value.serialize(to)
    }

    fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        T::deserialize(from)
    }
}
