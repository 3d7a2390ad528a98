//! Names: told apart by two words, and found by a perfect hash.
//!
//! The derive works out where a name is, and `slots-core` looks there: so both have this folder, `slots-derive` as a
//! symbolic link to it. (As a dependency of the derive, all of `slots-core` would be compiled twice.)

// Each of them uses its half.
#![allow(dead_code, unused_imports)]

mod distance;
mod index;
#[cfg(test)]
pub(crate) mod kept;
mod key;
mod type_name;

pub(crate) use distance::{MOVE, distance};
pub(crate) use index::{NameIndex, name_index, name_key};
pub(crate) use key::{NameKey, WHOLE};
pub(crate) use type_name::short_type_name;
