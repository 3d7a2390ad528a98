//! The rows of run-time classes, as record batches and back.

use slotted::{Class, Rows};

use super::arrow::array::RecordBatch;
use super::arrow::schema::SchemaRef;
use super::batches::objects_to_record_batch;
use super::rows::each_block;
use super::schema::of_plan;
use crate::error::Error;
use crate::options::Options;
use crate::plan::field::Plan;

/// Returns the schema of the record batches of rows of the class, by the default [`Options`].
///
/// # Errors
///
/// The metadata of a slot asks for what there is not.
pub fn class_schema(class: &Class) -> Result<SchemaRef, Error> {
    class_schema_with(class, &Options::default())
}

/// Returns the schema of the record batches of rows of the class.
///
/// # Errors
///
/// The options, or the metadata of a slot, ask for what there is not.
pub fn class_schema_with(class: &Class, options: &Options) -> Result<SchemaRef, Error> {
    Ok(of_plan(&Plan::of(class.layout(), options)?))
}

/// Makes the record batch of all rows, by the default [`Options`].
///
/// ```
/// # #[cfg(feature = "arrow-59")] {
/// use slots_arrow::arrow_59::{class_schema, rows_from_record_batch, rows_to_record_batch};
/// use slotted::{Class, Rows};
///
/// let point = Class::builder("Point").slot::<f64>("x").slot::<Option<f64>>("y").build()?;
/// let mut rows = Rows::new(&point);
/// rows.push_attrs([("x", Some(1.0)), ("y", None)])?;
/// let batch = rows_to_record_batch(&rows)?;
/// assert_eq!(batch.schema(), class_schema(&point)?);
/// let back = rows_from_record_batch(&point, &batch)?;
/// assert_eq!(format!("{back:?}"), "[Point(x=1.0, y=None)]");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A value does not fit its column, or the rows are more than one batch can hold: see
/// [`ObjectBatchBuilder`](super::builder::ObjectBatchBuilder), which makes more than one, and of
/// chosen rows.
pub fn rows_to_record_batch(rows: &Rows) -> Result<RecordBatch, Error> {
    rows_to_record_batch_with(rows, &Options::default())
}

/// Makes the record batch of all rows, whatever the options say of its size.
///
/// # Errors
///
/// Those of [`rows_to_record_batch`], and those of the options.
pub fn rows_to_record_batch_with(rows: &Rows, options: &Options) -> Result<RecordBatch, Error> {
    objects_to_record_batch(rows.objects(), options)
}

/// Makes rows of the class of a record batch, by the default [`Options`].
///
/// # Errors
///
/// Those of [`from_record_batch`](super::rows::from_record_batch).
pub fn rows_from_record_batch(class: &Class, batch: &RecordBatch) -> Result<Rows, Error> {
    rows_from_record_batch_with(class, batch, &Options::default())
}

/// Makes rows of the class of a record batch. Of the options, those of the `Dict` and the chosen
/// columns count.
///
/// # Errors
///
/// Those of [`rows_from_record_batch`], and those of the options.
pub fn rows_from_record_batch_with(
    class: &Class,
    batch: &RecordBatch,
    options: &Options,
) -> Result<Rows, Error> {
    let plan = Plan::of(class.layout(), options)?;
    let mut rows = Rows::with_capacity(class, batch.num_rows());
    each_block(&plan, batch, 0, batch.num_rows(), |len, fill| rows.extend_by_columns(len, fill))?;
    Ok(rows)
}
