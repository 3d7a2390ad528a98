//! What an expansion of the derive uses.
//!
//! | file | what |
//! |---|---|
//! | `field` | the definition of a field, while its type is still known |
//! | `needs_serde` | what `#[slots(serde)]` expands to without the feature `serde` |
//! | `range` | the checks of `range` and `len` |
//! | `special` | the types of special fields |
//! | `table` | what an expansion of `#[derive(Slots)]` makes layouts and descriptors with |
//! | `value_of` | what an expansion calls for the fields of a tuple struct |

#![allow(unsafe_code)]

pub(crate) mod field;
#[cfg(not(feature = "serde"))]
pub(crate) mod needs_serde;
pub(crate) mod range;
pub(crate) mod special;
pub(crate) mod table;
pub(crate) mod value_of;
