//! What a layout says of its slots, and of what is in them.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

use slotted::layout::SlotLocation;
use slotted::prelude::*;
use slotted::{Kind, SlotInfo};

#[derive(SlotValue, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
}

#[derive(SlotValue)]
struct Points(Vec<Point>);

#[derive(Slots, Clone)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Slots)]
struct All {
    number: u8,
    own: Point,
    optional: Option<Point>,
    #[slots(optional)]
    unbound: Option<Box<Point>>,
    boxed: Box<Point>,
    shared: Arc<Point>,
    counted: Rc<Option<Point>>,
    list: Vec<Point>,
    deque: VecDeque<Box<Point>>,
    array: [Option<Point>; 2],
    slice: Box<[Point]>,
    map: BTreeMap<String, Point>,
    nested: HashMap<u8, Vec<Option<Point>>>,
    newtype: Points,
    side: Side,
    sides: BTreeSet<Side>,
    by_side: BTreeMap<Side, Vec<Option<Side>>>,
    bytes: Vec<u8>,
    numbers: Vec<u16>,
    tuple: (u8, Point),
    any: Value,
    more: Dict,
    #[slots(opaque)]
    opaque: Vec<Point>,
    #[slots(as_str)]
    text: u8,
}

fn slot(name: &str) -> &'static SlotInfo {
    All::LAYOUT.slot(name).unwrap()
}

#[test]
fn the_layout_of_what_is_in_containers_is_told() {
    let with: Vec<_> = All::LAYOUT
        .slots()
        .iter()
        .filter(|slot| {
            slot.layout().is_some_and(|layout| layout.type_id() == TypeId::of::<Point>())
        })
        .map(SlotInfo::name)
        .collect();
    assert_eq!(
        with,
        [
            "own", "optional", "unbound", "boxed", "shared", "counted", "list", "deque", "array",
            "slice", "map", "nested", "newtype"
        ]
    );
    assert!(slot("number").layout().is_none() && slot("opaque").layout().is_none());
}

#[test]
fn the_choices_of_what_is_in_containers_are_told() {
    let with: Vec<_> = All::LAYOUT
        .slots()
        .iter()
        .filter(|slot| slot.choices().is_some_and(|all| all.iter().any(|one| one.name() == "Left")))
        .map(SlotInfo::name)
        .collect();
    assert_eq!(with, ["side", "sides", "by_side"]);
}

#[test]
fn the_items_of_lists_and_maps_are_told() {
    let item = |name: &str| {
        slot(name).item().map(|item| (item.kind(), item.short_type_name(), item.layout().is_some()))
    };
    let point = Some((Kind::Object, "Point".to_owned(), true));
    for name in ["list", "slice", "map", "newtype"] {
        assert_eq!(item(name), point, "{name}");
    }
    assert_eq!(item("deque"), Some((Kind::Object, "Box<Point>".into(), true)));
    assert_eq!(item("array"), Some((Kind::Object, "Option<Point>".into(), true)));
    assert_eq!(item("numbers"), Some((Kind::Int, "u16".into(), false)));
    assert_eq!(item("more"), Some((Kind::Any, "Value".into(), false)));
    for name in ["number", "own", "optional", "bytes", "tuple", "any", "opaque", "text", "side"] {
        assert_eq!(item(name), None, "{name}");
    }
    let nested = slot("nested").item().unwrap();
    assert_eq!(
        (nested.kind(), nested.short_type_name().as_str()),
        (Kind::List, "Vec<Option<Point>>")
    );
    assert_eq!(nested.type_id(), TypeId::of::<Vec<Option<Point>>>());
    assert_eq!(nested.layout().unwrap().name(), "Point");
    let inside = nested.item().unwrap();
    assert_eq!(inside.type_name(), std::any::type_name::<Option<Point>>());
    assert!(inside.item().is_none());
    assert_eq!(format!("{inside:?}"), "ItemInfo(Option<Point>)");
    assert_eq!(slot("by_side").item().unwrap().choices().unwrap().len(), 2);
}

#[test]
fn the_name_of_a_type_is_told_without_its_path() {
    assert_eq!(slot("nested").short_type_name(), "HashMap<u8, Vec<Option<Point>>>");
    assert_eq!(slot("unbound").short_type_name(), "Option<Box<Point>>");
}

#[test]
fn all_slots_are_told_with_their_place_in_the_whole() {
    #[derive(Slots, Default)]
    struct Root {
        a: u64,
        #[slots(readonly)]
        b: u8,
    }
    #[derive(Slots, Default)]
    #[slots(frozen)]
    struct Middle {
        #[slots(base)]
        root: Root,
        c: u16,
    }
    #[derive(Slots, Default)]
    struct Whole {
        d: u32,
        #[slots(base)]
        middle: Middle,
        e: u8,
        #[slots(base)]
        dict: Open,
    }
    #[derive(Slots, Default)]
    #[slots(dict)]
    struct Open {
        #[slots(dict)]
        more: Dict,
        f: u8,
    }
    let whole = Whole::default();
    let all: Vec<SlotLocation> = Whole::LAYOUT.iter().collect();
    let names: Vec<_> = all.iter().map(|slot| slot.info().name()).collect();
    assert_eq!(names, ["d", "a", "b", "c", "e", "f"]);
    for slot in &all {
        let name = slot.info().name();
        assert_eq!(Some(slot.offset()), Whole::LAYOUT.offset_of(name));
        assert_eq!(slot.is_writable(), Whole::LAYOUT.is_writable(name), "{name}");
    }
    let writable: Vec<_> =
        all.iter().filter(|slot| slot.is_writable()).map(|s| s.info().name()).collect();
    assert_eq!(writable, ["d", "e", "f"]);
    let place = std::ptr::from_ref(&whole.middle.c) as usize - std::ptr::from_ref(&whole) as usize;
    assert_eq!(all[3].offset(), place);
}
