//! Type-erased references, uninit memory and function pointers.
//!
//! | file | what |
//! |---|---|
//! | `empty` | uninit memory for a value of a known type, lent out to be filled |
//! | `function` | type-erased function pointers |
//! | `one_word` | a value of one word, of any type, beside a vtable |
//! | `ptr` | type-erased references |
//! | `shown` | a reference to a value that prints otherwise |
//! | `uninit` | type-erased references to uninit memory |

#![allow(unsafe_code)]

#[cfg(feature = "serde")]
pub(crate) mod empty;
pub(crate) mod function;
pub(crate) mod one_word;
pub(crate) mod ptr;
pub(crate) mod shown;
pub(crate) mod uninit;
