//! The standard types as slots.

mod containers;
mod numbers;
mod text;
