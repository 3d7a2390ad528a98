//! The JSON Schemas that classes say of themselves (spec 12.22).

#[path = "json_schemas/all_forms.rs"]
mod all_forms;
#[path = "json_schemas/made.rs"]
mod made;

use std::time::Duration;

use made::{class, json};
use proptest::prelude::*;
use slotted::prelude::*;
use slotted::{Class, Instance, NewSlot};

type Done = Result<(), Box<dyn std::error::Error>>;

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
