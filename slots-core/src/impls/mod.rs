//! `SlotValue` for the standard library's types.
//!
//! | file | what |
//! |---|---|
//! | `cell` | `Cell` of numbers, `bool`, `char` and enums without data |
//! | `containers` | containers as slots |
//! | `duration` | `Duration`, as text such as `1h 30m` |
//! | `each` | the mode in which what is inside a container has a mode of its own |
//! | `keys` | the types that the keys of a map can have |
//! | `lists` | `ListView` for the standard lists |
//! | `map_edit` | the standard maps, edited by the text of their keys |
//! | `maps` | maps as slots, `Dict` too |
//! | `net` | addresses of networks as slots |
//! | `numbers` | numbers, in `NonZero` and `Wrapping` too, and `bool` as slots |
//! | `path` | paths of files as slots |
//! | `sets` | sets as slots |
//! | `text` | strings and `char` as slots |
//! | `tuples` | tuples as slots |
//! | `unit` | `()` as a slot |

pub(crate) mod cell;
pub(crate) mod containers;
pub(crate) mod duration;
pub(crate) mod each;
pub(crate) mod keys;
pub(crate) mod lists;
pub(crate) mod map_edit;
pub(crate) mod maps;
pub(crate) mod net;
pub(crate) mod numbers;
#[cfg(feature = "std")]
pub(crate) mod path;
pub(crate) mod sets;
pub(crate) mod text;
pub(crate) mod tuples;
pub(crate) mod unit;
