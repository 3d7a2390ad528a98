//! Record batches of rows that are given bit by bit.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use slotted::descriptor::ObjectSlice;
use slotted::{SlotLayout, Slotted};

use super::arrays::array;
use super::arrow::array::{RecordBatch, RecordBatchOptions};
use super::arrow::schema::SchemaRef;
use super::schema::of_plan;
use crate::error::{Error, ErrorKind};
use crate::gather::gatherer::{BLOCK, Batch, Gatherer};
use crate::options::Options;
use crate::plan::field::Plan;

/// Makes record batches of rows of one type, which is known only by its layout: structs, or the
/// rows of a run-time class.
///
/// A batch is whole when it has as many rows or bytes as the [`Options`] say, or when one column
/// can hold no more.
///
/// ```
/// # #[cfg(feature = "arrow-59")] {
/// use slots_arrow::Options;
/// use slots_arrow::arrow_59::ObjectBatchBuilder;
/// use slotted::{Class, Rows, Value};
///
/// let flight = Class::builder("Flight").slot::<String>("carrier").slot::<f64>("delay").build()?;
/// let mut rows = Rows::new(&flight);
/// for (carrier, delay) in [("UA", 2.0), ("AA", 70.0), ("B6", 95.0)] {
///     rows.push_attrs([("carrier", Value::from(carrier)), ("delay", delay.into())])?;
/// }
/// // The carriers of the flights that are late.
/// let delay = flight.slot::<f64>("delay")?;
/// let late: Vec<u32> =
///     (0..).zip(rows.column(&delay)?).filter(|(_, delay)| **delay > 60.0).map(|(row, _)| row).collect();
/// let options = Options { columns: Some(vec!["carrier".into()]), ..Options::default() };
/// let mut builder = ObjectBatchBuilder::new(flight.layout(), options)?;
/// builder.push_chosen(rows.objects(), &late)?;
/// let batch = &builder.finish()?[0];
/// assert_eq!((batch.num_rows(), batch.num_columns()), (2, 1));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ObjectBatchBuilder {
    gatherer: Gatherer,
    schema: SchemaRef,
}

impl ObjectBatchBuilder {
    /// Makes a builder for rows of that layout.
    ///
    /// # Errors
    ///
    /// The options, or the metadata of a slot, ask for what there is not.
    pub fn new(layout: &SlotLayout, options: Options) -> Result<Self, Error> {
        let plan = Arc::new(Plan::of(layout, &options)?);
        let schema = of_plan(&plan);
        Ok(ObjectBatchBuilder { gatherer: Gatherer::new(plan, options), schema })
    }

    /// The schema of the batches.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// Adds rows.
    ///
    /// # Errors
    ///
    /// A value does not fit its column. The rows before that one's block, of up to 1,024, are
    /// added.
    ///
    /// # Panics
    ///
    /// If the rows lack a slot that the layout has with which the builder was made, or have it of
    /// another type.
    pub fn push(&mut self, rows: ObjectSlice<'_>) -> Result<(), Error> {
        self.gatherer.push(rows, None)
    }

    /// Adds the rows with these indexes.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    ///
    /// # Panics
    ///
    /// As [`push`](Self::push), and if there is no row at one of the indexes.
    pub fn push_chosen(&mut self, rows: ObjectSlice<'_>, chosen: &[u32]) -> Result<(), Error> {
        assert!(
            chosen.iter().all(|row| (*row as usize) < rows.len()),
            "there is a row at each index"
        );
        self.gatherer.push(rows, Some(chosen))
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
        self.end_batch();
        std::iter::from_fn(|| self.take_batch().transpose()).collect()
    }

    /// Ends the batch under way, if it has rows.
    pub(super) fn end_batch(&mut self) {
        self.gatherer.finish();
    }

    /// Drops all rows.
    pub(super) fn clear(&mut self) {
        self.gatherer.clear();
    }
}

impl fmt::Debug for ObjectBatchBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectBatchBuilder")
            .field("of", &self.gatherer.plan.of)
            .field("rows", &self.len())
            .field("bytes", &self.bytes())
            .finish_non_exhaustive()
    }
}

/// Makes record batches of structs that are given bit by bit.
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
    builder: ObjectBatchBuilder,
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
        let builder = ObjectBatchBuilder::new(T::LAYOUT, options)?;
        Ok(RecordBatchBuilder { builder, rows: PhantomData })
    }

    /// The schema of the batches.
    #[must_use]
    pub fn schema(&self) -> SchemaRef {
        self.builder.schema()
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
    /// A value does not fit its column. The rows before that one's block, of up to 1,024, are
    /// added.
    pub fn push_slice(&mut self, rows: &[T]) -> Result<(), Error> {
        self.builder.push(ObjectSlice::new(rows))
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
        self.builder.push_chosen(ObjectSlice::new(rows), chosen)
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
        self.builder.len()
    }

    /// Returns `true` if the batch under way has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.builder.is_empty()
    }

    /// About how many bytes the batch under way takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.builder.bytes()
    }

    /// Takes the first batch that is whole.
    ///
    /// # Errors
    ///
    /// Arrow refuses the columns.
    pub fn take_batch(&mut self) -> Result<Option<RecordBatch>, Error> {
        self.builder.take_batch()
    }

    /// Ends the batch under way, and takes all.
    ///
    /// # Errors
    ///
    /// Arrow refuses the columns.
    pub fn finish(&mut self) -> Result<Vec<RecordBatch>, Error> {
        self.builder.finish()
    }

    /// Ends the batch under way, if it has rows.
    pub(super) fn end_batch(&mut self) {
        self.builder.end_batch();
    }

    /// Drops all rows.
    pub(super) fn clear(&mut self) {
        self.builder.clear();
    }
}

impl<T: Slotted> Default for RecordBatchBuilder<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for RecordBatchBuilder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RecordBatchBuilder").field(&self.builder).finish()
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
