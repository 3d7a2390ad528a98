//! Rows to record batches and back, 15 columns of 152 bytes, against builders written by hand,
//! serde_arrow, typed-arrow, arrow_convert, and a copy of as many bytes.

mod harness;

use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Float64Builder, Int32Builder, Int64Builder, StringBuilder, UInt16Builder,
    UInt64Builder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type, UInt16Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_convert::deserialize::TryIntoCollection;
use arrow_convert::serialize::TryIntoArrow;
use arrow_convert::{ArrowDeserialize, ArrowField, ArrowSerialize};
use arrow_schema::{FieldRef, SchemaRef};
use harness::{compare, subject, subject_of};
use serde::{Deserialize, Serialize};
use slots_arrow::Options;
use slots_arrow::arrow_59::{
    class_from_schema, from_record_batch, rows_from_record_batch, rows_to_record_batch, schema,
    to_record_batch, to_record_batch_with,
};
use slotted::prelude::*;
use typed_arrow::Record;
use typed_arrow::schema::BuildRows;

/// Arrow's umbrella, as far as the derive of arrow_convert names it.
mod arrow {
    pub mod array {
        pub use arrow_array::builder::{ArrayBuilder, BooleanBufferBuilder};
        pub use arrow_array::{Array, ArrayRef, StructArray};
    }
    pub mod compute {
        pub fn cast(
            _: &dyn arrow_array::Array,
            _: &arrow_schema::DataType,
        ) -> super::error::Result<arrow_array::ArrayRef> {
            unreachable!("each column is of the type that its builder makes")
        }
    }
    pub mod error {
        pub type Result<T> = std::result::Result<T, arrow_schema::ArrowError>;
    }
    pub mod util {
        pub use arrow_buffer::bit_iterator;
    }
    pub use arrow_schema as datatypes;
}

#[macro_use]
#[path = "../rows.rs"]
mod rows;

rows!(
    #[derive(Slots, Serialize, Deserialize, Record, Clone, Debug, PartialEq)]
    #[derive(ArrowField, ArrowSerialize, ArrowDeserialize)]
);

/// By hand: a builder for each field, row by row.
fn by_builders(rows: &[Row], schema: &SchemaRef) -> RecordBatch {
    let n = rows.len();
    let text = || StringBuilder::with_capacity(n, n * 8);
    let float = || Float64Builder::with_capacity(n);
    let int = || Int32Builder::with_capacity(n);
    let mut id = UInt64Builder::with_capacity(n);
    let mut time = Int64Builder::with_capacity(n);
    let (mut x, mut y, mut z, mut speed) = (float(), float(), float(), float());
    let (mut delay, mut arrival) = (float(), float());
    let (mut origin, mut destination) = (text(), text());
    let (mut distance, mut flight, mut wheels) = (int(), int(), int());
    let mut year = UInt16Builder::with_capacity(n);
    let mut cancelled = BooleanBuilder::with_capacity(n);
    for row in rows {
        id.append_value(row.id);
        time.append_value(row.time);
        x.append_value(row.x);
        y.append_value(row.y);
        z.append_value(row.z);
        speed.append_value(row.speed);
        delay.append_option(row.delay);
        arrival.append_option(row.arrival);
        origin.append_value(&row.origin);
        destination.append_value(&row.destination);
        distance.append_value(row.distance);
        flight.append_value(row.flight);
        wheels.append_option(row.wheels);
        year.append_value(row.year);
        cancelled.append_value(row.cancelled);
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(id.finish()),
        Arc::new(time.finish()),
        Arc::new(x.finish()),
        Arc::new(y.finish()),
        Arc::new(z.finish()),
        Arc::new(speed.finish()),
        Arc::new(delay.finish()),
        Arc::new(arrival.finish()),
        Arc::new(origin.finish()),
        Arc::new(destination.finish()),
        Arc::new(distance.finish()),
        Arc::new(flight.finish()),
        Arc::new(wheels.finish()),
        Arc::new(year.finish()),
        Arc::new(cancelled.finish()),
    ];
    RecordBatch::try_new(schema.clone(), columns).expect("they are of one length")
}

/// By hand: a struct from the values of each column.
fn by_arrays(batch: &RecordBatch) -> Vec<Row> {
    let column = |name| batch.column_by_name(name).expect("it is there");
    let id = column("id").as_primitive::<UInt64Type>();
    let time = column("time").as_primitive::<Int64Type>();
    let float = |name| column(name).as_primitive::<Float64Type>();
    let int = |name| column(name).as_primitive::<Int32Type>();
    let text = |name| column(name).as_string::<i32>();
    let (x, y, z, speed) = (float("x"), float("y"), float("z"), float("speed"));
    let (delay, arrival) = (float("delay"), float("arrival"));
    let (origin, destination) = (text("origin"), text("destination"));
    let (distance, flight, wheels) = (int("distance"), int("flight"), int("wheels"));
    let year = column("year").as_primitive::<UInt16Type>();
    let cancelled = column("cancelled").as_boolean();
    (0..batch.num_rows())
        .map(|i| Row {
            id: id.value(i),
            time: time.value(i),
            x: x.value(i),
            y: y.value(i),
            z: z.value(i),
            speed: speed.value(i),
            delay: delay.is_valid(i).then(|| delay.value(i)),
            arrival: arrival.is_valid(i).then(|| arrival.value(i)),
            origin: origin.value(i).to_owned(),
            destination: destination.value(i).to_owned(),
            distance: distance.value(i),
            flight: flight.value(i),
            wheels: wheels.is_valid(i).then(|| wheels.value(i)),
            year: year.value(i),
            cancelled: cancelled.value(i),
        })
        .collect()
}

fn gather(n: usize) {
    let rows = rows(n);
    let schema = schema::<Row>();
    let fields: Vec<FieldRef> = schema.fields().iter().cloned().collect();
    let expected = by_builders(&rows, &schema);
    assert_eq!(to_record_batch(&rows).expect("they fit"), expected);
    let class = class_from_schema("Row", &schema).expect("there are slots for all");
    let of_class = rows_from_record_batch(&class, &expected).expect("it is of that schema");
    assert_eq!(rows_to_record_batch(&of_class).expect("they fit"), expected);
    let plain = vec![[1_u64; size_of::<Row>() / 8]; n];
    let one = Options { columns: Some(vec!["speed".into()]), ..Options::default() };
    let subjects = vec![
        subject("builders, by hand", || by_builders(&rows, &schema)),
        subject("slots-arrow", || to_record_batch(&rows)),
        subject("slots-arrow, rows of a class", || rows_to_record_batch(&of_class)),
        subject("serde_arrow", || serde_arrow::to_record_batch(&fields, &rows)),
        subject("arrow_convert", || TryIntoArrow::<ArrayRef, Row>::try_into_arrow(&rows)),
        subject_of(
            "typed-arrow (takes the rows)",
            || rows.clone(),
            |rows| {
                let mut builders = <Row as BuildRows>::new_builders(rows.len());
                builders.append_rows(rows);
                builders.finish().into_record_batch()
            },
        ),
        subject("a copy of as many bytes", || plain.clone()),
        subject("slots-arrow, one column", || to_record_batch_with(&rows, &one)),
    ];
    compare(&format!("{n} rows to columns"), n, subjects);
}

fn scatter(n: usize) {
    let rows = rows(n);
    let batch = to_record_batch(&rows).expect("they fit");
    assert_eq!(from_record_batch::<Row>(&batch).expect("it is what was made"), rows);
    assert_eq!(by_arrays(&batch), rows);
    let class = class_from_schema("Row", &batch.schema()).expect("there are slots for all");
    let array: ArrayRef = rows.try_into_arrow().expect("they fit");
    let collect = || TryIntoCollection::<Vec<Row>, Row>::try_into_collection(array.clone());
    assert_eq!(collect().expect("it is what was made"), rows);
    let subjects = vec![
        subject("arrays, by hand", || by_arrays(&batch)),
        subject("slots-arrow", || from_record_batch::<Row>(&batch)),
        subject("slots-arrow, rows of a class", || rows_from_record_batch(&class, &batch)),
        subject("serde_arrow", || serde_arrow::from_record_batch::<Vec<Row>>(&batch)),
        subject("arrow_convert", collect),
    ];
    compare(&format!("{n} rows from columns"), n, subjects);
}

fn main() {
    println!("{} bytes a row", size_of::<Row>());
    let sizes = std::env::args().skip(1).filter_map(|n| n.parse().ok()).collect::<Vec<usize>>();
    for n in if sizes.is_empty() { vec![8_192, 1_000_000, 8_000_000] } else { sizes } {
        gather(n);
        scatter(n);
    }
}
