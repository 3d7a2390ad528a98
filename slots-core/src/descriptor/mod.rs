//! Descriptors: slots as typed values with a fixed offset.

#![allow(unsafe_code)]

pub(crate) mod inline;
pub(crate) mod lazy;
pub(crate) mod slot;
