//! Enums as unions: those that serde_arrow makes, and back.

mod common;

use std::sync::Arc;

use arrow::cast::AsArray;
use arrow::{Array, ArrayRef, Int64Array, RecordBatch, StringArray, UnionArray};
use arrow_array_59 as arrow;
use arrow_buffer_59::ScalarBuffer;
use arrow_schema_59::{DataType, Field, FieldRef, UnionFields, UnionMode};
use common::Random;
use slots_arrow::arrow_59::{
    RecordBatchBuilder, from_record_batch, schema_with, to_record_batch, to_record_batch_with,
};
use slots_arrow::{EnumType, ErrorKind, Options};
use slotted::prelude::*;

#[derive(SlotValue, serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
enum Shape {
    Circle { radius: f64, name: Option<String> },
    Number(i64),
    Pair(i32, String),
    List(Vec<u16>),
    Empty,
}

#[derive(SlotValue, serde::Serialize, serde::Deserialize, Clone, Copy, Debug, PartialEq)]
enum Colour {
    Red,
    Green,
}

#[derive(Slots, serde::Serialize, serde::Deserialize, Clone, Debug, PartialEq)]
struct Drawn {
    shape: Shape,
    colour: Colour,
    shapes: Vec<Shape>,
}

fn shape(r: &mut Random) -> Shape {
    match r.below(5) {
        0 => Shape::Circle { radius: r.float(), name: r.some(Random::text) },
        1 => Shape::Number(r.int()),
        2 => Shape::Pair(r.bits() as i32, r.text()),
        3 => Shape::List(r.list(|r| r.bits() as u16)),
        _ => Shape::Empty,
    }
}

fn drawn(n: usize) -> Vec<Drawn> {
    let mut random = Random(n as u64);
    let r = &mut random;
    let colour = |r: &mut Random| if r.bool() { Colour::Red } else { Colour::Green };
    let drawn = |_| Drawn { shape: shape(r), colour: colour(r), shapes: r.list(shape) };
    (0..n).map(drawn).collect()
}

fn unions() -> Options {
    Options { enums: EnumType::Union, ..Options::default() }
}

#[test]
fn a_union_is_the_one_that_serde_arrow_makes() {
    let rows = drawn(3_000);
    let ours = to_record_batch_with(&rows, &unions()).expect("they fit");
    let schema = schema_with::<Drawn>(&unions()).expect("it is valid");
    assert!(
        schema
            .fields()
            .iter()
            .take(2)
            .all(|it| { matches!(it.data_type(), DataType::Union(_, UnionMode::Dense)) })
    );
    let fields: Vec<FieldRef> = schema.fields().iter().cloned().collect();
    let theirs = serde_arrow::to_record_batch(&fields, &rows).expect("they fit");
    assert_eq!(ours.columns()[..2], theirs.columns()[..2]);
    // serde_arrow leaves out that the items may be null, as Arrow has it of such a union.
    let (ours_of, theirs_of) = (ours.column(2).as_list::<i32>(), theirs.column(2).as_list::<i32>());
    assert_eq!(ours_of.offsets(), theirs_of.offsets());
    assert_eq!(ours_of.values(), theirs_of.values());
    let back: Vec<Drawn> = serde_arrow::from_record_batch(&ours).expect("it is what was made");
    assert_eq!(back, rows);
}

#[test]
fn unions_and_text_are_read_whatever_the_options() {
    let rows = drawn(2_500);
    for enums in [EnumType::Text, EnumType::Dictionary, EnumType::Union] {
        let options = Options { enums, ..Options::default() };
        let batch = to_record_batch_with(&rows, &options).expect("they fit");
        for read in [EnumType::Text, EnumType::Union] {
            let options = Options { enums: read, ..Options::default() };
            let back = slots_arrow::arrow_59::from_record_batch_with::<Drawn>(&batch, &options);
            assert_eq!(back.expect("it is what was made"), rows);
        }
        let part = batch.slice(700, 1_500);
        let back = from_record_batch::<Drawn>(&part).expect("it is what was made");
        assert_eq!(back, rows[700..2_200]);
    }
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Timed {
    shape: Shape,
    at: std::time::Duration,
}

#[test]
fn a_block_that_is_taken_back_leaves_the_contents_of_variants_whole() {
    let mut random = Random(5);
    let row = |random: &mut Random, seconds| Timed {
        shape: shape(random),
        at: std::time::Duration::from_secs(seconds),
    };
    let good: Vec<Timed> = (0..50).map(|_| row(&mut random, 1)).collect();
    let bad: Vec<Timed> =
        (0..50).map(|at| row(&mut random, if at == 49 { u64::MAX } else { 1 })).collect();
    let mut builder = RecordBatchBuilder::<Timed>::with_options(unions()).expect("they are valid");
    builder.push_slice(&good).expect("they fit");
    builder.push_slice(&bad).expect_err("the last has no column");
    builder.push_slice(&good).expect("they fit");
    let batches = builder.finish().expect("Arrow takes them");
    let back: Vec<Timed> = from_record_batch(&batches[0]).expect("it is what was made");
    assert_eq!((&back[..50], &back[50..]), (&good[..], &good[..]));
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(tag = "type")]
enum Tagged {
    One { a: i64 },
    Two { b: String },
    None,
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(tag = "t", content = "c")]
enum Adjacent {
    One(i64),
    Two(i64, String),
    None,
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Both {
    tagged: Tagged,
    adjacent: Adjacent,
}

#[test]
fn enums_with_a_tag_in_data_are_unions_too() {
    let row = |tagged, adjacent| Both { tagged, adjacent };
    let rows = [
        row(Tagged::One { a: 1 }, Adjacent::Two(1, "x".into())),
        row(Tagged::Two { b: "b".into() }, Adjacent::One(7)),
        row(Tagged::None, Adjacent::None),
    ];
    for options in [Options::default(), unions()] {
        let batch = to_record_batch_with(&rows, &options).expect("they fit");
        assert_eq!(from_record_batch::<Both>(&batch).expect("it is what was made"), rows);
    }
}

#[derive(Slots, Debug, PartialEq)]
struct One {
    value: Adjacent,
}

/// A union of which each row is a number or a text, with its own numbers for the variants.
fn union(names: [&str; 2], sparse: bool) -> RecordBatch {
    let fields = UnionFields::try_new(
        [7, 3],
        [Field::new(names[0], DataType::Int64, false), Field::new(names[1], DataType::Utf8, true)],
    );
    let numbers: ArrayRef =
        Arc::new(Int64Array::from(if sparse { vec![1, 0, 3] } else { vec![1, 3] }));
    let texts: ArrayRef =
        Arc::new(StringArray::from(if sparse { vec!["", "x", ""] } else { vec!["x"] }));
    let places = (!sparse).then(|| ScalarBuffer::from(vec![0, 0, 1]));
    let ids = ScalarBuffer::from(vec![7_i8, 3, 7]);
    let array =
        UnionArray::try_new(fields.expect("they differ"), ids, places, vec![numbers, texts]);
    let array = array.expect("it is one");
    let field = Field::new("value", array.data_type().clone(), false);
    let schema = Arc::new(arrow_schema_59::Schema::new(vec![field]));
    RecordBatch::try_new(schema, vec![Arc::new(array)]).expect("it is one column")
}

#[test]
fn unions_of_other_makers_are_read_dense_and_sparse() {
    for sparse in [false, true] {
        let rows: Vec<One> = from_record_batch(&union(["One", "None"], sparse)).expect("it fits");
        let value = |value| One { value };
        let (one, none, three) = (Adjacent::One(1), Adjacent::None, Adjacent::One(3));
        assert_eq!(rows, [value(one), value(none), value(three)]);
    }
    let error =
        from_record_batch::<One>(&union(["One", "Nine"], false)).expect_err("no such variant");
    assert_eq!((error.kind(), error.column()), (ErrorKind::WrongType, "value"));
    assert_eq!(
        error.to_string(),
        "column 'value' has a variant 'Nine', and the slot's type has none of that name. \
         Did you mean: 'None'?"
    );
    let error = from_record_batch::<One>(&union(["Two", "None"], false)).expect_err("no number");
    assert_eq!((error.kind(), error.column()), (ErrorKind::WrongType, "value.Two"));
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
enum Tree {
    Leaf(i64),
    Pair(Box<Tree>, Box<Tree>),
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Rooted {
    tree: Tree,
}

#[test]
fn an_enum_inside_itself_is_json() {
    let leaf = |n| Box::new(Tree::Leaf(n));
    let rows = [Rooted { tree: Tree::Pair(leaf(1), leaf(2)) }, Rooted { tree: Tree::Leaf(3) }];
    let batch = to_record_batch_with(&rows, &unions()).expect("they fit");
    assert_eq!(from_record_batch::<Rooted>(&batch).expect("it is what was made"), rows);
    assert_eq!(to_record_batch(&rows).expect("they fit").num_rows(), 2);
}
