//! Pointers, memory and functions whose type is a matter of run time.

#![allow(unsafe_code)]

pub(crate) mod function;
pub(crate) mod ptr;
pub(crate) mod uninit;
