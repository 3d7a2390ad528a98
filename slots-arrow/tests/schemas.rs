//! Classes from schemas and back, and columns of the types that a slot's metadata asks for.

mod common;

use std::sync::Arc;
use std::time::Duration;

use arrow_array_59::{RecordBatch, RecordBatchOptions, new_null_array};
use arrow_schema_59::{DataType, Field, Schema, TimeUnit};
use common::{Every, Random};
use slots_arrow::arrow_59::{
    class_from_schema, class_schema, class_schema_with, from_record_batch, rows_from_record_batch,
    rows_from_record_batch_with, rows_to_record_batch, rows_to_record_batch_with, schema,
    schema_with, to_record_batch, to_record_batch_with,
};
use slots_arrow::{DictColumns, EnumType, ErrorKind, Options, TextType};
use slotted::prelude::*;

#[test]
fn the_class_of_a_schema_has_that_schema_and_holds_the_rows() {
    let mut random = Random(11);
    let rows: Vec<Every> = (0..2_000).map(|_| Every::with_dict(&mut random)).collect();
    for (text, dict) in [
        (TextType::Utf8, DictColumns::LeftOut),
        (TextType::LargeUtf8, DictColumns::Map),
        (TextType::Utf8View, DictColumns::LeftOut),
    ] {
        // The class tells by itself what text its slots are. What the `Dict` is, the options tell.
        let of_dict = if dict == DictColumns::Map { text } else { TextType::Utf8 };
        let read = Options { text: of_dict, dict: dict.clone(), ..Options::default() };
        let options = Options { text, dict, enums: EnumType::Dictionary, ..Options::default() };
        let schema = schema_with::<Every>(&options).expect("they are valid");
        let class = class_from_schema("Every", &schema).expect("there are slots for all");
        assert_eq!(class_schema_with(&class, &read).expect("it is valid"), schema);
        let batch = to_record_batch_with(&rows, &options).expect("they fit");
        let of_class = rows_from_record_batch_with(&class, &batch, &read).expect("they fit");
        let back = rows_to_record_batch_with(&of_class, &read).expect("they fit");
        assert_eq!(back.schema(), batch.schema());
        for (at, (back, batch)) in back.columns().iter().zip(batch.columns()).enumerate() {
            // A dictionary's words come in another order.
            if !matches!(back.data_type(), DataType::Dictionary(..)) {
                assert_eq!(back, batch, "{:?}", schema.field(at));
            }
        }
        let again: Vec<Every> =
            from_record_batch(&back.project(&slots(&schema)).expect("they are"))
                .expect("it is what was made");
        for (again, row) in again.iter().zip(&rows) {
            assert_eq!(Every { __dict__: Dict::new(), ..row.clone() }, *again);
        }
    }
}

/// The columns that are no `Dict`.
fn slots(schema: &Schema) -> Vec<usize> {
    (0..schema.fields().len()).filter(|at| schema.field(*at).name() != "__dict__").collect()
}

/// A schema with what no static type here makes.
fn odd() -> Schema {
    let inner = vec![
        Field::new("a", DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())), true),
        Field::new("odd, name", DataType::LargeUtf8, false),
    ];
    let inner = Field::new("item", DataType::Struct(inner.into()), true);
    let meta = [("unit".to_owned(), "m".to_owned())];
    Schema::new(vec![
        Field::new("at", DataType::Timestamp(TimeUnit::Microsecond, Some("+02:00".into())), true),
        Field::new("day", DataType::Date64, false),
        Field::new("time", DataType::Time32(TimeUnit::Second), false),
        Field::new("precise", DataType::Time64(TimeUnit::Nanosecond), true),
        Field::new("length", DataType::Duration(TimeUnit::Millisecond), true),
        Field::new("structs", DataType::List(Arc::new(inner.clone())), true),
        Field::new("three", DataType::FixedSizeList(Arc::new(inner), 3), false),
        Field::new("height", DataType::Float32, false).with_metadata(meta.into()),
    ])
}

#[test]
fn a_schema_of_another_maker_is_a_class_and_the_same_again() {
    let schema = odd();
    let class = class_from_schema("Odd", &schema).expect("there are slots for all");
    assert_eq!(*class_schema(&class).expect("it is valid"), schema);
    assert_eq!(
        class.layout().slot("height").expect("it is one").meta_value("unit"),
        Some("m".into())
    );
    let mut rows = slotted::Rows::new(&class);
    let map: Value = "{'a': 5, 'odd, name': 'text'}".parse().expect("it is a literal");
    let list = Value::List([map.clone(), Value::None, map].into());
    let attrs = [
        ("at", Value::from(1)),
        ("day", 86_400_000.into()),
        ("time", 3_600.into()),
        ("precise", Value::None),
        ("length", "1s 5ms".into()),
        ("structs", list.clone()),
        ("three", list),
        ("height", 1.5.into()),
    ];
    rows.push_attrs(attrs).expect("they fit");
    let batch = rows_to_record_batch(&rows).expect("they fit");
    assert_eq!(*batch.schema(), schema);
    let back = rows_from_record_batch(&class, &batch).expect("it is what was made");
    assert_eq!(format!("{back:?}"), format!("{rows:?}"));
    assert_eq!(rows_to_record_batch(&back).expect("they fit"), batch);

    // What a slot of any value holds must be what its column is of.
    let mut attrs = attrs_of(&rows);
    attrs.retain(|(name, _)| name != "three");
    attrs.push(("three".into(), Value::List([Value::None].into())));
    rows.push_attrs(attrs).expect("the class does not know of the length");
    let error = rows_to_record_batch(&rows).expect_err("one item is not three");
    assert_eq!((error.kind(), error.column(), error.row()), (ErrorKind::Refused, "three", Some(1)));
}

fn attrs_of(rows: &slotted::Rows) -> Vec<(String, Value)> {
    let row = rows.row(0).expect("there is one");
    row.vars()
        .map(|(name, value)| (name.into(), value.to_value().expect("it can be copied")))
        .collect()
}

#[test]
fn a_column_without_a_slot_is_named_with_its_type() {
    let decimal = Schema::new(vec![Field::new("price", DataType::Decimal128(10, 2), false)]);
    let error = class_from_schema("Sale", &decimal).expect_err("there is no slot");
    assert_eq!((error.kind(), error.column()), (ErrorKind::WrongType, "price"));
    assert_eq!(error.to_string(), "column 'price' is Decimal128(10, 2): there is no slot for it");
    let twice = Schema::new(vec![Field::new("a", DataType::Int8, false); 2]);
    let error = class_from_schema("Twice", &twice).expect_err("one name");
    assert_eq!(error.to_string(), "slot 'a' is declared twice in class 'Twice'");
    let mut deep = Field::new("item", DataType::Int8, true);
    for _ in 0..100 {
        deep = Field::new("item", DataType::List(Arc::new(deep)), true);
    }
    let error = class_from_schema("Deep", &Schema::new(vec![deep])).expect_err("it is too deep");
    assert!(error.to_string().contains("nested too deep"), "{error}");
}

#[test]
fn a_schema_without_columns_or_with_nulls_alone_is_a_class() {
    let class = class_from_schema("None", &Schema::empty()).expect("it is one");
    let count = RecordBatchOptions::new().with_row_count(Some(3));
    let none = RecordBatch::try_new_with_options(Arc::new(Schema::empty()), vec![], &count);
    let rows = rows_from_record_batch(&class, &none.expect("it is one")).expect("it fits");
    assert_eq!((rows.len(), class.has_dict()), (3, false));
    let null = Schema::new(vec![Field::new("x", DataType::Null, true)]);
    let class = class_from_schema("Null", &null).expect("it is one");
    let array = new_null_array(&DataType::Null, 2);
    let batch = RecordBatch::try_new(Arc::new(null), vec![array]).expect("it is one");
    let rows = rows_from_record_batch(&class, &batch).expect("it fits");
    assert_eq!(format!("{rows:?}"), "[Null(x=None), Null(x=None)]");
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Times {
    #[slots(meta(arrow = "timestamp[ms, UTC]", unit = "ms"))]
    zoned: i64,
    #[slots(meta(arrow = "time[s]"))]
    time: Option<i32>,
    #[slots(meta(arrow = "time[us]"))]
    precise: i64,
    #[slots(meta(arrow = "date64"))]
    day: i64,
    #[slots(meta(arrow = "duration[ms]"))]
    length: Duration,
    #[slots(meta(arrow = "duration[s]"))]
    some: Option<Duration>,
    #[slots(meta(arrow = "string_view"))]
    view: String,
    #[slots(meta(arrow = "struct<x: float64, y: list<int32?>?>?"))]
    any: Value,
}

#[test]
fn the_metadata_of_a_slot_says_its_dates_units_and_types() {
    let any = |text: &str| text.parse().expect("it is a literal");
    let row = |n: i32| Times {
        zoned: n.into(),
        time: (n > 3).then_some(n),
        precise: 7,
        day: 86_400_000,
        length: Duration::from_millis(n as u64),
        some: (n > 2).then(|| Duration::from_secs(9)),
        view: "v".repeat(n as usize),
        any: if n == 1 { Value::None } else { any("{'x': 1.5, 'y': [1, None]}") },
    };
    let rows: Vec<Times> = (0..20).map(row).collect();
    let batch = to_record_batch(&rows).expect("they fit");
    let ty = |name: &str| {
        batch.schema().field_with_name(name).expect("it is one").data_type().to_string()
    };
    assert_eq!(ty("zoned"), "Timestamp(ms, \"UTC\")");
    assert_eq!([ty("time"), ty("precise"), ty("day")], ["Time32(s)", "Time64(µs)", "Date64"]);
    assert_eq!([ty("length"), ty("some"), ty("view")], ["Duration(ms)", "Duration(s)", "Utf8View"]);
    let schema = schema::<Times>();
    assert_eq!(schema.field(0).metadata().get("unit").map(|it| &**it), Some("ms"));
    assert_eq!(schema.field(7).data_type().to_string(), {
        "Struct(\"x\": non-null Float64, \"y\": List(Int32))"
    });
    assert_eq!(from_record_batch::<Times>(&batch).expect("it is what was made"), rows);

    let odd = [Times { length: Duration::from_micros(1_500), ..row(5) }];
    let error = to_record_batch(&odd).expect_err("it is no whole number of milliseconds");
    assert_eq!(
        (error.kind(), error.column(), error.row()),
        (ErrorKind::Refused, "length", Some(0))
    );
    assert_eq!(
        error.to_string(),
        "column 'length', row 0: 1.5ms is no whole number of the column's units (duration[ms])"
    );
    let odd = [row(5), Times { any: any("{'y': [1]}"), ..row(5) }];
    let error = to_record_batch(&odd).expect_err("there is no `x`");
    assert_eq!((error.column(), error.row()), ("any.x", Some(1)));
    let odd = [Times { any: any("{'x': 1, 'y': ['a']}"), ..row(5) }];
    let error = to_record_batch(&odd).expect_err("text is no integer");
    assert_eq!(
        error.to_string(),
        "column 'any.y.item', row 0: str is no value for a column of type int32"
    );
}

#[derive(Slots)]
struct Words {
    #[slots(meta(arrow = "large_string"))]
    large: String,
    #[slots(meta(arrow = "string_view"))]
    view: Option<String>,
    plain: String,
}

#[test]
fn few_values_are_found_in_every_kind_of_text() {
    let row = |n: usize| Words {
        large: (n % 3).to_string(),
        view: n.is_multiple_of(2).then(|| "v".to_owned()),
        plain: n.to_string(),
    };
    let rows: Vec<Words> = (0..2_000).map(row).collect();
    let few = slots_arrow::few_values(slotted::descriptor::ObjectSlice::new(&rows), 3);
    assert_eq!(few.expect("it is valid"), ["large", "view"]);
}
