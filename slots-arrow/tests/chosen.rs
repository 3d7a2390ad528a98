//! Batches of some columns alone.

mod common;

use arrow_array_59::cast::AsArray;
use common::{Every, Random};
use slots_arrow::arrow_59::{
    from_record_batch, schema_with, to_record_batch, to_record_batch_with,
};
use slots_arrow::{ErrorKind, Options, few_values};
use slotted::descriptor::ObjectSlice;

#[test]
fn chosen_columns_are_those_of_the_whole_in_their_order() {
    let mut random = Random(3);
    let rows: Vec<Every> = (0..3_000).map(|_| Every::random(&mut random)).collect();
    let names = ["nested", "f64", "id", "odd name.x"];
    let columns = Some(names.map(str::to_owned).to_vec());
    let some = to_record_batch_with(&rows, &Options { columns, ..Options::default() });
    let (some, whole) = (some.expect("they fit"), to_record_batch(&rows).expect("they fit"));
    assert_eq!(some.num_columns(), names.len());
    for (array, name) in some.columns().iter().zip(names) {
        assert_eq!(array, whole.column_by_name(name).expect("it is there"));
    }
    // None at all: the number of rows stays.
    let none = Options { columns: Some(vec![]), ..Options::default() };
    assert_eq!(to_record_batch_with(&rows, &none).expect("they fit").num_rows(), 3_000);
}

#[test]
fn text_of_few_values_is_a_dictionary_where_the_options_say_so() {
    let mut random = Random(4);
    let rows: Vec<Every> = (0..3_000).map(|_| Every::random(&mut random)).collect();
    // That of the metadata is one already.
    let few = few_values(ObjectSlice::new(&rows), 10).expect("it is valid");
    assert_eq!(few, ["char", "some_char", "colour", "some_colour"]);
    assert!(few_values(ObjectSlice::new(&rows), 2).expect("it is valid").is_empty());
    let dictionaries = ["char", "label", "colour"].map(str::to_owned).to_vec();
    let options = Options { dictionaries, ..Options::default() };
    let batch = to_record_batch_with(&rows, &options).expect("they fit");
    let words =
        |name| batch.column_by_name(name).expect("it is one").as_any_dictionary().values().len();
    assert_eq!((words("char"), words("colour"), words("word")), (10, 3, 4));
    assert!(words("label") > 1_000);
    let back: Vec<Every> = from_record_batch(&batch).expect("it is what was made");
    assert!(back == rows);
    for (name, meant) in [("lable", "Did you mean: 'label'?"), ("f64", ""), ("shape", "")] {
        let options = Options { dictionaries: vec![name.into()], ..Options::default() };
        let error = schema_with::<Every>(&options).expect_err("there is no such text");
        assert_eq!((error.kind(), error.column()), (ErrorKind::Options, name));
        assert!(error.to_string().contains(&format!("has no column '{name}' of text")), "{error}");
        assert!(error.to_string().contains(meant), "{error}");
    }
}
