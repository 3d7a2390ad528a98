//! Rows with a slot of every kind, as batches and back.

use slots_arrow::arrow_59::{
    RecordBatchBuilder, from_record_batch_with, rows_with, schema_with, to_record_batch_with,
};
use slots_arrow::{DictColumns, EnumType, Error, ErrorKind, Options, TextType};

use super::Operation;
use super::common::{Every, Random, assert_same};
use super::input::Input;
use super::world::{Bytes, DECLARED, MOST_ROWS, World, options, seeded};

pub(super) const OPERATIONS: &[Operation] = &[
    |world, input| world.rows = seeded(input.byte(), input.below(MOST_ROWS)),
    any_row,
    |world, input| world.options = options(input),
    there_and_back,
    built,
    many,
];

/// Adds a row whose values are the bytes of the input.
fn any_row(world: &mut World, input: &mut Input<'_>) {
    if world.rows.len() < MOST_ROWS {
        world.rows.push(Every::with_dict(&mut Random(Bytes(input))));
    }
}

/// What the rows are when they have been written and read: without the attributes in the `Dict`
/// that have no column. `None` if a column of an attribute is of another type than its values.
fn expected(rows: &[Every], dict: &DictColumns) -> Option<Vec<Every>> {
    let mut rows = rows.to_vec();
    match dict {
        DictColumns::Declared(declared) => {
            if declared.iter().any(|(name, ty)| !DECLARED.contains(&(name, *ty))) {
                return None;
            }
            let is_declared = |name: &str| declared.iter().any(|(other, _)| other == name);
            rows.iter_mut().for_each(|row| row.__dict__.retain(|name, _| is_declared(name)));
        }
        DictColumns::LeftOut => rows.iter_mut().for_each(|row| row.__dict__.clear()),
        _ => {}
    }
    Some(rows)
}

/// Writes the rows by the options, and reads them: all, and a part, which starts at an offset in
/// each array.
fn there_and_back(world: &mut World, input: &mut Input<'_>) {
    let (rows, options) = (&world.rows, &world.options);
    let batch = to_record_batch_with(rows, options);
    let schema = match schema_with::<Every>(options) {
        Ok(schema) => schema,
        Err(why) => return assert_eq!(batch.err(), Some(why)),
    };
    let expected = expected(rows, &options.dict);
    let batch = match batch {
        Ok(batch) => batch,
        Err(why) => {
            assert_eq!((why.kind(), expected), (ErrorKind::Refused, None), "{why}");
            return;
        }
    };
    assert_eq!((batch.schema(), batch.num_rows()), (schema, rows.len()));
    let all = Options { columns: None, ..options.clone() };
    if options.columns.is_some() {
        match to_record_batch_with(rows, &all) {
            Ok(whole) => {
                for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
                    assert_eq!(Some(column), whole.column_by_name(field.name()), "{field}");
                }
            }
            // A column that was not chosen is of another type than its values.
            Err(why) => assert_eq!((why.kind(), expected), (ErrorKind::Refused, None), "{why}"),
        }
        // Some slots have no column.
        let read = from_record_batch_with::<Every>(&batch, options);
        assert_eq!(read, from_record_batch_with(&batch, options));
        return;
    }
    let start = input.below(rows.len() + 1);
    let part = batch.slice(start, input.below(rows.len() - start + 1));
    let range = start..start + part.num_rows();
    // What the columns are, the batch says; of the `Dict`, the options.
    let text = [TextType::Utf8, TextType::LargeUtf8, TextType::Utf8View][input.below(3)];
    let enums = [EnumType::Text, EnumType::Dictionary, EnumType::Union][input.below(3)];
    for read in [all.clone(), Options { text, enums, dictionaries: Vec::new(), ..all.clone() }] {
        let whole: Vec<Every> = from_record_batch_with(&batch, &read).expect("it was made");
        let part: Vec<Every> = from_record_batch_with(&part, &read).expect("it was made");
        assert_same(&part, &whole[range.clone()]);
        if let Some(expected) = &expected {
            assert_same(&whole, expected);
        }
    }
    world.batch = batch;
}

/// Gives the rows to a builder bit by bit; what it refuses is left out, and the rest is there.
fn built(world: &mut World, input: &mut Input<'_>) {
    let dict = DictColumns::Map;
    let (batch_rows, batch_bytes) = (1 + input.below(20), 1 + input.below(256) * 64);
    let column_bytes = input.below(256) * 4;
    let options = Options {
        columns: None,
        dict,
        batch_rows,
        batch_bytes,
        column_bytes,
        ..world.options.clone()
    };
    let Ok(mut builder) = RecordBatchBuilder::<Every>::with_options(options.clone()) else {
        return;
    };
    let rows = &world.rows;
    let (mut given, mut batches) = (Vec::new(), Vec::new());
    let check = |pushed: Result<(), Error>| {
        if let Err(why) = &pushed {
            assert_eq!(why.kind(), ErrorKind::TooLarge, "{why}");
        }
        pushed.is_ok()
    };
    for _ in 0..input.below(6) {
        let at = input.below(rows.len());
        match input.byte() % 4 {
            0 => given.extend(rows.get(at).filter(|row| check(builder.push(row))).cloned()),
            // One by one: of a slice that is refused, some rows are there.
            1 => {
                for row in &rows[..at] {
                    if check(builder.push_chosen(std::slice::from_ref(row), &[0])) {
                        given.push(row.clone());
                    }
                }
            }
            2 => {
                let chosen: Vec<u32> =
                    (0..rows.len() as u32).filter(|_| input.byte().is_multiple_of(2)).collect();
                let fits = check(builder.push_chosen(rows, &chosen));
                if !fits {
                    return;
                }
                given.extend(chosen.iter().map(|row| rows[*row as usize].clone()));
            }
            _ => batches.extend(builder.take_batch().expect("Arrow takes them")),
        }
    }
    batches.extend(builder.finish().expect("Arrow takes them"));
    assert!(batches.iter().all(|batch| (1..=batch_rows).contains(&batch.num_rows())));
    let read = rows_with::<Every, _>(batches.into_iter().map(Ok), &options).expect("it is valid");
    let read: Result<Vec<Every>, Error> = read.collect();
    assert_same(&read.expect("they are what was made"), &given);
}

/// Writes the rows again and again, until they are more than a block.
fn many(world: &mut World, input: &mut Input<'_>) {
    // It is slow, so it is rare, and once for each input.
    if input.byte() < 240 || world.rows.is_empty() || std::mem::replace(&mut world.has_many, true) {
        return;
    }
    let n = 1_020 + input.below(16);
    let rows: Vec<Every> = world.rows.iter().cycle().take(n).cloned().collect();
    let options = Options { columns: None, dict: DictColumns::Map, ..world.options.clone() };
    let Ok(batch) = to_record_batch_with(&rows, &options) else { return };
    let read: Vec<Every> = from_record_batch_with(&batch, &options).expect("it was made");
    assert_same(&read, &rows);
}
