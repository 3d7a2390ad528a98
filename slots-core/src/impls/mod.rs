//! The standard types as slots.

pub(crate) mod containers;
pub(crate) mod lists;
pub(crate) mod numbers;
pub(crate) mod text;
