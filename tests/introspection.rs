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

/// In the messages of a failed assertion, say.
#[test]
fn what_is_looked_at_shows_what_it_is_of() {
    #[derive(Slots)]
    #[repr(C)]
    struct Base {
        id: u16,
    }
    #[derive(Slots)]
    #[slots(methods)]
    #[repr(C)]
    struct Row {
        #[slots(base)]
        base: Base,
        names: Vec<String>,
    }
    #[slotted::methods]
    impl Row {
        fn first(&self) -> u8 {
            1
        }
    }
    let row = Row { base: Base { id: 1 }, names: vec!["a".to_owned()] };
    let layout = Row::LAYOUT;
    let id = "SlotInfo { name: \"id\", offset: 0, size: 2, type: u16, .. }";
    let names = "SlotInfo { name: \"names\", offset: 8, size: 24, type: Vec<String>, .. }";
    assert_eq!(format!("{:?}", Base::LAYOUT.slot("id").unwrap()), id);
    let base = "BaseInfo { field: \"base\", offset: 0, type: \"Base\" }";
    assert_eq!(format!("{:?}", layout.bases()[0]), base);
    assert_eq!(
        format!("{layout:?}"),
        format!(
            "SlotLayout {{ name: \"Row\", size: 32, align: 8, slots: [{names}], bases: [{base}], \
             dict_offset: None }}"
        )
    );
    let places = [(names, 8), (id, 0)]
        .map(|(info, offset)| format!("SlotLocation {{ info: {info}, offset: {offset}, .. }}"));
    let mut found: Vec<_> = layout.iter().map(|location| format!("{location:?}")).collect();
    assert_eq!(format!("{:?}", layout.iter()), format!("[{}]", found.join(", ")));
    found.sort();
    let mut places = Vec::from(places);
    places.sort();
    assert_eq!(found, places);
    let first = layout.method("first").unwrap();
    assert_eq!(format!("{:?}", layout.methods()), format!("[{first:?}]"));
    assert_eq!(
        format!("{:?} {:?}", row.vars(), row.dir()),
        "Vars { of: \"Row\", .. } Dir { of: \"Row\", .. }"
    );
    let list = row.getattr("names").unwrap();
    let list = list.as_list().unwrap();
    assert_eq!(format!("{:?}", list.iter()), "Items { .. }");
    assert_eq!(list.iter().size_hint(), (1, Some(1)));
    assert!(
        !list.is_empty() && slotted::AttrRef::new(&Vec::<u16>::new()).as_list().unwrap().is_empty()
    );
    let map = std::collections::BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
    let map = slotted::AttrRef::new(&map).as_map().unwrap();
    assert_eq!(format!("{:?}", map.iter()), "Entries { .. }");
    assert_eq!(map.iter().size_hint(), (2, Some(2)));
    assert_eq!(row.first(), 1);

    let path: slotted::AttrPath = "names[0].x".parse().unwrap();
    assert_eq!(format!("{:?}", path.steps()), "[Name(\"names\"), Index(0), Name(\"x\")]");
    let error = path.get(&row).unwrap_err();
    assert_eq!(format!("{error:?}"), format!("PathError({:?})", error.to_string()));
    let typed = "names[0]".parse::<slotted::AttrPath>().unwrap();
    let typed = typed.resolve_as::<Row, String>().unwrap();
    assert_eq!((typed.to_string(), typed.get(&row).unwrap().as_str()), ("names[0]".into(), "a"));
    let steps = |text: &str| text.parse::<slotted::AttrPath>().unwrap().steps().to_vec();
    let hash = |text: &str| {
        use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
        BuildHasherDefault::<DefaultHasher>::default().hash_one(&steps(text)[0])
    };
    assert!(hash("a") == hash("a") && hash("a") != hash("b") && hash("a") != hash("[0]"));
    assert!(list.get(0).unwrap().is::<String>() && !list.get(0).unwrap().is::<u8>());
}
