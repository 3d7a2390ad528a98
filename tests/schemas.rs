//! Classes from schemas: tables of text, and JSON Schemas (spec 12.21, 12.22).

#[path = "schemas/all_forms.rs"]
mod all_forms;

use std::time::Duration;

use proptest::prelude::*;
use slotted::class::{ColumnKind, TableColumn};
use slotted::prelude::*;
use slotted::{Class, Instance, NewSlot, Rows, TableSchema};

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

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn class(properties: &str) -> Result<Class, slotted::SchemaError> {
    Class::from_json_schema(
        "T",
        &json(&format!(r#"{{"type": "object", "properties": {properties}}}"#)),
    )
}

#[test]
fn a_json_schema_makes_slots_of_its_types() -> Done {
    let t = class(
        r#"{"b": {"type": "boolean"}, "i": {"type": "integer", "exclusiveMinimum": 0, "maximum": 9},
            "f": {"type": "number", "exclusiveMaximum": 1.5}, "s": {"type": "string", "maxLength": 3},
            "e": {"enum": ["on", "off"]}, "n": {"type": ["integer", "null"]}, "any": {},
            "l": {"type": "array", "items": {"type": "number"}, "minItems": 1},
            "c": {"type": "array", "items": {"type": "integer", "minimum": 1}},
            "o": {"type": "object", "properties": {"k": {"type": "string"}}, "required": ["k"],
                  "additionalProperties": false}}"#,
    )?;
    let types: Vec<String> = t.layout().iter().map(|slot| slot.info().short_type_name()).collect();
    assert_eq!(
        types.join(" "),
        "Option<bool> Option<i64> Option<f64> Option<String> Option<String> Option<i64> Option<Value> \
         Option<Vec<f64>> Option<Vec<Value>> Option<Dict>"
    );
    assert!(t.has_dict() && !t.has_weakref());
    let mut o = t.instance();
    o.setattr("i", 9)?;
    o.setattr("f", 1)?;
    o.setattr("l", vec![1.into(), Value::from(2.5)])?;
    o.setattr("o", Dict::from([("k", "v")]))?;
    let list = |items: [i64; 2]| Value::from(items.map(Value::from).to_vec());
    o.setattr("c", list([1, 2]))?;
    for (name, value, text) in [
        ("i", Value::Int(0), "attribute 'i' of 'T' objects: 0 is not in 1..=9"),
        ("f", 1.5.into(), "attribute 'f' of 'T' objects: 1.5 is not in ..1.5"),
        ("s", "long".into(), "attribute 's' of 'T' objects: a length of 4 is not in ..=3"),
        (
            "e",
            "no".into(),
            "attribute 'e' of 'T' objects: 'no' is refused: it is none of 'on', 'off'",
        ),
        (
            "l",
            Vec::<Value>::new().into(),
            "attribute 'l' of 'T' objects: a length of 0 is not in 1..",
        ),
        (
            "c",
            list([1, 0]),
            "attribute 'c' of 'T' objects: [1, 0] is refused: [1]: 0 is out of range",
        ),
        ("o", Dict::new().into(), "attribute 'o' of 'T' objects: {} is refused: 'k' is missing"),
        (
            "o",
            Dict::from([("k", 1)]).into(),
            "attribute 'o' of 'T' objects: {'k': 1} is refused: k: it must be text, not int",
        ),
    ] {
        assert_eq!(o.setattr(name, value).unwrap_err().to_string(), text);
    }
    Ok(())
}

#[test]
fn what_a_class_cannot_say_is_refused_with_its_path() {
    let of_one_type = "a class can say this of values of one type only: add the 'type'";
    let beside_an_enum =
        "a class cannot say this beside an enum: leave out the texts that it excludes";
    for (properties, pointer, text) in [
        (r#"{"a": {"minimum": 5}}"#, "/properties/a/minimum", of_one_type),
        (r#"{"a": {"exclusiveMaximum": 5}}"#, "/properties/a/exclusiveMaximum", of_one_type),
        (r#"{"a": {"maxLength": 1}}"#, "/properties/a/maxLength", of_one_type),
        (r#"{"a": {"items": {"type": "string"}}}"#, "/properties/a/items", of_one_type),
        (r#"{"a": {"minItems": 1}}"#, "/properties/a/minItems", of_one_type),
        (r#"{"a": {"required": ["b"]}}"#, "/properties/a/required", of_one_type),
        (
            r#"{"a": {"additionalProperties": false}}"#,
            "/properties/a/additionalProperties",
            of_one_type,
        ),
        (
            r#"{"a": {"type": "string", "enum": ["a", "bbb"], "maxLength": 1}}"#,
            "/properties/a/maxLength",
            beside_an_enum,
        ),
        (r#"{"a": {"enum": ["a"], "minLength": 1}}"#, "/properties/a/minLength", beside_an_enum),
        (
            r#"{"a": {"type": "integer", "exclusiveMinimum": 9223372036854775807}}"#,
            "/properties/a/exclusiveMinimum",
            "no integer of a slot lies beyond it",
        ),
        (
            r#"{"a": {"type": "integer", "exclusiveMaximum": -9223372036854775808}}"#,
            "/properties/a/exclusiveMaximum",
            "no integer of a slot lies beyond it",
        ),
        (
            r#"{"a": {"oneOf": []}}"#,
            "/properties/a/oneOf",
            "a class has no counterpart of this keyword",
        ),
        (
            r#"{"a/b": {"pattern": "x"}}"#,
            "/properties/a~1b/pattern",
            "a class has no counterpart of this keyword",
        ),
        (r#"{"a": {"type": "null"}}"#, "/properties/a/type", "'null' is no type of a slot"),
        (
            r#"{"a": {"type": ["integer", "string"]}}"#,
            "/properties/a/type",
            "a slot has one type, beside 'null'",
        ),
        (
            r#"{"a": {"enum": [1]}}"#,
            "/properties/a/enum",
            "only an enum of texts can be said by a class",
        ),
        (
            r#"{"a": {"type": "integer", "enum": ["x"]}}"#,
            "/properties/a/enum",
            "only an enum of texts can be said by a class",
        ),
        (
            r#"{"a": {"type": "integer", "minimum": 1.5}}"#,
            "/properties/a/minimum",
            "1.5 is no number for it",
        ),
        (
            r#"{"a": {"type": "integer", "default": "x"}}"#,
            "/properties/a/default",
            "it must be an integer, not str",
        ),
        (
            r#"{"a": {"type": "integer", "minimum": 5, "default": 4}}"#,
            "/properties/a/default",
            "4 is out of range",
        ),
        (
            r#"{"a": {"type": "object", "required": ["k"]}}"#,
            "/properties/a/required",
            "'k' is none of the properties",
        ),
        (
            r#"{"a": {"type": "array", "items": {"$ref": "/"}}}"#,
            "/properties/a/items/$ref",
            "a class has no counterpart of this keyword",
        ),
        (r#"{"a": 5}"#, "/properties/a", "a schema is an object"),
    ] {
        let error = class(properties).expect_err("it cannot be said");
        assert_eq!(
            (error.pointer_to(), &*error.to_string()),
            (Some(pointer), &*format!("{pointer}: {text}"))
        );
    }
    let error = Class::from_json_schema("T", &json(r#"{"type": "array"}"#)).expect_err("no object");
    assert_eq!(error.to_string(), "/type: a class is made from the schema of an 'object'");
}

/// A property of a random schema.
fn a_property() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::json;
    prop_oneof![
        Just(json!({"type": "boolean", "default": true})),
        Just(json!({})),
        (0..9_i64, 9..99_i64)
            .prop_map(|(a, b)| json!({"type": "integer", "minimum": a, "maximum": b})),
        (0..9_i64).prop_map(
            |a| json!({"type": "number", "exclusiveMinimum": a as f64, "description": "x"})
        ),
        (0..9_usize).prop_map(|a| json!({"type": "string", "minLength": a, "format": "date"})),
        Just(json!({"enum": ["a", "b'c"], "description": "y"})),
        Just(json!({"type": ["integer", "null"], "default": 5})),
        Just(json!({"type": "array", "items": {"type": "string"}, "maxItems": 7})),
        Just(
            json!({"type": "array", "items": {"type": "object", "properties": {"k": {"type": "number"}}}})
        ),
        Just(json!({"type": "object", "properties": {"k": {"enum": ["x"]}}, "required": ["k"]})),
    ]
}

proptest! {
    /// A class says its schema; that makes a class with the same slots, which says the same again.
    #[test]
    fn a_schema_of_a_class_makes_the_class_again(
        properties in prop::collection::vec(("[a-z/~]{1,6}", a_property(), any::<bool>()), 0..6),
        closed in any::<bool>(),
    ) {
        let mut all = serde_json::Map::new();
        let mut required = Vec::new();
        for (name, property, is_required) in properties {
            if is_required && !all.contains_key(&name) {
                required.push(name.clone());
            }
            all.entry(name).or_insert(property);
        }
        let schema = serde_json::json!({
            "title": "T", "type": "object", "properties": all, "required": required,
            "additionalProperties": !closed,
        });
        let schema = slotted::to_value(&schema).expect("it is a value");
        let first = Class::from_json_schema("X", &schema).expect("a class can say it");
        let said = Value::from(first.json_schema());
        let second = Class::from_json_schema("X", &said).expect("a class can say it");
        prop_assert_eq!(first.layout().to_string(), second.layout().to_string());
        prop_assert_eq!(said, Value::from(second.json_schema()));
        for (a, b) in first.layout().iter().zip(second.layout().iter()) {
            let (a, b) = (a.info(), b.info());
            prop_assert_eq!(a.doc(), b.doc());
            prop_assert_eq!(a.default_value(), b.default_value());
            prop_assert_eq!(a.range(), b.range());
            prop_assert_eq!(a.len_range(), b.len_range());
            prop_assert_eq!(a.meta(), b.meta());
            prop_assert_eq!(a.is_validated(), b.is_validated());
        }
    }

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
fn the_number_of_entries_is_limited_in_a_nested_object_alone() -> Done {
    let parse = |text: &str| serde_json::from_str::<Value>(text).expect("it is JSON");
    let schema = parse(
        r#"{"type": "object", "properties": {"tags": {"type": "object", "minProperties": 1,
            "maxProperties": 2}}}"#,
    );
    let class = Class::from_json_schema("Row", &schema)?;
    let mut object = class.instance();
    let tags = |count: i64| Dict::from_iter((0..count).map(|n| (n.to_string(), n)));
    for (count, is_taken) in [(0, false), (1, true), (2, true), (3, false)] {
        assert_eq!(object.setattr("tags", tags(count)).is_ok(), is_taken, "{count}");
    }
    let whole = parse(r#"{"type": "object", "maxProperties": 2}"#);
    let refused = Class::from_json_schema("Row", &whole).unwrap_err();
    assert_eq!(refused.pointer_to(), Some("/maxProperties"));
    // What a class says of a map is read again.
    let slot = NewSlot::<Dict>::new("tags").len(1..=2);
    let said = Class::builder("Row").declare(slot).build()?.json_schema();
    let mut again =
        Class::from_json_schema("Row", &Value::Map(said))?.from_attrs([("tags", tags(1))])?;
    assert!(again.setattr("tags", tags(2)).is_ok() && again.setattr("tags", tags(3)).is_err());
    Ok(())
}

/// The values of a nested object have no slots: the rules of the schema say what they may be.
#[test]
fn each_rule_inside_a_nested_object_takes_its_values_and_no_others() -> Done {
    for (rule, taken, refused) in [
        (r#"{}"#, &["null", "1", "'x'", "[null]"][..], &[][..]),
        (r#"true"#, &["null", "1"], &[]),
        (
            r#"{"type": "boolean"}"#,
            &["true", "false"],
            &[("1", "it must be a bool, not int"), ("null", "it must be a bool, not NoneType")],
        ),
        (
            r#"{"type": "integer", "minimum": -1, "maximum": 2}"#,
            &["-1", "0", "2"],
            &[
                ("-2", "-2 is out of range"),
                ("3", "3 is out of range"),
                ("0.5", "it must be an integer, not float"),
                ("18446744073709551615", "18446744073709551615 is out of range"),
            ],
        ),
        (r#"{"type": "integer", "minimum": 1}"#, &["18446744073709551615"], &[]),
        (
            r#"{"type": "number", "maximum": 1e19}"#,
            &["9223372036854775808"],
            &[("18446744073709551615", "1.8446744073709552e19 is out of range")],
        ),
        (
            r#"{"type": "integer", "exclusiveMinimum": -1, "exclusiveMaximum": 2}"#,
            &["0", "1"],
            &[("-1", "-1 is out of range"), ("2", "2 is out of range")],
        ),
        (
            r#"{"type": "integer", "minimum": 1, "exclusiveMinimum": 1, "maximum": 9, "exclusiveMaximum": 4}"#,
            &["2", "3"],
            &[("1", "1 is out of range"), ("4", "4 is out of range")],
        ),
        (
            r#"{"type": "number", "minimum": -1, "maximum": 1.5}"#,
            &["-1", "-1.0", "0", "1.5"],
            &[
                ("-1.25", "-1.25 is out of range"),
                ("1.75", "1.75 is out of range"),
                ("2", "2.0 is out of range"),
                ("'x'", "it must be a number, not str"),
            ],
        ),
        (
            r#"{"type": "number", "exclusiveMinimum": -1, "exclusiveMaximum": 1.5}"#,
            &["-0.5", "1.25"],
            &[
                ("-1", "-1.0 is out of range"),
                ("-2.0", "-2.0 is out of range"),
                ("1.5", "1.5 is out of range"),
            ],
        ),
        (
            r#"{"type": "number", "minimum": 1, "exclusiveMinimum": 1, "maximum": 4, "exclusiveMaximum": 4}"#,
            &["1.5", "3"],
            &[("1", "1.0 is out of range"), ("4", "4.0 is out of range")],
        ),
        (
            r#"{"type": "number", "minimum": 0, "exclusiveMinimum": -1, "maximum": 5, "exclusiveMaximum": 6}"#,
            &["0", "5"],
            &[("-0.5", "-0.5 is out of range"), ("5.5", "5.5 is out of range")],
        ),
        (
            r#"{"type": "string", "minLength": 1, "maxLength": 2}"#,
            &["'é'", "'éé'"],
            &[
                ("''", "a length of 0 is out of range"),
                ("'abc'", "a length of 3 is out of range"),
                ("1", "it must be text, not int"),
            ],
        ),
        (
            r#"{"enum": ["on", "off"]}"#,
            &["'on'", "'off'"],
            &[
                ("'o'", "it is none of 'on', 'off'"),
                ("1", "it must be text, not int"),
                ("null", "it must be text, not NoneType"),
            ],
        ),
        (
            r#"{"type": "array", "items": {"type": "integer", "maximum": 5}, "minItems": 1, "maxItems": 2}"#,
            &["[1]", "[1, 5]"],
            &[
                ("[]", "a length of 0 is out of range"),
                ("[1, 2, 3]", "a length of 3 is out of range"),
                ("[1, 6]", "[1]: 6 is out of range"),
                ("{}", "it must be a list, not dict"),
            ],
        ),
        (r#"{"type": "array"}"#, &["[null, 1, 'x']"], &[("1", "it must be a list, not int")]),
        (
            r#"{"type": "object", "properties": {"a": {"type": "boolean"}, "b": {}}, "required": ["b"],
                "additionalProperties": false}"#,
            &["{'b': 1}", "{'a': true, 'b': null}"],
            &[
                ("{'a': true}", "'b' is missing"),
                ("{'a': 1, 'b': 1}", "a: it must be a bool, not int"),
                ("{'b': 1, 'c': 1}", "'c' is none of its properties"),
                ("[]", "it must be an object, not list"),
            ],
        ),
        (
            r#"{"type": "object", "properties": {"a": {"type": "boolean"}}, "minProperties": 1, "maxProperties": 2}"#,
            &["{'c': 1}", "{'a': true, 'c': 1}"],
            &[
                ("{}", "a length of 0 is out of range"),
                ("{'b': 1, 'c': 1, 'd': 1}", "a length of 3 is out of range"),
            ],
        ),
        (
            r#"{"type": ["integer", "null"]}"#,
            &["null", "1"],
            &[("'x'", "it must be an integer, not str")],
        ),
    ] {
        let schema = format!(r#"{{"o": {{"type": "object", "properties": {{"v": {rule}}}}}}}"#);
        let mut object = class(&schema)?.instance();
        let value = |text: &str| Dict::from([("v", text.parse::<Value>().expect("a literal"))]);
        for &text in taken {
            object.setattr("o", value(text)).unwrap_or_else(|error| panic!("{rule}: {error}"));
        }
        for &(text, why) in refused {
            let error = object.setattr("o", value(text)).expect_err(rule);
            assert_eq!(error.reason(), Some(&*format!("v: {why}")), "{rule}");
        }
    }
    Ok(())
}

/// What a property says of being left out, or of `null`.
#[test]
fn a_slot_is_optional_if_its_property_may_be_missing_or_null() -> Done {
    for (property, of_required, of_other) in [
        (r#"{"type": "integer"}"#, false, true),
        (r#"{"type": ["integer", "null"]}"#, true, true),
        (r#"{"type": "integer", "default": 1}"#, false, false),
        (r#"{"type": ["integer", "null"], "default": 1}"#, true, true),
        // A `Value` is `None` itself.
        (r#"{}"#, false, true),
        (r#"{"default": 1}"#, false, true),
        (r#"true"#, false, true),
        (r#"{"enum": ["a"]}"#, false, true),
    ] {
        for (required, is_optional) in [("\"p\"", of_required), ("", of_other)] {
            let schema = format!(
                r#"{{"type": "object", "properties": {{"p": {property}}}, "required": [{required}]}}"#
            );
            let class = Class::from_json_schema("T", &json(&schema))?;
            let slot = class.layout().slot("p").expect("it is a property");
            assert_eq!(slot.is_optional(), is_optional, "{property} {required}");
        }
    }
    Ok(())
}

#[test]
fn a_list_of_plain_values_is_a_list_of_their_type() -> Done {
    for (items, of_type) in [
        (r#"{"type": "boolean"}"#, "Option<Vec<bool>>"),
        (r#"{"type": "integer"}"#, "Option<Vec<i64>>"),
        (r#"{"type": "number"}"#, "Option<Vec<f64>>"),
        (r#"{"type": "string"}"#, "Option<Vec<String>>"),
        (r#"{"type": ["string", "null"]}"#, "Option<Vec<Value>>"),
        (r#"{"type": "integer", "maximum": 1}"#, "Option<Vec<Value>>"),
        (r#"{}"#, "Option<Vec<Value>>"),
    ] {
        let class = class(&format!(r#"{{"l": {{"type": "array", "items": {items}}}}}"#))?;
        let slot = class.layout().slot("l").expect("it is a property");
        assert_eq!(slot.short_type_name(), of_type);
    }
    let class = class(r#"{"i": {"type": "integer"}, "f": {"type": "number"}}"#)?;
    assert!(class.layout().slots().iter().all(|slot| slot.range().is_none()));
    Ok(())
}

#[test]
fn the_ends_of_a_length_are_said_whichever_way_they_are_written() -> Done {
    use std::ops::Bound;
    let slot = |range: (Bound<usize>, Bound<usize>)| {
        let slot = NewSlot::<String>::new("s").len(range);
        let schema = Class::builder("T").declare(slot).build()?.json_schema();
        Ok::<_, slotted::class::ClassError>(
            schema.get("properties").expect("it has some").to_string(),
        )
    };
    let said = "'minLength': 2, 'maxLength': 4";
    assert!(slot((Bound::Included(2), Bound::Included(4)))?.contains(said));
    assert!(slot((Bound::Excluded(1), Bound::Excluded(5)))?.contains(said));
    let open = slot((Bound::Unbounded, Bound::Unbounded))?;
    assert!(!open.contains("Length"), "{open}");
    Ok(())
}

#[test]
fn a_fault_of_a_schema_or_a_table_says_where_it_is() {
    let error = Class::from_json_schema("T", &5.into()).unwrap_err();
    assert_eq!(error.to_string(), "the schema: a schema is an object");
    assert_eq!((error.pointer_to(), error.line(), error.column()), (Some(""), None, None));
    let error = TableSchema::infer(["a"], [["1"], ["2"]]).unwrap().push(
        &mut Rows::new(&TableSchema::infer(["a"], [["1"]]).unwrap().class("T").unwrap()),
        3,
        ["x"],
    );
    let error = error.unwrap_err();
    assert_eq!((error.pointer_to(), error.line(), error.column()), (None, Some(3), Some(1)));
    let columns =
        [TableColumn::new("a", ColumnKind::Int), TableColumn::new("b", ColumnKind::Int).optional()];
    assert_eq!(columns.map(|column| column.is_optional()), [false, true]);
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

/// Refuses data that is not as the schema says: a nested object is checked by the schema.
fn is_taken(schema: &Dict, data: &str) -> Result<(), Box<dyn std::error::Error>> {
    let properties = Dict::from([("all", Value::Map(schema.clone()))]);
    let around =
        Dict::from([("type", Value::from("object")), ("properties", Value::Map(properties))]);
    let class = Class::from_json_schema("Around", &Value::Map(around))?;
    let text = format!(r#"{{"all": {data}}}"#);
    class.deserialize(&mut serde_json::Deserializer::from_str(&text))?;
    Ok(())
}

fn read(class: &Class, data: &str) -> Result<Instance, serde_json::Error> {
    class.deserialize(&mut serde_json::Deserializer::from_str(data))
}

#[test]
fn a_schema_takes_what_instances_write_whatever_the_form() -> Done {
    let class = all_forms::class();
    let mut given = all_forms::values();
    given.extend([("number", Value::from("5")), ("note", "".into()), ("extra", 1.into())]);
    given.extend([("point", Value::from(vec![0.5, 1.5])), ("count", 3.into())]);
    given.insert("share", 0.1);
    let mut object = class.from_attrs(given.iter().map(|(name, value)| (name, value.clone())))?;
    object.delattr("count")?;

    let schema = class.json_schema();
    let again = Class::from_json_schema("T", &Value::Map(schema.clone()))?;
    // Also as text.
    let text = serde_json::to_string(&Value::Map(schema.clone()))?;
    assert_eq!(Class::from_json_schema("T", &json(&text))?.json_schema(), again.json_schema());
    let names = |class: &Class| -> Vec<String> {
        class.layout().iter().map(|slot| slot.info().name().to_owned()).collect()
    };
    let (mut first, mut second) = (names(&class), names(&again));
    first.sort();
    second.sort();
    assert_eq!(first, second);

    let data = serde_json::to_string(&object)?;
    is_taken(&schema, &data)?;
    let read = read(&again, &data)?;
    // The class made again has other types, and the same data: but for what is unbound there.
    let (written, mut same) = (json(&data), json(&serde_json::to_string(&read)?));
    let (Value::Map(written), Value::Map(same)) = (written, &mut same) else { unreachable!() };
    for (name, value) in written.iter() {
        match same.remove(name) {
            Some(read) => assert_eq!(&read, value, "{name}"),
            None => assert!(value.is_none(), "{name}"),
        }
    }
    assert!(same.is_empty(), "{same:?}");
    is_taken(&again.json_schema(), &serde_json::to_string(&read)?)
}

#[test]
fn the_defaults_of_a_schema_are_in_the_form_of_data() -> Done {
    let class = all_forms::with_defaults();
    let schema = class.json_schema();
    let again = Class::from_json_schema("T", &Value::Map(schema.clone()))?;
    let Some(Value::Map(properties)) = schema.get("properties") else { unreachable!() };
    let data = json(&serde_json::to_string(&class.instance())?);
    let Value::Map(data) = data else { unreachable!() };
    for (name, part) in properties.iter() {
        let Value::Map(part) = part else { unreachable!() };
        // What is inside a tuple or an enum with data stays as it is by name.
        if !["shape", "shapes"].contains(&name) {
            assert_eq!(part.get("default"), data.get(name), "{name}");
        }
    }
    is_taken(&schema, "{}")?;
    is_taken(&schema, &serde_json::to_string(&class.instance())?)?;
    is_taken(&schema, &serde_json::to_string(&again.instance())?)
}

/// Returns what a class with this one slot, `x`, says of it, and the class that is made of the
/// whole schema.
fn said<V: SlotValue + Send + Sync>(slot: NewSlot<V>) -> (Value, Class) {
    let schema = Class::builder("T").declare(slot).build().expect("it is a class").json_schema();
    let again = Class::from_json_schema("T", &Value::Map(schema.clone())).expect("it is taken");
    let Value::Map(properties) = &schema["properties"] else { panic!("it has properties") };
    (properties["x"].clone(), again)
}

#[test]
fn an_enum_with_data_has_no_type_in_a_schema() -> Done {
    #[derive(SlotValue)]
    enum Shape {
        Empty,
        Circle { radius: f64 },
    }
    let slot = || NewSlot::<Shape>::new("x");
    let (part, again) = said(slot().default_with(|| Shape::Empty));
    assert_eq!(part, json(r#"{"default": "Empty"}"#));
    let of_shapes = Class::builder("T").declare(slot()).build()?;
    for data in [r#"{"x":"Empty"}"#, r#"{"x":{"Circle":{"radius":0.5}}}"#] {
        let written = serde_json::to_string(&read(&of_shapes, data)?)?;
        assert_eq!((&*written, &*serde_json::to_string(&read(&again, data)?)?), (data, data));
    }
    let list = said(NewSlot::<Vec<Shape>>::new("x")).0;
    assert_eq!(list, json(r#"{"type": "array", "items": {}}"#));
    let _ = Shape::Circle { radius: 0.5 };
    Ok(())
}

#[test]
fn a_duration_is_said_as_the_object_that_it_writes() -> Done {
    let wait = Duration::new(90, 5);
    let (part, again) = said(NewSlot::<Duration>::new("x").default(wait).range(Duration::ZERO..));
    assert_eq!(
        part,
        json(
            r#"{"type": "object", "required": ["secs", "nanos"], "additionalProperties": false,
                "properties": {"secs": {"type": "integer", "minimum": 0},
                    "nanos": {"type": "integer", "minimum": 0, "maximum": 999999999}},
                "default": {"secs": 90, "nanos": 5}}"#
        )
    );
    for (data, is_taken) in [
        (r#"{"x":{"secs":18446744073709551615,"nanos":999999999}}"#, true),
        (r#"{"x":{"secs":0,"nanos":1000000000}}"#, false),
        (r#"{"x":{"secs":0,"nanos":18446744073709551615}}"#, false),
        (r#"{"x":{"secs":0}}"#, false),
    ] {
        assert_eq!(read(&again, data).is_ok(), is_taken, "{data}");
    }
    Ok(())
}

#[test]
fn an_option_is_said_to_take_null() -> Done {
    #[derive(SlotValue)]
    enum Side {
        Left,
        Right,
    }
    let (part, again) = said(NewSlot::<Option<u8>>::new("x"));
    assert_eq!(part, json(r#"{"type": ["integer", "null"], "minimum": 0, "maximum": 255}"#));
    assert!(!read(&again, r#"{"x": null}"#)?.hasattr("x"));
    assert!(read(&again, r#"{"x": 256}"#).is_err());

    let (part, again) = said(NewSlot::<Option<Option<Side>>>::new("x").default_with(|| None));
    let text = r#"{"type": ["string", "null"], "enum": ["Left", "Right", null], "default": null}"#;
    assert_eq!(part, json(text));
    assert!(!read(&again, r#"{"x": null}"#)?.hasattr("x"));
    assert_eq!(read(&again, r#"{"x": "Left"}"#)?.getattr("x")?, "Left");
    assert!(read(&again, r#"{"x": "Up"}"#).is_err());
    let _ = (Side::Left, Side::Right);

    let (part, again) = said(NewSlot::<Vec<Option<bool>>>::new("x"));
    assert_eq!(part, json(r#"{"type": "array", "items": {"type": ["boolean", "null"]}}"#));
    assert!(read(&again, r#"{"x": [null, true]}"#).is_ok());
    assert!(read(&again, r#"{"x": [1]}"#).is_err());
    Ok(())
}

/// As the standard has it: whether `null` is taken, the type and the `enum` say together.
#[test]
fn an_enum_may_have_null_among_its_texts() -> Done {
    for (property, takes_null) in [
        (r#"{"enum": ["a", null]}"#, true),
        (r#"{"type": ["string", "null"], "enum": ["a", null]}"#, true),
        (r#"{"type": "string", "enum": ["a", null]}"#, false),
        (r#"{"enum": ["a"]}"#, false),
    ] {
        let schema = format!(r#"{{"o": {{"type": "object", "properties": {{"v": {property}}}}}}}"#);
        let class = class(&schema)?;
        assert_eq!(read(&class, r#"{"o": {"v": null}}"#).is_ok(), takes_null, "{property}");
        assert!(read(&class, r#"{"o": {"v": "a"}}"#).is_ok(), "{property}");
        assert!(read(&class, r#"{"o": {"v": "b"}}"#).is_err(), "{property}");
    }
    Ok(())
}

#[test]
fn an_optional_slot_with_a_default_is_said_to_take_null() -> Done {
    let (part, again) = said(NewSlot::<Value>::new("x").optional().default(1.into()));
    assert_eq!(part, json(r#"{"default": 1}"#));
    assert_eq!(serde_json::to_string(&read(&again, r#"{"x": null}"#)?)?, r#"{"x":null}"#);
    assert_eq!(read(&again, "{}")?.getattr("x")?, 1);

    let (part, again) = said(NewSlot::<bool>::new("x").optional().default(true));
    assert_eq!(part, json(r#"{"type": ["boolean", "null"], "default": true}"#));
    assert!(!read(&again, r#"{"x": null}"#)?.hasattr("x"));
    Ok(())
}

#[test]
fn bounds_and_defaults_that_no_slot_of_a_schema_has_are_left_out() {
    use std::ops::Bound;
    let integer = |words: &str| json(&format!(r#"{{"type": "integer"{words}}}"#));
    let number = |words: &str| json(&format!(r#"{{"type": "number"{words}}}"#));
    let u64s = || NewSlot::<u64>::new("x");
    assert_eq!(said(u64s().range(..u64::MAX)).0, integer(r#", "minimum": 0"#));
    assert_eq!(said(u64s().range(1..=u64::MAX)).0, integer(r#", "minimum": 1"#));
    assert_eq!(said(u64s().range(1 << 63..)).0, integer(r#", "minimum": 0"#));
    assert_eq!(said(u64s().default(u64::MAX)).0, integer(r#", "minimum": 0"#));
    let i64s = || NewSlot::<i64>::new("x");
    assert_eq!(said(i64s()).0, integer(""));
    assert_eq!(said(i64s().range(..i64::MIN)).0, integer(""));
    let beyond = (Bound::Excluded(i64::MAX), Bound::Unbounded);
    assert_eq!(said(i64s().range(beyond)).0, integer(""));
    let within = (Bound::Excluded(1), Bound::Excluded(9));
    assert_eq!(
        said(NewSlot::<i8>::new("x").range(within)).0,
        integer(r#", "exclusiveMinimum": 1, "exclusiveMaximum": 9"#)
    );
    // A default outside of the range: it is not checked when the class is made.
    let (part, again) = said(NewSlot::<u8>::new("x").range(2..9).default(1));
    assert_eq!(part, integer(r#", "minimum": 2, "exclusiveMaximum": 9"#));
    assert!(again.layout().slot("x").expect("it is a property").is_optional());

    let floats = || NewSlot::<f64>::new("x");
    assert_eq!(said(floats().range(..f64::INFINITY)).0, number(""));
    assert_eq!(said(floats().default(f64::NAN)).0, number(""));
    // As the digits say with which an `f32` is written.
    let singles = NewSlot::<f32>::new("x").range(0.1..0.7).default(0.1);
    let words = r#", "minimum": 0.1, "exclusiveMaximum": 0.7, "default": 0.1"#;
    assert_eq!(said(singles).0, number(words));
    // An integer of 128 bits is text, whose bounds nobody can say.
    assert_eq!(
        said(NewSlot::<i128>::new("x").range(0..9).default(5)).0,
        json(r#"{"type": "string", "default": "5"}"#)
    );
    assert_eq!(said(NewSlot::<String>::new("x").len(..0)).0, json(r#"{"type": "string"}"#));
    assert_eq!(said(NewSlot::<Value>::new("x").len(1..)).0, json("{}"));
}

#[test]
fn bytes_are_said_as_the_list_of_integers_that_they_write() -> Done {
    let text =
        r#"{"type": "array", "items": {"type": "integer"}, "maxItems": 3, "default": [0, 255]}"#;
    let (part, again) = said(NewSlot::<Vec<u8>>::new("x").len(..=3).default(vec![0, 255]));
    assert_eq!(part, json(text));
    assert_eq!(serde_json::to_string(&again.instance())?, r#"{"x":[0,255]}"#);
    let boxed = NewSlot::<Box<[u8]>>::new("x").len(..=3).default_with(|| [0, 255].into());
    assert_eq!(said(boxed).0, json(text));
    let any = NewSlot::<Value>::new("x").default(Value::from(&b"a"[..]));
    assert_eq!(said(any).0, json(r#"{"default": [97]}"#));
    Ok(())
}

#[test]
fn metadata_that_is_no_schema_hides_no_type() {
    let slot = NewSlot::<bool>::new("x").meta("schema", "sales");
    assert_eq!(said(slot).0, json(r#"{"type": "boolean"}"#));
}
