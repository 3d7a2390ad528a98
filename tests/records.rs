//! Records: made from names and values, updated all or nothing, read from text, validated, lazy, compared.

use std::cell::{Cell, OnceCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::OnceLock;

use proptest::prelude::*;
use slotted::prelude::*;
use slotted::{AttributeErrorKind as Is, Kind, Mismatch, RecordError, SlotValue, ValueRef};

#[derive(Slots, Clone, Debug, PartialEq)]
struct Point {
    x: f64,
    y: f64,
    #[slots(default = "origin".to_owned())]
    label: String,
    #[slots(optional)]
    z: Option<f64>,
    #[slots(readonly, default)]
    id: u32,
}

fn pairs<const N: usize>(pairs: [(&str, Value); N]) -> [(String, Value); N] {
    pairs.map(|(name, value)| (name.to_owned(), value))
}

#[test]
fn a_record_is_made_from_names_with_defaults_for_the_rest() {
    let p = Point::from_attrs([("y", 2), ("x", 1)]).unwrap();
    let expected = Point { x: 1.0, y: 2.0, label: "origin".into(), z: None, id: 0 };
    assert_eq!(p, expected);
    // Read-only slots can be given here.
    let p = Point::from_attrs(pairs([
        ("x", 1.into()),
        ("y", 2.into()),
        ("z", 3.into()),
        ("id", 7.into()),
        ("label", "p".into()),
    ]))
    .unwrap();
    assert_eq!(p, Point { label: "p".into(), z: Some(3.0), id: 7, ..expected });
    assert_eq!(Point::attrs_builder().with("x", 1).with("y", 2).build().unwrap().x, 1.0);
    assert_eq!(format!("{:?}", Point::attrs_builder().with("x", 1)), r#"{"x": 1}"#);
}

#[test]
fn every_fault_is_reported_at_once_in_pythons_words() {
    let text = |error: RecordError| error.to_string();
    let error = Point::from_attrs([("", 0); 0]).unwrap_err();
    assert_eq!(text(error), "Point() missing 2 required attributes: 'x' and 'y'");
    let error = Point::from_attrs([("x", 0)]).unwrap_err();
    assert_eq!(text(error), "Point() missing 1 required attribute: 'y'");
    let error = Point::from_attrs(pairs([
        ("x", 1.into()),
        ("x", 2.into()),
        ("lable", 3.into()),
        ("id", (-1).into()),
        ("z", "up".into()),
        ("z", 1.into()),
    ]))
    .unwrap_err();
    let kinds: Vec<Is> = error.errors().iter().map(slotted::AttributeError::kind).collect();
    assert_eq!(kinds[..2], [Is::Repeated, Is::Unexpected]);
    assert!(matches!(kinds[2..4], [Is::OutOfRange { .. }, Is::WrongType { .. }]));
    assert_eq!(kinds[4..], [Is::Repeated, Is::Missing]);
    assert_eq!(error.type_name(), "Point");
    assert_eq!(
        text(error),
        "Point() got multiple values for attribute 'x'; \
         Point() got an unexpected attribute 'lable'. Did you mean: 'label'?; \
         attribute 'id' of 'Point' objects: -1 is out of range for u32; \
         attribute 'z' of 'Point' objects must be f64, not str; \
         Point() got multiple values for attribute 'z'; \
         Point() missing 1 required attribute: 'y'"
    );
}

#[test]
fn many_missing_attributes_are_listed_as_python_lists_arguments() {
    #[derive(Slots, Debug)]
    #[allow(dead_code)]
    struct Three {
        a: u8,
        b: u8,
        c: u8,
    }
    let error = Three::from_attrs([("", 0); 0]).unwrap_err();
    assert!(
        error.to_string().ends_with("missing 3 required attributes: 'a', 'b', and 'c'"),
        "{error}"
    );
    assert_eq!(error.errors().len(), 3);
}

#[derive(Slots, Clone, Debug, PartialEq, Default)]
#[slots(dict)]
struct Event {
    #[slots(default)]
    magnitude: f64,
    #[slots(skip, default = 7)]
    cache: u8,
    __dict__: Dict,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(frozen)]
struct Quake {
    #[slots(base)]
    event: Event,
    depth: f32,
    #[slots(default)]
    place: Option<Place>,
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Place {
    latitude: f64,
    longitude: f64,
}

#[test]
fn left_over_names_go_to_the_dict_also_of_a_base() {
    let place = Dict::from([("latitude", 33.5), ("longitude", -116.5)]);
    let quake = Quake::from_attrs(pairs([
        ("depth", 10.into()),
        ("tsunami", false.into()),
        ("magnitude", 4.5.into()),
        ("place", place.clone().into()),
    ]))
    .unwrap();
    assert_eq!(quake.event.magnitude, 4.5);
    assert_eq!(quake.event.cache, 7);
    assert_eq!(quake.event.__dict__, Dict::from([("tsunami", false)]));
    assert_eq!(quake.place, Some(Place { latitude: 33.5, longitude: -116.5 }));
    let again = Quake::from_attrs(quake.to_dict().unwrap()).unwrap();
    assert_eq!(again, quake);

    let error = Event::from_attrs([("a", 1), ("a", 2)]).unwrap_err();
    assert_eq!(error.to_string(), "Event() got multiple values for attribute 'a'");
    let bad = Dict::from([("latitude", 1)]);
    let error = Quake::from_attrs(pairs([("depth", 1.into()), ("place", bad.into())])).unwrap_err();
    assert!(
        error.to_string().contains("Place() missing 1 required attribute: 'longitude'"),
        "{error}"
    );
}

#[test]
fn a_copy_with_changes_may_differ_in_what_is_read_only() {
    let p = Point::from_attrs([("x", 1), ("y", 2)]).unwrap();
    let q = p.with_attrs(pairs([("id", 9.into()), ("x", 5.into())])).unwrap();
    assert_eq!((q.id, q.x, q.y, p.id), (9, 5.0, 2.0, 0));
    assert!(p.with_attrs([("nothing", 1)]).is_err());
    let quake = Quake::from_attrs([("depth", 1)]).unwrap();
    let deeper = quake.with_attrs(pairs([("depth", 2.into()), ("new", 1.into())])).unwrap();
    assert_eq!((deeper.depth, deeper.dict()["new"].clone()), (2.0, Value::Int(1)));
}

#[test]
fn an_update_is_all_or_nothing() {
    let mut p = Point::from_attrs([("x", 1), ("y", 2)]).unwrap();
    let before = p.clone();
    let error = p
        .update_attrs(pairs([
            ("x", 10.into()),
            ("id", 1.into()),
            ("w", 1.into()),
            ("label", 1.into()),
            ("y", 20.into()),
        ]))
        .unwrap_err();
    assert_eq!(p, before);
    let kinds: Vec<Is> = error.errors().iter().map(slotted::AttributeError::kind).collect();
    assert!(matches!(kinds[..], [Is::ReadOnly, Is::NoSuchAttribute, Is::WrongType { .. }]));
    p.update_attrs(pairs([("x", 10.into()), ("z", 3.into()), ("x", 11.into())])).unwrap();
    assert_eq!((p.x, p.z), (11.0, Some(3.0)));
    // From another record.
    let mut e = Event::default();
    e.update_attrs(p.to_dict().unwrap()).unwrap();
    assert_eq!(e.dict()["label"], "origin");
    let object: &mut dyn Attributes = &mut p;
    object.update_attrs([("y", 0.5)]).unwrap();
    assert_eq!(p.y, 0.5);
}

#[test]
fn a_difference_names_both_values() {
    let p = Point::from_attrs([("x", 1), ("y", 2)]).unwrap();
    let q = p.with_attrs([("x", 5), ("z", 1)]).unwrap();
    let differences = p.diff(&q);
    assert_eq!(differences.len(), 2);
    assert_eq!((differences[0].name, differences[0].left.unwrap()), ("x", p.getattr("x").unwrap()));
    assert_eq!(differences[0].right.unwrap(), 5.0);
    assert_eq!((differences[1].name, differences[1].left), ("z", None));
    assert!(p.diff(&p.clone()).is_empty());
    let event = Event::default();
    assert_eq!(p.diff(&event).iter().filter(|d| d.right.is_some()).count(), 1);
}

#[test]
fn what_holds_something_opaque_has_no_dict_of_values() {
    #[derive(Slots)]
    struct Holder {
        #[slots(opaque)]
        lock: Rc<u8>,
    }
    let holder = Holder { lock: Rc::new(1) };
    assert!(matches!(holder.to_dict().unwrap_err().kind(), Is::Opaque { .. }));
    assert_eq!(*Holder::SLOTS.lock.get(&holder), Rc::new(1));
}

fn at_most_100(percent: &u8) -> Result<(), String> {
    if *percent <= 100 { Ok(()) } else { Err("a percentage is at most 100".into()) }
}

fn not_empty(text: &str) -> Result<(), &'static str> {
    if text.is_empty() { Err("it must say something") } else { Ok(()) }
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Battery {
    #[slots(validate = at_most_100)]
    level: u8,
    #[slots(validate = not_empty, optional)]
    maker: Option<String>,
    #[slots(validate = Self::check_any)]
    any: Value,
}

impl Battery {
    fn check_any(any: &Value) -> Result<(), &'static str> {
        if any.is_none() { Err("not None") } else { Ok(()) }
    }
}

#[test]
fn validate_is_asked_before_every_write_by_name() {
    let mut b = Battery { level: 50, maker: None, any: Value::Int(1) };
    let before = b.clone();
    let refused =
        "attribute 'level' of 'Battery' objects: 101 is refused: a percentage is at most 100";
    assert_eq!(b.setattr("level", 101).unwrap_err().to_string(), refused);
    assert_eq!(b.setattr("level", 101).unwrap_err().kind(), Is::Refused);
    assert_eq!(b.setattr_str("level", "101").unwrap_err().to_string(), refused);
    assert_eq!(b.replace_attr("level", 101_u8).unwrap_err().to_string(), refused);
    assert_eq!(b.update_attrs([("level", 101)]).unwrap_err().to_string(), refused);
    assert_eq!(b.with_attrs([("level", 101)]).unwrap_err().to_string(), refused);
    assert_eq!(b.setattr("maker", "").unwrap_err().kind(), Is::Refused);
    assert_eq!(b.setattr("any", ()).unwrap_err().kind(), Is::Refused);
    assert_eq!(b.replace_attr("any", Value::None).unwrap_err().kind(), Is::Refused);
    assert_eq!(b, before);
    let made = Battery::from_attrs([("level", 200), ("any", 1)]);
    assert_eq!(made.unwrap_err().to_string(), refused.replace("101", "200"));

    // Nothing to change unasked is lent out.
    assert_eq!(b.getattr_mut("level").unwrap_err().kind(), Is::Validated);
    assert_eq!(b.attr_mut::<u8>("level").unwrap_err().kind(), Is::Validated);
    assert_eq!(Battery::slot::<u8>("level").unwrap_err().kind(), Is::Validated);
    assert!(Battery::read_only_slot::<u8>("level").is_ok());

    b.setattr("level", 80).unwrap();
    b.setattr("maker", "ACME").unwrap();
    assert_eq!(b.replace_attr("maker", String::from("Acme")).unwrap(), "ACME");
    assert_eq!(b.replace_attr("level", 81_u8).unwrap(), 80);
    assert_eq!(b.delattr("maker").unwrap(), "Acme");
    assert!(Battery::LAYOUT.find("level").unwrap().is_validated());
    // Rust code that names the field answers for itself.
    Battery::SLOTS.level.set(&mut b, 200);
}

thread_local! {
    static DROPS: Rc<Cell<i32>> = Rc::default();
    static ARMED: Cell<u32> = const { Cell::new(0) };
}

/// Counts how many there are; conversion and default panic when the count-down says so.
struct Counted(Rc<Cell<i32>>);

impl Counted {
    fn new() -> Self {
        let left = ARMED.get();
        ARMED.set(left.saturating_sub(1));
        assert!(left != 1, "in the making");
        let alive = DROPS.with(Rc::clone);
        alive.set(alive.get() + 1);
        Counted(alive)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl SlotValue for Counted {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Result<Self, Mismatch> {
        if value.is_none() { Err(Mismatch::wrong_type(&value)) } else { Ok(Counted::new()) }
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::None
    }
}

#[derive(Slots)]
struct Base {
    first: Counted,
    #[slots(default = Counted::new())]
    second: Counted,
    #[slots(skip, default = Counted::new())]
    hidden: Counted,
}

#[derive(Slots)]
#[slots(dict)]
struct Counting {
    third: Counted,
    #[slots(base)]
    base: Base,
    #[slots(default = vec![Counted::new(), Counted::new()])]
    several: Vec<Counted>,
    #[slots(optional, default = Some(Counted::new()))]
    maybe: Option<Counted>,
    __dict__: Dict,
}

#[test]
fn nothing_leaks_and_nothing_drops_twice_when_making_a_record_fails_or_panics() {
    let alive = DROPS.with(Rc::clone);
    let given = || pairs([("third", 1.into()), ("first", 1.into()), ("new", Value::opaque(1))]);
    // The eighth and last one is made without a panic.
    for panics_at in 0..=9 {
        ARMED.set(panics_at);
        let made = catch_unwind(AssertUnwindSafe(|| Counting::from_attrs(given())));
        ARMED.set(0);
        assert_eq!(made.is_err(), (1..=7).contains(&panics_at), "{panics_at}");
        if let Ok(made) = made {
            let made = made.unwrap();
            assert_eq!(alive.get(), 7);
            assert_eq!((made.several.len(), made.dict().len()), (2, 1));
        }
        assert_eq!(alive.get(), 0, "{panics_at}");
    }
    // A value that is refused after others were taken.
    let refused =
        pairs([("third", 1.into()), ("several", Value::from([1, 2])), ("first", Value::None)]);
    assert!(Counting::from_attrs(refused).is_err());
    assert_eq!(alive.get(), 0);
}

#[test]
fn an_update_that_panics_leaves_what_was_there() {
    let alive = DROPS.with(Rc::clone);
    let mut it = Counting::from_attrs([("third", 1), ("first", 1)]).unwrap();
    ARMED.set(2);
    let update = || it.update_attrs([("third", 2), ("first", 2)]);
    assert!(catch_unwind(AssertUnwindSafe(update)).is_err());
    ARMED.set(0);
    assert_eq!(alive.get(), 7);
    it.update_attrs([("third", 2), ("maybe", 2)]).unwrap();
    assert_eq!(alive.get(), 7);
    drop(it);
    assert_eq!(alive.get(), 0);
}

#[derive(Slots)]
struct Circle {
    radius: f64,
    #[slots(lazy = Circle::compute_area)]
    area: OnceCell<f64>,
    #[slots(lazy = Circle::compute_name, as_str)]
    name: OnceLock<std::net::Ipv4Addr>,
    #[slots(skip, default)]
    computed: Cell<u32>,
}

impl Circle {
    fn compute_area(&self) -> f64 {
        self.computed.set(self.computed.get() + 1);
        assert!(self.radius >= 0.0, "no such circle");
        3.0 * self.radius * self.radius
    }

    fn compute_name(&self) -> std::net::Ipv4Addr {
        std::net::Ipv4Addr::LOCALHOST
    }
}

#[derive(Slots)]
struct Wheel {
    spokes: u8,
    #[slots(base)]
    circle: Circle,
}

#[test]
fn a_lazy_slot_is_computed_once_at_the_first_read_through_any_door() {
    let circle = || Circle::from_attrs([("radius", 2)]).unwrap();
    let doors: [fn(&Circle) -> f64; 5] = [
        |c| c.getattr("area").unwrap().as_f64().unwrap(),
        |c| *c.attr::<f64>("area").unwrap(),
        |c| *Circle::SLOTS.area.get(c),
        |c| (c as &dyn Attributes).getattr_opt("area").unwrap().as_f64().unwrap(),
        |c| if c.hasattr("area") { *c.area.get().unwrap() } else { 0.0 },
    ];
    for first in doors {
        let c = circle();
        assert_eq!((c.vars().count(), Circle::SLOTS.area.peek(&c)), (1, None));
        assert_eq!(first(&c), 12.0);
        for door in doors {
            assert_eq!(door(&c), 12.0);
        }
        assert_eq!((c.computed.get(), Circle::SLOTS.area.peek(&c)), (1, Some(&12.0)));
        assert_eq!(c.vars().count(), 2);
    }
    // Through a base, from the base.
    let wheel = Wheel { spokes: 3, circle: circle() };
    assert_eq!(wheel.getattr("area").unwrap(), 12.0);
    assert_eq!(wheel.getattr("name").unwrap(), "127.0.0.1");
    assert_eq!(*Wheel::SLOTS.spokes.get(&wheel), 3);
    assert_eq!(format!("{:?}", Circle::SLOTS.area), "<member 'area' of 'Circle' objects>");
    assert!(Circle::SLOTS.area.info().is_lazy());
}

#[test]
fn a_lazy_slot_can_be_written_cleared_and_given() {
    let mut c = Circle::from_attrs([("radius", 2), ("area", 1)]).unwrap();
    assert_eq!((c.getattr("area").unwrap().as_f64(), c.computed.get()), (Some(1.0), 0));
    assert_eq!(c.delattr("area").unwrap(), 1.0);
    assert_eq!(c.delattr("area").unwrap_err().kind(), Is::Unbound);
    assert_eq!(c.getattr("area").unwrap(), 12.0);
    c.setattr("area", 5).unwrap();
    assert_eq!(c.getattr("area").unwrap(), 5.0);
    c.delattr("area").unwrap();
    *c.attr_mut::<f64>("area").unwrap() += 1.0;
    assert_eq!(c.getattr("area").unwrap(), 13.0);
}

#[test]
fn a_lazy_slot_whose_computation_panics_stays_unbound() {
    let mut c = Circle::from_attrs([("radius", -1)]).unwrap();
    for _ in 0..2 {
        assert!(catch_unwind(AssertUnwindSafe(|| c.hasattr("area"))).is_err());
        assert_eq!(Circle::SLOTS.area.peek(&c), None);
    }
    c.radius = 1.0;
    assert_eq!(c.getattr("area").unwrap(), 3.0);
    assert_eq!(c.computed.get(), 3);
}

/// A slot of each type that is written from text.
#[derive(Slots, Clone, Debug, PartialEq, Default)]
struct Texts {
    i8: i8,
    i64: i64,
    i128: i128,
    u8: u8,
    u64: u64,
    u128: u128,
    f32: f32,
    f64: f64,
    bool: bool,
    char: char,
    string: String,
    boxed: Box<str>,
    option: Option<i32>,
    bytes: Vec<u8>,
    list: Vec<String>,
    floats: Vec<f32>,
    array: [Option<u16>; 2],
    tree: std::collections::BTreeMap<String, Vec<char>>,
    dict: Dict,
}

#[test]
fn text_that_is_none_says_why() {
    let mut t = Texts::default();
    let said = |error: slotted::AttributeError| error.to_string();
    let of = "attribute 'u8' of 'Texts' objects";
    assert_eq!(
        said(t.setattr_str("u8", "256").unwrap_err()),
        format!("{of}: 256 is out of range for u8")
    );
    assert_eq!(
        said(t.setattr_str("u8", "-1").unwrap_err()),
        format!("{of}: -1 is out of range for u8")
    );
    assert_eq!(
        said(t.setattr_str("u8", "many").unwrap_err()),
        format!("{of}: 'many' is no u8: invalid digit found in string")
    );
    assert_eq!(
        said(t.setattr_str("list", "['a', b]").unwrap_err()),
        "attribute 'list' of 'Texts' objects: '['a', b]' is no Vec<String>: at byte 6: expected a value; a text \
         stands in quotes"
    );
    assert_eq!(
        said(t.setattr_str("array", "[1, 70000]").unwrap_err()),
        "attribute 'array'[1] of 'Texts' objects: 70000 is out of range for Option<u16>"
    );
    let error = t.setattr_str("strin", "x").unwrap_err();
    assert_eq!(error.suggestion(), Some("string"));
    assert_eq!(t, Texts::default());
    let mut e = Event::default();
    e.setattr_str("new", "7").unwrap();
    assert_eq!(e.dict()["new"], "7");
    let mut c = Circle::from_attrs([("radius", 2)]).unwrap();
    c.setattr_str("name", "1.2.3.4").unwrap();
    assert_eq!(c.getattr("name").unwrap(), "1.2.3.4");
}

#[test]
fn deep_or_broken_literals_are_refused() {
    let deep = "[".repeat(100_000);
    assert!(deep.parse::<Value>().is_err());
    let mut deepest = "[".repeat(64);
    deepest += &"]".repeat(64);
    assert!(deepest.parse::<Value>().is_ok());
    for text in [
        "",
        "[",
        "[1",
        "[1,",
        "{",
        "{'a'",
        "{'a':",
        "{'a': 1",
        "{a: 1}",
        "'",
        "'\\",
        "'\\x1'",
        "'\\uD800'",
        "b'é'",
        "1 2",
        "[,]",
        "{'a' 1}",
        "--1",
        "\u{1F600}",
    ] {
        assert!(text.parse::<Value>().is_err(), "{text}");
    }
    let read: Value =
        " { 'a' : [ 1 , -2.5e3 , null , true, ] , \"b\" : b'\\x00\\'' } ".parse().unwrap();
    assert_eq!(format!("{read:?}"), r#"{'a': [1, -2500.0, None, True], 'b': b"\x00'"}"#);
}

fn texts() -> impl Strategy<Value = Texts> {
    let finite = any::<f32>().prop_filter("equal to itself", |x| !x.is_nan());
    let numbers =
        (any::<i8>(), any::<i64>(), any::<i128>(), any::<u8>(), any::<u64>(), any::<u128>());
    let floats = (finite, any::<f64>().prop_filter("equal to itself", |x| !x.is_nan()));
    let plain =
        (any::<bool>(), any::<char>(), any::<String>(), any::<String>(), any::<Option<i32>>());
    let lists = (
        any::<Vec<u8>>(),
        any::<Vec<String>>(),
        prop::collection::vec(finite_f32(), 0..5),
        any::<[Option<u16>; 2]>(),
        prop::collection::btree_map(any::<String>(), any::<Vec<char>>(), 0..4),
        prop::collection::vec((any::<String>(), value()), 0..4),
    );
    (numbers, floats, plain, lists).prop_map(|(n, f, p, l)| Texts {
        i8: n.0,
        i64: n.1,
        i128: n.2,
        u8: n.3,
        u64: n.4,
        u128: n.5,
        f32: f.0,
        f64: f.1,
        bool: p.0,
        char: p.1,
        string: p.2,
        boxed: p.3.into(),
        option: p.4,
        bytes: l.0,
        list: l.1,
        floats: l.2,
        array: l.3,
        tree: l.4,
        dict: l.5.into_iter().collect(),
    })
}

fn finite_f32() -> impl Strategy<Value = f32> {
    any::<f32>().prop_filter("equal to itself", |x| !x.is_nan())
}

/// Values inside one another.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::None),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("equal to itself", |x| !x.is_nan()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        any::<Vec<u8>>().prop_map(|bytes| Value::from(&*bytes)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..4)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<Dict>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_an_attribute_prints_is_read_again_as_the_same(texts in texts()) {
        let mut again = Texts::default();
        for (name, value) in texts.vars() {
            let text = value.to_string();
            let written = again.setattr_str(name, &text);
            prop_assert!(written.is_ok(), "{} {} {:?}", name, text, written);
        }
        prop_assert_eq!(again, texts);
    }

    #[test]
    fn what_repr_prints_is_read_again_as_the_same(value in value()) {
        let text = format!("{value:?}");
        let read = text.parse::<Value>();
        prop_assert_eq!(read.as_ref(), Ok(&value), "{}", text);
    }

    #[test]
    fn a_record_is_made_again_of_its_dict(texts in texts()) {
        let again = Texts::from_attrs(texts.to_dict().expect("nothing is opaque"));
        prop_assert_eq!(again.map_err(|error| error.to_string()), Ok(texts));
    }
}
