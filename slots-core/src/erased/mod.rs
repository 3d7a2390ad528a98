//! Type-erased references, uninit memory and function pointers.

#![allow(unsafe_code)]

pub(crate) mod function;
pub(crate) mod ptr;
pub(crate) mod uninit;
