//! What an expansion of the derive uses.
//!
//! | file | what |
//! |---|---|
//! | `field` | the definition of a field, while its type is still known |
//! | `special` | the types of special fields |
//! | `table` | the functions by which an expansion of `#[derive(Slots)]` makes layouts and descriptors |

#![allow(unsafe_code)]

pub(crate) mod field;
pub(crate) mod special;
pub(crate) mod table;
