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

/// Behind the header of one that can be weakly referenced is a word more.
#[test]
fn the_header_of_a_shared_object_is_counted() {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Watched {
        x: u64,
        __weakref__: slotted::WeakSlot,
    }
    #[derive(Slots)]
    struct Holder {
        watched: Obj<Watched>,
        plain: Obj<Leaf>,
    }
    let size = exact(|| Holder {
        watched: Obj::new(Watched { x: 1, __weakref__: slotted::WeakSlot::new() }),
        plain: Obj::new(leaf()),
    });
    assert_eq!(size.shared, (8 + 8 + 8) + (8 + size_of::<Leaf>()));
}

/// A slot of serde's traits is not looked into: that would run them.
#[cfg(feature = "serde")]
#[test]
fn a_slot_of_serdes_traits_is_unknown() {
    #[derive(Slots)]
    struct Foreign {
        #[slots(serde)]
        one: Number,
        #[slots(serde)]
        two: Number,
    }
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Number(u8);
    let size = Foreign { one: Number(1), two: Number(2) }.deep_size();
    assert_eq!((size.unknown, size.total()), (2, size.inline));
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
    let counted = 24 * (8 + size_of::<Local>());
    assert_eq!((chain.deep_size().shared, chain.deep_size().unknown), (counted, 1));
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
    set: std::collections::BTreeSet<u16>,
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
        set: (0..3).collect(),
    };
    let (object, taken) = counted(make);
    let size = object.deep_size();
    let outside = size.total() - size.inline;
    assert!(outside <= taken && 2 * outside > taken, "{outside} of {taken}");
    assert_eq!(size.unknown, 2);
    let names = 500 * (size_of::<String>() + 9 + size_of::<u64>());
    let numbers = 500 * (size_of::<u32>() + size_of::<String>());
    let set = 3 * size_of::<u16>();
    let text: usize = object.numbers.values().map(String::capacity).sum();
    assert_eq!((size.maps, size.text, size.lists), (names + numbers, text, set));
}

/// Each kind of owner, with and without something in it.
#[test]
fn what_each_kind_of_value_owns_is_counted() {
    #[derive(SlotValue, Clone, Copy)]
    enum Side {
        Left,
    }
    #[derive(Slots)]
    struct Sundry {
        path: std::path::PathBuf,
        labels: Vec<Box<str>>,
        boxed_path: Option<Box<std::path::Path>>,
        borrowed: std::borrow::Cow<'static, str>,
        owned: std::borrow::Cow<'static, str>,
        bytes: Box<[u8]>,
        boxes: Box<[String]>,
        texts: VecDeque<Option<String>>,
        arc: Arc<Place>,
        rc: Rc<String>,
        text: Arc<str>,
        nested: Box<Option<Box<Place>>>,
        array: [String; 2],
        tuple: (Vec<u16>, Option<Box<u64>>),
        any: Vec<Value>,
        entries: Dict,
        side: Side,
        sides: Vec<Side>,
    }
    let make = |filled: bool| {
        let text = |length: usize| "x".repeat(if filled { length } else { 0 });
        let count = if filled { 3 } else { 0 };
        Sundry {
            path: {
                let mut path = std::path::PathBuf::with_capacity(if filled { 50 } else { 0 });
                path.push(text(30));
                path
            },
            labels: (0..count).map(|length| text(length + 3).into()).collect(),
            boxed_path: filled.then(|| std::path::Path::new("a/b").into()),
            borrowed: "constant".into(),
            owned: text(40).into(),
            bytes: text(10).into_bytes().into(),
            boxes: (0..count).map(text).collect(),
            texts: (0..count).map(|length| (length != 1).then(|| text(length))).collect(),
            arc: Arc::new(place("a")),
            rc: Rc::new(text(20)),
            text: text(9).into(),
            nested: Box::new(Some(Box::new(place("b")))),
            array: [text(1), text(2)],
            tuple: (vec![1; count], filled.then(|| Box::new(7))),
            any: vec![
                Value::from(text(5)),
                Value::Bytes(text(6).into_bytes().into()),
                Value::from(vec![text(7); count]),
                Value::Map(Dict::from([(text(60), text(8))])),
            ],
            entries: (0..count).map(|number| (text(20 + number), number as i64)).collect(),
            side: Side::Left,
            sides: vec![Side::Left; count],
        }
    };
    for filled in [true, false] {
        let size = exact(|| make(filled));
        assert_eq!(size.unknown, 0);
    }
}

#[test]
fn what_is_held_by_value_in_an_object_with_a_dict_is_counted() {
    #[derive(Slots)]
    #[slots(dict)]
    struct Open {
        id: u8,
        __dict__: Dict,
    }
    #[derive(Slots)]
    struct Outer {
        one: Open,
        boxed: Box<Open>,
        shared: Obj<Open>,
        any: Value,
    }
    let open = |entries: usize| Open {
        id: 1,
        __dict__: (0..entries)
            .map(|n| (format!("an entry of a long name {n}"), n as i64))
            .collect(),
    };
    for entries in [0, 1, 20] {
        let size = exact(|| Outer {
            one: open(entries),
            boxed: Box::new(open(entries)),
            shared: Obj::new(open(entries)),
            any: Value::from(&Obj::new(open(entries))),
        });
        assert_eq!((size.dict, size.unknown), (0, 0));
        assert_eq!(size.maps == 0, entries == 0);
    }
}

/// What it cannot look into, it counts one by one.
#[test]
fn what_is_not_known_is_counted_each_time() {
    #[derive(Slots)]
    struct Unknown {
        any: Vec<Value>,
        #[slots(as_str)]
        address: std::net::Ipv4Addr,
        own: std::net::Ipv4Addr,
        letter: char,
    }
    let address = "127.0.0.1".parse().unwrap();
    let any = vec![Value::opaque(1_u8), Value::opaque(2_u8), 1.into()];
    let object = Unknown { any, address, own: address, letter: 'a' };
    assert_eq!(object.deep_size().unknown, 3);
}

/// Of a type of one's own, what it shows is counted where it lies outside.
#[test]
fn what_a_type_of_ones_own_shows_is_counted() {
    use slotted::{ConversionError, Kind, ValueRef};
    struct Raw(Box<[u8]>, [u8; 4]);
    impl SlotValue for Raw {
        const KIND: Kind = Kind::Bytes;
        fn from_value(value: Value) -> Result<Self, ConversionError> {
            Vec::from_value(value).map(|bytes| Raw(bytes.into(), [0; 4]))
        }
        fn as_value(&self) -> ValueRef<'_> {
            ValueRef::Bytes(if self.0.is_empty() { &self.1 } else { &self.0 })
        }
    }
    struct Far(Box<Place>);
    impl SlotValue for Far {
        const KIND: Kind = Kind::Object;
        fn from_value(value: Value) -> Result<Self, ConversionError> {
            Place::from_value(value).map(|place| Far(Box::new(place)))
        }
        fn as_value(&self) -> ValueRef<'_> {
            ValueRef::Object(&*self.0)
        }
    }
    #[derive(Slots)]
    struct Holder {
        raw: Raw,
        near: Raw,
        far: Far,
    }
    let size = exact(|| Holder {
        raw: Raw([1, 2, 3].into(), [0; 4]),
        near: Raw(Box::default(), [0; 4]),
        far: Far(Box::new(place("far"))),
    });
    assert_eq!((size.text, size.boxes), (3 + 50, size_of::<Place>()));
}
