//! How CPython 3.11 makes a class, as functions over plain descriptions of types.
//!
//! [`create::create`] is the whole: it takes a name, bases, slots and the names of class attributes,
//! and gives the base, the order of resolution, the slots in memory order and the new type's
//! [`Shape`](shape::Shape), or the error. It calls the other rules in CPython's order, which is the
//! priority of their errors. [`set_class::set_class`] decides whether an instance may change its
//! class. A type is anything that implements [`TypeObject`](shape::TypeObject).
//!
//! Sizes are CPython's, in bytes, on a machine of 64 bits: they decide which bases agree and which
//! classes are compatible. Where an instance really keeps its slots is the business of its layout.
//!
//! | file | what |
//! |---|---|
//! | `best_base` | the base whose instances the new ones extend; conflicts of layouts |
//! | `builtin` | the shapes of the builtin types that can be bases |
//! | `create` | the creation of a class: all rules in order |
//! | `examples` | tests: each rule by examples |
//! | `in_cpython` | where CPython keeps the slots of a class's instances, in words |
//! | `model` | a bare type for the tests |
//! | `mro` | the order of resolution (C3), and its errors |
//! | `recorded` | tests: the rules against classes that CPython made |
//! | `set_class` | whether an instance may change its class |
//! | `shape` | what the rules know of a type |
//! | `slot_names` | identifiers, mangling, the special slots, conflicts with class attributes |

pub(crate) mod best_base;
pub(crate) mod builtin;
pub(crate) mod create;
#[cfg(test)]
mod examples;
pub(crate) mod in_cpython;
#[cfg(test)]
mod model;
pub(crate) mod mro;
#[cfg(test)]
mod recorded;
pub(crate) mod set_class;
pub(crate) mod shape;
pub(crate) mod slot_names;
