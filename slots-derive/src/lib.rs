//! `#[derive(Slots)]`, for the [`slotted`](https://docs.rs/slotted) crate, whose documentation describes it.
//!
//! The derive has four stages, a file each. All errors of a struct are collected on the way and
//! reported together; a struct with errors gets inert impls, so that one mistake is one error.
//!
//! | file | what |
//! |---|---|
//! | `attr` | the grammar of `#[slots(…)]`: the words, and what each takes |
//! | `ast` | the model of a struct: each part by itself |
//! | `valid` | the rules between the parts |
//! | `expand` | the tokens: a table, descriptors, impls |
//! | `frame` | what an expansion looks like around its parts |
//! | `fallback` | the inert impls of a struct with errors |
//! | `diagnostic` | the errors so far, and the proof that one was reported |
//! | `name` | names of attributes, and the rules of `rename_all` |
//! | `name_index` | the perfect hash of the names: a link to `slots-core/src/name` |
//! | `self_type` | questions about the tokens of a type, and `Self` replaced in them |
//! | `tests` | the expansion, compared with the example that shows it |

mod ast;
mod attr;
mod diagnostic;
mod expand;
mod fallback;
mod frame;
mod name;
mod name_index;
mod self_type;
#[cfg(test)]
mod tests;
mod valid;

extern crate alloc;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Gives a struct slots: a layout one can ask about, typed descriptors, attributes by name.
///
/// It implements `slotted::Slotted` and `slotted::SlotValue`, and adds nothing else to the type or its module. A field is a slot
/// unless it says otherwise; access by name does not ask for its visibility (`skip` hides it).
///
/// | where | `#[slots(…)]` | meaning |
/// |---|---|---|
/// | struct | `dict` | the field `__dict__: Dict` takes undeclared names |
/// | struct | `weakref` | the field `__weakref__: WeakSlot` takes weak references |
/// | struct | `serialize`, `deserialize` | serde's traits (feature `serde`) |
/// | struct | `ignore_unknown` | unknown keys in data are passed over |
/// | struct | `frozen` | no attribute can be written, by name or by descriptor |
/// | struct | `rename_all = "…"` | a rule for the attributes' names |
/// | struct | `name = "…"` | the type's name in messages |
/// | struct | `size = N` | a budget in bytes, held at compile time |
/// | struct | `crate = path` | where `slotted` is; it is trusted |
/// | field | `dict` | this field takes undeclared names |
/// | field | `weakref` | this field takes weak references |
/// | field | `base` | this field is a base |
/// | field | `optional` | on an `Option`: `None` is unbound |
/// | field | `readonly` | cannot be written by name or by descriptor |
/// | field | `rename = "…"` | the attribute's name |
/// | field | `as_str`, `opaque` | as text; by its own type only |
/// | field | `skip` | no slot |
/// | field | `default`, `default = expr` | for construction by name |
/// | field | `validate = path` | asked before every write by name |
/// | field | `lazy = path` | on a `OnceCell` or `OnceLock`: computed at the first read |
/// | field | `meta(key = literal, …)` | kept in the descriptor |
///
/// The documentation of `slotted` says more.
#[proc_macro_derive(Slots, attributes(slots))]
pub fn derive_slots(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::derive(&input).into()
}
