//! Pointers, memory and functions whose type is a matter of run time.

#![allow(unsafe_code)]

pub(crate) mod ptr;
