//! Everything that handles raw pointers: the only modules of the workspace with unsafe code.
//!
//! The types here have private fields, and each states its invariants by number; a `SAFETY`
//! comment cites the ones it rests on.
//!
//! | module | what | rests on |
//! |---|---|---|
//! | [`ptr`] | a reference whose type is forgotten | its lifetime |
//! | [`ops`] | what can be done with a value of a forgotten type | one table per type |
//! | [`storage`] | how a field of a forgotten type is filled, exchanged and dropped | one table per type |
//! | [`holder`] | fields that hold a value, or none | one table per type |
//! | [`attr`] | a forgotten reference together with its table | `ptr` + `ops` |
//! | [`object`] | a whole struct known by its layout, and the step to one of its slots | [`SlotLayout`](crate::SlotLayout) |
//! | [`put`] | from a source to a place: every write by name | `ptr` |
//! | [`inline`] | the part of a path that lies inside a struct | offsets added along layouts |
//! | [`lazy`] | slots that are computed at the first read | a pair of functions |
//! | [`construct`] | a struct that is made field by field | a bit for each field that is there, and a list of others |
//! | [`constructor`] | a default whose type is forgotten | its pair of functions |
//! | [`field`] | the tables of a field, still with its type | `ops` + `constructor` |
//! | [`entry_name`] | the name of an entry of a dict | a tag |
//! | [`slot`] | one slot as a typed descriptor | an offset checked in const |
//! | [`count`] | counts of references, and locks | atomics |
//! | [`shared`] | shared objects, and their end | `count` |
//! | [`block`] | what the weak references to an object share | `count` |
//! | `callbacks` | what is called at an object's death | nothing |
//! | [`weak`] | weak references | `block` |
//! | [`weak_slot`] | the field from an object to its block | an atomic |
//! | [`table`] | the doors through which the derive makes layouts and descriptors | its caller, the derive |

#![allow(unsafe_code)]

pub(crate) mod attr;
pub(crate) mod block;
mod callbacks;
pub(crate) mod construct;
pub(crate) mod constructor;
pub(crate) mod count;
pub(crate) mod entry_name;
pub(crate) mod field;
pub(crate) mod holder;
pub(crate) mod inline;
pub(crate) mod lazy;
pub(crate) mod object;
pub(crate) mod ops;
pub(crate) mod ptr;
pub(crate) mod put;
pub(crate) mod shared;
pub(crate) mod slot;
pub(crate) mod storage;
pub(crate) mod table;
pub(crate) mod weak;
pub(crate) mod weak_slot;
