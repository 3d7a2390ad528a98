//! Rows into columns: in blocks of rows that fit the cache, all columns of a block before the next.
//! Nothing here knows of a version of Arrow.
//!
//! | file | what |
//! |---|---|
//! | `attr` | one value, read as an attribute, into a column |
//! | `bits` | bools, and which rows have a value |
//! | `block` | one block of rows into all columns |
//! | `column` | columns under way |
//! | `few` | which columns of text have few values |
//! | `gatherer` | rows into batches |
//! | `number` | numbers and bools, and what holds those of a column |
//! | `texts` | text and bytes with their ends |
//! | `typed` | columns of numbers and text, without a dynamic value |

pub(crate) mod attr;
pub(crate) mod bits;
pub(crate) mod block;
pub(crate) mod column;
pub(crate) mod few;
pub(crate) mod gatherer;
pub(crate) mod number;
pub(crate) mod texts;
pub(crate) mod typed;
