//! Names: told apart by two words, and found by a perfect hash.

mod index;
mod key;

pub(crate) use index::NameIndex;
pub use index::{name_index, name_key};
pub(crate) use key::{NameKey, WHOLE};
