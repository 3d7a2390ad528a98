//! Text and lists are read from arrays of every kind; columns are those that serde_arrow makes.

mod common;

use std::sync::Arc;

use arrow::builder::{
    FixedSizeListBuilder, Int32Builder, LargeListBuilder, ListBuilder, ListViewBuilder,
    StringDictionaryBuilder,
};
use arrow::types::{Int8Type, UInt16Type};
use arrow::{ArrayRef, LargeStringArray, RecordBatch, StringArray, StringViewArray};
use arrow_array_59 as arrow;
use arrow_schema_59::{FieldRef, Schema};
use common::Random;
use serde_arrow::schema::{SchemaLike, TracingOptions};
use slots_arrow::Options;
use slots_arrow::arrow_59::{from_record_batch, schema, to_record_batch};
use slotted::prelude::*;

#[derive(Slots, Debug, PartialEq)]
struct Texts {
    text: Option<String>,
}

fn one(name: &str, array: ArrayRef) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable([(name, array, true)]).expect("it is one column")
}

#[test]
fn text_of_every_kind_is_read() {
    let texts = [Some("a"), None, Some("a text of more than twelve bytes"), Some("a")];
    let expected: Vec<Texts> = texts.map(|text| Texts { text: text.map(str::to_owned) }).into();
    let mut small = StringDictionaryBuilder::<Int8Type>::new();
    let mut large = StringDictionaryBuilder::<UInt16Type>::new();
    for text in texts {
        small.append_option(text);
        large.append_option(text);
    }
    // A dictionary in which a word is null.
    let words = StringArray::from(vec![Some("a"), None, texts[2]]);
    let keys = arrow::Int8Array::from(vec![0, 1, 2, 0]);
    let with_null = arrow::DictionaryArray::try_new(keys, Arc::new(words)).expect("it is one");
    let arrays: [ArrayRef; 6] = [
        Arc::new(StringArray::from(texts.to_vec())),
        Arc::new(LargeStringArray::from(texts.to_vec())),
        Arc::new(StringViewArray::from(texts.to_vec())),
        Arc::new(small.finish()),
        Arc::new(large.finish()),
        Arc::new(with_null),
    ];
    for array in arrays {
        let batch = one("text", array);
        assert_eq!(from_record_batch::<Texts>(&batch).expect("it is text"), expected);
        let part = batch.slice(1, 2);
        assert_eq!(from_record_batch::<Texts>(&part).expect("it is text"), expected[1..3]);
    }
    let none = StringDictionaryBuilder::<Int8Type>::new().finish();
    assert_eq!(from_record_batch::<Texts>(&one("text", Arc::new(none))), Ok(vec![]));
}

#[derive(Slots, Debug, PartialEq)]
struct Lists {
    numbers: Vec<i32>,
}

#[test]
fn lists_of_every_kind_are_read() {
    let lists = [[1, 2], [3, 4], [5, 6]];
    let expected: Vec<Lists> = lists.map(|list| Lists { numbers: list.into() }).into();
    let mut small = ListBuilder::new(Int32Builder::new());
    let mut large = LargeListBuilder::new(Int32Builder::new());
    let mut view = ListViewBuilder::new(Int32Builder::new());
    let mut fixed = FixedSizeListBuilder::new(Int32Builder::new(), 2);
    for list in lists {
        let list = list.map(Some);
        small.append_value(list);
        large.append_value(list);
        view.append_value(list);
        fixed.values().append_slice(&[list[0].unwrap(), list[1].unwrap()]);
        fixed.append(true);
    }
    let arrays: [ArrayRef; 4] = [
        Arc::new(small.finish()),
        Arc::new(large.finish()),
        Arc::new(view.finish()),
        Arc::new(fixed.finish()),
    ];
    for array in arrays {
        let batch = one("numbers", array);
        assert_eq!(from_record_batch::<Lists>(&batch).expect("it is a list"), expected);
        let part = batch.slice(2, 1);
        assert_eq!(from_record_batch::<Lists>(&part).expect("it is a list"), expected[2..]);
    }
}

#[derive(Slots, serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
struct Inner {
    a: u16,
    b: String,
}

/// What serde_arrow has the same columns for.
#[derive(Slots, serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
struct Both {
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    f32: f32,
    f64: f64,
    bool: bool,
    text: String,
    some: Option<i32>,
    some_text: Option<String>,
    floats: Vec<f64>,
    texts: Vec<Option<String>>,
    inner: Inner,
    some_inner: Option<Inner>,
    inners: Vec<Inner>,
    map: std::collections::BTreeMap<String, i32>,
}

impl Both {
    fn random(r: &mut Random) -> Both {
        let inner = |r: &mut Random| Inner { a: r.bits() as u16, b: r.text() };
        Both {
            i8: r.bits() as i8,
            i16: r.bits() as i16,
            i32: r.bits() as i32,
            i64: r.int(),
            u8: r.bits() as u8,
            u16: r.bits() as u16,
            u32: r.bits() as u32,
            u64: r.bits(),
            f32: r.float() as f32,
            f64: r.float(),
            bool: r.bool(),
            text: r.text(),
            some: r.some(|r| r.bits() as i32),
            some_text: r.some(Random::text),
            floats: r.list(Random::float),
            texts: r.list(|r| r.some(Random::text)),
            inner: inner(r),
            some_inner: r.some(inner),
            inners: r.list(inner),
            map: r.list(|r| (r.text(), r.bits() as i32)),
        }
    }
}

/// The columns without the metadata of their fields.
fn bare(batch: &RecordBatch) -> Vec<(String, ArrayRef)> {
    let names = batch.schema();
    let names = names.fields().iter().map(|field| field.name().clone());
    names.zip(batch.columns().iter().cloned()).collect()
}

#[test]
fn the_columns_are_those_of_serde_arrow() {
    are_those_of_serde_arrow(3_000);
}

#[test]
#[ignore = "takes minutes: `ci/arrow` runs it"]
fn the_columns_of_a_hundred_thousand_rows_are_those_of_serde_arrow() {
    are_those_of_serde_arrow(100_000);
}

fn are_those_of_serde_arrow(n: usize) {
    let mut random = Random(1);
    let rows: Vec<Both> = (0..n).map(|_| Both::random(&mut random)).collect();
    let ours = to_record_batch(&rows).expect("they fit");
    let fields: Vec<FieldRef> = schema::<Both>().fields().iter().cloned().collect();
    let theirs = serde_arrow::to_record_batch(&fields, &rows).expect("they fit");
    assert_eq!(bare(&ours), bare(&theirs));
    // Their rows from our columns, and ours from theirs.
    let back: Vec<Both> = serde_arrow::from_record_batch(&ours).expect("it is what was made");
    assert_eq!(back, rows);
    let back: Vec<Both> = from_record_batch(&theirs).expect("it is what was made");
    assert_eq!(back, rows);
}

#[test]
fn a_schema_that_serde_arrow_traces_is_read() {
    let mut random = Random(2);
    let rows: Vec<Both> = (0..500).map(|_| Both::random(&mut random)).collect();
    let options = TracingOptions::default().map_as_struct(false);
    let fields = Vec::<FieldRef>::from_type::<Both>(options).expect("it is traced");
    let theirs = serde_arrow::to_record_batch(&fields, &rows).expect("they fit");
    let back: Vec<Both> = from_record_batch(&theirs).expect("text is large, and so are lists");
    assert_eq!(back, rows);
}

#[test]
fn the_schema_tells_what_a_null_is_and_what_text_is_json() {
    let schema = schema::<common::Every>();
    let of = |name: &str| schema.field_with_name(name).expect("it is a slot").metadata().clone();
    assert_eq!(of("optional").get("slotted.null").map(|it| &**it), Some("unbound"));
    assert_eq!(of("some_int").get("slotted.null"), None);
    assert_eq!(of("shape").get("slotted.text").map(|it| &**it), Some("json"));
    let ty =
        |name: &str| schema.field_with_name(name).expect("it is a slot").data_type().to_string();
    assert_eq!(ty("at"), "Timestamp(µs)");
    assert_eq!(ty("duration"), "Duration(ns)");
    assert_eq!(ty("id"), "UInt64");
    assert!(schema.field_with_name("skipped").is_err());
    let _: (Options, Schema) = (Options::default(), (*schema).clone());
}
