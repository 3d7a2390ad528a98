//! Patches of what cannot be changed in place: newtypes, copies with lazy or unbound slots, and
//! lists that are not made of items.

#![cfg(feature = "serde")]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use slotted::prelude::*;
use slotted::{Graph, Obj, Patch};

fn read(json: &str) -> Patch {
    serde_json::from_str(json).unwrap()
}

fn refused(patch: &str, object: &mut dyn Attributes) -> String {
    read(patch).apply(object).unwrap_err().to_string()
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Pair {
    a: u8,
    b: u8,
}

fn few(map: &Numbers) -> Result<(), String> {
    if map.0.len() <= 3 { Ok(()) } else { Err("there are more than 3".into()) }
}

fn rising(list: &Rising) -> Result<(), String> {
    if list.0.is_sorted() { Ok(()) } else { Err("it is not sorted".into()) }
}

fn ordered(pair: &Ordered) -> Result<(), String> {
    if pair.0.a <= pair.0.b { Ok(()) } else { Err("a is above b".into()) }
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(validate = few)]
struct Numbers(BTreeMap<String, i32>);

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(validate = rising)]
struct Rising(Vec<i32>);

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(validate = ordered)]
struct Ordered(Pair);

#[derive(SlotValue, Clone, Debug, PartialEq)]
struct Plain(Pair);

#[derive(Slots, Clone, Debug, PartialEq)]
struct Wrapped {
    map: Numbers,
    list: Rising,
    pair: Ordered,
    plain: Plain,
    maybe: Option<Rising>,
}

fn wrapped() -> Wrapped {
    Wrapped {
        map: Numbers(BTreeMap::from([("a".to_owned(), 1)])),
        list: Rising(vec![1, 2]),
        pair: Ordered(Pair { a: 1, b: 2 }),
        plain: Plain(Pair { a: 1, b: 2 }),
        maybe: Some(Rising(vec![5])),
    }
}

#[test]
fn a_difference_inside_a_newtype_is_applied() {
    let old = wrapped();
    let mut new = old.clone();
    new.map.0.insert("c".into(), 3);
    new.map.0.insert("a".into(), 2);
    new.list.0.extend([3, 4]);
    new.list.0[0] = 0;
    new.pair = Ordered(Pair { a: 5, b: 6 });
    new.plain.0.b = 7;
    new.maybe.as_mut().unwrap().0[0] = 9;
    let patch = old.diff(&new);
    let mut object = old.clone();
    patch.apply(&mut object).unwrap();
    assert_eq!(object, new);
    patch.invert().apply(&mut object).unwrap();
    assert_eq!(object, old);
    object.merge_attrs([("map", Dict::from([("z", 3)]))]).unwrap();
    assert_eq!(object.map.0.len(), 2);
    object.setattr_path("plain.a", 3).unwrap();
    assert_eq!(object.plain.0.a, 3);
    // The validator sees the value as it becomes.
    let error = refused(r#"[{"path":"list[0]","old":1,"new":8}]"#, &mut object);
    assert!(error.contains("it is not sorted"), "{error}");
    assert_eq!(object.list.0, [1, 2]);
    let error = refused(r#"[{"path":"pair.a","old":7,"new":1}]"#, &mut object);
    assert_eq!(error, "pair.a: must be 7 for this change, not 1");
}

/// A `None` of an `Option<Value>` was written where the slot was unbound.
#[test]
fn a_slot_that_no_change_names_stays_unbound() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Spot {
        #[slots(optional, default = Some(Value::from(1)))]
        any: Option<Value>,
        n: u8,
    }
    #[derive(Slots, Debug)]
    struct Holder {
        list: Vec<Spot>,
        shared: Obj<Spot>,
    }
    let spot = || Spot { any: None, n: 1 };
    let mut object = Holder { list: vec![spot()], shared: Obj::new(spot()) };
    read(r#"[{"path":"list[1]","new":{"n":2},"len":1},{"path":"shared.n","old":1,"new":3}]"#)
        .apply(&mut object)
        .unwrap();
    assert_eq!((&object.list[0].any, &object.shared.any, object.shared.n), (&None, &None, 3));
    assert_eq!(object.list[1].any, Some(Value::from(1)));
}

#[test]
fn what_was_computed_of_the_original_is_computed_again_in_a_copy_with_changes() {
    fn double(circle: &Circle) -> f64 {
        circle.radius * 2.0
    }
    #[derive(Slots, Clone, Debug)]
    #[slots(frozen)]
    struct Circle {
        radius: f64,
        #[slots(lazy = double)]
        diameter: OnceLock<f64>,
    }
    #[derive(Slots, Debug)]
    struct Holder {
        frozen: Circle,
        shared: Obj<Circle>,
        inside: Option<Circle>,
    }
    let circle = |seen: bool| {
        let circle = Circle { radius: 1.0, diameter: OnceLock::new() };
        assert!(!seen || circle.getattr("diameter").unwrap() == 2.0);
        circle
    };
    for seen in [false, true] {
        let (frozen, inside) = (circle(seen), Some(circle(seen)));
        let mut object = Holder { frozen, shared: Obj::new(circle(seen)), inside };
        for name in ["frozen", "shared", "inside"] {
            object.merge_attrs([(name, Dict::from([("radius", 3.0)]))]).unwrap();
            assert_eq!(object.getattr_path(&format!("{name}.diameter")).unwrap(), 6.0, "{name}");
        }
    }
}

#[test]
fn items_are_inserted_into_lists_only() {
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    enum Shape {
        Rect(u8, u8),
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(dict)]
    struct Holder {
        bytes: Vec<u8>,
        n: u8,
        shape: Shape,
        map: BTreeMap<String, u8>,
        __dict__: Dict,
    }
    let map = BTreeMap::from([("a".to_owned(), 1)]);
    let mut object =
        Holder { bytes: vec![1], n: 1, shape: Shape::Rect(1, 2), map, __dict__: Dict::new() };
    let before = object.clone();
    for change in [
        r#""path":"bytes[0]","new":5,"len":1"#,
        r#""path":"bytes[1]","new":5,"len":1"#,
        r#""path":"bytes[0]","old":1,"len":1"#,
        r#""path":"n","new":5,"len":2"#,
        r#""path":"shape[0]","new":5,"len":2"#,
        r#""path":"map.b","new":5,"len":1"#,
        r#""path":"map.a","old":1,"len":1"#,
        r#""path":"entry","new":5,"len":1"#,
    ] {
        let patch = read(&format!("[{{{change}}}]"));
        for result in [patch.apply(&mut object), patch.apply_anyway(&mut object)] {
            let error = result.unwrap_err().to_string();
            let why = "only a list takes items in and out: write the value as a whole";
            assert!(error.ends_with(why), "{change}: {error}");
        }
        assert_eq!(object, before);
    }
}

#[test]
fn a_patch_of_any_length_can_be_inverted() {
    let patch = read(
        r#"[{"path":"xs[0]","new":1,"len":18446744073709551615},{"path":"xs[0]","old":1,"len":0}]"#,
    );
    assert_eq!(patch.invert().len(), 2);
}

#[test]
fn the_path_of_a_change_has_indexes_of_any_integer_type() {
    #[derive(Slots, Debug)]
    struct Post {
        tags: Vec<String>,
    }
    let mut post = Post { tags: vec!["a".into(), "b".into()] };
    let path = Value::from(vec![Value::from("tags"), Value::from(1)]);
    let change = Dict::from([("path", path), ("old", "b".into()), ("new", "c".into())]);
    let patch: Patch = slotted::from_value(Value::from([Value::Map(change)])).unwrap();
    patch.apply(&mut post).unwrap();
    let toml = "patch = [{path = ['tags', 0], old = 'a', new = 'z'}]";
    let patches: BTreeMap<String, Patch> = toml::from_str(toml).unwrap();
    patches["patch"].apply(&mut post).unwrap();
    assert_eq!(post.tags, ["z", "c"]);
    let error = toml::from_str::<BTreeMap<String, Patch>>("patch = [{path = ['tags', -1]}]");
    assert!(error.unwrap_err().to_string().contains("expected a name or an index"));
}

#[test]
fn a_fault_beside_an_insertion_is_the_only_one() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Post {
        tags: Vec<String>,
    }
    let mut post = Post { tags: vec!["a".into()] };
    let (wrong, insertion) =
        (r#"{"path":"tags.x","old":1,"new":2}"#, r#"{"path":"tags[1]","new":"b","len":1}"#);
    for changes in [[wrong, insertion], [insertion, wrong]] {
        let error = read(&format!("[{}]", changes.join(","))).apply(&mut post).unwrap_err();
        let faults: Vec<&str> = error.faults().iter().map(|fault| fault.path()).collect();
        assert_eq!(faults, ["tags.x"]);
    }
}

/// Each object that many others share was compared, and measured, once for each way to it.
#[test]
fn a_graph_of_many_ways_is_compared_in_time() {
    #[derive(Slots, Debug)]
    struct Node {
        id: u32,
        left: Option<Obj<Node>>,
        right: Option<Obj<Node>>,
    }
    #[derive(Slots, Debug)]
    struct Root {
        node: Option<Obj<Node>>,
    }
    let graph = |levels: u32| {
        let mut node = None;
        for id in 0..levels {
            node = Some(Obj::new(Node { id, left: node.clone(), right: node }));
        }
        Root { node }
    };
    let (one, two) = (graph(60), graph(60));
    assert!(one.diff(&two).is_empty());
    let patch = Root { node: None }.diff(&one);
    assert_eq!(patch.len(), 1);
    let mut other = Root { node: Some(Obj::new(Node { id: 7, left: None, right: None })) };
    assert!(patch.apply(&mut other).is_err());
    let text = serde_json::to_string(&Graph(one.node.unwrap())).unwrap();
    assert!(serde_json::from_str::<Graph<Obj<Node>>>(&text).is_ok());
}
