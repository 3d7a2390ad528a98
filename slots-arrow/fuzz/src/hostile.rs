//! Batches that no slot asked for: they are read all the same, as rows or as an error.

use std::sync::Arc;

use arrow_array_59::{Array, ArrayRef, RecordBatch, RecordBatchOptions, make_array};
use arrow_schema_59::{Field, Schema};
use slots_arrow::arrow_59::{from_record_batch_with, rows_with, to_record_batch_with};
use slots_arrow::{Error, Options};

use super::Operation;
use super::arrays::{any_type, array, nulls};
use super::common::{Every, assert_same};
use super::input::Input;
use super::world::{World, name};

pub(super) const OPERATIONS: &[Operation] = &[
    fresh,
    |world, input| replace(&mut world.batch, input, of_its_type),
    |world, input| replace(&mut world.batch, input, of_any_type),
    |world, input| {
        let other = any_column(&world.batch, input);
        replace(&mut world.batch, input, |_, column| other.unwrap_or_else(|| column.clone()));
    },
    |world, input| replace(&mut world.batch, input, with_nulls),
    lack,
    twice,
    renamed,
    |world, input| {
        let start = input.below(world.batch.num_rows() + 1);
        let len = input.below(world.batch.num_rows() - start + 1);
        world.batch = world.batch.slice(start, len);
    },
    read,
];

/// Makes a batch of the rows, by the options.
fn fresh(world: &mut World, _: &mut Input<'_>) {
    let options = Options { columns: None, ..world.options.clone() };
    if let Ok(batch) = to_record_batch_with(&world.rows, &options) {
        world.batch = batch;
    }
}

/// Sets the columns of the batch.
fn set(batch: &mut RecordBatch, columns: Vec<(Field, ArrayRef)>) {
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.into_iter().unzip();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    let schema = Arc::new(Schema::new(fields));
    *batch = RecordBatch::try_new_with_options(schema, arrays, &options).expect("they fit");
}

/// The columns, each of which may be null.
fn columns(batch: &RecordBatch) -> Vec<(Field, ArrayRef)> {
    let schema = batch.schema();
    let fields = schema.fields().iter().map(|field| (**field).clone().with_nullable(true));
    fields.zip(batch.columns().iter().cloned()).collect()
}

fn any_column(batch: &RecordBatch, input: &mut Input<'_>) -> Option<ArrayRef> {
    batch.columns().get(input.below(batch.num_columns())).cloned()
}

/// Puts another array in the place of a column.
pub(super) fn replace(
    batch: &mut RecordBatch,
    input: &mut Input<'_>,
    by: impl FnOnce(&mut Input<'_>, &ArrayRef) -> ArrayRef,
) {
    let mut columns = columns(batch);
    let at = input.below(columns.len());
    let Some((field, column)) = columns.get_mut(at) else { return };
    *column = by(input, column);
    field.set_data_type(column.data_type().clone());
    set(batch, columns);
}

pub(super) fn of_its_type(input: &mut Input<'_>, column: &ArrayRef) -> ArrayRef {
    array(column.data_type(), true, input, column.len())
}

pub(super) fn of_any_type(input: &mut Input<'_>, column: &ArrayRef) -> ArrayRef {
    let ty = any_type(input, 3);
    array(&ty, true, input, column.len())
}

/// The same array with nulls of the input.
pub(super) fn with_nulls(input: &mut Input<'_>, column: &ArrayRef) -> ArrayRef {
    let nulls = nulls(input, column.len());
    match column.to_data().into_builder().nulls(nulls).build() {
        Ok(data) => make_array(data),
        // Unions have none.
        Err(_) => column.clone(),
    }
}

fn lack(world: &mut World, input: &mut Input<'_>) {
    let mut columns = columns(&world.batch);
    if !columns.is_empty() {
        columns.remove(input.below(columns.len()));
    }
    set(&mut world.batch, columns);
}

/// Adds a column again, or one of any type, under a name.
fn twice(world: &mut World, input: &mut Input<'_>) {
    let mut columns = columns(&world.batch);
    let (name, len) = (name(input), world.batch.num_rows());
    let more = if input.byte().is_multiple_of(2) { any_column(&world.batch, input) } else { None };
    let more = more.unwrap_or_else(|| {
        let ty = any_type(input, 2);
        array(&ty, true, input, len)
    });
    columns.push((Field::new(name, more.data_type().clone(), true), more));
    set(&mut world.batch, columns);
}

fn renamed(world: &mut World, input: &mut Input<'_>) {
    let mut columns = columns(&world.batch);
    let (at, name) = (input.below(columns.len()), name(input));
    if let Some((field, _)) = columns.get_mut(at) {
        field.set_name(name);
    }
    set(&mut world.batch, columns);
}

/// Reads the batch twice, by blocks and in part: the same rows, or the same error. Rows that are
/// read can be written, but for what no column holds, and are the same then.
fn read(world: &mut World, input: &mut Input<'_>) {
    let (batch, options) = (&world.batch, &world.options);
    let read = from_record_batch_with::<Every>(batch, options);
    assert_eq!(read, from_record_batch_with(batch, options));
    let by_blocks = rows_with::<Every, _>([Ok(batch.clone())], options);
    let by_blocks: Result<Vec<Every>, Error> = by_blocks.and_then(Iterator::collect);
    assert_eq!(read, by_blocks);
    let start = input.below(batch.num_rows() + 1);
    let len = input.below(batch.num_rows() - start + 1);
    let part = from_record_batch_with::<Every>(&batch.slice(start, len), options);
    let Ok(rows) = read else { return };
    assert_eq!(rows.len(), batch.num_rows());
    assert_same(&part.expect("the whole is read"), &rows[start..start + len]);
    let Ok(again) = to_record_batch_with(&rows, options) else { return };
    let again = from_record_batch_with::<Every>(&again, options);
    assert_same(&again.expect("it was made"), &rows);
}
