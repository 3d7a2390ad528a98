//! Random rows with a slot of every kind, as record batches and back.

mod common;

use common::{Every, Random, assert_same};
use proptest::prelude::*;
use slots_arrow::arrow_59::{
    RecordBatchBuilder, from_record_batch, from_record_batch_with, record_batches, rows,
    schema_with, to_record_batch, to_record_batch_with,
};
use slots_arrow::{DictColumns, DictType, EnumType, Options, TextType};

fn random_rows(seed: u64, n: usize) -> Vec<Every> {
    let mut random = Random(seed);
    (0..n).map(|_| Every::random(&mut random)).collect()
}

fn options(seed: u64) -> Options {
    let text = [TextType::Utf8, TextType::LargeUtf8, TextType::Utf8View][seed as usize % 3];
    let enums = [EnumType::Text, EnumType::Dictionary, EnumType::Union][seed as usize / 3 % 3];
    Options { text, enums, ..Options::default() }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20,
        max_shrink_iters: 40,
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn rows_are_the_same_as_record_batches_and_back(seed in any::<u64>(), n in 0..2_000_usize) {
        let expected = random_rows(seed, n);
        let options = options(seed);
        let batch = to_record_batch_with(&expected, &options).expect("they fit");
        prop_assert_eq!(&batch.schema(), &schema_with::<Every>(&options).expect("they are valid"));
        prop_assert_eq!(batch.num_rows(), n);
        assert_same(&from_record_batch::<Every>(&batch).expect("it is what was made"), &expected);
        // A part of a batch starts at an offset in each array.
        let (start, end) = (n / 3, n / 2);
        let part = batch.slice(start, end - start);
        assert_same(
            &from_record_batch::<Every>(&part).expect("it is what was made"),
            &expected[start..end],
        );
    }

    #[test]
    fn rows_are_the_same_in_small_batches(
        seed in any::<u64>(), n in 0..300_usize, batch_rows in 1..100_usize, column in 1_000..9_000_usize,
    ) {
        let expected = random_rows(seed, n);
        let options = Options { batch_rows, column_bytes: column, ..options(seed) };
        let mut builder =
            RecordBatchBuilder::<Every>::with_options(options).expect("they are valid");
        let (one_by_one, at_once) = expected.split_at(n / 4);
        one_by_one.iter().try_for_each(|row| builder.push(row)).expect("they fit");
        builder.push_slice(at_once).expect("they fit");
        let batches = builder.finish().expect("Arrow takes them");
        prop_assert!(batches.iter().all(|batch| (1..=batch_rows).contains(&batch.num_rows())));
        let made: Result<Vec<Every>, _> = rows(batches.into_iter().map(Ok)).collect();
        assert_same(&made.expect("they are what was made"), &expected);
    }

    #[test]
    fn chosen_rows_are_gathered_alone(seed in any::<u64>(), n in 1..300_usize) {
        let all = random_rows(seed, n);
        let mut random = Random(seed);
        let chosen: Vec<u32> = (0..n as u32).filter(|_| random.below(3) == 0).collect();
        let mut builder = RecordBatchBuilder::<Every>::new();
        builder.push_chosen(&all, &chosen).expect("they fit");
        let made: Vec<Every> = builder
            .finish()
            .expect("Arrow takes them")
            .iter()
            .flat_map(|batch| from_record_batch(batch).expect("it is what was made"))
            .collect();
        let expected: Vec<Every> = chosen.iter().map(|row| all[*row as usize].clone()).collect();
        assert_same(&made, &expected);
    }

    #[test]
    fn attributes_of_the_dict_are_a_map_or_columns(seed in any::<u64>(), n in 0..100_usize) {
        let mut random = Random(seed);
        let expected: Vec<Every> = (0..n).map(|_| Every::with_dict(&mut random)).collect();
        let declared = [
            ("x", DictType::Int),
            ("y", DictType::Float),
            ("flag", DictType::Bool),
            ("text", DictType::Text),
            ("more", DictType::Json),
        ];
        let declared = declared.map(|(name, ty)| (name.to_owned(), ty)).to_vec();
        for dict in [DictColumns::Map, DictColumns::Declared(declared)] {
            let options = Options { dict, ..options(seed) };
            let batch = to_record_batch_with(&expected, &options).expect("they fit");
            let made: Vec<Every> =
                from_record_batch_with(&batch, &options).expect("it is what was made");
            assert_same(&made, &expected);
        }
        // By default they are left out.
        let batch = to_record_batch(&expected).expect("they fit");
        let made: Vec<Every> = from_record_batch(&batch).expect("it is what was made");
        assert!(made.iter().all(|row| row.__dict__.is_empty()));
    }
}

#[test]
fn a_reader_gives_batches_of_an_iterator_until_its_end() {
    let expected = random_rows(7, 20_000);
    let reader = record_batches(expected.clone());
    let sizes: Vec<usize> = reader.map(|batch| batch.expect("they fit").num_rows()).collect();
    assert_eq!(sizes, [8_192, 8_192, 3_616]);
    let made: Result<Vec<Every>, _> = rows(record_batches(expected.clone())).collect();
    assert_same(&made.expect("they are what was made"), &expected);
}

#[cfg(feature = "arrow-60")]
#[test]
fn the_other_version_of_arrow_makes_the_same_rows() {
    let expected = random_rows(9, 1_500);
    let batch = slots_arrow::arrow_60::to_record_batch(&expected).expect("they fit");
    let made: Vec<Every> =
        slots_arrow::arrow_60::from_record_batch(&batch).expect("it is what was made");
    assert_same(&made, &expected);
    let (other, this) = (batch.schema(), slots_arrow::arrow_59::schema::<Every>());
    for (other, this) in other.fields().iter().zip(this.fields()) {
        assert_eq!(other.name(), this.name());
        assert_eq!(other.metadata(), this.metadata());
    }
}

#[test]
#[ignore = "takes minutes: `ci/arrow` runs it"]
fn a_hundred_thousand_rows_are_the_same_with_each_of_the_options() {
    let expected = random_rows(12, 100_000);
    for seed in 0..9 {
        let batch = to_record_batch_with(&expected, &options(seed)).expect("they fit");
        assert_same(&from_record_batch::<Every>(&batch).expect("it is what was made"), &expected);
    }
    let mut random = Random(13);
    let expected: Vec<Every> = (0..100_000).map(|_| Every::with_dict(&mut random)).collect();
    let options = Options { dict: DictColumns::Map, ..Options::default() };
    let batch = to_record_batch_with(&expected, &options).expect("they fit");
    let made: Vec<Every> = from_record_batch_with(&batch, &options).expect("it was made");
    assert_same(&made, &expected);
}
