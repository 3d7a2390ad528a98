//! Classes from JSON Schemas (spec 12.22).

#[path = "json_schemas/made.rs"]
mod made;

use made::{class, json};
use slotted::class::{ColumnKind, TableColumn};
use slotted::prelude::*;
use slotted::{Class, NewSlot, Rows, TableSchema};

type Done = Result<(), Box<dyn std::error::Error>>;

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
