//! Rows into record batches.

use std::fmt;

use slotted::Slotted;
use slotted::descriptor::ObjectSlice;

use super::arrow::array::{RecordBatch, RecordBatchReader};
use super::arrow::schema::{ArrowError, SchemaRef};
use super::builder::{ObjectBatchBuilder, RecordBatchBuilder};
use crate::error::{Error, ErrorKind};
use crate::gather::gatherer::BLOCK;
use crate::options::Options;

/// Makes the record batch of all `rows`, by the default [`Options`].
///
/// # Errors
///
/// A value does not fit its column: a `Duration` of more than 292 years. Or the rows are more than
/// one batch can hold: see [`RecordBatchBuilder`].
///
/// # Panics
///
/// As [`schema`](super::schema::schema) does.
pub fn to_record_batch<T: Slotted>(rows: &[T]) -> Result<RecordBatch, Error> {
    to_record_batch_with(rows, &Options::default())
}

/// Makes the record batch of all `rows`, whatever the options say of its size.
///
/// # Errors
///
/// Those of [`to_record_batch`], and those of the options.
pub fn to_record_batch_with<T: Slotted>(
    rows: &[T],
    options: &Options,
) -> Result<RecordBatch, Error> {
    objects_to_record_batch(ObjectSlice::new(rows), options)
}

/// Makes the record batch of all objects, whatever the options say of its size.
pub(super) fn objects_to_record_batch(
    objects: ObjectSlice<'_>,
    options: &Options,
) -> Result<RecordBatch, Error> {
    let options = Options { batch_rows: usize::MAX, batch_bytes: usize::MAX, ..options.clone() };
    let mut builder = ObjectBatchBuilder::new(objects.layout(), options)?;
    builder.push(objects)?;
    let mut batches = builder.finish()?;
    match (batches.pop(), batches.len()) {
        (None, _) => Ok(RecordBatch::new_empty(builder.schema())),
        (Some(batch), 0) => Ok(batch),
        (Some(_), others) => {
            let message = format!(
                "{} rows take {} batches, because offsets have 32 bits: use a `RecordBatchBuilder`",
                objects.len(),
                others + 1,
            );
            Err(Error::new(ErrorKind::TooLarge, "", message))
        }
    }
}

/// Record batches of the rows of an iterator: what [`record_batches`] returns.
pub struct RecordBatches<T, I> {
    rows: I,
    block: Vec<T>,
    /// How many rows were given to the builder.
    given: usize,
    builder: RecordBatchBuilder<T>,
    is_done: bool,
}

/// Reads rows as record batches, by the default [`Options`]: what takes a [`RecordBatchReader`],
/// such as a writer of Parquet, takes rows.
///
/// # Panics
///
/// As [`schema`](super::schema::schema) does.
pub fn record_batches<I: IntoIterator>(rows: I) -> RecordBatches<I::Item, I::IntoIter>
where
    I::Item: Slotted,
{
    record_batches_with(rows, Options::default())
        .expect("the slots are declared with types that there are")
}

/// Reads rows as record batches.
///
/// # Errors
///
/// The options, or the metadata of a slot, ask for what there is not.
pub fn record_batches_with<I: IntoIterator>(
    rows: I,
    options: Options,
) -> Result<RecordBatches<I::Item, I::IntoIter>, Error>
where
    I::Item: Slotted,
{
    let builder = RecordBatchBuilder::with_options(options)?;
    Ok(RecordBatches {
        rows: rows.into_iter(),
        block: Vec::new(),
        given: 0,
        builder,
        is_done: false,
    })
}

impl<T: Slotted, I: Iterator<Item = T>> RecordBatches<T, I> {
    fn next_batch(&mut self) -> Result<Option<RecordBatch>, Error> {
        loop {
            if let Some(batch) = self.builder.take_batch()? {
                return Ok(Some(batch));
            }
            if self.is_done {
                return Ok(None);
            }
            self.block.extend(self.rows.by_ref().take(BLOCK));
            if self.block.is_empty() {
                self.is_done = true;
                self.builder.end_batch();
            }
            self.builder.push_slice(&self.block).map_err(|why| why.moved(self.given))?;
            self.given += self.block.len();
            self.block.clear();
        }
    }
}

impl<T: Slotted, I: Iterator<Item = T>> Iterator for RecordBatches<T, I> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.next_batch();
        if batch.is_err() {
            // Nothing comes after an error.
            self.is_done = true;
            self.block.clear();
            self.builder.clear();
        }
        batch.map_err(|why| ArrowError::ExternalError(Box::new(why))).transpose()
    }
}

impl<T: Slotted, I: Iterator<Item = T>> RecordBatchReader for RecordBatches<T, I> {
    fn schema(&self) -> SchemaRef {
        self.builder.schema()
    }
}

impl<T, I> fmt::Debug for RecordBatches<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordBatches").field("builder", &self.builder).finish_non_exhaustive()
    }
}
