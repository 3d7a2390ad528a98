//! Rows into batches, when a query runs.
//!
//! | file | what |
//! |---|---|
//! | `plan` | the scan as a part of a query's plan |
//! | `stream` | the batches of one partition |

mod plan;
mod stream;

pub(crate) use plan::{SlottedScan, statistics};
