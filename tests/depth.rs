//! How deep values may be nested: every door by which they are written bounds it (spec 7.12). The
//! tests that are named after a fault failed before it was mended.

use slotted::prelude::*;
use slotted::{AttrPath, AttributeErrorKind};

#[derive(Slots, Default)]
#[slots(dict)]
struct Open {
    #[slots(default)]
    any: Value,
    #[slots(default)]
    list: Vec<Value>,
    __dict__: Dict,
}

#[derive(Slots, Default)]
struct Linked {
    #[slots(default)]
    next: Option<Box<Linked>>,
}

/// Returns `None` inside `levels` nested lists.
fn nested(levels: usize) -> Value {
    (0..levels).fold(Value::None, |value, _| Value::from([value]))
}

#[test]
fn no_sequence_of_writes_makes_a_value_too_deep_to_be_dropped() {
    let text = format!("{}None{}", "[".repeat(64), "]".repeat(64));
    for name in ["any", "new", "list"] {
        let mut open = Open::default();
        let mut path = name.to_owned();
        let says = loop {
            if let Err(error) = open.setattr_path_str(&path, &text) {
                break error.to_string();
            }
            path += &"[0]".repeat(64);
            assert!(path.len() < 1_000);
        };
        // Text written to an undeclared name stays text, so the longer path fails with another
        // error.
        assert!(
            name == "new" || says.contains("lists and maps are nested more than 128 levels deep"),
            "{says}"
        );
    }
    let mut linked = Linked::default();
    let mut path = String::from("next");
    let says = loop {
        if let Err(error) = linked.setattr_path_str(&path, "{'next': {'next': {}}}") {
            break error.to_string();
        }
        path += ".next.next";
    };
    assert!(says.contains("lists and maps are nested more than 128 levels deep"), "{says}");
    // Reading a value and writing it back inside a list is bounded too.
    let mut open = Open::default();
    let error = loop {
        let value = open.getattr("any").unwrap().to_value().unwrap();
        if let Err(error) = open.setattr("any", [value]) {
            break error;
        }
    };
    assert_eq!(error.kind(), AttributeErrorKind::TooDeep);
    assert_eq!(
        error.to_string(),
        "attribute 'any' of 'Open' objects: lists and maps are nested more than 128 levels deep"
    );
}

#[test]
fn a_value_that_lies_too_deep_is_refused_at_every_door() {
    let deep = || nested(129);
    let mut open = Open::default();
    assert!(open.setattr("any", nested(128)).is_ok());
    let is = |error: slotted::AttributeError| assert_eq!(error.kind(), AttributeErrorKind::TooDeep);
    for name in ["any", "list", "new"] {
        is(open.setattr(name, deep()).unwrap_err());
        let says = |error: slotted::RecordError| {
            assert!(error.to_string().contains("128 levels deep"), "{error}")
        };
        says(open.update_attrs([(name, deep())]).unwrap_err());
        says(Open::from_attrs([(name, deep())]).err().unwrap());
        assert!(
            open.setattr_path(name, deep()).unwrap_err().to_string().contains("128 levels deep")
        );
    }
    is(open.replace_attr::<Value>("any", deep()).unwrap_err());
    is(open.replace_attr::<Value>("any", Dict::from([("k", nested(128))]).into()).unwrap_err());
    assert!(open.getattr_mut("any").unwrap().set(deep()).is_err());
    assert!(open.setattr_path(&format!("any{}", "[0]".repeat(100)), nested(30)).is_err());
    assert!(open.setattr_path(&format!("any{}", "[0]".repeat(100)), nested(28)).is_ok());
    assert!(open.delattr_path(&format!("any{}", "[0]".repeat(100_000))).is_err());
    assert!("[".repeat(129).parse::<Value>().is_err());

    // A variant in text is two levels: its name leads to its fields.
    let mut open = Open { any: nested(64), ..Open::default() };
    let path = format!("any{}", "[0]".repeat(64));
    for (levels, is_taken) in [(32, true), (33, false), (64, false)] {
        let text = "A(x=".repeat(levels) + "1" + &")".repeat(levels);
        let value: Value = text.parse().unwrap();
        assert_eq!(open.setattr_path(&path, value).is_ok(), is_taken);
        assert_eq!(open.setattr_path_str(&path, &text).is_ok(), is_taken, "{levels}");
    }
}

#[test]
fn deep_values_and_long_paths_need_a_small_stack_only() {
    let small = std::thread::Builder::new().stack_size(1 << 20);
    let run = move || {
        let text = format!("{}None{}", "[".repeat(128), "]".repeat(128));
        let value: Value = text.parse().unwrap();
        assert_eq!(value, value.clone());
        assert_eq!(format!("{value:?}"), text);
        let mut open = Open::default();
        open.setattr("any", value).unwrap();
        let path = format!("any{}", "[0]".repeat(127));
        open.setattr_path(&path, [1]).unwrap();
        assert_eq!(open.getattr_path(&path).unwrap(), Value::from([1]));
    };
    small.spawn(run).unwrap().join().unwrap();
}

#[test]
fn a_text_that_is_no_literal_is_no_way_round_the_limit_on_depth() {
    let mut open = Open::default();
    let path = format!("any{}", "[0]".repeat(200));
    let error = open.setattr_path_str(&path, "hello").unwrap_err();
    assert!(error.to_string().contains("128 levels deep"), "{error}");
}

/// Wraps a value once more, by exchanges alone, until that is refused. Returns the error.
fn refused_at_last<T: 'static>(
    name: &str,
    empty: impl Fn() -> T,
    wrap: impl Fn(T) -> T,
) -> slotted::AttributeError {
    #[derive(Slots)]
    #[slots(dict)]
    struct Holders {
        any: Value,
        list: Vec<Value>,
        option: Option<Value>,
        boxed: Box<Value>,
        array: [Value; 1],
        map: std::collections::BTreeMap<String, Value>,
        lists: Vec<Vec<Value>>,
        #[slots(optional)]
        unbindable: Option<Vec<Value>>,
        __dict__: Dict,
    }
    let mut holders = Holders {
        any: Value::from([1]),
        list: Vec::new(),
        option: None,
        boxed: Box::new(Value::None),
        array: [Value::None],
        map: Default::default(),
        lists: Vec::new(),
        unbindable: Some(Vec::new()),
        __dict__: Dict::from([("entry", Value::from([1]))]),
    };
    for _ in 0..1_000 {
        let inner = holders.replace_attr(name, empty()).unwrap();
        if let Err(error) = holders.replace_attr(name, wrap(inner)) {
            return error;
        }
    }
    panic!("'{name}' takes what nests a thousand deep")
}

#[test]
fn no_sequence_of_exchanges_makes_a_value_too_deep_to_be_dropped() {
    fn boxed() -> Box<[Value]> {
        Box::new([])
    }
    fn wrap_boxed(inner: Box<[Value]>) -> Box<[Value]> {
        Box::new([Value::List(inner)])
    }
    fn wrap_list(inner: Vec<Value>) -> Vec<Value> {
        vec![Value::from(inner)]
    }
    let errors = [
        refused_at_last("any", boxed, wrap_boxed),
        refused_at_last("any", || Value::None, |inner| Value::from([inner])),
        refused_at_last("entry", boxed, wrap_boxed),
        refused_at_last("list", Vec::new, wrap_list),
        refused_at_last("option", || None, |inner| Some(Value::from([inner.unwrap_or_default()]))),
        refused_at_last("boxed", Box::default, |inner| Box::new(Value::from([*inner]))),
        refused_at_last("array", || [Value::None], |inner| [Value::from(inner)]),
        refused_at_last("lists", Vec::new, |inner| {
            vec![vec![Value::from(inner.into_iter().map(Value::from).collect::<Vec<_>>())]]
        }),
        refused_at_last("unbindable", Vec::new, wrap_list),
        refused_at_last("map", Default::default, |inner: std::collections::BTreeMap<_, _>| {
            let inner: Dict = inner.into_iter().collect();
            [(String::from("in"), Value::Map(inner))].into()
        }),
    ];
    for error in errors {
        assert_eq!(error.kind(), AttributeErrorKind::TooDeep, "{error}");
    }
}

#[test]
fn a_state_is_no_way_round_the_limit_on_depth() {
    let mut open = Open::default();
    open.setattr("entry", 1).unwrap();
    let error = (0..1_000).find_map(|_| {
        let mut state = open.get_state().unwrap();
        let entries = state.dict.take().unwrap();
        state.dict = Some(Dict::from([("entry", Value::Map(entries))]));
        open.set_state(state).err()
    });
    assert!(error.unwrap().to_string().contains("128 levels deep"));
}

#[test]
fn no_sequence_of_exchanges_of_tuples_makes_a_value_too_deep_to_be_dropped() {
    #[derive(Slots)]
    struct Pair {
        pair: (u8, Value),
    }
    let mut pair = Pair { pair: (0, Value::None) };
    let error = (0..1_000).find_map(|_| {
        let (_, inner) = pair.replace_attr("pair", (0_u8, Value::None)).unwrap();
        pair.replace_attr("pair", (0_u8, Value::from([inner]))).err()
    });
    assert_eq!(error.unwrap().kind(), AttributeErrorKind::TooDeep);
}

/// A chain that Rust code has made may be longer than any value; a path that changes something in
/// it may not, since each step takes stack.
#[test]
fn a_path_that_changes_something_has_a_limited_number_of_steps() {
    let path = |steps: usize| vec!["next"; steps].join(".").parse::<AttrPath>().unwrap();
    let mut chain = Linked::default();
    for _ in 0..200 {
        chain = Linked { next: Some(Box::new(chain)) };
    }
    let (short, long) = (path(128), path(150));
    assert!(short.get_mut(&mut chain).is_ok() && long.get(&chain).is_ok());
    for error in [
        long.get_mut(&mut chain).map(drop).unwrap_err(),
        long.delete(&mut chain).map(drop).unwrap_err(),
        long.set(&mut chain, Value::None).unwrap_err(),
    ] {
        assert!(error.to_string().contains("nested more than 128 levels deep"), "{error}");
    }
}
