//! Reading and writing a `#[slots(serde)]` slot in data.

use serde_core::de::{Deserializer, Error as _};
use serde_core::ser::{Error as _, Serializer};

use crate::reflect::attr::AttrRef;
use crate::reflect::foreign::{ForeignVTable, Made};
use crate::value::Value;

/// Writes the value by its type's own impl.
#[inline(never)]
pub(crate) fn write_foreign<S: Serializer>(
    vtable: &'static ForeignVTable,
    value: AttrRef<'_>,
    to: S,
) -> Result<S::Ok, S::Error> {
    let (mut to, mut written) = (Some(to), None);
    (vtable.write)(value, &mut |value| {
        written = to.take().map(|to| erased_serde::serialize(value, to));
    });
    written.unwrap_or_else(|| Err(S::Error::custom("a value of another type")))
}

/// Reads a value by its type's own impl, and lends it to `take`.
#[inline(never)]
pub(crate) fn read_foreign<'de, D: Deserializer<'de>>(
    vtable: &'static ForeignVTable,
    from: D,
    take: &mut dyn FnMut(&mut dyn Made),
) -> Result<(), D::Error> {
    let mut from = <dyn erased_serde::Deserializer<'_>>::erase(from);
    (vtable.read)(&mut from, take).map_err(D::Error::custom)
}

/// Reads a value by its type's own impl, and returns it as a `Value`: where there is no memory yet
/// for the value itself.
pub(crate) fn read_as_value<'de, D: Deserializer<'de>>(
    vtable: &'static ForeignVTable,
    from: D,
) -> Result<Value, D::Error> {
    let mut value = None;
    read_foreign(vtable, from, &mut |made| value = Some(made.to_value()))?;
    match value {
        Some(value) => value.map_err(D::Error::custom),
        None => Err(D::Error::custom("the type made no value")),
    }
}
