//! What knows Arrow's types. It is compiled once for each version of Arrow: a module of the crate
//! includes it beside a module `arrow`, which names that version's crates.
//!
//! | file | what |
//! |---|---|
//! | `arrays` | a gathered column as an array |
//! | `batches` | rows into record batches |
//! | `builder` | record batches of rows that are given bit by bit |
//! | `cells` | an array as a column to be read |
//! | `classes` | the rows of run-time classes, as record batches and back |
//! | `from_schema` | a run-time class from a schema |
//! | `rows` | record batches into rows |
//! | `schema` | the schema of a type |

use super::arrow;

pub(super) mod arrays;
pub(super) mod batches;
pub(super) mod builder;
pub(super) mod cells;
pub(super) mod classes;
pub(super) mod from_schema;
pub(super) mod rows;
pub(super) mod schema;
