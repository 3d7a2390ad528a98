//! Rows and record batches of Arrow 59.

// Each version compiles the same source against its own types.
#![allow(clippy::duplicate_mod)]

mod arrow {
    pub(super) use arrow_array_59 as array;
    pub(super) use arrow_buffer_59 as buffer;
    pub(super) use arrow_schema_59 as schema;
}

#[path = "engine/mod.rs"]
mod engine;

pub use engine::batches::{
    RecordBatches, record_batches, record_batches_with, to_record_batch, to_record_batch_with,
};
pub use engine::builder::{ObjectBatchBuilder, RecordBatchBuilder};
pub use engine::classes::{
    class_schema, class_schema_with, rows_from_record_batch, rows_from_record_batch_with,
    rows_to_record_batch, rows_to_record_batch_with,
};
pub use engine::from_schema::class_from_schema;
pub use engine::rows::{Rows, from_record_batch, from_record_batch_with, rows, rows_with};
pub use engine::schema::{schema, schema_with};
