//! `SlotValue` for the standard library's types.

pub(crate) mod containers;
pub(crate) mod lists;
pub(crate) mod numbers;
pub(crate) mod text;
