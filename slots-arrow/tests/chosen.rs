//! Batches of some columns alone.

mod common;

use common::{Every, Random};
use slots_arrow::Options;
use slots_arrow::arrow_59::{to_record_batch, to_record_batch_with};

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
