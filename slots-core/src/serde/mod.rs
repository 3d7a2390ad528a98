//! Slotted types, [`Value`](crate::Value) and [`Dict`](crate::Dict) in serde's formats: the feature
//! `serde`.
//!
//! Reading and writing go by the types of the slots where the derive tells them (`slot_types`,
//! `by_type`), and otherwise by their vtables. One visitor reads all slotted types. It is driven by
//! the layout: it looks a key up there, reads the value and puts it into the slot, or into the
//! `Dict` if the key is no slot. So no key is buffered. By the vtables, slots that are neither
//! `#[slots(optional)]` nor lazy nor validated are filled in place: a number, a bool or text goes
//! into a slot of its type or of an `Option` of it, a `Vec` is filled item by item, and a slotted
//! struct slot by slot. All other values are read as a
//! [`Value`](crate::Value) first, and then converted.
//!
//! In a format that is not self-describing (taken to be one that is not human-readable), a type
//! without a `Dict` is a list of its slots in order, each in the shape of its own type, an optional
//! slot as an `Option`. A type with a `Dict` needs a self-describing format.
//!
//! | file | what |
//! |---|---|
//! | `beside` | the one value of a variant where nothing is beside its tag, or it is missing |
//! | `by_type` | reading a value of a known type |
//! | `by_value` | reading a slot that is not filled in place: as a value, which is converted |
//! | `check` | refusing a value inside another by the shape of its type |
//! | `class` | objects of run-time classes in data |
//! | `context` | the context in which a value is read |
//! | `described` | of which enum a visitor is |
//! | `entries` | reading a map as a `Dict` |
//! | `foreign` | `#[slots(serde)]`: slots of any type with serde's traits |
//! | `format` | `Value` as a format of serde |
//! | `graph` | shared objects in data, each once, with references to it |
//! | `enum_visitor` | reading enums with data |
//! | `enum_write` | writing enums with data |
//! | `how` | how values of each kind of type are read: single values, lists and structs |
//! | `in_place` | reading a value straight into the memory of a slot or of a list item |
//! | `known` | what the derive calls to read and write an enum with data by the types of its fields |
//! | `known_enum` | reading an enum with data whose fields' types are known |
//! | `known_variant` | writing a variant whose fields' types are known |
//! | `object` | writing slotted structs |
//! | `patch` | serde's traits for patches |
//! | `place` | where a value is in the data, for errors |
//! | `seed` | reading a value into a sink |
//! | `slot_key` | the keys of a struct that is read by name |
//! | `slot_types` | reading and writing slots without type erasure, where their types are known |
//! | `struct_visitor` | reading slotted structs, with one visitor for all types that is driven by the layout |
//! | `value` | serde's traits for `Value` and `Dict`, which are written as what they hold |
//! | `variant_access` | the content of a variant beside its tag |
//! | `variant_fields` | reading the fields of a variant that have no names |
//! | `write` | writing a value in the shape of its type |

pub(crate) mod beside;
pub(crate) mod by_type;
pub(crate) mod by_value;
pub(crate) mod check;
pub(crate) mod class;
pub(crate) mod context;
pub(crate) mod described;
pub(crate) mod entries;
pub(crate) mod enum_visitor;
pub(crate) mod enum_write;
pub(crate) mod foreign;
pub(crate) mod format;
pub(crate) mod graph;
pub(crate) mod how;
pub(crate) mod in_place;
pub(crate) mod known;
pub(crate) mod known_enum;
pub(crate) mod known_variant;
pub(crate) mod object;
pub(crate) mod patch;
pub(crate) mod place;
pub(crate) mod seed;
pub(crate) mod slot_key;
pub(crate) mod slot_types;
pub(crate) mod struct_visitor;
pub(crate) mod value;
pub(crate) mod variant_access;
pub(crate) mod variant_fields;
pub(crate) mod write;
