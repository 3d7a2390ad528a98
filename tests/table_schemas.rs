//! Classes from tables of text (spec 12.21).

use proptest::prelude::*;
use slotted::class::{ColumnKind, TableColumn};
use slotted::prelude::*;
use slotted::{Rows, TableSchema};

type Done = Result<(), Box<dyn std::error::Error>>;

#[test]
fn a_header_and_a_sample_make_the_columns() -> Done {
    let header = ["n", "x", "ok", "name", "code", "when", "gap", "never"];
    let sample = [
        ["1", "1.5", "true", "a", "007", "2013-01-01", "", ""],
        ["-2", "3", "false", "", "012", "2013-01-02", "4", ""],
    ];
    let schema = TableSchema::infer(header, sample)?;
    assert_eq!(
        schema.to_string(),
        "n: i64, x: f64, ok: bool, name: String, code: String, when: String, gap: i64 (optional), \
         never: String (optional)"
    );
    let mut rows = Rows::new(&schema.class("Row")?);
    for record in sample {
        schema.push(&mut rows, 2, record)?;
    }
    assert_eq!(
        format!("{:?}", rows.row(1).expect("there are two")),
        "Row(n=-2, x=3.0, ok=False, name='', code='012', when='2013-01-02', gap=4)"
    );
    Ok(())
}

#[test]
fn a_fault_in_a_table_has_its_line_and_its_column() -> Done {
    let schema = TableSchema::infer(["a", "b"], [["1", "x"]])?;
    let mut rows = Rows::new(&schema.class("Row")?);
    for (line, record, text) in [
        (
            3,
            &["x", "y"][..],
            "line 3, column 1: attribute 'a' of 'Row' objects: 'x' is not a valid i64: invalid digit found in string",
        ),
        (
            4,
            &["", "y"],
            "line 4, column 1: attribute 'a' of 'Row' objects: '' is not a valid i64: cannot parse integer from empty string",
        ),
        (5, &["1"], "line 5: 1 fields, where there are 2 columns"),
        (6, &["1", "y", "z"], "line 6: 3 fields, where there are 2 columns"),
    ] {
        let error = schema.push(&mut rows, line, record).expect_err("it does not fit");
        assert_eq!((error.to_string().as_str(), error.line()), (text, Some(line)));
        assert!(rows.is_empty());
    }
    assert_eq!(
        TableSchema::infer(["a", "b", "a"], [[""; 3]]).expect_err("twice").to_string(),
        "column 3 is named 'a', as one before it: give it another name"
    );
    assert_eq!(
        TableSchema::infer(["a", "b"], [&["1", "2"][..], &["1"]]).expect_err("short").to_string(),
        "line 3: 1 fields, where there are 2 columns"
    );
    Ok(())
}

#[test]
fn a_column_is_widened_on_request_and_rows_are_taken_over() -> Done {
    let mut schema = TableSchema::new([
        TableColumn::new("n", ColumnKind::Int),
        TableColumn::new("x", ColumnKind::Float),
        TableColumn::new("b", ColumnKind::Bool),
    ])?;
    let class = schema.class("Row")?;
    let mut rows = Rows::new(&class);
    schema.push(&mut rows, 2, ["1", "2.5", "true"])?;
    let record = ["1.5", "", "maybe"];
    assert!(schema.push(&mut rows, 3, record).is_err());
    assert!(schema.widen(record) && !schema.widen(record));
    assert_eq!(schema.to_string(), "n: f64, x: f64 (optional), b: String");
    let class = schema.class("Row")?;
    let mut rows = schema.widened(&rows, &class)?;
    schema.push(&mut rows, 3, record)?;
    assert_eq!(format!("{rows:?}"), "[Row(n=1.0, x=2.5, b='true'), Row(n=1.5, b='maybe')]");
    Ok(())
}

proptest! {
    /// What a schema was inferred from is read without a fault, and printed as it was.
    #[test]
    fn a_table_takes_the_sample_that_it_was_inferred_from(
        records in prop::collection::vec(prop::collection::vec("|true|-?[0-9]{1,3}|[0-9]\\.[1-9]|[a-c]{1,2}", 3), 1..12),
    ) {
        let schema = TableSchema::infer(["a", "b", "c"], &records).expect("it has three columns");
        let mut rows = Rows::new(&schema.class("Row").expect("it is a class"));
        for (line, record) in (2..).zip(&records) {
            schema.push(&mut rows, line, record).expect("it was inferred from it");
        }
        for (row, record) in rows.iter().zip(&records) {
            for (column, field) in schema.columns().iter().zip(record) {
                let shown = row.getattr_opt(column.name()).map(|value| value.to_string());
                let same = match (column.kind(), shown) {
                    (_, None) => field.is_empty(),
                    (ColumnKind::Float, Some(shown)) => shown.parse::<f64>() == field.parse::<f64>(),
                    (_, Some(shown)) => shown == *field,
                };
                prop_assert!(same, "{} {field}", column.name());
            }
        }
    }

    /// Widened to take any record, a table holds the rows that it held.
    #[test]
    fn a_widened_table_keeps_its_rows(
        first in prop::collection::vec("true|-?[1-9][0-9]{0,2}|[0-9]\\.[1-9]|[a-c]{1,2}", 3),
        second in prop::collection::vec("|true|-?[1-9][0-9]{0,2}|[0-9]\\.[1-9]|[a-c]{1,2}", 3),
    ) {
        let mut schema = TableSchema::infer(["a", "b", "c"], [&first]).expect("three columns");
        let class = schema.class("Row").expect("it is a class");
        let mut rows = Rows::new(&class);
        schema.push(&mut rows, 2, &first).expect("it was inferred from it");
        if schema.push(&mut rows, 3, &second).is_err() {
            prop_assert!(schema.widen(&second));
            rows = schema.widened(&rows, &schema.class("Row").expect("a class")).expect("it is wider");
            schema.push(&mut rows, 3, &second).expect("it was widened for it");
        }
        prop_assert_eq!(rows.len(), 2);
        for (column, field) in schema.columns().iter().zip(&first) {
            let row = rows.row(0).expect("there are two");
            let shown = row.getattr(column.name()).expect("it has a value").to_string();
            prop_assert!(shown == *field || shown.parse::<f64>() == field.parse::<f64>());
        }
    }
}

/// The integer was rounded in silence, or not, by the order of the records.
#[test]
fn a_column_of_numbers_rounds_no_integer() -> Done {
    let (whole, part) = ("9007199254740993", "1.5");
    for sample in [[[part], [whole]], [[whole], [part]]] {
        let schema = TableSchema::infer(["id"], &sample)?;
        assert_eq!(schema.columns()[0].kind(), ColumnKind::Text);
        let mut rows = Rows::new(&schema.class("Row")?);
        for record in sample {
            schema.push(&mut rows, 2, record)?;
        }
        let read: Vec<String> =
            rows.iter().map(|row| row.getattr("id").unwrap().to_string()).collect();
        assert_eq!(read, sample.concat());
    }
    let exact = TableSchema::infer(["id"], &[[part], ["9007199254740992"]])?;
    assert_eq!(exact.columns()[0].kind(), ColumnKind::Float);
    // In a column that is one of numbers, it is refused, and makes text of the column.
    let mut schema = exact;
    let mut rows = Rows::new(&schema.class("Row")?);
    for long in [whole, "9223372036854775808", "-9007199254740993"] {
        let error = schema.push(&mut rows, 7, [long]).unwrap_err();
        assert_eq!((error.line(), error.column()), (Some(7), Some(1)));
        assert!(error.to_string().contains("would round the integer"), "{error}");
    }
    assert!(rows.is_empty() && schema.widen([whole]));
    assert_eq!(schema.columns()[0].kind(), ColumnKind::Text);
    Ok(())
}

#[test]
fn rows_of_a_class_of_another_schema_are_refused() {
    let rows = |header: &[&str]| {
        let schema = TableSchema::infer(header, [vec!["1"; header.len()]]).unwrap();
        Rows::new(&schema.class("T").unwrap())
    };
    let schema = TableSchema::infer(["a", "b"], [["1", "2"]]).unwrap();
    for other in [&["a"][..], &["a", "c"], &["a", "b", "c"], &["b", "a"]] {
        let pushed = std::panic::catch_unwind(|| schema.push(&mut rows(other), 2, ["1", "2"]));
        assert!(pushed.is_err(), "{other:?}");
    }
    assert!(schema.push(&mut rows(&["a", "b"]), 2, ["1", "2"]).is_ok());
}
