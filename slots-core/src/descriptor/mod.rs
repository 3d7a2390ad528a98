//! Descriptors: slots as typed values with a fixed offset.
//!
//! | file | what |
//! |---|---|
//! | `inline` | the leading part of a path, as far as it lies inside one struct |
//! | `lazy` | lazy slots, which are computed at the first read |
//! | `object_slice` | many structs of one type side by side, and their slots as columns |
//! | `optional_column` | an optional slot of many structs as a column |
//! | `route` | the part of a path whose places are known, through lists, options and pointers |
//! | `slot` | slots as typed, first-class values |

#![allow(unsafe_code)]

pub(crate) mod inline;
pub(crate) mod lazy;
pub(crate) mod object_slice;
pub(crate) mod optional_column;
pub(crate) mod route;
pub(crate) mod slot;
