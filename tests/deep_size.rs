//! The bytes of an object with all that it owns, held against a counting allocator.
#![allow(dead_code)]

use std::cell::OnceCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use slotted::layout::DeepSize;
use slotted::prelude::*;
use slotted::{LocalObj, Obj, ObjCell, ObjLock};

/// Makes an object. Returns it, and the bytes that it has allocated.
fn counted<T>(make: impl Fn() -> T) -> (T, usize) {
    let mut made = None;
    let taken = allocation_counter::measure(|| made = Some(make())).bytes_current;
    (made.expect("it was made"), usize::try_from(taken).expect("it has freed nothing of others"))
}

/// Asserts that `deep_size` is what the allocator has counted, and returns it.
fn exact<T: Attributes>(make: impl Fn() -> T) -> DeepSize {
    drop(make()); // What is made once, such as the seed of a hash, is there already.
    let (object, taken) = counted(make);
    let size = object.deep_size();
    assert_eq!(size.inline, object.layout().size());
    assert_eq!(size.total(), size.inline + taken, "{size:?}");
    size
}

#[derive(Slots, Clone)]
#[slots(dict)]
struct Station {
    name: String,
    code: Box<str>,
    note: Option<String>,
    place: Place,
    home: Option<Box<Place>>,
    places: Vec<Place>,
    levels: VecDeque<u16>,
    tables: Vec<Vec<f64>>,
    pair: (String, u8),
    raw: Vec<u8>,
    any: Value,
    #[slots(lazy = empty)]
    made: OnceCell<String>,
    __dict__: Dict,
}

fn empty(_: &Station) -> String {
    String::new()
}

#[derive(Slots, Clone)]
struct Place {
    x: f64,
    label: String,
}

fn place(label: &str) -> Place {
    let mut text = String::with_capacity(50);
    text.push_str(label);
    Place { x: 1.0, label: text }
}

fn station(entries: usize) -> Station {
    let mut places = Vec::with_capacity(7);
    places.extend([place("a"), place("b")]);
    let mut dict = Dict::new();
    for number in 0..entries {
        dict.insert(format!("an entry with a long name {number}"), format!("value {number}"));
        dict.insert(format!("e{number}"), number as i64);
    }
    let made = OnceCell::new();
    made.set("computed".to_owned()).unwrap();
    Station {
        name: String::with_capacity(33),
        code: "KIDY".into(),
        note: Some("by the road".into()),
        place: place("here"),
        home: Some(Box::new(place("there"))),
        places,
        levels: VecDeque::with_capacity(9),
        tables: vec![vec![1.0; 3], Vec::with_capacity(5)],
        pair: ("left".into(), 1),
        raw: vec![0; 12],
        any: Value::List([Value::from("a"), Value::Map(Dict::from([("b", "c")]))].into()),
        made,
        __dict__: dict,
    }
}

#[test]
fn deep_size_is_what_the_allocator_counts() {
    for entries in [0, 1, 7, 40, 400] {
        let size = exact(|| station(entries));
        assert_eq!(size.dict == 0, entries == 0);
        assert_eq!(size.boxes, size_of::<Place>());
        assert!(size.text > 0 && size.lists > 0 && size.maps > 0);
        assert_eq!((size.shared, size.unknown), (0, 0));
    }
}

#[derive(Slots)]
struct Node {
    weight: f64,
    name: String,
    other: Option<Obj<Leaf>>,
    same: Option<Obj<Leaf>>,
    counted: Option<Arc<Leaf>>,
    again: Option<Arc<Leaf>>,
    text: Arc<str>,
    local: Rc<Leaf>,
}

#[derive(Slots)]
struct Leaf {
    x: u64,
    label: String,
}

fn leaf() -> Leaf {
    Leaf { x: 1, label: "a leaf of the tree".into() }
}

#[test]
fn what_is_shared_is_counted_once() {
    let size = exact(|| {
        let (object, counted) = (Obj::new(leaf()), Arc::new(leaf()));
        Node {
            weight: 1.0,
            name: "node".into(),
            other: Some(object.clone()),
            same: Some(object),
            counted: Some(counted.clone()),
            again: Some(counted),
            text: "some shared text".into(),
            local: Rc::new(leaf()),
        }
    });
    let leaf = size_of::<Leaf>();
    assert_eq!(size.shared, (8 + leaf) + 2 * (16 + leaf) + 32);
    assert_eq!(size.text, 4 + 3 * 18);
}

#[derive(Slots)]
struct Link {
    number: u64,
    #[slots(optional)]
    next: Option<ObjLock<Link>>,
}

#[derive(Slots)]
struct Local {
    number: u64,
    #[slots(optional)]
    next: Option<ObjCell<Local>>,
    #[slots(optional)]
    plain: Option<LocalObj<Leaf>>,
}

/// Objects in a circle, and a chain of more than the stack would hold.
#[test]
fn objects_in_a_circle_and_in_a_long_chain_are_counted_once_each() {
    let size = 8 + size_of::<Link>();
    let one = ObjLock::new(Link { number: 1, next: None });
    let two = ObjLock::new(Link { number: 2, next: Some(one.clone()) });
    one.try_write().unwrap().next = Some(two.clone());
    let object = Link { number: 3, next: Some(two.clone()) };
    assert_eq!(object.deep_size().shared, 2 * size);
    one.try_write().unwrap().next = None;

    let mut chain = Link { number: 0, next: None };
    for number in 0..100_000 {
        chain = Link { number, next: Some(ObjLock::new(chain)) };
    }
    assert_eq!(chain.deep_size().shared, 100_000 * size);
    assert_eq!(chain.deep_size().unknown, 0);

    let mut chain = Local { number: 0, next: None, plain: Some(LocalObj::new(leaf())) };
    for number in 0..10_000 {
        chain = Local { number, next: Some(ObjCell::new(chain)), plain: None };
    }
    // Those that cannot leave their thread are read one inside the other, to a limit.
    assert_eq!(chain.deep_size().unknown, 1);
}

#[test]
fn an_object_that_is_being_written_is_unknown() {
    let inner = ObjLock::new(Link { number: 1, next: None });
    let object = Link { number: 2, next: Some(inner.clone()) };
    let guard = inner.try_write().unwrap();
    let size = object.deep_size();
    assert_eq!((size.shared, size.unknown), (0, 1));
    drop(guard);
    assert_eq!(object.deep_size().shared, 8 + size_of::<Link>());
}

struct Secret(Vec<u8>);

#[derive(Slots)]
struct Maps {
    names: BTreeMap<String, u64>,
    numbers: std::collections::HashMap<u32, String>,
    #[slots(opaque)]
    inside: Secret,
    #[slots(as_str)]
    version: std::net::IpAddr,
    letter: char,
}

/// Counted by length: no more than there is, and most of it.
#[test]
fn maps_are_counted_by_length_and_what_is_not_known_is_named() {
    let make = || Maps {
        names: (0..500).map(|number| (format!("name {number:04}"), number)).collect(),
        numbers: (0..500).map(|number| (number, format!("text {number:04}"))).collect(),
        inside: Secret(Vec::new()),
        version: "127.0.0.1".parse().unwrap(),
        letter: 'a',
    };
    let (object, taken) = counted(make);
    let size = object.deep_size();
    let outside = size.total() - size.inline;
    assert!(outside <= taken && 2 * outside > taken, "{outside} of {taken}");
    assert_eq!(size.unknown, 2);
}
