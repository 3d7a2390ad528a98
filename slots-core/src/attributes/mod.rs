//! Attributes by a name known only at run time: reading, writing and deleting (Python's `getattr`,
//! `setattr`, `delattr`), their errors, and suggestions.

pub(crate) mod access;
pub(crate) mod error;
pub(crate) mod resolve;
pub(crate) mod suggest;
