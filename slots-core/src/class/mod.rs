//! Classes made at run time, by CPython's rules.
//!
//! | file | what |
//! |---|---|
//! | `error` | why a class cannot be made, or given to an instance |
//! | `rules` | how CPython 3.11 makes a class, as functions over plain descriptions of types |

pub(crate) mod error;
pub(crate) mod rules;
