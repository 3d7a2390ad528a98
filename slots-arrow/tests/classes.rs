//! Rows of run-time classes, as record batches and back.

mod common;

use common::Random;
use slots_arrow::arrow_59::{
    ObjectBatchBuilder, class_schema, from_record_batch, rows_from_record_batch,
    rows_from_record_batch_with, rows_to_record_batch, rows_to_record_batch_with, schema,
    to_record_batch,
};
use slots_arrow::{DictColumns, ErrorKind, Options};
use slotted::prelude::*;
use slotted::{Class, NewSlot, Rows};

#[derive(Slots, Clone, Debug, PartialEq)]
struct Reading {
    id: u64,
    value: Option<f64>,
    #[slots(optional)]
    note: Option<String>,
    tags: Vec<String>,
    #[slots(meta(arrow = "timestamp[s]"))]
    at: i64,
}

/// The same slots, in a class.
fn class() -> Class {
    Class::builder("Reading")
        .slot::<u64>("id")
        .slot::<Option<f64>>("value")
        .declare(NewSlot::<String>::new("note").optional())
        .slot::<Vec<String>>("tags")
        .declare(NewSlot::<i64>::new("at").meta("arrow", "timestamp[s]"))
        .build()
        .expect("it is a class")
}

fn readings(n: u64) -> Vec<Reading> {
    let mut random = Random(n);
    let r = &mut random;
    let reading = |id| Reading {
        id,
        value: r.some(Random::float),
        note: r.some(Random::text),
        tags: r.list(Random::text),
        at: r.int(),
    };
    (0..n).map(reading).collect()
}

#[test]
fn rows_of_a_class_have_the_columns_of_the_struct_with_the_same_slots() {
    let structs = readings(3_000);
    let class = class();
    let batch = to_record_batch(&structs).expect("they fit");
    assert_eq!(class_schema(&class).expect("it is valid"), schema::<Reading>());
    let rows = rows_from_record_batch(&class, &batch).expect("it is what was made");
    assert_eq!((rows.len(), rows.class()), (3_000, &class));
    assert_eq!(rows_to_record_batch(&rows).expect("they fit"), batch);
    let row = rows.row(7).expect("there is one");
    assert_eq!(row.hasattr("note"), structs[7].note.is_some());
    for (row, reading) in rows.iter().zip(&structs) {
        assert_eq!(row.getattr("tags").expect("it is bound").to_string(), {
            reading.getattr("tags").expect("it is bound").to_string()
        });
    }
    assert_eq!(from_record_batch::<Reading>(&batch).expect("it is what was made"), structs);
    let none = rows_from_record_batch(&class, &batch.slice(0, 0)).expect("it is what was made");
    assert_eq!(rows_to_record_batch(&none).expect("they fit").num_rows(), 0);
}

#[test]
fn chosen_rows_and_columns_of_a_class_are_gathered_alone() {
    let class = class();
    let batch = to_record_batch(&readings(5_000)).expect("they fit");
    let rows = rows_from_record_batch(&class, &batch).expect("it is what was made");
    let id = class.slot::<u64>("id").expect("it is one");
    let column = rows.column(&id).expect("it is its class");
    let even: Vec<u32> =
        (0..).zip(column).filter(|(_, id)| **id % 2 == 0).map(|(row, _)| row).collect();
    let columns = Some(vec!["at".to_owned(), "id".to_owned()]);
    let options = Options { columns, batch_rows: 2_000, ..Options::default() };
    let mut builder = ObjectBatchBuilder::new(class.layout(), options).expect("they are valid");
    builder.push_chosen(rows.objects(), &even).expect("they fit");
    builder.push(rows.objects().range(10..13)).expect("they fit");
    let batches = builder.finish().expect("Arrow takes them");
    let sizes: Vec<usize> = batches.iter().map(|batch| batch.num_rows()).collect();
    assert_eq!(sizes, [2_000, 503]);
    let at = NewSlot::<i64>::new("at").meta("arrow", "timestamp[s]");
    let pairs = Class::builder("Pair").declare(at).slot::<u64>("id").build();
    let pairs = rows_from_record_batch(&pairs.expect("it is a class"), &batches[1]);
    let pairs = pairs.expect("it is what was made");
    let ids: Vec<u64> = pairs.objects().column("id").expect("it is one").iter().copied().collect();
    assert_eq!((ids[0], &ids[498..]), (4_000, &[4_996, 4_998, 10, 11, 12][..]));
}

#[test]
fn python_slots_bases_and_the_dict_of_a_class_are_columns() {
    let base = Class::builder("Base").slot::<i32>("id").build().expect("it is a class");
    let class = Class::builder("Any").bases([&base]).slots(["any"]).dict().build();
    let class = class.expect("it is a class");
    let mut rows = Rows::new(&class);
    rows.push_attrs([("id", 1)]).expect("`any` may be unbound");
    let list = Value::List(vec![Value::from(1), "a".into()].into());
    rows.push_attrs([("id", Value::from(2)), ("any", list), ("extra", true.into())])
        .expect("there is a `Dict`");
    let options = Options { dict: DictColumns::Map, ..Options::default() };
    let batch = rows_to_record_batch_with(&rows, &options).expect("they fit");
    let names: Vec<_> = batch.schema().fields().iter().map(|it| it.name().clone()).collect();
    assert_eq!(names, ["id", "any", "__dict__"]);
    let back = rows_from_record_batch_with(&class, &batch, &options).expect("it was made");
    assert_eq!(format!("{back:?}"), format!("{rows:?}"));
    // The `Dict` is left out by default.
    let batch = rows_to_record_batch(&rows).expect("they fit");
    let back = rows_from_record_batch(&class, &batch).expect("it is what was made");
    assert_eq!(format!("{back:?}"), "[Any(id=1), Any(id=2, any=[1, 'a'])]");
}

#[test]
fn what_a_slot_of_a_class_refuses_is_told_and_no_row_is_added() {
    let wide = Class::builder("Car").slot::<u8>("doors").build().expect("it is a class");
    let narrow = Class::builder("Car")
        .declare(NewSlot::<u8>::new("doors").range(1..=9))
        .build()
        .expect("it is a class");
    let mut rows = Rows::new(&wide);
    for doors in [4, 10] {
        rows.push_attrs([("doors", doors)]).expect("it fits");
    }
    let batch = rows_to_record_batch(&rows).expect("they fit");
    let error = rows_from_record_batch(&narrow, &batch).expect_err("10 is too many");
    assert_eq!((error.kind(), error.column()), (ErrorKind::Refused, "doors"));
    assert_eq!(error.to_string(), "column 'doors', row 1: 10 is not in 1..=9");
    let other = Class::builder("Car").slot::<u8>("dors").build().expect("it is a class");
    let error = rows_from_record_batch(&other, &batch).expect_err("there is no such column");
    assert_eq!(
        error.to_string(),
        "'Car' has a slot 'dors' for which there is no column. Did you mean: 'doors'?"
    );
}
