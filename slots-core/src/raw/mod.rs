//! Everything that handles raw pointers: the only modules of the workspace with unsafe code.
//!
//! The types here have private fields, and each states its invariants by number; a `SAFETY`
//! comment cites the ones it rests on.
//!
//! | module | what | rests on |
//! |---|---|---|
//! | [`ptr`] | a reference whose type is forgotten | its lifetime |
//! | [`ops`] | what can be done with a value of a forgotten type | one table per type |
//! | [`attr`] | a forgotten reference together with its table | `ptr` + `ops` |
//! | [`object`] | a whole struct known by its layout, and the step to one of its slots | [`SlotLayout`](crate::SlotLayout) |
//! | [`constructor`] | a default whose type is forgotten | its pair of functions |
//! | [`field`] | the tables of a field, still with its type | `ops` + `constructor` |
//! | [`slot`] | one slot as a typed descriptor | an offset checked in const |
//! | [`table`] | the doors through which the derive makes layouts and descriptors | its caller, the derive |

#![allow(unsafe_code)]

pub(crate) mod attr;
pub(crate) mod constructor;
pub(crate) mod field;
pub(crate) mod object;
pub(crate) mod ops;
pub(crate) mod ptr;
pub(crate) mod slot;
pub(crate) mod table;
