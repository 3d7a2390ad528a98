//! `#[derive(Slots)]`, for the [`slotted`](https://docs.rs/slotted) crate, whose documentation describes it.
//!
//! Four stages, a file each: the grammar of `#[slots(…)]` (`attr`), the model of a struct (`ast`), the rules
//! between its parts (`valid`), the tokens (`expand`, put together by `frame`). Faults are collected on the way (`diagnostic`)
//! and reported together; a refused struct gets inert impls (`fallback`).

mod ast;
mod attr;
mod diagnostic;
mod expand;
mod fallback;
mod frame;
mod name;
mod self_type;
#[cfg(test)]
mod tests;
mod valid;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Gives a struct slots: a layout one can ask about, typed descriptors, attributes by name.
///
/// See the documentation of `slotted` for what it makes, and for the `#[slots(…)]` attributes.
#[proc_macro_derive(Slots, attributes(slots))]
pub fn derive_slots(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::derive(&input).into()
}
