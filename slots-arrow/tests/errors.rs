//! What cannot be read or made says what is wrong, where, and what was meant.

use std::sync::Arc;
use std::time::Duration;

use arrow::{
    ArrayRef, Decimal128Array, DictionaryArray, Float64Array, Int8Array, Int64Array, NullArray,
    RecordBatch, StringArray, StructArray,
};
use arrow_array_59 as arrow;
use arrow_schema_59::{DataType, Field, Schema};
use slots_arrow::arrow_59::{
    RecordBatchBuilder, from_record_batch, record_batches, rows, schema_with, to_record_batch,
    to_record_batch_with,
};
use slots_arrow::{DictColumns, DictType, Error, ErrorKind, Options};
use slotted::prelude::*;

#[derive(Slots, Clone, Debug, PartialEq)]
struct Engine {
    rpm: u32,
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Car {
    name: String,
    #[slots(range = 1..=9, default = 4)]
    doors: u8,
    speed: f64,
    #[slots(optional)]
    note: Option<String>,
    engine: Engine,
}

fn engines(rpm: Vec<i64>) -> ArrayRef {
    let field = Arc::new(Field::new("rpm", DataType::Int64, false));
    Arc::new(StructArray::from(vec![(field, Arc::new(Int64Array::from(rpm)) as ArrayRef)]))
}

/// A batch of two rows, in which these columns take the place of those that a car has.
fn batch(changes: Vec<(&str, Option<ArrayRef>)>) -> RecordBatch {
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("name", Arc::new(StringArray::from(vec!["a", "b"]))),
        ("doors", Arc::new(Int64Array::from(vec![2, 4]))),
        ("speed", Arc::new(Float64Array::from(vec![1.0, 2.0]))),
        ("engine", engines(vec![900, 1100])),
    ];
    for (name, array) in changes {
        columns.retain(|(other, _)| *other != name);
        columns.extend(array.map(|array| (name, array)));
    }
    let fields: Vec<_> = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
        .collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).expect("they are of one length")
}

fn error(changes: Vec<(&str, Option<ArrayRef>)>) -> Error {
    from_record_batch::<Car>(&batch(changes)).expect_err("it is wrong")
}

fn array(array: impl arrow::Array + 'static) -> Option<ArrayRef> {
    Some(Arc::new(array))
}

#[test]
fn integers_of_any_width_are_read_where_they_fit_and_what_may_lack_has_its_default() {
    let cars: Vec<Car> = from_record_batch(&batch(vec![("doors", None)])).expect("it is right");
    let car = |name: &str, speed, rpm| Car {
        name: name.into(),
        doors: 4,
        speed,
        note: None,
        engine: Engine { rpm },
    };
    assert_eq!(cars, [car("a", 1.0, 900), car("b", 2.0, 1100)]);
    let notes = ("note", array(NullArray::new(2)));
    let speeds = ("speed", array(Int64Array::from(vec![7, 8])));
    let cars: Vec<Car> = from_record_batch(&batch(vec![notes, speeds])).expect("it is right");
    assert_eq!((cars[1].speed, cars[1].note.as_deref()), (8.0, None));
}

#[test]
fn a_missing_column_is_named_with_what_was_meant() {
    let names = array(StringArray::from(vec!["a", "b"]));
    let error = error(vec![("name", None), ("nane", names)]);
    assert_eq!((error.kind(), error.column()), (ErrorKind::MissingColumn, "name"));
    assert_eq!(
        error.to_string(),
        "'Car' has a slot 'name' for which there is no column. Did you mean: 'nane'?"
    );
    let field = Arc::new(Field::new("rpn", DataType::Int64, false));
    let column = Arc::new(Int64Array::from(vec![1, 2])) as ArrayRef;
    let error = self::error(vec![("engine", array(StructArray::from(vec![(field, column)])))]);
    assert_eq!((error.kind(), error.column()), (ErrorKind::MissingColumn, "engine.rpm"));
}

#[test]
fn a_column_that_is_no_slot_is_named_with_what_was_meant() {
    let error = error(vec![("nite", array(StringArray::from(vec!["x", "y"])))]);
    assert_eq!((error.kind(), error.column()), (ErrorKind::ExtraColumn, "nite"));
    assert_eq!(
        error.to_string(),
        "there is a column 'nite', and 'Car' has no such slot. Did you mean: 'note'?"
    );
}

#[test]
fn a_column_of_another_type_is_named_with_both_types() {
    let error = error(vec![("speed", array(StringArray::from(vec!["x", "y"])))]);
    assert_eq!(error.kind(), ErrorKind::WrongType);
    assert_eq!(
        error.to_string(),
        "column 'speed' is Utf8, and the slot is read from numbers (Float64)"
    );
    let error = self::error(vec![("name", array(NullArray::new(2)))]);
    assert_eq!(error.kind(), ErrorKind::WrongType);
}

#[test]
fn a_column_of_a_type_that_is_never_read_is_refused_although_some_rows_are_null() {
    let decimals = |of: Vec<Option<i128>>| ("note", array(Decimal128Array::from(of)));
    let error = error(vec![decimals(vec![None, Some(1)])]);
    assert_eq!((error.kind(), error.column()), (ErrorKind::WrongType, "note"));
    let numbers = Int64Array::from(vec![7]);
    let keys = Int8Array::from(vec![Some(0), None]);
    let numbers = DictionaryArray::try_new(keys, Arc::new(numbers)).expect("it is one");
    let error = self::error(vec![("note", array(numbers))]);
    assert_eq!((error.kind(), error.column()), (ErrorKind::WrongType, "note"));
    // Nothing but nulls is read, and so is no row of them.
    let nulls = batch(vec![decimals(vec![None, None])]);
    let cars: Vec<Car> = from_record_batch(&nulls).expect("they are nulls");
    assert_eq!(cars[1].note, None);
    assert_eq!(from_record_batch::<Car>(&nulls.slice(1, 0)), Ok(vec![]));
}

#[test]
fn a_null_where_none_may_be_is_told_with_its_row() {
    let names = array(StringArray::from(vec![Some("a"), None]));
    let error = error(vec![("name", names)]);
    assert_eq!((error.kind(), error.column(), error.row()), (ErrorKind::Null, "name", Some(1)));
    assert_eq!(error.to_string(), "column 'name', row 1: it is null, and the slot takes no null");
    let speeds = array(Float64Array::from(vec![None, Some(1.0)]));
    let error = self::error(vec![("speed", speeds)]);
    assert_eq!((error.kind(), error.row()), (ErrorKind::Null, Some(0)));
}

#[test]
fn a_refused_value_is_told_with_its_row() {
    let error = error(vec![("doors", array(Int64Array::from(vec![9, 10])))]);
    assert_eq!((error.kind(), error.row()), (ErrorKind::Refused, Some(1)));
    assert_eq!(error.to_string(), "column 'doors', row 1: 10 is not in 1..=9");
    let error = self::error(vec![("engine", Some(engines(vec![-1, 1])))]);
    assert_eq!(
        (error.kind(), error.column(), error.row()),
        (ErrorKind::Refused, "engine.rpm", Some(0))
    );
}

#[test]
fn rows_of_an_iterator_end_with_the_error_of_a_batch() {
    let good = batch(vec![]);
    let bad = batch(vec![("doors", array(Int64Array::from(vec![9, 10])))]);
    let all: Vec<Result<Car, Error>> = rows([Ok(good), Ok(bad)]).collect();
    assert_eq!(all.len(), 3);
    assert_eq!(all[2].as_ref().expect_err("it is wrong").row(), Some(1));
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict)]
struct Timed {
    length: Duration,
    __dict__: Dict,
}

fn timed(seconds: u64) -> Timed {
    Timed { length: Duration::from_secs(seconds), __dict__: Dict::new() }
}

#[test]
fn a_value_that_no_column_holds_is_told_and_its_block_is_left_out() {
    let rows = [timed(1), timed(u64::MAX), timed(3)];
    let error = to_record_batch(&rows).expect_err("it is too long");
    assert_eq!((error.kind(), error.row()), (ErrorKind::Refused, Some(1)));
    let mut builder = RecordBatchBuilder::<Timed>::new();
    builder.push(&rows[0]).expect("it fits");
    builder.push_slice(&rows).expect_err("one does not");
    builder.push(&rows[2]).expect("it fits");
    let batches = builder.finish().expect("Arrow takes them");
    let made: Vec<Timed> = from_record_batch(&batches[0]).expect("it is what was made");
    assert_eq!(made, [timed(1), timed(3)]);
    let mut reader =
        record_batches((0..5_000).map(|row| timed(if row == 4_999 { u64::MAX } else { 1 })));
    let error = reader.next().expect("there is an error").expect_err("one is too long");
    assert!(error.to_string().contains("column 'length', row 4999: "), "{error}");
    assert!(reader.next().is_none());

    let mut odd = timed(1);
    odd.__dict__.insert("x", "text");
    let dict = DictColumns::Declared(vec![("x".into(), DictType::Int)]);
    let options = Options { dict, ..Options::default() };
    let error = to_record_batch_with(&[odd], &options).expect_err("it is no integer");
    assert_eq!((error.kind(), error.column()), (ErrorKind::Refused, "x"));
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Text {
    text: String,
    numbers: Vec<u8>,
}

#[test]
fn a_batch_is_split_before_a_column_overflows_and_a_row_that_no_batch_holds_is_refused() {
    let text = |len: usize| Text { text: "x".repeat(len), numbers: vec![] };
    let rows: Vec<Text> = (0..100).map(text).collect();
    let options = Options { column_bytes: 150, ..Options::default() };
    let mut builder = RecordBatchBuilder::<Text>::with_options(options).expect("they are valid");
    builder.push_slice(&rows).expect("they fit");
    let batches = builder.finish().expect("Arrow takes them");
    assert!(batches.len() > 30, "{}", batches.len());
    for batch in &batches {
        let texts: Vec<Text> = from_record_batch(batch).expect("it is what was made");
        assert!(texts.iter().map(|row| row.text.len()).sum::<usize>() <= 150);
    }
    let made: Vec<Text> = batches
        .iter()
        .flat_map(|batch| from_record_batch(batch).expect("it is what was made"))
        .collect();
    assert_eq!(made, rows);

    let error = builder.push(&text(151)).expect_err("it is too large");
    assert_eq!((error.kind(), error.row()), (ErrorKind::TooLarge, Some(0)));
    let options = Options { column_bytes: 150, ..Options::default() };
    let error = to_record_batch_with(&rows, &options).expect_err("they are more than one batch");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[derive(Slots)]
struct Odd {
    #[slots(meta(arrow = "timestamp[h]"))]
    at: i64,
}

#[test]
fn options_and_words_that_there_are_not_are_refused() {
    let error = schema_with::<Odd>(&Options::default()).expect_err("there is no such unit");
    assert_eq!((error.kind(), error.column()), (ErrorKind::Options, "at"));
    let options = Options { batch_rows: 0, ..Options::default() };
    let error = schema_with::<Car>(&options).expect_err("a batch has rows");
    assert_eq!(error.kind(), ErrorKind::Options);
    let dict = DictColumns::Declared(vec![("length".into(), DictType::Int)]);
    let error = schema_with::<Timed>(&Options { dict, ..Options::default() });
    assert_eq!(error.expect_err("a slot has that name").column(), "length");
    let _ = Odd { at: 1 }.at;
    let columns = Some(vec!["speed".to_owned(), "nane".to_owned()]);
    let error = schema_with::<Car>(&Options { columns, ..Options::default() });
    assert_eq!(
        error.expect_err("there is no such slot").to_string(),
        "'Car' has no column 'nane' to be chosen. Did you mean: 'name'?"
    );
}
