//! Attributes by a name known only at run time: reading, writing and deleting (Python's `getattr`,
//! `setattr`, `delattr`), their errors, and suggestions.
//!
//! | file | what |
//! |---|---|
//! | `access` | reading, writing and deleting by name, in functions that are compiled once for all types |
//! | `call` | calling a method by name, in functions that are compiled once for all types |
//! | `call_error` | the error of a call by name |
//! | `error` | the error of access by name |
//! | `fault` | what can be wrong with an access by name |
//! | `members` | suggestions that look through members |
//! | `prepared` | writes and deletions in two parts, for objects with a lock |
//! | `resolve` | finds a descriptor by name |
//! | `shared` | access by name through references to shared objects |
//! | `shared_call` | calls of methods through references to shared objects |

pub(crate) mod access;
pub(crate) mod call;
pub(crate) mod call_error;
pub(crate) mod error;
pub(crate) mod fault;
pub(crate) mod members;
pub(crate) mod prepared;
pub(crate) mod resolve;
pub(crate) mod shared;
pub(crate) mod shared_call;
