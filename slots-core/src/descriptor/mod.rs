//! Slots as typed values at fixed offsets.

#![allow(unsafe_code)]

pub(crate) mod inline;
pub(crate) mod lazy;
pub(crate) mod slot;
