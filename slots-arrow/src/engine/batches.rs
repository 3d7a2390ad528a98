//! Rows into record batches.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use slotted::Slotted;
use slotted::descriptor::ObjectSlice;

use super::arrays::array;
use super::arrow::array::{RecordBatch, RecordBatchOptions, RecordBatchReader};
use super::arrow::schema::{ArrowError, SchemaRef};
use super::schema::of_plan;
use crate::error::{Error, ErrorKind};
use crate::gather::gatherer::{BLOCK, Batch, Gatherer};
use crate::options::Options;
use crate::plan::field::Plan;

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
    let options = Options { batch_rows: usize::MAX, batch_bytes: usize::MAX, ..options.clone() };
    let mut builder = RecordBatchBuilder::<T>::with_options(options)?;
    builder.push_slice(rows)?;
    let mut batches = builder.finish()?;
    match (batches.pop(), batches.len()) {
        (None, _) => Ok(RecordBatch::new_empty(builder.schema)),
        (Some(batch), 0) => Ok(batch),
        (Some(_), others) => {
            let message = format!(
                "{} rows take {} batches, because offsets have 32 bits: use a `RecordBatchBuilder`",
                rows.len(),
                others + 1,
            );
            Err(Error::new(ErrorKind::TooLarge, "", message))
        }
    }
}

/// Makes record batches of rows that are given bit by bit.
///
/// A batch is whole when it has as many rows or bytes as the [`Options`] say, or when one column
/// can hold no more.
///
/// ```
/// # #[cfg(feature = "arrow-59")] {
/// use slots_arrow::Options;
/// use slots_arrow::arrow_59::RecordBatchBuilder;
/// use slotted::prelude::*;
///
/// #[derive(Slots)]
/// struct Point { x: f64, y: f64 }
///
/// let options = Options { batch_rows: 2, ..Options::default() };
/// let mut points = RecordBatchBuilder::<Point>::with_options(options)?;
/// points.push_slice(&[Point { x: 1.0, y: 2.0 }, Point { x: 3.0, y: 4.0 }])?;
/// points.push(&Point { x: 5.0, y: 6.0 })?;
/// assert_eq!(points.take_batch()?.expect("two rows are a batch").num_rows(), 2);
/// assert_eq!(points.finish()?[0].num_rows(), 1);
/// # }
/// # Ok::<(), slots_arrow::Error>(())
/// ```
pub struct RecordBatchBuilder<T> {
    gatherer: Gatherer,
    schema: SchemaRef,
    rows: PhantomData<fn(&T)>,
}

impl<T: Slotted> RecordBatchBuilder<T> {
    /// Makes a builder by the default [`Options`].
    ///
    /// # Panics
    ///
    /// As [`schema`](super::schema::schema) does.
    #[must_use]
    pub fn new() -> Self {
        RecordBatchBuilder::with_options(Options::default())
            .expect("the slots are declared with types that there are")
    }

    /// Makes a builder.
    ///
    /// # Errors
    ///
    /// The options, or the metadata of a slot, ask for what there is not.
    pub fn with_options(options: Options) -> Result<Self, Error> {
        let plan = Arc::new(Plan::of(T::LAYOUT, &options)?);
        let schema = of_plan(&plan);
        Ok(RecordBatchBuilder { gatherer: Gatherer::new(plan, options), schema, rows: PhantomData })
    }

    /// The schema of the batches.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// Adds one row. Many at once cost less each: see [`push_slice`](Self::push_slice).
    ///
    /// # Errors
    ///
    /// A value does not fit its column. The row is not added.
    pub fn push(&mut self, row: &T) -> Result<(), Error> {
        self.push_slice(std::slice::from_ref(row))
    }

    /// Adds rows.
    ///
    /// # Errors
    ///
    /// A value does not fit its column. The rows before that one's block of 1,024 are added.
    pub fn push_slice(&mut self, rows: &[T]) -> Result<(), Error> {
        self.gatherer.push(ObjectSlice::new(rows), None)
    }

    /// Adds the rows with these indexes.
    ///
    /// # Errors
    ///
    /// As [`push_slice`](Self::push_slice).
    ///
    /// # Panics
    ///
    /// If there is no row at one of the indexes.
    pub fn push_chosen(&mut self, rows: &[T], chosen: &[u32]) -> Result<(), Error> {
        assert!(
            chosen.iter().all(|row| (*row as usize) < rows.len()),
            "there is a row at each index"
        );
        self.gatherer.push(ObjectSlice::new(rows), Some(chosen))
    }

    /// Adds the rows of an iterator, in blocks.
    ///
    /// # Errors
    ///
    /// As [`push_slice`](Self::push_slice). The iterator is not asked for more.
    pub fn push_all(&mut self, rows: impl IntoIterator<Item = T>) -> Result<(), Error> {
        let mut rows = rows.into_iter();
        let mut block = Vec::with_capacity(rows.size_hint().0.clamp(1, BLOCK));
        let mut given = 0;
        loop {
            block.extend(rows.by_ref().take(BLOCK));
            if block.is_empty() {
                return Ok(());
            }
            self.push_slice(&block).map_err(|why| why.moved(given))?;
            given += block.len();
            block.clear();
        }
    }

    /// The number of rows in the batch under way.
    #[must_use]
    pub fn len(&self) -> usize {
        self.gatherer.under_way().0
    }

    /// Returns `true` if the batch under way has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// About how many bytes the batch under way takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.gatherer.under_way().1
    }

    /// Takes the first batch that is whole.
    ///
    /// # Errors
    ///
    /// Arrow refuses the columns.
    pub fn take_batch(&mut self) -> Result<Option<RecordBatch>, Error> {
        let batch = self.gatherer.take_whole();
        batch.map(|batch| batch_of(batch, &self.gatherer.plan, &self.schema)).transpose()
    }

    /// Ends the batch under way, and takes all.
    ///
    /// # Errors
    ///
    /// Arrow refuses the columns.
    pub fn finish(&mut self) -> Result<Vec<RecordBatch>, Error> {
        self.gatherer.finish();
        std::iter::from_fn(|| self.take_batch().transpose()).collect()
    }
}

impl<T: Slotted> Default for RecordBatchBuilder<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for RecordBatchBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, bytes) = self.gatherer.under_way();
        f.debug_struct("RecordBatchBuilder")
            .field("of", &self.gatherer.plan.of)
            .field("rows", &rows)
            .field("bytes", &bytes)
            .finish_non_exhaustive()
    }
}

/// Makes the record batch of what was gathered.
fn batch_of(batch: Batch, plan: &Plan, schema: &SchemaRef) -> Result<RecordBatch, Error> {
    let columns = batch.columns.into_iter().zip(&plan.fields);
    let columns = columns.map(|(column, field)| array(column, field)).collect::<Result<_, _>>();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.rows));
    columns
        .and_then(|columns| RecordBatch::try_new_with_options(schema.clone(), columns, &options))
        .map_err(|why| Error::new(ErrorKind::Arrow, "", why.to_string()))
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
                self.builder.gatherer.finish();
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
            self.builder.gatherer.clear();
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
