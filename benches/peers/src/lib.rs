//! This crate has benches only; its library is empty.
