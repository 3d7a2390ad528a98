//! Records: construction from names and values, all-or-nothing updates, comparison, and state.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use slotted::prelude::*;
use slotted::{AttributeErrorKind as Is, ConversionError, Kind, RecordError, SlotValue, ValueRef};

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
    // Construction accepts values for read-only slots.
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
    // Update from the dict of another record.
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
    let patch = p.diff(&q);
    let changes: Vec<_> = patch
        .iter()
        .map(|change| (change.path().to_string(), change.old_value(), change.new_value()))
        .collect();
    let (one, five) = (Value::from(1.0), Value::from(5.0));
    assert_eq!(changes, [("x".into(), Some(&one), Some(&five)), ("z".into(), None, Some(&one))]);
    assert!(p.diff(&p.clone()).is_empty());
    // Objects of two types are compared by names.
    let event = Event::default();
    assert_eq!(p.diff(&event).iter().filter(|change| change.new_value().is_some()).count(), 1);
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

thread_local! {
    static DROPS: Rc<Cell<i32>> = Rc::default();
    static ARMED: Cell<u32> = const { Cell::new(0) };
}

/// Counts its live instances in `DROPS`. `ARMED` counts down at each construction, by conversion or
/// as a default; the construction that finds 1 panics. Zero disarms it.
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

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        if value.is_none() { Err(ConversionError::wrong_type(&value)) } else { Ok(Counted::new()) }
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
    #[slots(skip, default = Counted::new())]
    another: Counted,
}

#[derive(Slots)]
struct OtherBase {
    #[slots(default = Counted::new())]
    last: Counted,
}

#[derive(Slots)]
#[slots(dict)]
struct Counting {
    third: Counted,
    #[slots(base)]
    base: Base,
    #[slots(base)]
    other: OtherBase,
    #[slots(skip, default = Counted::new())]
    own: Counted,
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
    // A complete record constructs ten `Counted`: in slots, in hidden fields, and in two bases.
    for panics_at in 0..=12 {
        ARMED.set(panics_at);
        let made = catch_unwind(AssertUnwindSafe(|| Counting::from_attrs(given())));
        ARMED.set(0);
        assert_eq!(made.is_err(), (1..=10).contains(&panics_at), "{panics_at}");
        if let Ok(made) = made {
            let made = made.unwrap();
            assert_eq!(alive.get(), 10);
            assert_eq!((made.several.len(), made.dict().len()), (2, 1));
        }
        assert_eq!(alive.get(), 0, "{panics_at}");
    }
    // A type whose only slots are inherited.
    #[derive(Slots)]
    struct Hidden {
        #[slots(skip, default = Counted::new())]
        own: Counted,
        #[slots(base)]
        other: OtherBase,
    }
    ARMED.set(2);
    let none: [(&str, Value); 0] = [];
    assert!(catch_unwind(AssertUnwindSafe(|| Hidden::from_attrs(none).is_ok())).is_err());
    ARMED.set(0);
    assert_eq!(alive.get(), 0);
    // A value is refused after others were accepted.
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
    assert_eq!(alive.get(), 10);
    it.update_attrs([("third", 2), ("maybe", 2)]).unwrap();
    assert_eq!(alive.get(), 10);
    drop(it);
    assert_eq!(alive.get(), 0);
}

/// A hidden field and a slot of a base may have the same name, and the same offset if the hidden
/// field is zero-sized.
#[test]
fn a_hidden_field_is_not_taken_for_a_slot_of_the_same_name() {
    #[derive(Slots)]
    struct Inner {
        #[slots(default)]
        x: u32,
    }
    #[derive(Slots)]
    #[repr(C)]
    struct Outer {
        #[slots(skip, default)]
        x: (),
        #[slots(base)]
        inner: Inner,
    }
    let made = Outer::from_attrs([("", 0); 0]).unwrap();
    assert_eq!((made.x, made.inner.x), ((), 0));
}

#[test]
fn a_drop_that_panics_in_an_update_finds_everything_written() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            assert!(std::thread::panicking(), "in drop");
        }
    }
    let mut e = Event::default();
    e.setattr("p", Value::opaque(Bomb)).unwrap();
    let update = || e.update_attrs([("magnitude", 2), ("n1", 1), ("p", 5), ("n2", 6)]);
    assert!(catch_unwind(AssertUnwindSafe(update)).is_err());
    assert_eq!(e.magnitude, 2.0);
    assert_eq!(e.dict(), &Dict::from([("p", 5), ("n1", 1), ("n2", 6)]));
}

#[test]
fn a_drop_that_panics_when_a_record_fails_does_not_leak_the_others() {
    struct Armed(Rc<Cell<i32>>);
    impl SlotValue for Armed {
        const KIND: Kind = Kind::Int;
        fn from_value(_: Value) -> Result<Self, ConversionError> {
            let alive = DROPS.with(Rc::clone);
            alive.set(alive.get() + 1);
            Ok(Armed(alive))
        }
        fn as_value(&self) -> ValueRef<'_> {
            ValueRef::None
        }
    }
    impl Drop for Armed {
        fn drop(&mut self) {
            self.0.set(self.0.get() - 1);
            assert!(std::thread::panicking(), "in drop");
        }
    }
    #[derive(Slots)]
    struct Four {
        a: Counted,
        b: Counted,
        c: Armed,
        d: u8,
    }
    let given = [("a", 1), ("b", 1), ("c", 1), ("d", 300)];
    assert!(catch_unwind(|| Four::from_attrs(given)).is_err());
    assert_eq!(DROPS.with(Rc::clone).get(), 0);
    let _ = (Four::SLOTS.a, Four::SLOTS.b, Four::SLOTS.c, Four::SLOTS.d);
}

/// Tests the rules 12.4–12.9 of `python_semantics.md`: a state contains the `Dict` and the bound
/// slots only.
#[test]
fn a_state_is_the_dict_and_the_bound_slots_and_makes_the_same_again() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Base {
        #[slots(readonly)]
        id: u32,
        #[slots(optional)]
        note: Option<String>,
    }

    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(dict)]
    struct Derived {
        x: f64,
        #[slots(base)]
        base: Base,
        nullable: Option<u8>,
        __dict__: Dict,
    }

    let mut it = Derived {
        x: 1.5,
        base: Base { id: 7, note: None },
        nullable: None,
        // The entry `x` is hidden by the slot `x`.
        __dict__: Dict::from([("extra", Value::from(1)), ("x", "hidden".into())]),
    };
    let state = it.get_state().unwrap();
    assert_eq!(state.slots.keys().collect::<Vec<_>>(), ["x", "id", "nullable"]);
    assert_eq!(state.dict.as_ref(), Some(&it.__dict__));
    assert_eq!(Derived::from_state(state.clone()).unwrap(), it);

    let before = it.clone();
    it.setattr("note", "bound").unwrap();
    it.setattr("new", 2).unwrap();
    it.x = 9.0;
    it.set_state(state.clone()).unwrap();
    assert_eq!(it, before);

    // A state with a wrong value changes nothing.
    let mut broken = state;
    broken.slots.insert("nullable", "no number");
    broken.slots.insert("x", 3.0);
    assert!(it.set_state(broken).is_err());
    assert_eq!(it, before);

    // The value of a slot that no longer exists is kept in the `Dict`.
    let mut old = it.get_state().unwrap();
    old.slots.insert("gone", 1);
    assert_eq!(Derived::from_state(old).unwrap().getattr("gone").unwrap(), 1);

    let base = Base { id: 1, note: Some("a".into()) };
    let mut state = base.get_state().unwrap();
    assert_eq!(state.dict, None);
    assert_eq!(Base::from_state(state.clone()).unwrap(), base);
    state.dict = Some(Dict::from([("extra", 1)]));
    let error = Base::from_state(state).unwrap_err();
    assert_eq!(error.to_string(), "Base() got an unexpected attribute 'extra'");
}

/// Regression test that needs the leak sanitizer to fail: an error was created, and then a `Drop`
/// panicked before the error was returned.
#[test]
fn an_error_is_not_leaked_when_a_drop_panics_on_its_way() {
    #[derive(Debug)]
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            if !std::thread::panicking() {
                panic!("in a drop");
            }
        }
    }
    impl SlotValue for Bomb {
        const KIND: Kind = Kind::Int;

        fn from_value(_: Value) -> Result<Self, ConversionError> {
            Ok(Bomb)
        }

        fn as_value(&self) -> ValueRef<'_> {
            ValueRef::None
        }
    }
    #[derive(Slots, Debug)]
    struct Checked {
        #[slots(validate = never)]
        bomb: Bomb,
    }
    fn never(_: &Bomb) -> Result<(), String> {
        Err("a verdict that takes memory".to_owned())
    }
    #[derive(Slots, Debug)]
    #[slots(dict)]
    struct Open {
        x: u8,
        __dict__: Dict,
    }
    let refused = catch_unwind(|| Checked::from_attrs([("bomb", 1)]).map(|it| it.bomb));
    assert!(refused.is_err());
    let missing = catch_unwind(|| Open::from_attrs([("y", Value::opaque(Bomb))]).map(|it| it.x));
    assert!(missing.is_err());
}

#[test]
fn an_update_of_a_frozen_object_is_refused_as_an_assignment_is() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(frozen, dict)]
    struct Fixed {
        rank: u32,
        __dict__: Dict,
    }
    let before = Fixed { rank: 1, __dict__: Dict::from([("entry", 1)]) };
    let mut fixed = before.clone();
    for name in ["rank", "entry", "other"] {
        let expected = fixed.setattr(name, 2).unwrap_err().to_string();
        assert_eq!(fixed.update_attrs([(name, 2)]).unwrap_err().to_string(), expected);
    }
    assert_eq!(fixed, before);
    // A copy with changes is another object, and may differ.
    assert_eq!(fixed.with_attrs([("other", 2)]).unwrap().__dict__["other"], 2);
}

/// The text of a struct reads as a map from its name to its fields; a map that means something else
/// is left as it is.
#[test]
fn a_map_from_the_name_of_a_struct_is_the_struct() {
    #[derive(Slots, Clone, Debug, PartialEq, Default)]
    struct Engine {
        #[slots(default)]
        rpm: u32,
    }
    #[derive(Slots, Clone, Debug, PartialEq, Default)]
    #[slots(dict)]
    struct Open {
        __dict__: Dict,
    }
    #[derive(Slots, Clone, Debug, PartialEq, Default)]
    #[allow(non_snake_case)]
    struct Own {
        #[slots(default)]
        Own: Dict,
    }
    #[derive(Slots, Clone, Debug, PartialEq, Default)]
    struct Car {
        engine: Engine,
        open: Open,
        own: Own,
    }
    let mut car = Car::default();
    let inside = |name: &str, key: &str| Value::Map([(name, Value::Map([(key, 5)].into()))].into());
    car.setattr("engine", inside("Engine", "rpm")).unwrap();
    assert_eq!(car.engine.rpm, 5);
    assert!(car.setattr("engine", inside("Motor", "rpm")).is_err());
    let two = Value::Map([("Engine", inside("a", "b")), ("rpm", 6.into())].into());
    assert!(car.setattr("engine", two).is_err());
    assert!(car.setattr("engine", Value::Map([("Engine", 5)].into())).is_err());
    // Here the name is that of an entry, and there that of a slot.
    car.setattr("open", inside("Open", "x")).unwrap();
    assert_eq!(car.open.__dict__["Open"], Value::Map([("x", 5)].into()));
    car.setattr("own", inside("Own", "x")).unwrap();
    assert_eq!(car.own.Own["x"], 5);
    assert_eq!(car.engine.rpm, 5);
}
