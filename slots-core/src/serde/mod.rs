//! Slotted types, [`Value`](crate::Value) and [`Dict`](crate::Dict) in serde's formats: the feature `serde`.
//!
//! One visitor reads all types: it goes by the layout. A key is looked up in it, its value is read, and put into the
//! slot; what is no slot goes to the `Dict`. So no key is buffered. Of the first 64 own slots, those that are neither
//! `#[slots(optional)]` nor lazy nor validated are filled in place: a number, a truth value or text for a slot of its type or
//! an `Option` of it, a `Vec` item by item, a slotted struct slot by slot. Others are read as a [`Value`](crate::Value)
//! first, and converted.
//!
//! | module | what |
//! |---|---|
//! | `object` | a slotted struct, written and read: its keys |
//! | `visit` | the one visitor of values, wherever they go: into a `Sink` |
//! | `put` | the sinks that are places of a known type: a slot, an item of a list |
//! | `read` | the sinks that are a value, and an entry of a `Dict`; lists, maps and structs as values |
//! | `shown` | attributes and values, written |
//! | `value` | serde's traits for `Value` and `Dict` |
//!
//! A format that does not describe itself (one that is not human-readable) has a closed type's slots in their order,
//! each in its own type's shape; an optional slot as an `Option`. An open type needs a format that describes itself.

pub(crate) mod context;
pub(crate) mod in_place;
pub(crate) mod object;
pub(crate) mod seed;
pub(crate) mod struct_visitor;
pub(crate) mod value;
pub(crate) mod write;
