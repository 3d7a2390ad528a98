//! `SlotValue` for the standard library's types.
//!
//! | file | what |
//! |---|---|
//! | `containers` | containers as slots |
//! | `lists` | `ListView` for the standard lists |
//! | `numbers` | numbers, in `NonZero` and `Wrapping` too, and `bool` as slots |
//! | `text` | strings and `char` as slots |
//! | `tuples` | tuples as slots |

pub(crate) mod containers;
pub(crate) mod lists;
pub(crate) mod numbers;
pub(crate) mod text;
pub(crate) mod tuples;
