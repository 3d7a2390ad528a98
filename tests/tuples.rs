//! Tuples as slots: lists of a fixed length, whose items have types of their own.

use slotted::Kind;
use slotted::prelude::*;

#[derive(Slots, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", slots(serialize, deserialize))]
struct Route {
    ends: (String, u32),
    stops: Vec<(u8, Option<f64>)>,
    nested: ((i32, bool), [Value; 2]),
    #[slots(optional)]
    one: Option<(Box<str>,)>,
}

fn route() -> Route {
    Route {
        ends: ("A".into(), 7),
        stops: vec![(1, Some(0.5)), (2, None)],
        nested: ((-1, true), [Value::None, Value::from([1])]),
        one: None,
    }
}

#[test]
fn a_tuple_is_a_list_by_name() {
    let mut route = route();
    let ends = route.getattr("ends").unwrap();
    assert_eq!(ends.to_string(), "('A', 7)");
    assert_eq!(format!("{ends:?}"), "('A', 7)");
    assert_eq!(ends.to_value(), Some(Value::from([Value::from("A"), Value::from(7)])));
    assert_eq!(Route::LAYOUT.slot("ends").unwrap().kind(), Kind::List);
    route.setattr("ends", [Value::from("B"), Value::from(8)]).unwrap();
    assert_eq!(route.ends, ("B".into(), 8));
    route.setattr("one", ["x"]).unwrap();
    assert_eq!(route.one, Some(("x".into(),)));
    assert_eq!(route.getattr_path("stops[1][0]").unwrap(), 2);
    route.setattr_path("stops[1][1]", 2.5).unwrap();
    route.setattr_path("nested[0][1]", false).unwrap();
    route.setattr_path("nested[1][1][0]", "deep").unwrap();
    assert_eq!(route.stops, [(1, Some(0.5)), (2, Some(2.5))]);
    assert_eq!(route.nested, ((-1, false), [Value::None, Value::from(["deep"])]));
    assert!(route.getattr_path("ends[2]").is_err());
    assert!(route.setattr_path("ends.x", 1).is_err());
}

#[test]
fn what_a_tuple_refuses_is_named_and_changes_nothing() {
    let mut route = route();
    let says = |result: Result<(), slotted::AttributeError>| result.unwrap_err().to_string();
    assert_eq!(
        says(route.setattr("ends", [Value::from("B"), Value::from(-1)])),
        "attribute 'ends'[1] of 'Route' objects: -1 is out of range for u32"
    );
    assert_eq!(
        says(route.setattr("ends", ["B"])),
        "attribute 'ends' of 'Route' objects: a list of 1 is not a valid (String, u32): it must have 2 items"
    );
    assert_eq!(
        says(route.setattr("one", ["a", "b"])),
        "attribute 'one' of 'Route' objects: a list of 2 is not a valid (Box<str>,): it must have 1 item"
    );
    assert_eq!(
        says(route.setattr("ends", 1)),
        "attribute 'ends' of 'Route' objects must be (String, u32), not int"
    );
    assert_eq!(route, self::route());
}

#[test]
fn what_a_tuple_prints_is_read_again_as_the_same() {
    let route = route();
    let mut read = Route { ends: Default::default(), stops: Vec::new(), ..route.clone() };
    for name in ["ends", "stops", "nested"] {
        read.setattr_str(name, &route.getattr(name).unwrap().to_string()).unwrap();
    }
    assert_eq!(read, route);
}

proptest::proptest! {
    #[test]
    fn any_tuple_prints_as_python_prints_it_and_is_read_again(
        text in ".{0,6}", number in proptest::num::u32::ANY, stops in proptest::collection::vec((0..9_u8, proptest::option::of(-1e9..1e9)), 0..3),
    ) {
        let mut route = Route { ends: (text.clone(), number), stops, one: Some((text.into(),)), ..route() };
        let before = route.clone();
        let shown = |route: &Route, name| route.getattr(name).unwrap().to_string();
        let quoted = format!("{:?}", Value::from(route.ends.0.as_str()));
        proptest::prop_assert_eq!(shown(&route, "ends"), format!("({quoted}, {number})"));
        proptest::prop_assert_eq!(shown(&route, "one"), format!("({quoted},)"));
        for name in ["ends", "stops", "nested", "one"] {
            let text = shown(&route, name);
            route.setattr_str(name, &text).unwrap();
        }
        proptest::prop_assert_eq!(route, before);
    }
}

#[test]
fn text_of_a_tuple_is_read_as_python_reads_it() {
    let value = |text: &str| text.parse::<Value>();
    assert_eq!(value("(1, 'a')"), Ok(Value::from([Value::from(1), Value::from("a")])));
    assert_eq!(value("( 1 , )"), Ok(Value::from([1])));
    assert_eq!(value("()"), Ok(Value::from(Vec::<Value>::new())));
    // Without a comma, parentheses make no tuple.
    assert_eq!(value("(1)"), Ok(Value::from(1)));
    assert_eq!(value("((1), (2,))"), Ok(Value::from([Value::from(1), Value::from([2])])));
    for text in ["(", "(1", "(1]", "[1)", "(,)", "(1,,)", "1)"] {
        assert!(value(text).is_err(), "{text}");
    }
    assert_eq!(value("(1 2)").unwrap_err().to_string(), "at byte 3: expected `,` or `)`");
    assert!(value(&format!("{}1{}", "(".repeat(128), ",)".repeat(128))).is_ok());
    assert!(value(&format!("{}1{}", "(".repeat(129), ",)".repeat(129))).is_err());
    let mut route = route();
    route.setattr_str("ends", "['B', 8]").unwrap();
    assert_eq!(route.ends, ("B".into(), 8));
}

#[cfg(feature = "serde")]
#[test]
fn tuples_and_arrays_say_no_length_in_a_format_that_knows_it() {
    type Derived = ((u8, u16), [u8; 2], [u16; 2], Vec<(u8,)>);
    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Fixed {
        pair: (u8, u16),
        bytes: [u8; 2],
        numbers: [u16; 2],
        list: Vec<(u8,)>,
    }
    let derived: Derived = ((1, 2), [3, 4], [5, 6], vec![(7,), (8,)]);
    let fixed =
        Fixed { pair: derived.0, bytes: derived.1, numbers: derived.2, list: derived.3.clone() };
    let data = postcard::to_stdvec(&fixed).unwrap();
    assert_eq!(data, postcard::to_stdvec(&derived).unwrap());
    assert_eq!(data, [1, 2, 3, 4, 5, 6, 2, 7, 8]);
    assert_eq!(postcard::from_bytes::<Fixed>(&data).unwrap(), fixed);
    assert!(postcard::from_bytes::<Fixed>(&data[..8]).is_err());
    let packed = rmp_serde::to_vec(&fixed).unwrap();
    assert_eq!(packed, rmp_serde::to_vec(&derived).unwrap());
    assert_eq!(rmp_serde::from_slice::<Fixed>(&packed).unwrap(), fixed);
}
