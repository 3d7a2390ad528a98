//! Rows of run-time classes, and classes from schemas.

use arrow_array_59::RecordBatch;
use slots_arrow::arrow_59::{
    class_from_schema, class_schema, class_schema_with, rows_from_record_batch_with,
    rows_to_record_batch_with,
};
use slots_arrow::{DictColumns, ErrorKind, Options};
use slotted::class::ClassBuilder;
use slotted::prelude::*;
use slotted::{Class, NewSlot, Rows};

use super::Operation;
use super::hostile::{of_any_type, of_its_type, replace, with_nulls};
use super::input::Input;
use super::world::{World, options};

pub(super) const OPERATIONS: &[Operation] = &[of_the_batch, of_other_columns, of_any_slots];

/// Returns how the rows of the class print.
fn shown(rows: &Rows) -> String {
    format!("{rows:?}")
}

/// Returns fewer columns than `end`, which may be the same.
fn some_columns(batch: &RecordBatch, input: &mut Input<'_>, end: usize) -> RecordBatch {
    let all = batch.num_columns();
    let n = if all == 0 { 0 } else { input.below(end) };
    let some: Vec<usize> = (0..n).map(|_| input.below(all)).collect();
    batch.project(&some).expect("they are columns")
}

/// Reads columns of any type into the class of the schema of others.
fn of_other_columns(world: &mut World, input: &mut Input<'_>) {
    let mut batch = some_columns(&world.batch, input, 4);
    let Ok(class) = class_from_schema("C", &batch.schema()) else { return };
    for _ in 0..1 + input.below(2) {
        let by = [of_its_type, of_any_type, with_nulls][input.below(3)];
        replace(&mut batch, input, by);
    }
    let dict = if class.has_dict() { DictColumns::Map } else { DictColumns::LeftOut };
    read(&class, &batch, &Options { dict, ..Options::default() });
}

/// Reads some columns of the batch into the class of their schema.
fn of_the_batch(world: &mut World, input: &mut Input<'_>) {
    let whole = input.byte().is_multiple_of(4);
    let batch = if whole { world.batch.clone() } else { some_columns(&world.batch, input, 8) };
    let Ok(class) = class_from_schema("C", &batch.schema()) else { return };
    // The class of the schema of a class has that schema.
    let dict = if class.has_dict() { DictColumns::Map } else { DictColumns::LeftOut };
    let options = Options { dict, ..Options::default() };
    let schema = class_schema_with(&class, &options).expect("it was made of one");
    let again = class_from_schema("C", &schema).expect("it is one of a class");
    assert_eq!(class_schema_with(&again, &options), Ok(schema));
    read(&class, &batch, &options);
}

/// Reads the batch twice, and writes what was read.
fn read(class: &Class, batch: &RecordBatch, options: &Options) {
    let read = |batch: &RecordBatch| rows_from_record_batch_with(class, batch, options);
    let rows = match (read(batch), read(batch)) {
        (Ok(rows), again) => {
            assert_eq!(shown(&rows), shown(&again.expect("it was read")));
            rows
        }
        (Err(why), again) => return assert_eq!(Some(why), again.err()),
    };
    assert_eq!(rows.len(), batch.num_rows());
    match rows_to_record_batch_with(&rows, options) {
        Ok(made) => assert_eq!(shown(&read(&made).expect("it was made")), shown(&rows)),
        Err(why) => assert_eq!(why.kind(), ErrorKind::Refused, "{why}"),
    }
}

/// What kinds of slots the classes here have: the type, and what its metadata says.
const KINDS: usize = 17;

/// Declares a slot of any kind. Returns how a value of it is made.
fn declare(
    builder: ClassBuilder,
    name: &str,
    kind: usize,
    how: u8,
) -> (ClassBuilder, fn(&mut Input<'_>) -> Value) {
    macro_rules! slot {
        ($type:ty, $said:expr, $value:expr) => {{
            fn said<V: slotted::SlotValue + Send + Sync>(slot: NewSlot<V>) -> NewSlot<V> {
                let says: Option<&str> = $said;
                match says {
                    Some(says) => slot.meta("arrow", says),
                    None => slot,
                }
            }
            let builder = match how % 3 {
                0 => builder.declare(said(NewSlot::<$type>::new(name))),
                1 => builder.declare(said(NewSlot::<Option<$type>>::new(name))),
                _ => builder.declare(said(NewSlot::<$type>::new(name).optional())),
            };
            (builder, $value)
        }};
    }
    match kind {
        0 => slot!(u8, None, |input| input.byte().into()),
        1 => slot!(i16, None, |input| i16::from(input.byte()).into()),
        2 => slot!(i64, None, |input| input.number().into()),
        3 => slot!(f32, None, |input| (f64::from(input.byte()) / 3.0).into()),
        4 => slot!(f64, None, |input| input.float().into()),
        5 => slot!(bool, None, |input| (input.byte() % 2 == 1).into()),
        6 => slot!(String, None, |input| input.text().into()),
        7 => slot!(Vec<u8>, None, |input| Value::Bytes(input.text().into_bytes().into())),
        8 => slot!(std::time::Duration, None, |input| {
            let parts = [Value::from(u32::from(input.byte())), input.byte().into()];
            Value::List(parts.into())
        }),
        9 => slot!(Vec<String>, None, |input| {
            Value::List((0..input.below(4)).map(|_| input.text().into()).collect())
        }),
        10 => slot!(Vec<i32>, None, |input| {
            Value::List((0..input.below(4)).map(|_| input.byte().into()).collect())
        }),
        11 => slot!(Value, None, |input| any(input, 2)),
        12 => slot!(i64, Some("timestamp[ms, UTC]"), |input| input.number().into()),
        13 => slot!(i32, Some("date"), |input| input.byte().into()),
        14 => slot!(String, Some("dictionary"), |input| input.text().into()),
        15 => slot!(String, Some("string_view"), |input| input.text().into()),
        _ => slot!(u64, None, |input| input.number().unsigned_abs().into()),
    }
}

/// Returns a value that is the same when it has been JSON.
fn any(input: &mut Input<'_>, levels: usize) -> Value {
    match input.byte() % if levels == 0 { 5 } else { 7 } {
        0 => Value::None,
        1 => (input.byte() % 2 == 1).into(),
        2 => input.number().into(),
        3 => (f64::from(input.byte()) / 7.0).into(),
        4 => input.text().into(),
        5 => Value::List((0..input.below(4)).map(|_| any(input, levels - 1)).collect()),
        _ => {
            let entries = (0..input.below(4)).map(|_| (input.text(), any(input, levels - 1)));
            Value::Map(entries.collect())
        }
    }
}

/// Makes rows of a class of any slots, and writes and reads them: the same rows.
fn of_any_slots(_: &mut World, input: &mut Input<'_>) {
    let mut makers = Vec::new();
    let mut slots =
        |mut builder: ClassBuilder, range: std::ops::Range<usize>, input: &mut Input<'_>| {
            for number in range {
                let name = format!("s{number}");
                let (declared, make) = declare(builder, &name, input.below(KINDS), input.byte());
                builder = declared;
                makers.push((name, make));
            }
            builder
        };
    let (in_base, below, byte) = (input.below(4), input.below(8), input.byte());
    let base = slots(Class::builder("Base").slots([""; 0]), 0..in_base, input);
    let base = base.build().expect("the names differ");
    let builder = Class::builder("C").bases([&base]).slots([""; 0]);
    let builder = slots(builder, in_base..in_base + below, input);
    let has_dict = byte % 2 == 1;
    let class = if has_dict { builder.dict() } else { builder }.build();
    let class = class.expect("the names differ");
    let mut rows = Rows::new(&class);
    for _ in 0..input.below(6) {
        let mut attrs: Vec<(String, Value)> = Vec::new();
        for (name, make) in &makers {
            match input.byte() % 4 {
                0 => {}
                1 => attrs.push((name.clone(), Value::None)),
                _ => attrs.push((name.clone(), make(input))),
            }
        }
        if has_dict && input.byte() % 2 == 1 {
            attrs.push((input.text(), any(input, 2)));
        }
        // A slot that is missing, or takes no `None`.
        let _ = rows.push_attrs(attrs);
    }
    let options = Options { dict: DictColumns::Map, columns: None, ..options(input) };
    let options = Options { dictionaries: Vec::new(), ..options };
    let batch = rows_to_record_batch_with(&rows, &options).expect("they fit");
    assert_eq!(Ok(batch.schema()), class_schema_with(&class, &options));
    let back = rows_from_record_batch_with(&class, &batch, &options).expect("it was made");
    assert_eq!(shown(&back), shown(&rows));
    let start = input.below(rows.len() + 1);
    let len = input.below(rows.len() - start + 1);
    let part = rows_from_record_batch_with(&class, &batch.slice(start, len), &options);
    let part = part.expect("it was made");
    for row in 0..len {
        assert_eq!(format!("{:?}", part.row(row)), format!("{:?}", rows.row(start + row)));
    }
    if !has_dict {
        assert_eq!(class_schema(&class).map(|it| it.fields().len()), Ok(makers.len()));
    }
}
