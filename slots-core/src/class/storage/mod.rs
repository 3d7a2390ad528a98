//! What a class, an instance and rows are made of: the room's unsafe code.
//!
//! | file | what |
//! |---|---|
//! | `bases` | the classes that a class is based on, and how they die |
//! | `class_slot` | a slot of a class, resolved once: read and written at its offset |
//! | `column` | the values of one slot in all rows |
//! | `declared` | the slot of an instance that a given class declares |
//! | `inner` | what a class refers to |
//! | `instance` | an instance: a block of memory with the fields that its class says |
//! | `memory` | the memory of fields, of an instance or of a row: filled and dropped by the table |
//! | `object` | what has a run-time class and fields: instances and rows |
//! | `optional_slot` | an optional slot of a class, resolved once |
//! | `owned` | a box whose content is referred to from beside it |
//! | `resolved_slot` | what both kinds of resolved slots are: a class and an offset |
//! | `row_block` | rows: the fields of many instances, side by side |
//! | `row` | one row, borrowed |
//! | `slot_def` | a slot as a class declares it |
//! | `table` | the layout of a class, and what it refers to |

#![allow(unsafe_code)]

pub(in crate::class) mod bases;
pub(crate) mod class_slot;
pub(crate) mod column;
pub(in crate::class) mod declared;
pub(in crate::class) mod inner;
pub(crate) mod instance;
mod memory;
pub(crate) mod object;
pub(crate) mod optional_slot;
mod owned;
mod resolved_slot;
pub(crate) mod row;
pub(in crate::class) mod row_block;
pub(in crate::class) mod slot_def;
pub(in crate::class) mod table;
