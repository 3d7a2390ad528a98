//! Type-erased references, uninit memory and function pointers.
//!
//! | file | what |
//! |---|---|
//! | `function` | type-erased function pointers |
//! | `ptr` | type-erased references |
//! | `shown` | a reference to a value that prints otherwise |
//! | `uninit` | type-erased references to uninit memory |

#![allow(unsafe_code)]

pub(crate) mod function;
pub(crate) mod ptr;
pub(crate) mod shown;
pub(crate) mod uninit;
