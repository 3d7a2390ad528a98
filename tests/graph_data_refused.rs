//! What is refused in the data of a graph, and what a graph cannot hold.

#![cfg(feature = "serde")]

use serde::de::DeserializeOwned;
use serde_json::json;
use slotted::prelude::*;
use slotted::{DynObj, Graph, Obj, ObjLock};

#[path = "common/nodes.rs"]
mod nodes;
use nodes::{Node, node, read, refused, write};

#[derive(SlotValue, Debug, PartialEq)]
enum Shape {
    Circle { radius: f64 },
    Nothing,
}

#[derive(Slots)]
struct Leaf {
    size: f64,
}

#[test]
fn what_a_number_stands_for_is_checked() {
    type Root = ObjLock<Node>;
    let object = |id: i64, next: serde_json::Value| json!({"id": id, "next": next, "others": []});
    for (data, error) in [
        (json!({"root": 7, "objects": {}}), "there is no object 7"),
        (
            json!({"root": 1, "objects": {"1": object(1, json!(7))}}),
            "object 1: ['next']: attribute 'next' of 'Node' objects: there is no object 7",
        ),
        (
            json!({"root": 1, "objects": {"1": object(1, json!("x"))}}),
            "object 1: ['next']: attribute 'next' of 'Node' objects must be Option<ObjLock<Node>>, not \
             str",
        ),
        (
            json!({"root": 1, "objects": {"1": object(1, json!(2)), "2": object(-2, json!(null))}}),
            "object 2: ['id']: attribute 'id' of 'Node' objects: -2 is out of range for u32",
        ),
        (json!({"root": 1}), "missing field `objects`"),
        (json!({"objects": {}}), "missing field `root`"),
        (
            json!({"root": 1, "objects": {}, "x": 1}),
            "unknown field `x`, expected `root` or `objects`",
        ),
        (
            json!({"root": 1, "objects": {"x": 1}}),
            "invalid value: string \"x\", expected the number of an object",
        ),
        (json!(1), "invalid type: integer `1`, expected a graph: a map of 'root' and 'objects'"),
    ] {
        assert_eq!(refused::<Root>(data), error);
    }
    for (text, error) in [
        (r#"{"root": 1, "objects": {"1": {"id": 1}, "1": {"id": 2}}}"#, "object 1 is given twice"),
        (r#"{"root": 1, "root": 1, "objects": {}}"#, "duplicate field `root`"),
        (r#"{"objects": {}, "objects": {}}"#, "duplicate field `objects`"),
    ] {
        let read = serde_json::from_str::<Graph<Root>>(text).map(drop).unwrap_err().to_string();
        assert!(read.starts_with(error), "{read}");
    }
    // In MessagePack, too.
    let bytes = rmp_serde::to_vec(&json!({"root": 7, "objects": {"1": {}}})).unwrap();
    let error = rmp_serde::from_slice::<Graph<Root>>(&bytes).map(drop).unwrap_err().to_string();
    assert!(error.contains("there is no object 7"), "{error}");
}

#[test]
fn one_number_stands_for_objects_of_one_type() {
    #[derive(Slots)]
    struct Two {
        one: ObjLock<Node>,
        two: Obj<Leaf>,
    }
    let data = json!({"root": {"one": 1, "two": 1}, "objects": {"1": {"id": 1, "others": []}}});
    let error = refused::<Two>(data);
    assert!(error.contains("object 1 is") && error.contains("elsewhere, and"), "{error}");
}

#[test]
fn a_number_is_no_object_outside_of_a_graph() {
    #[derive(Slots)]
    #[slots(deserialize)]
    struct Doc {
        shape: Obj<Shape>,
        leaf: Obj<Leaf>,
        list: Vec<Option<Obj<Leaf>>>,
    }
    #[derive(Slots)]
    #[slots(deserialize)]
    struct Leaf {
        id: u32,
    }
    let data = |shape: serde_json::Value, leaf: serde_json::Value, item: serde_json::Value| {
        serde_json::from_value::<Doc>(json!({"shape": shape, "leaf": leaf, "list": [item]}))
    };
    let leaf = json!({"id": 2});
    assert!(data(json!(1), leaf.clone(), leaf.clone()).is_err());
    assert!(data(json!("Nothing"), json!(1), leaf.clone()).is_err());
    assert!(data(json!("Nothing"), leaf.clone(), json!(1)).is_err());
    let mut doc = data(json!("Nothing"), leaf.clone(), leaf).unwrap();
    assert!(doc.setattr("leaf", 2).is_err());
    assert_eq!((doc.leaf.id, &*doc.shape, doc.list.len()), (2, &Shape::Nothing, 1));
}

#[test]
fn a_circle_needs_an_object_with_a_lock_and_a_place_that_may_be_empty() {
    #[derive(Slots)]
    struct Frozen {
        next: Option<Obj<Frozen>>,
    }
    let data = json!({"root": 1, "objects": {"1": {"next": 2}, "2": {"next": 1}}});
    let error = refused::<Obj<Frozen>>(data);
    assert!(error.contains("is in a circle of references that no optional slot"), "{error}");

    #[derive(Slots)]
    struct Full {
        next: ObjLock<Full>,
    }
    let data = json!({"root": 1, "objects": {"1": {"next": 2}, "2": {"next": 1}}});
    let error = refused::<ObjLock<Full>>(data);
    assert!(error.contains("is refused with an empty place there"), "{error}");

    // What only weak references lead to cannot be made: they do not tell how.
    let data = json!({"root": 1, "objects": {
        "1": {"id": 1, "others": [], "back": 2},
        "2": {"id": 2, "others": []},
    }});
    let error = refused::<ObjLock<Node>>(data);
    assert!(error.contains("or only weak references lead to it"), "{error}");
}

#[test]
fn a_shared_object_in_a_value_is_refused_since_its_type_is_not_in_the_data() {
    #[derive(Slots)]
    #[slots(dict)]
    struct Open {
        value: Value,
        __dict__: Dict,
    }
    let shared = DynObj::from(node(1));
    let open = |value: Value| Open { value, __dict__: Dict::new() };
    let mut entry = open(Value::None);
    entry.setattr("more", shared.clone()).unwrap();
    let list = Value::List([Value::Object(shared.clone())].into());
    for object in [open(Value::Object(shared)), open(list), entry] {
        let error = serde_json::to_string(&Graph(object)).unwrap_err().to_string();
        assert!(error.contains("a `Value` does not tell its type"), "{error}");
    }
}

#[test]
fn a_locked_object_is_refused_with_its_number() {
    let (one, two) = (node(1), node(2));
    write(&one).next = Some(two.clone());
    let _guard = write(&two);
    let error = serde_json::to_string(&Graph(one)).unwrap_err().to_string();
    assert_eq!(error, "object 2: object is locked");
}

#[test]
fn a_graph_has_no_form_where_the_format_does_not_describe_itself() {
    fn is_refused<T: DeserializeOwned>(bytes: &[u8]) -> bool {
        postcard::from_bytes::<T>(bytes).is_err()
    }
    let bytes = postcard::to_allocvec(&Graph(node(1))).unwrap();
    assert!(is_refused::<Graph<ObjLock<Node>>>(&bytes));
}

fn lucky(id: &u32) -> Result<(), String> {
    assert!(*id != 13, "thirteen");
    Ok(())
}

#[test]
fn a_panic_while_a_graph_is_read_leaves_nothing_behind() {
    #[derive(Slots)]
    struct Checked {
        #[slots(validate = lucky)]
        id: u32,
        next: Option<ObjLock<Checked>>,
    }
    let data = |id: u32| json!({"root": 1, "objects": {"1": {"id": 1, "next": 2}, "2": {"id": id, "next": 1}}});
    let panicked = std::panic::catch_unwind(|| read::<ObjLock<Checked>>(data(13)).map(drop));
    assert!(panicked.is_err());
    // Numbers are no references now, and the next graph is read as ever.
    assert!(serde_json::from_value::<Leaf>(json!({"inner": 1})).is_err());
    let one = read::<ObjLock<Checked>>(data(2)).unwrap();
    drop(one.try_write().unwrap().next.take());

    #[derive(Slots)]
    #[slots(deserialize)]
    struct Leaf {
        inner: Obj<Inner>,
    }
    #[derive(Slots)]
    #[slots(deserialize)]
    struct Inner {}
}

#[test]
fn data_that_is_made_to_be_read_again_and_again_is_refused_in_time() {
    // A list of many references, and of chains so long that the list waits for each.
    let (references, chains, length) = (8_000, 60, 45);
    let object = |next: Option<u32>| json!({"id": 0, "next": next, "others": []});
    let mut others = vec![2; references];
    let mut objects = serde_json::Map::from_iter([("2".to_owned(), object(None))]);
    for number in 3..3 + chains * length {
        let is_last = (number - 2) % length == 0;
        objects.insert(number.to_string(), object((!is_last).then_some(number + 1)));
    }
    others.extend((0..chains).map(|chain| 3 + chain * length));
    objects.insert("1".to_owned(), json!({"id": 1, "others": others}));
    // Below the upper half of the stack, the list is read again for each chain.
    let below = 100_000..100_030;
    for number in below.clone() {
        let next = if number + 1 < below.end { number + 1 } else { 1 };
        objects.insert(number.to_string(), object(Some(next)));
    }
    let error = refused::<ObjLock<Node>>(json!({"root": below.start, "objects": objects}));
    assert!(error.contains("in too many ways to be read in reasonable time"), "{error}");
    let error = refused::<Vec<ObjLock<Node>>>(json!({"root": [below.start], "objects": objects}));
    assert!(error.contains("in too many ways to be read in reasonable time"), "{error}");
    // In it, and as the root, it goes on where it was.
    assert!(read::<ObjLock<Node>>(json!({"root": 1, "objects": objects})).is_ok());
    assert!(read::<Vec<ObjLock<Node>>>(json!({"root": others, "objects": objects})).is_ok());
    // As many chains without the references are read.
    objects.insert("1".to_owned(), json!({"id": 1, "others": others[references..]}));
    assert!(read::<ObjLock<Node>>(json!({"root": below.start, "objects": objects})).is_ok());
}

#[test]
fn data_that_is_refused_leaves_no_circle_in_memory() {
    // The first two objects are a circle. The last one is refused after they are made.
    let objects = json!({
        "1": {"id": 1, "next": 2, "others": []},
        "2": {"id": 2, "next": 1, "others": [1]},
        "3": {"id": 3, "next": 1, "others": [7]},
    });
    let data = json!({"root": [1, 3], "objects": objects}).to_string();
    let left = allocation_counter::measure(|| {
        let read = serde_json::from_str::<Graph<Vec<ObjLock<Node>>>>(&data);
        assert!(read.is_err());
    });
    assert_eq!(left.bytes_current, 0);
    // Of what is completed last, the second is refused.
    let data = data.replace(r#""others":[7]"#, r#""others":[3,7]"#);
    let left = allocation_counter::measure(|| {
        let read = serde_json::from_str::<Graph<Vec<ObjLock<Node>>>>(&data);
        assert!(read.is_err());
    });
    assert_eq!(left.bytes_current, 0);
}

/// A slot that serde's traits read knows of no graph, nor do the enums in it.
#[test]
fn a_number_is_no_object_inside_of_a_serde_slot() {
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    enum Plain {
        Nothing,
        Circle { radius: f64 },
    }
    #[derive(Slots)]
    struct Doc {
        #[slots(serde)]
        all: Vec<Plain>,
    }
    let data = |item: serde_json::Value| json!({"root": {"all": [item]}, "objects": {}});
    for item in ["Nothing", "Circle"] {
        let circle = json!({"Circle": {"radius": 1}});
        let item = if item == "Nothing" { json!("Nothing") } else { circle };
        assert_eq!(nodes::read::<Doc>(data(item)).unwrap().all.len(), 1);
    }
    let error = refused::<Doc>(data(json!(5)));
    assert!(error.contains("must be Plain, not int"), "{error}");
}

#[test]
fn a_number_is_no_variant_outside_of_a_graph() {
    let error = serde_json::from_str::<Tagged>("5").unwrap_err().to_string();
    assert!(
        error.starts_with("invalid type: integer `5`, expected a variant of Tagged"),
        "{error}"
    );
    let error = slotted::from_value::<Tagged>(Value::Int(5)).unwrap_err().to_string();
    assert_eq!(error, "invalid type: integer `5`, expected a variant of Tagged");

    #[derive(SlotValue, Debug)]
    #[slots(tag = "t", deserialize)]
    enum Tagged {
        Nothing,
        Circle { radius: f64 },
    }
    let circle: Tagged = serde_json::from_str(r#"{"t":"Circle","radius":1}"#).unwrap();
    assert!(matches!(circle, Tagged::Circle { radius: 1.0 }));
    assert!(matches!(serde_json::from_str(r#"{"t":"Nothing"}"#).unwrap(), Tagged::Nothing));
}
