//! [`Value`] as a format of serde: any type with serde's traits becomes a `Value`, and is made from
//! one.
//!
//! | file | what |
//! |---|---|
//! | `room` | how much deeper a value may nest |
//! | `error` | serde's error traits for `ConversionError` |
//! | `key` | the keys of maps: text, and what text stands for |
//! | `ser` | the serializer that makes a `Value` |
//! | `entries` | the serializers of the entries of a map, and of variants with data |
//! | `source` | a `Value`, owned or borrowed, as it is taken apart |
//! | `de` | the deserializer of a `Value` |
//! | `inside` | the items, entries and variants of a value that is deserialized |

pub(crate) mod de;
pub(crate) mod entries;
pub(crate) mod error;
pub(crate) mod inside;
pub(crate) mod key;
pub(crate) mod room;
pub(crate) mod ser;
pub(crate) mod source;

use serde_core::de::DeserializeOwned;
use serde_core::ser::Serialize;

use crate::serde::format::de::ValueDe;
use crate::serde::format::ser::ValueSerializer;
use crate::value::Value;
use crate::value::conversion_error::ConversionError;

/// Converts a value of any type that implements serde's `Serialize` to a [`Value`].
///
/// The result has the form that serde gives the type in JSON: a struct is a map of its fields, a
/// unit variant is its name, any other variant a map from its name to its content, `()` and an
/// empty `Option` are `None`. Bytes stay bytes. A 128-bit integer that 64 bits do not hold is text.
/// Keys of a map that are numbers, bools, characters or unit variants become text.
///
/// # Errors
///
/// Fails if the type's `Serialize` fails, if a key of a map is none of the above, if a key occurs
/// twice, and if lists and maps are nested more than 128 levels deep (spec 7.12). The error names
/// the place.
///
/// ```
/// use std::collections::BTreeMap;
///
/// let by_port = BTreeMap::from([(80, "http"), (443, "https")]);
/// let value = slotted::to_value(&by_port)?;
/// assert_eq!(format!("{value:?}"), "{'80': 'http', '443': 'https'}");
/// assert_eq!(slotted::from_value::<BTreeMap<u16, String>>(value)?[&443], "https");
/// # Ok::<(), slotted::ConversionError>(())
/// ```
pub fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, ConversionError> {
    value.serialize(ValueSerializer::new())
}

/// Makes a value of any type that implements serde's `Deserialize` from a [`Value`].
///
/// This is the reverse of [`to_value`]. A type that borrows can be read from a `&Value`, which is a
/// `Deserializer` too: `<&str>::deserialize(&value)`.
///
/// # Errors
///
/// Fails if the type's `Deserialize` refuses the value, if something opaque is read, and if lists
/// and maps are nested more than 128 levels deep (spec 7.12). The error names the place.
///
/// ```
/// use slotted::Value;
///
/// let value: Value = "{'ports': [80, -1]}".parse()?;
/// let error = slotted::from_value::<std::collections::HashMap<String, Vec<u16>>>(value);
/// assert_eq!(
///     error.unwrap_err().to_string(),
///     "['ports'][1]: invalid value: integer `-1`, expected u16"
/// );
/// # Ok::<(), slotted::value::ParseValueError>(())
/// ```
pub fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, ConversionError> {
    T::deserialize(ValueDe::owned(value))
}
