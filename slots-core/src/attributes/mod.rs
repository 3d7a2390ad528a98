//! Attributes by a name known only at run time: Python's `getattr`, `setattr`, `delattr`, `hasattr`, `dir` and
//! `vars`.

pub(crate) mod access;
pub(crate) mod error;
pub(crate) mod resolve;
pub(crate) mod suggest;
