//! Columns into rows: slot by slot into structs that are made where they will lie. Nothing here
//! knows of a version of Arrow.
//!
//! | file | what |
//! |---|---|
//! | `cells` | a column to be read |
//! | `check` | columns held against what was planned |
//! | `fill` | a block of rows out of all columns |
//! | `typed` | numbers and text, without a dynamic value |
//! | `value` | one cell as a dynamic value |

pub(crate) mod cells;
pub(crate) mod check;
pub(crate) mod fill;
pub(crate) mod typed;
pub(crate) mod value;
