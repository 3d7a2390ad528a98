//! What an expansion of the derive uses.

#![allow(unsafe_code)]

pub(crate) mod field;
pub(crate) mod special;
pub(crate) mod table;
