//! Regression tests for faults found by attacking the library. Each test is named after its fault.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use slotted::prelude::*;
use slotted::{LocalObj, LocalWeakObj, WeakSlot};

#[derive(Slots, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", slots(serialize, deserialize))]
struct Preset {
    #[slots(optional, default = Some(5))]
    x: Option<u32>,
    #[slots(optional, default = Some(Some(1)))]
    any: Option<Option<u8>>,
    #[slots(optional)]
    y: Option<u32>,
}

const UNBOUND: Preset = Preset { x: None, any: None, y: None };

#[derive(Slots, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", slots(serialize, deserialize))]
struct Presets {
    one: Preset,
    maybe: Option<Preset>,
    many: Vec<Preset>,
    #[slots(base)]
    base: Base,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", slots(serialize, deserialize))]
struct Base {
    #[slots(optional, default = Some(7))]
    inherited: Option<u32>,
}

fn presets(any: Option<u8>) -> Presets {
    let bound = Preset { x: Some(1), any: Some(any), y: Some(2) };
    Presets {
        one: UNBOUND,
        maybe: Some(UNBOUND),
        many: vec![UNBOUND, bound],
        base: Base { inherited: None },
    }
}

#[test]
fn an_unbound_slot_with_a_default_stays_unbound_in_a_state() {
    let mut it = Preset { x: Some(6), ..UNBOUND };
    it.set_state(UNBOUND.get_state().unwrap()).unwrap();
    assert_eq!(it, UNBOUND);
    // In a state, a nested struct is a map, in which `None` stands for an unbound slot. For a slot
    // like `any`, whose value type accepts `None` itself, it is read as that value.
    let given = presets(None);
    let made = Presets::from_state(given.get_state().unwrap()).unwrap();
    assert_eq!(made.base, given.base);
    for (made, given) in
        made.many.iter().chain(&made.maybe).zip(given.many.iter().chain(&given.maybe))
    {
        assert_eq!((made.x, made.y), (given.x, given.y));
        assert_eq!(made.any, Some(None));
    }
}

#[test]
fn none_by_name_unbinds_an_optional_slot() {
    let mut it = Preset { x: Some(1), any: None, y: Some(2) };
    it.setattr("x", ()).unwrap();
    it.setattr_str("y", "None").unwrap();
    assert_eq!(it, UNBOUND);
    it.update_attrs([("x", Some(3)), ("y", None)]).unwrap();
    assert_eq!((it.x, it.y), (Some(3), None));
    // The value type of `any` is an `Option`, which accepts `None` as a value.
    it.setattr("any", ()).unwrap();
    assert_eq!(it.any, Some(None));
    assert_eq!(Preset::from_attrs([("x", ())]).unwrap().x, None);
    // Text for a number is still refused.
    assert!(it.setattr("x", "3").is_err());
}

#[cfg(feature = "serde")]
mod data {
    use std::fmt::Debug;

    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};

    use super::*;

    fn in_order<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
        let bytes = postcard::to_allocvec(value).unwrap();
        assert_eq!(postcard::from_bytes::<T>(&bytes).unwrap(), *value);
        let bytes = rmp_serde::to_vec(value).unwrap();
        assert_eq!(rmp_serde::from_slice::<T>(&bytes).unwrap(), *value);
    }

    #[test]
    fn an_unbound_slot_with_a_default_stays_unbound_in_data() {
        in_order(&UNBOUND);
        in_order(&presets(Some(3)));
        // MessagePack writes `Some(None)` and `None` alike, so only postcard is tested with
        // `Some(None)`.
        let bytes = postcard::to_allocvec(&presets(None)).unwrap();
        assert_eq!(postcard::from_bytes::<Presets>(&bytes).unwrap(), presets(None));
        // In a format that writes names, `null` means unbound, and a missing name means the
        // default.
        let text = serde_json::to_string(&Preset { any: Some(Some(2)), ..UNBOUND }).unwrap();
        assert_eq!(text, r#"{"x":null,"any":2}"#);
        let read: Preset = serde_json::from_str(&text).unwrap();
        assert_eq!((read.x, read.y), (None, None));
        // TOML has no `null`, so an unbound slot is left out.
        assert_eq!(toml::to_string(&UNBOUND).unwrap(), "");
        let read: Preset = serde_json::from_str("{}").unwrap();
        assert_eq!(read, Preset { x: Some(5), any: Some(Some(1)), y: None });
        let read: Presets =
            serde_json::from_str(&serde_json::to_string(&presets(None)).unwrap()).unwrap();
        assert_eq!((read.one.x, read.many[1].x, read.base.inherited), (None, Some(1), None));
        assert_eq!(read.maybe.map(|maybe| maybe.x), Some(None));
    }

    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Nothing {}

    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Below {
        #[slots(base)]
        base: Nothing,
        unit: (),
    }

    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Endless {
        next: Box<Endless>,
    }

    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Claims {
        #[slots(optional)]
        x: Option<Vec<Nothing>>,
        #[slots(default)]
        y: Vec<Nothing>,
    }

    /// Encodes a number as postcard does.
    fn number(mut number: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        while number >= 0x80 {
            bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        bytes.push(number as u8);
        bytes
    }

    #[test]
    fn a_claimed_number_of_items_that_take_no_bytes_takes_no_memory() {
        for claimed in [1 << 17, 1 << 24, 1 << 40, u64::MAX] {
            for bytes in [[vec![1], number(claimed)].concat(), [vec![0], number(claimed)].concat()]
            {
                let mut says = String::new();
                let taken = allocation_counter::measure(|| {
                    says = postcard::from_bytes::<Claims>(&bytes).unwrap_err().to_string();
                });
                assert!(taken.bytes_max < 8_000_000, "{}", taken.bytes_max);
            }
        }
        let bytes = [vec![1], number(1_000), number(1_000)].concat();
        let read: Claims = postcard::from_bytes(&bytes).unwrap();
        assert_eq!((read.x.unwrap().len(), read.y.len()), (1_000, 1_000));
    }

    /// What each of the three ways to read a list counts.
    #[derive(Slots, Debug)]
    #[slots(deserialize)]
    struct Lists<T> {
        #[slots(default)]
        typed: Vec<T>,
        #[slots(default)]
        inside: (Vec<T>, u8),
        #[slots(optional)]
        value: Option<Vec<T>>,
    }

    #[test]
    fn no_other_items_are_limited_in_number() {
        const MOST: usize = 1 << 16;
        const MORE: usize = 70_000;
        fn list<T: Clone>(item: T, length: usize) -> Vec<T> {
            vec![item; length]
        }
        /// The data of the three lists, of which one has items.
        fn in_postcard(at: usize, length: usize, item: &[u8]) -> Vec<u8> {
            let full = [number(length as u64), item.repeat(length)].concat();
            let [mut typed, mut inside, mut value] = [vec![0], vec![0], vec![0]];
            match at {
                0 => typed = full,
                1 => inside = full,
                _ => value = [vec![1], full].concat(),
            }
            [typed, inside, vec![7], value].concat()
        }
        fn lengths<T: SlotValue>(lists: &Lists<T>) -> [usize; 3] {
            let value = lists.value.as_ref().map_or(0, Vec::len);
            [lists.typed.len(), lists.inside.0.len(), value]
        }
        fn of(at: usize, length: usize) -> [usize; 3] {
            let mut lengths = [0; 3];
            lengths[at] = length;
            lengths
        }
        for at in 0..3 {
            // Just as many as may be.
            let bytes = in_postcard(at, MOST, &[]);
            let read: Lists<Nothing> = postcard::from_bytes(&bytes).unwrap();
            assert_eq!(lengths(&read), of(at, MOST));
            let bytes = in_postcard(at, MOST + 1, &[]);
            assert!(postcard::from_bytes::<Lists<Nothing>>(&bytes).is_err());
            // More, of what takes bytes.
            let bytes = in_postcard(at, MORE, &[5]);
            let read: Lists<u16> = postcard::from_bytes(&bytes).unwrap();
            assert_eq!(lengths(&read), of(at, MORE));
            // The items of a tuple are as many as its type says.
            let read: Lists<((), u8)> = postcard::from_bytes(&bytes).unwrap();
            assert_eq!(lengths(&read), of(at, MORE));
            let read: Lists<[u8; 1]> = postcard::from_bytes(&bytes).unwrap();
            assert_eq!(lengths(&read), of(at, MORE));
            // A type that contains itself has no values, and can be asked all the same.
            let none = in_postcard(at, 0, &[]);
            assert_eq!(lengths(&postcard::from_bytes::<Lists<Endless>>(&none).unwrap()), [0; 3]);
            let one = in_postcard(at, 1, &[]);
            assert!(postcard::from_bytes::<Lists<Endless>>(&one).is_err());
            // What is inside of them is counted too.
            macro_rules! take_no_bytes {
                ($($item:ty),*) => {$(
                    let few = in_postcard(at, MOST / 4, &[]);
                    let read = postcard::from_bytes::<Lists<$item>>(&few).unwrap();
                    assert_eq!(lengths(&read), of(at, MOST / 4));
                    let read = postcard::from_bytes::<Lists<$item>>(&in_postcard(at, MOST + 1, &[]));
                    assert!(read.is_err(), stringify!($item));
                )*};
            }
            take_no_bytes!((), ((), Nothing), [Nothing; 3], [u8; 0], ([u8; 0], [(); 2]), Below);
        }
        // In a format that describes itself, each item takes some bytes.
        let items = list("null", MORE).join(",");
        let name = ["typed", "value"];
        for name in name {
            let json = format!(r#"{{"{name}": [{items}]}}"#);
            let read: Lists<()> = serde_json::from_str(&json).unwrap();
            assert_eq!(lengths(&read).iter().sum::<usize>(), MORE);
        }
    }

    #[derive(Slots, Default)]
    #[slots(serialize, deserialize)]
    struct Node {
        next: Option<Box<Node>>,
    }

    #[derive(Serialize, Deserialize)]
    struct Derived {
        next: Option<Box<Derived>>,
    }

    fn chain(links: usize) -> Node {
        (0..links).fold(Node::default(), |next, _| Node { next: Some(Box::new(next)) })
    }

    #[test]
    fn what_is_written_of_links_is_read_as_far_as_serde_reads_it() {
        for links in 0..200 {
            let text = serde_json::to_string(&chain(links)).unwrap();
            let derived = serde_json::from_str::<Derived>(&text);
            let read = serde_json::from_str::<Node>(&text);
            assert_eq!(read.is_ok(), derived.is_ok(), "{links}");
            if links <= 128 {
                let bytes = postcard::to_allocvec(&chain(links)).unwrap();
                assert!(postcard::from_bytes::<Node>(&bytes).is_ok(), "{links}");
            }
        }
        // rmp_serde accepts this depth, so the limit reported here is slotted's own.
        let bytes = rmp_serde::to_vec_named(&chain(200)).unwrap();
        let says = rmp_serde::from_slice::<Node>(&bytes).err().unwrap().to_string();
        assert!(says.contains("more than 128 levels deep"), "{says}");
    }
}

#[derive(Slots)]
#[slots(weakref)]
struct Referred {
    __weakref__: WeakSlot,
}

#[test]
fn weak_references_with_callbacks_go_in_any_order_at_the_same_cost() {
    // If removing one reference walked over all others, this test would take minutes.
    const COUNT: usize = 1_000_000;
    let object = LocalObj::new(Referred { __weakref__: WeakSlot::new() });
    let called = Rc::new(Cell::new(0));
    let refer = || {
        let called = called.clone();
        LocalObj::downgrade_with(&object, move |_| called.set(called.get() + 1))
    };
    let refs: Vec<LocalWeakObj<_>> = (0..COUNT).map(|_| refer()).collect();
    // A `Vec` drops its elements in order, so the oldest reference goes first.
    drop(refs);
    let refs: Vec<LocalWeakObj<_>> = (0..10).map(|_| refer()).collect();
    drop(object);
    assert_eq!(called.get(), 10);
    assert!(refs.iter().all(|weak| weak.upgrade().is_none()));
}

#[cfg(feature = "std")]
#[test]
fn a_map_of_many_keys_on_one_object_is_cleared_quickly() {
    // If removing one reference walked over all others, this test would take minutes.
    const COUNT: usize = 1_000_000;
    let object = slotted::Obj::new(Referred { __weakref__: WeakSlot::new() });
    let mut map = slotted::WeakValueMap::new();
    (0..COUNT).for_each(|key| drop(map.insert(key, &object)));
    assert_eq!(map.len(), COUNT);
    map.clear();
    assert!(map.is_empty());
    drop(object);
}

/// Panics when it is dropped, unless the thread is already panicking.
#[derive(Debug)]
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("in drop");
        }
    }
}

#[derive(Slots, Debug, Default)]
struct Fuse {
    #[slots(default)]
    x: u8,
    #[slots(default)]
    y: u8,
    #[slots(default)]
    list: Vec<u8>,
    #[slots(default, validate = refuse)]
    never: Option<Value>,
    #[slots(default)]
    value: Value,
}

fn refuse(_: &Option<Value>) -> Result<(), &'static str> {
    Err("never")
}

/// Asserts that `run` panics, and that another run leaves no allocation behind.
fn leaves_nothing(door: usize, run: fn()) {
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err(), "door {door}");
    let left = allocation_counter::measure(|| drop(catch_unwind(AssertUnwindSafe(run))));
    assert_eq!(left.count_current, 0, "door {door}");
}

#[test]
fn an_error_is_not_lost_where_a_drop_panics_on_its_way() {
    let doors: &[fn()] = &[
        || {
            let attrs = [("x", Value::opaque(Bomb)), ("y", Value::from("no")), ("z", 1.into())];
            let _ = Fuse::default().update_attrs(attrs);
        },
        || drop(Fuse::default().update_attrs([("value", Value::opaque(Bomb)), ("y", "no".into())])),
        || drop(Fuse::default().replace_attr::<Option<Value>>("never", Some(Value::opaque(Bomb)))),
        || drop(Fuse::default().replace_attr("x", Bomb)),
        || drop(Fuse::default().replace_attr("none", Bomb)),
        || drop(Fuse::default().setattr("x", Value::opaque(Bomb))),
        || drop(Fuse::default().setattr("none", Value::opaque(Bomb))),
        || drop(Fuse::default().setattr("never", Value::opaque(Bomb))),
        || drop(Fuse::default().setattr("list", [Value::from(1), Value::opaque(Bomb)])),
        || drop(Fuse::default().setattr("list", [Value::from("no"), Value::opaque(Bomb)])),
        || drop(Fuse::default().setattr_path("x", Value::opaque(Bomb))),
        || drop(Fuse::default().setattr_path("x..", Value::opaque(Bomb))),
        || drop(Fuse::default().setattr_path("list[0]", Value::opaque(Bomb))),
        || drop(Fuse::default().setattr_path("none.none", Value::opaque(Bomb))),
        || drop(Fuse::default().getattr_mut("x").unwrap().set(Value::opaque(Bomb))),
        || drop(Fuse::from_attrs([("x", Value::opaque(Bomb))])),
        || drop(Fuse::from_attrs([("z", Value::opaque(Bomb))])),
        || drop(Fuse::from_attrs([("value", Value::opaque(Bomb)), ("x", "no".into())])),
        || drop(u8::from_value_of(Value::opaque(Bomb))),
    ];
    // Replace the panic hook: printing a message with a backtrace makes allocations that are never
    // freed.
    std::panic::set_hook(Box::new(|_| {}));
    for (door, run) in doors.iter().enumerate() {
        leaves_nothing(door, *run);
    }
    let _ = std::panic::take_hook();
}

/// Calls the conversion of a slot type directly.
trait FromValueOf: slotted::SlotValue {
    fn from_value_of(value: Value) -> Result<Self, slotted::ConversionError> {
        Self::from_value(value)
    }
}
impl FromValueOf for u8 {}

#[test]
fn objects_with_lazy_slots_are_equal_in_both_orders() {
    use std::cell::OnceCell;

    #[derive(Slots, Clone)]
    struct Lazy {
        #[slots(lazy = one)]
        computed: OnceCell<u8>,
        #[slots(optional)]
        bound: Option<u8>,
    }
    fn one(_: &Lazy) -> u8 {
        1
    }
    let one = Lazy { computed: OnceCell::from(1), bound: None };
    let other = Lazy { computed: OnceCell::new(), bound: Some(1) };
    let view = |lazy: &Lazy| format!("{:?}", lazy.vars().collect::<Vec<_>>());
    let before = (view(&one), view(&other));
    #[derive(Slots)]
    struct Two {
        one: Lazy,
        other: Lazy,
        again: Lazy,
    }
    let two = Two { one: one.clone(), other, again: one };
    let [one, other, again] = ["one", "other", "again"].map(|name| two.getattr(name).unwrap());
    assert_ne!(one, other);
    assert_ne!(other, one);
    assert_eq!(one, again);
    assert_eq!((view(&two.one), view(&two.other)), before);
}

#[test]
fn a_slot_may_be_lazy_and_validated() {
    use std::cell::OnceCell;

    #[derive(Slots)]
    struct Circle {
        radius: f64,
        #[slots(lazy = area, validate = positive)]
        area: OnceCell<f64>,
    }
    fn area(circle: &Circle) -> f64 {
        3.0 * circle.radius
    }
    fn positive(area: &f64) -> Result<(), &'static str> {
        if *area > 0.0 { Ok(()) } else { Err("an area is positive") }
    }
    let mut circle = Circle { radius: 2.0, area: OnceCell::new() };
    assert_eq!(circle.getattr("area").unwrap(), 6.0);
    assert!(circle.setattr("area", -1).unwrap_err().to_string().contains("an area is positive"));
}

#[test]
fn a_validated_slot_that_is_replaced_by_another_type_names_both() {
    let error = Fuse::default().replace_attr("never", 1_u8).unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'never' of 'Fuse' objects must be Option<Value>, not u8"
    );
}

#[test]
fn a_refused_list_reserves_no_memory_for_all_its_items() {
    #[derive(Slots)]
    struct Big {
        #[slots(opaque)]
        _bytes: [[u8; 256]; 256],
    }
    #[derive(Slots)]
    struct Lists {
        list: Vec<Big>,
        boxed: Box<[Big]>,
    }
    let mut lists = Lists { list: Vec::new(), boxed: Box::new([]) };
    for name in ["list", "boxed"] {
        let mut error = String::new();
        let counted = allocation_counter::measure(|| {
            error = lists.setattr(name, vec![0; 10_000]).unwrap_err().to_string();
        });
        assert!(error.contains(&format!("attribute '{name}'[0] of 'Lists' objects")), "{error}");
        // Room for all items would be 655 MB. The list of numbers itself is less than one.
        assert!(counted.bytes_max < 4_000_000, "{}", counted.bytes_max);
    }
}

#[test]
fn a_dict_of_one_size_whose_entries_come_and_go_is_fast_at_every_size() {
    // If every second insertion built the index anew, this test would take minutes.
    const COUNT: usize = (1 << 17) / 4 * 3 - 1;
    let mut dict: Dict = (0..COUNT).map(|at| (at.to_string(), at as u64)).collect();
    for at in 0..2 * COUNT {
        assert_eq!(dict.remove(&at.to_string()), Some(Value::from(at as u64)));
        dict.insert((at + COUNT).to_string(), (at + COUNT) as u64);
    }
    assert_eq!(dict.len(), COUNT);
    assert_eq!(dict.get(&(3 * COUNT - 1).to_string()), Some(&Value::from(3 * COUNT as u64 - 1)));
}
