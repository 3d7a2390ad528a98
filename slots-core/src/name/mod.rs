//! Names of slots: their keys, the perfect hash table that finds them, and their edit distance.
//!
//! `slots-derive` computes the table of a type, and `slots-core` probes it. Both crates compile
//! this folder; `slots-derive` contains a symbolic link to it. If the derive depended on
//! `slots-core` instead, Cargo would compile all of `slots-core` twice.
//!
//! | file | what |
//! |---|---|
//! | `distance` | the edit distance between two names, computed as CPython does (spec 4.1) |
//! | `index` | a perfect hash table from names to rows, computed when the derive macro expands |
//! | `kept` | a test helper that makes `'static` slices, which outside of tests are constants |
//! | `key` | two words for each name, to compare and hash short names without a loop |
//! | `same` | whether two names are equal |
//! | `type_name` | type names without module paths |

// Each of the two crates uses only a part of this module.
#![allow(dead_code, unused_imports)]

mod distance;
mod index;
#[cfg(test)]
pub(crate) mod kept;
mod key;
mod same;
mod type_name;

pub(crate) use distance::{MOVE, distance};
pub(crate) use index::{NameIndex, name_index, name_key};
pub(crate) use key::{NameKey, WHOLE};
pub(crate) use same::is_same_name;
pub(crate) use type_name::short_type_name;
