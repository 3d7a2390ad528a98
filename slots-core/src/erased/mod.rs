//! Type-erased references, uninit memory and function pointers.
//!
//! | file | what |
//! |---|---|
//! | `function` | type-erased function pointers |
//! | `one_word` | a value of one word, of any type, beside a vtable |
//! | `ptr` | type-erased references |
//! | `shown` | a reference to a value that prints otherwise |
//! | `uninit` | type-erased references to uninit memory |

#![allow(unsafe_code)]

pub(crate) mod function;
pub(crate) mod one_word;
pub(crate) mod ptr;
pub(crate) mod shown;
pub(crate) mod uninit;
