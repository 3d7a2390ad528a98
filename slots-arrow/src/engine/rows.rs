//! Record batches into rows.

use std::fmt;
use std::sync::Arc;

use slotted::Slotted;
use slotted::descriptor::{PartialSlice, extend_by_columns};

use super::arrow::array::{Array, RecordBatch};
use super::arrow::schema::ArrowError;
use super::cells::cells;
use crate::error::{Error, ErrorKind};
use crate::gather::gatherer::BLOCK;
use crate::options::Options;
use crate::plan::field::Plan;
use crate::scatter::check::columns;
use crate::scatter::fill::fill;

/// Makes the rows of a record batch, by the default [`Options`].
///
/// Columns are found by name. Integers of every width are read, if the slot's type holds them; so
/// is text, and are lists, of every kind: with small or large offsets, as views, in dictionaries.
///
/// ```
/// # #[cfg(feature = "arrow-59")] {
/// use slots_arrow::arrow_59::{from_record_batch, to_record_batch};
/// use slotted::prelude::*;
///
/// #[derive(Slots, Debug, PartialEq)]
/// struct Point { x: f64, y: Option<f64> }
/// #[derive(Slots, Debug)]
/// struct Place { x: f64, z: f64 }
///
/// let points = [Point { x: 1.0, y: None }, Point { x: 3.0, y: Some(4.0) }];
/// let batch = to_record_batch(&points)?;
/// assert_eq!(from_record_batch::<Point>(&batch)?, points);
/// let error = from_record_batch::<Place>(&batch).expect_err("it has no column `z`");
/// assert_eq!(error.to_string(), "'Place' has a slot 'z' for which there is no column");
/// # }
/// # Ok::<(), slots_arrow::Error>(())
/// ```
///
/// # Errors
///
/// A column is missing, and the slot has no default; there is one that is no slot's; it is of a
/// type from which the slot is not read; a value is refused, or null where none may be.
///
/// # Panics
///
/// As [`schema`](super::schema::schema) does.
pub fn from_record_batch<T: Slotted>(batch: &RecordBatch) -> Result<Vec<T>, Error> {
    from_record_batch_with(batch, &Options::default())
}

/// Makes the rows of a record batch. Of the options, those of the `Dict` count.
///
/// # Errors
///
/// Those of [`from_record_batch`], and those of the options.
pub fn from_record_batch_with<T: Slotted>(
    batch: &RecordBatch,
    options: &Options,
) -> Result<Vec<T>, Error> {
    let plan = Plan::of(T::LAYOUT, options)?;
    let mut rows = Vec::with_capacity(batch.num_rows());
    add_blocks(&mut rows, &plan, batch, 0, batch.num_rows())?;
    Ok(rows)
}

/// Adds rows of the batch, block by block.
fn add_blocks<T: Slotted>(
    rows: &mut Vec<T>,
    plan: &Plan,
    batch: &RecordBatch,
    start: usize,
    end: usize,
) -> Result<(), Error> {
    each_block(plan, batch, start, end, |len, fill| extend_by_columns(rows, len, fill))
}

/// What fills the rows of a block.
pub(super) type Fill<'a> = &'a mut dyn FnMut(&mut PartialSlice<'_>) -> Result<(), Error>;

/// Calls `add` for each block of rows, with their number and what fills them.
pub(super) fn each_block(
    plan: &Plan,
    batch: &RecordBatch,
    start: usize,
    end: usize,
    mut add: impl FnMut(usize, Fill<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let schema = batch.schema_ref();
    let named = schema.fields().iter().zip(batch.columns());
    let given: Vec<_> = named
        .map(|(field, array)| (&**field.name(), cells(array.as_ref() as &dyn Array)))
        .collect();
    let columns = columns(plan, &given)?;
    for start in (start..end).step_by(BLOCK) {
        let len = BLOCK.min(end - start);
        add(len, &mut |rows| fill(rows, &plan.fields, &columns, start))?;
    }
    Ok(())
}

/// The rows of record batches: what [`rows`] returns.
pub struct Rows<T, I> {
    plan: Arc<Plan>,
    batches: I,
    /// The batch that is read, and the first row of it that is not.
    batch: Option<(RecordBatch, usize)>,
    block: std::vec::IntoIter<T>,
}

/// Iterates over the rows of record batches, such as a
/// [`RecordBatchReader`](super::arrow::array::RecordBatchReader) gives, by the default [`Options`].
/// No more than 1,024 rows are made before they are asked for.
///
/// # Panics
///
/// As [`schema`](super::schema::schema) does.
pub fn rows<T: Slotted, I>(batches: I) -> Rows<T, I::IntoIter>
where
    I: IntoIterator<Item = Result<RecordBatch, ArrowError>>,
{
    rows_with(batches, &Options::default())
        .expect("the slots are declared with types that there are")
}

/// Iterates over the rows of record batches. Of the options, those of the `Dict` count.
///
/// # Errors
///
/// The options, or the metadata of a slot, ask for what there is not.
pub fn rows_with<T: Slotted, I>(
    batches: I,
    options: &Options,
) -> Result<Rows<T, I::IntoIter>, Error>
where
    I: IntoIterator<Item = Result<RecordBatch, ArrowError>>,
{
    let plan = Arc::new(Plan::of(T::LAYOUT, options)?);
    let block = Vec::new().into_iter();
    Ok(Rows { plan, batches: batches.into_iter(), batch: None, block })
}

impl<T: Slotted, I: Iterator<Item = Result<RecordBatch, ArrowError>>> Rows<T, I> {
    /// Makes the next block of rows. Returns `false` if there is none.
    fn next_block(&mut self) -> Result<bool, Error> {
        let (batch, start) = match self.batch.take() {
            Some(batch) => batch,
            None => match self.batches.next() {
                Some(Ok(batch)) => (batch, 0),
                Some(Err(why)) => {
                    return Err(Error::new(ErrorKind::Arrow, "", why.to_string()));
                }
                None => return Ok(false),
            },
        };
        let end = batch.num_rows().min(start + BLOCK);
        let mut rows = Vec::with_capacity(end - start);
        // What is at fault is not tried again: the batch was taken.
        add_blocks(&mut rows, &self.plan, &batch, start, end)?;
        if end < batch.num_rows() {
            self.batch = Some((batch, end));
        }
        self.block = rows.into_iter();
        Ok(true)
    }
}

impl<T: Slotted, I: Iterator<Item = Result<RecordBatch, ArrowError>>> Iterator for Rows<T, I> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.block.next() {
                return Some(Ok(row));
            }
            match self.next_block() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(why) => return Some(Err(why)),
            }
        }
    }
}

impl<T, I> fmt::Debug for Rows<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("of", &self.plan.of).finish_non_exhaustive()
    }
}
