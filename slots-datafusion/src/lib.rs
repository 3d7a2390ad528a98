#![doc = include_str!("../README.md")]

mod collect;
mod filter;
mod scan;
mod source;
mod table;

pub use collect::{collect, collect_with};
pub use source::RowSource;
pub use table::SlottedTable;
