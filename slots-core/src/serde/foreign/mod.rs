//! `#[slots(serde)]`: slots of any type with serde's traits.
//!
//! In data, such a slot is read and written by its type's own impls. The table that is behind a
//! slot cannot hold them, because the methods of serde's traits are generic in the format. So they
//! are called through `erased-serde`, whose trait objects stand for any format. That costs up to
//! four times the time of a direct call; so the derive tells the types of a struct's own slots to
//! the code that reads and writes the struct (`serde/slot_types`), and these are called directly.
//!
//! By name, the slot is a [`Value`](crate::Value): what `to_value` makes of it, and what
//! `from_value` reads.
//!
//! | file | what |
//! |---|---|
//! | `form` | how a type is read and written: by its own impls, or by a module's functions |
//! | `mode` | the mode of such a slot: how it is accessed by name |
//! | `peek` | the serializer that finds out the kind of a value, and reads numbers |
//! | `table` | the functions of one type, type-erased |
//! | `data` | reading and writing such a slot in data |
//! | `fill` | filling such a slot that cannot be filled in place |
//! | `probe` | deserializers that find out what a type takes |

pub(crate) mod data;
pub(crate) mod fill;
pub(crate) mod form;
pub(crate) mod mode;
pub(crate) mod peek;
pub(crate) mod probe;
pub(crate) mod table;
