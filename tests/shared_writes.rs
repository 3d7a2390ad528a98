//! Writes by name, by text and by path through references to shared objects (`docs/spec.md`
//! 9.28–9.31): each takes the lock for itself, and no foreign code runs under it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use slotted::prelude::*;
use slotted::{
    ConversionError, DynObj, Kind, LocalObj, Obj, ObjCell, ObjLock, ValueRef, WeakObj, WeakObjCell,
    WeakObjLock, WeakSlot,
};

#[path = "common/nosy.rs"]
mod nosy;
use nosy::{Nosy, look, seen};

#[derive(Slots)]
#[slots(dict, weakref)]
struct Airport {
    code: String,
    rank: u32,
    #[slots(optional)]
    closed: Option<String>,
    gates: Vec<u16>,
    limits: HashMap<String, u32>,
    next: Option<ObjLock<Airport>>,
    back: Option<WeakObjLock<Airport>>,
    __dict__: Dict,
    __weakref__: WeakSlot,
}

fn airport(code: &str) -> Airport {
    Airport {
        code: code.to_owned(),
        rank: 1,
        closed: None,
        gates: vec![1, 2],
        limits: HashMap::new(),
        next: None,
        back: None,
        __dict__: Dict::new(),
        __weakref__: WeakSlot::new(),
    }
}

/// Tests all ways to write of one kind of reference: a macro, since the kinds have no trait for it.
macro_rules! writes {
    ($object:expr) => {{
        let object = $object;
        object.setattr_str("rank", "7").unwrap();
        assert_eq!(object.getattr("rank").unwrap(), Value::from(7));
        let refused = object.setattr_str("rank", "seven").unwrap_err().to_string();
        assert!(refused.starts_with("attribute 'rank' of 'Airport' objects"), "{refused}");
        object.setattr_str("closed", "fog").unwrap();
        assert_eq!(object.delattr("closed").unwrap(), Value::from("fog"));
        let unbound = object.delattr("closed").unwrap_err().to_string();
        assert_eq!(unbound, "'Airport' object has no attribute 'closed'");
        let fixed = object.delattr("rank").unwrap_err().to_string();
        assert!(fixed.contains("cannot be deleted"), "{fixed}");
        object.setattr("tower", true).unwrap();
        assert_eq!(object.delattr("tower").unwrap(), Value::from(true));

        object.setattr_path("gates[1]", 5).unwrap();
        object.setattr_path_str("gates[0]", "4").unwrap();
        assert_eq!(object.getattr_path("gates").unwrap(), Value::from(vec![4, 5]));
        assert_eq!(object.with_attr_path("gates[1]", |it| it.as_u64()).unwrap(), Some(5));
        let refused = object.setattr_path("gates[1]", 65_536).unwrap_err().to_string();
        assert!(refused.starts_with("gates[1]: "), "{refused}");
        let missing = object.setattr_path("gates[2]", 1).unwrap_err().to_string();
        assert_eq!(missing, "gates[2]: list index out of range");
        // What is missing is made where the type says how.
        object.setattr_path_str("limits.heavy", "9").unwrap();
        object.setattr_path("limits.heavy", 10).unwrap();
        assert_eq!(object.delattr_path("limits.heavy").unwrap(), Value::from(10));
        assert_eq!(
            object.delattr_path("limits.heavy").unwrap_err().to_string(),
            "limits.heavy: no such entry"
        );
        object.setattr_path("notes.more.deep", 3).unwrap();
        assert_eq!(object.getattr_path("notes.more.deep").unwrap(), Value::from(3));
        assert_eq!(object.delattr_path("notes.more.deep").unwrap(), Value::from(3));
        object.delattr("notes").unwrap();
    }};
}

#[test]
fn every_reference_to_a_locked_object_is_written_by_text_and_by_path() {
    let (locked, cell) = (ObjLock::new(airport("ATL")), ObjCell::new(airport("ORD")));
    writes!(&locked);
    writes!(&cell);
    writes!(DynObj::from(&locked));
    writes!(ObjLock::downgrade(&locked));
    writes!(DynObj::from(&ObjLock::downgrade(&locked)));
    writes!(ObjCell::downgrade(&cell));
}

/// The key was made under the lock, and its error was told as that of a lock.
#[test]
fn a_key_that_a_map_refuses_is_told_as_such_of_an_object_with_a_lock() {
    #[derive(Slots, Default)]
    struct Ports {
        limits: HashMap<u16, u64>,
        #[slots(optional)]
        later: Option<BTreeMap<u16, u64>>,
    }
    let (mut plain, locked) = (Ports::default(), ObjLock::new(Ports::default()));
    for path in ["limits.abc", "limits[\"07\"]", "later.abc"] {
        let expected = plain.setattr_path(path, 1).unwrap_err().to_string();
        assert_eq!(locked.setattr_path(path, 1).unwrap_err().to_string(), expected);
        assert_ne!(expected, "object is locked");
    }
    locked.setattr_path("limits.80", 1).unwrap();
    locked.setattr_path("limits.80", 2).unwrap();
    locked.setattr_path("later.443", 3).unwrap();
    let guard = locked.try_read().unwrap();
    assert_eq!((guard.limits[&80], guard.later.as_ref().unwrap()[&443]), (2, 3));
}

#[test]
fn a_write_is_refused_where_the_object_is_locked_or_dead_or_has_no_lock() {
    let locked = ObjLock::new(airport("ATL"));
    let guard = locked.try_read().unwrap();
    let said = |error: slotted::PathError| error.to_string();
    assert_eq!(said(locked.setattr_path("gates[0]", 1).unwrap_err()), "object is locked");
    assert_eq!(said(locked.delattr_path("gates.a").unwrap_err()), "object is locked");
    assert_eq!(locked.setattr_str("rank", "1").unwrap_err().to_string(), "object is locked");
    assert_eq!(locked.delattr("closed").unwrap_err().to_string(), "object is locked");
    drop(guard);
    let weak: WeakObjLock<Airport> = ObjLock::downgrade(&locked);
    drop(locked);
    let dead = "weakly-referenced object no longer exists";
    assert_eq!(weak.setattr_str("rank", "1").unwrap_err().to_string(), dead);
    assert_eq!(said(weak.setattr_path("gates[0]", 1).unwrap_err()), dead);
    assert_eq!(said(weak.getattr_path("gates[0]").unwrap_err()), dead);

    let fixed = Obj::new(airport("ORD"));
    let weak: WeakObj<Airport> = Obj::downgrade(&fixed);
    assert_eq!(weak.getattr_path("gates[1]").unwrap(), Value::from(2));
    let refused = said(weak.setattr_path("gates[1]", 1).unwrap_err());
    assert!(refused.starts_with("a shared 'Airport' has no lock"), "{refused}");
    assert_eq!(said(weak.setattr_path("", 1).unwrap_err()), ": no path: expected a name");
}

#[test]
fn a_write_by_path_goes_through_shared_and_weak_references_of_any_kind() {
    let (one, two) = (ObjLock::new(airport("ATL")), ObjLock::new(airport("ORD")));
    one.try_write().unwrap().next = Some(two.clone());
    two.try_write().unwrap().back = Some(ObjLock::downgrade(&one));
    one.setattr_path_str("next.back.gates[1]", "8").unwrap();
    one.setattr_path("next.back.next.closed", "snow").unwrap();
    assert_eq!(one.getattr_path("gates[1]").unwrap(), Value::from(8));
    assert_eq!(one.delattr_path("next.closed").unwrap(), Value::from("snow"));
    let mut root = airport("root");
    root.next = Some(one.clone());
    root.setattr_path_str("next.next.limits.light", "3").unwrap();
    assert_eq!(root.delattr_path("next.next.limits.light").unwrap(), Value::from(3));
    let error = root.setattr_path("next.next.gates[7]", 1).unwrap_err();
    assert_eq!(error.to_string(), "next.next.gates[7]: list index out of range");

    /// Objects of one thread, in one another.
    #[derive(Slots)]
    #[slots(weakref)]
    struct Local {
        rank: u32,
        list: Vec<u8>,
        cell: Option<ObjCell<Local>>,
        weak: Option<WeakObjCell<Local>>,
        fixed: Option<LocalObj<Local>>,
        __weakref__: WeakSlot,
    }
    let local = || {
        let __weakref__ = WeakSlot::new();
        Local { rank: 0, list: vec![1], cell: None, weak: None, fixed: None, __weakref__ }
    };
    let inner = ObjCell::new(local());
    let outer = ObjCell::new(local());
    outer.borrow_mut().cell = Some(inner.clone());
    inner.borrow_mut().weak = Some(ObjCell::downgrade(&outer));
    outer.setattr_path("cell.weak.cell.rank", 5).unwrap();
    outer.setattr_path_str("cell.list[0]", "6").unwrap();
    assert_eq!((inner.borrow().rank, &*inner.borrow().list), (5, &[6][..]));
    let mut whole = local();
    whole.cell = Some(outer.clone());
    whole.setattr_path("cell.cell.rank", 7).unwrap();
    assert_eq!(inner.borrow().rank, 7);
    let guard = inner.borrow();
    let error = whole.setattr_path("cell.cell.rank", 8).unwrap_err();
    assert_eq!(error.to_string(), "cell.cell: object is locked");
    drop(guard);
}

fn looked(_: &Nosy) -> Result<(), String> {
    look("checked");
    Ok(())
}

#[derive(Slots)]
struct Inner {
    #[slots(validate = looked)]
    nosy: Nosy,
    #[slots(optional)]
    maybe: Option<Nosy>,
}

#[derive(SlotValue)]
enum Shape {
    Circle { nosy: Nosy },
    Pair(Nosy, u32),
}

#[derive(Slots)]
#[slots(dict)]
struct Room {
    inner: Inner,
    list: Vec<Nosy>,
    map: BTreeMap<String, Nosy>,
    option: Option<Inner2>,
    shape: Shape,
    other: u32,
    __dict__: Dict,
}

#[derive(Slots)]
struct Inner2 {
    nosy: Nosy,
    #[slots(default = 4)]
    more: u32,
}

fn room() -> ObjLock<Room> {
    ObjLock::new(Room {
        inner: Inner { nosy: Nosy(1), maybe: None },
        list: vec![Nosy(1)],
        map: BTreeMap::new(),
        option: None,
        shape: Shape::Circle { nosy: Nosy(1) },
        other: 0,
        __dict__: Dict::new(),
    })
}

#[test]
fn no_lock_is_held_while_what_lies_deep_in_an_object_is_converted_validated_or_dropped() {
    let object = room();
    let set = |path: &str| seen(&object, || object.setattr_path(path, 2).unwrap());
    assert_eq!(set("inner.nosy"), ["made", "checked", "dropped"]);
    assert_eq!(set("inner.maybe"), ["made"]);
    assert_eq!(set("inner.maybe"), ["made", "dropped"]);
    assert_eq!(set("list[0]"), ["made", "dropped"]);
    assert_eq!(set("map.new"), ["made"]);
    assert_eq!(set("map.new"), ["made", "dropped"]);
    assert_eq!(set("shape.nosy"), ["made", "dropped"]);
    // An `Option` that is `None` is made with what lies in it.
    assert_eq!(set("option.nosy"), ["made"]);
    assert_eq!(
        object.try_read().unwrap().option.as_ref().map(|it| (it.nosy.0, it.more)),
        Some((2, 4))
    );
    assert_eq!(set("option.nosy"), ["made", "dropped"]);
    // The same from text.
    let text = seen(&object, || object.setattr_path_str("list[0]", "3").unwrap());
    assert!(text.ends_with(&["dropped".to_owned()]) && text.iter().all(|it| !it.contains(':')));
    assert_eq!(object.try_read().unwrap().list[0].0, 3);
    // The whole of an enum, which switches its variant, and a field of the other one.
    let text = seen(&object, || object.setattr_path_str("shape", "Pair(3, 4)").unwrap());
    assert!(text.ends_with(&["dropped".to_owned()]) && text.iter().all(|it| !it.contains(':')));
    assert_eq!(set("shape[0]"), ["made", "dropped"]);
    assert!(matches!(object.try_read().unwrap().shape, Shape::Pair(Nosy(2), 4)));
    // A value that is refused is dropped without the lock too.
    let refused = seen(&object, || assert!(object.setattr_path("list[0]", -1).is_err()));
    assert_eq!(refused, ["made"]);
    // What a deletion takes out.
    let delete = |path: &str| seen(&object, || drop(object.delattr_path(path).unwrap()));
    assert_eq!(delete("map.new"), ["dropped"]);
    assert_eq!(delete("inner.maybe"), ["dropped"]);
}

#[test]
fn no_lock_is_held_while_a_field_of_an_enum_is_converted_or_dropped() {
    #[derive(SlotValue)]
    enum Either {
        Left { nosy: Nosy, other: u32 },
        Right { other: u32 },
    }
    let object = ObjLock::new(Either::Left { nosy: Nosy(1), other: 0 });
    let set = |value: i32| seen(&object, || object.setattr("nosy", value).unwrap());
    assert_eq!(set(2), ["made", "dropped"]);
    let error = object.setattr("nose", 1).unwrap_err().to_string();
    assert_eq!(
        error,
        "'Either' object has no attribute 'nose' while its variant is 'Left'. Did you mean: 'nosy'?"
    );
    assert!(matches!(&*object.try_read().unwrap(), Either::Left { nosy: Nosy(2), other: 1 }));
    *object.try_write().unwrap() = Either::Right { other: 3 };
    object.setattr_str("other", "4").unwrap();
    assert!(matches!(&*object.try_read().unwrap(), Either::Right { other: 4 }));
    let object = ObjLock::new(Shape::Pair(Nosy(1), 0));
    object.setattr_path("[1]", 5).unwrap();
    let first = seen(&object, || object.setattr_path("[0]", 2).unwrap());
    // (It has no attribute `other` to look at, and is not locked.)
    assert!(first.len() == 2 && first.iter().all(|it| !it.contains("locked")), "{first:?}");
    assert!(matches!(&*object.try_read().unwrap(), Shape::Pair(Nosy(2), 5)));
}

/// Switches the variant of the object that it is written to.
struct Switch(u32);

thread_local! {
    static SWITCHED: RefCell<Option<ObjLock<Switching>>> = const { RefCell::new(None) };
}

#[derive(SlotValue)]
enum Switching {
    Before { it: Switch },
    After { it: Switch, times: u32 },
    Without { times: u32 },
}

impl SlotValue for Switch {
    const KIND: Kind = Kind::Int;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        if let Some(object) = SWITCHED.with(|it| it.borrow().clone()) {
            let mut object = object.try_write().expect("nobody holds the lock");
            *object = match &*object {
                Switching::Before { .. } => Switching::After { it: Switch(0), times: 1 },
                Switching::After { times, .. } if *times < 3 => {
                    Switching::After { it: Switch(0), times: times + 1 }
                }
                _ => Switching::Without { times: 9 },
            };
        }
        Ok(Switch(u32::from_value(value)?))
    }

    fn as_value(&self) -> ValueRef<'_> {
        self.0.as_value()
    }
}

#[test]
fn a_write_that_meets_another_variant_than_it_was_made_for_is_made_again() {
    let object = ObjLock::new(Switching::Before { it: Switch(1) });
    SWITCHED.with(|it| *it.borrow_mut() = Some(object.clone()));
    // Made for `Before`, and then again, for `After`.
    object.setattr("it", 5).unwrap();
    assert!(matches!(&*object.try_read().unwrap(), Switching::After { it: Switch(5), times: 2 }));
    object.setattr("it", 6).unwrap();
    // The variant that it is switched to has no such attribute.
    let refused = object.setattr("it", 7).unwrap_err().to_string();
    SWITCHED.with(|it| it.borrow_mut().take());
    assert!(matches!(&*object.try_read().unwrap(), Switching::Without { times: 9 }));
    assert!(refused.contains("'it'") && refused.contains("'Without'"), "{refused}");
}

/// What a plain object refuses, one with a lock refuses in the same words, and changes nothing.
#[test]
fn what_is_frozen_or_read_only_is_so_behind_a_lock() {
    #[derive(Slots, Clone, Debug, PartialEq)]
    #[slots(frozen, dict)]
    struct Fixed {
        rank: u32,
        #[slots(optional)]
        note: Option<u8>,
        __dict__: Dict,
    }
    #[derive(Slots, Clone, Debug, PartialEq)]
    struct Partly {
        #[slots(readonly)]
        rank: u32,
        #[slots(readonly, optional)]
        note: Option<u8>,
    }
    fn refuses<T: Attributes + Clone + PartialEq + std::fmt::Debug + Send + Sync>(object: &T) {
        let (mut plain, locked) = (object.clone(), ObjLock::new(object.clone()));
        for name in ["rank", "note", "entry", "other"] {
            let expected = plain.setattr(name, 2).unwrap_err().to_string();
            assert_eq!(locked.setattr(name, 2).unwrap_err().to_string(), expected);
            let expected = plain.setattr_str(name, "2").unwrap_err().to_string();
            assert_eq!(locked.setattr_str(name, "2").unwrap_err().to_string(), expected);
            let expected = plain.delattr(name).unwrap_err().to_string();
            assert_eq!(locked.delattr(name).unwrap_err().to_string(), expected);
            let expected = plain.setattr_path(name, 2).unwrap_err().to_string();
            assert_eq!(locked.setattr_path(name, 2).unwrap_err().to_string(), expected);
        }
        assert_eq!((&plain, &*locked.try_read().unwrap()), (object, object));
    }
    refuses(&Fixed { rank: 1, note: Some(1), __dict__: Dict::from([("entry", 1)]) });
    refuses(&Partly { rank: 1, note: Some(1) });
    let class = slotted::Class::builder("A").slots(["x"]).attr("K", 1).build().unwrap();
    let (mut plain, locked) = (class.instance(), ObjLock::new(class.instance()));
    let expected = plain.setattr("K", 2).unwrap_err().to_string();
    assert_eq!(locked.setattr("K", 2).unwrap_err().to_string(), expected);
}

#[test]
fn an_entry_of_a_dict_in_a_dict_is_written_behind_a_lock() {
    let object = ObjLock::new(airport("JFK"));
    object.setattr("extra", Dict::from([("a", 1)])).unwrap();
    object.setattr_path("extra.a", 2).unwrap();
    object.setattr_path("extra.b", 3).unwrap();
    object.setattr_path_str("extra.c", "4").unwrap();
    let extra = Dict::from([("a", Value::from(2)), ("b", 3.into()), ("c", "4".into())]);
    assert_eq!(object.getattr("extra").unwrap(), Value::Map(extra));
    assert_eq!(object.delattr_path("extra.a").unwrap(), 2);
    assert_eq!(object.getattr_path("extra").unwrap().to_string(), "{'b': 3, 'c': '4'}");
}
