//! Patches and merges into shared objects (spec 8.64).

use slotted::prelude::*;
use slotted::{LocalObj, Obj, ObjLock};

#[derive(Slots, Clone, Debug, PartialEq)]
struct Part {
    size: u32,
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Engine {
    rpm: u32,
    #[slots(readonly)]
    serial: u32,
    part: Obj<Part>,
}

fn running(engine: &Obj<Engine>) -> Result<(), String> {
    if engine.rpm > 0 { Ok(()) } else { Err("it stands".into()) }
}

#[derive(Slots, Clone, Debug, PartialEq)]
struct Car {
    engine: Obj<Engine>,
    spare: Option<Obj<Engine>>,
    #[slots(validate = running)]
    checked: Obj<Engine>,
    local: LocalObj<Part>,
    all: Vec<Obj<Engine>>,
    any: Value,
}

fn engine(rpm: u32) -> Obj<Engine> {
    Obj::new(Engine { rpm, serial: 7, part: Obj::new(Part { size: 1 }) })
}

fn car() -> Car {
    Car {
        engine: engine(1),
        spare: Some(engine(2)),
        checked: engine(3),
        local: LocalObj::new(Part { size: 4 }),
        all: vec![engine(5), engine(6)],
        any: Value::None,
    }
}

/// Asserts that the patch between `car()` and what `edit` makes of it turns one into the other and
/// back, with the changes of those paths.
fn turns(paths: &[&str], edit: impl FnOnce(&mut Car)) {
    let old = car();
    let mut new = old.clone();
    edit(&mut new);
    let patch = old.diff(&new);
    assert_eq!(patch.iter().map(|change| change.path().to_string()).collect::<Vec<_>>(), paths);
    let mut object = old.clone();
    patch.apply(&mut object).unwrap();
    assert_eq!(object, new);
    patch.invert().apply(&mut object).unwrap();
    assert_eq!(object, old);
    assert!(object.diff(&old).is_empty() && old == car());
}

#[test]
fn a_change_inside_a_shared_object_makes_a_new_object() {
    turns(&["engine.rpm"], |car| Obj::make_mut(&mut car.engine).rpm = 1000);
    turns(&["engine.rpm", "engine.serial"], |car| {
        car.engine = Obj::new(Engine { rpm: 2, serial: 8, ..(*car.engine).clone() });
    });
    turns(&["spare.rpm"], |car| Obj::make_mut(car.spare.as_mut().unwrap()).rpm = 1000);
    turns(&["checked.rpm"], |car| Obj::make_mut(&mut car.checked).rpm = 1000);
    turns(&["local.size"], |car| LocalObj::make_mut(&mut car.local).size = 1000);
    turns(&["engine.part.size"], |car| {
        Obj::make_mut(&mut Obj::make_mut(&mut car.engine).part).size = 1000;
    });
    turns(&["all[1].rpm", "all[2]"], |car| {
        Obj::make_mut(&mut car.all[1]).rpm = 1000;
        car.all.push(engine(8));
    });
    // The other references keep the object, and what is not changed is shared further.
    let old = car();
    let mut object = old.clone();
    let patch = old.diff(&Car { all: vec![engine(5), engine(9)], ..old.clone() });
    patch.apply(&mut object).unwrap();
    assert_eq!((old.all[1].rpm, object.all[1].rpm), (6, 9));
    assert!(Obj::ptr_eq(&old.all[1].part, &object.all[1].part));
    assert!(Obj::ptr_eq(&old.all[0], &object.all[0]));
    // The only reference to an object is changed in place.
    let mut object = car();
    let before: *const Engine = &raw const *object.engine;
    car().diff(&Car { engine: engine(9), ..car() }).apply(&mut object).unwrap();
    assert_eq!((object.engine.rpm, &raw const *object.engine), (9, before));
}

#[test]
fn a_change_inside_a_shared_object_is_all_or_nothing() {
    let old = car();
    let mut object = old.clone();
    let rpm = |rpm: u32| Value::from(Dict::from([("rpm", rpm)]));
    let error = object
        .merge_attrs([
            ("engine", Value::from(Dict::from([("rpm", 2), ("rpms", 3)]))),
            ("spare", Dict::from([("rpm", -1)]).into()),
            ("checked", rpm(0)),
        ])
        .unwrap_err();
    let texts: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        texts[0],
        "engine.rpms: 'Engine' object has no attribute 'rpms'. Did you mean: 'rpm'?"
    );
    assert!(texts[1].starts_with("spare.rpm: attribute 'rpm' of 'Engine' objects: -1 is out of"));
    assert!(texts[2].starts_with("checked: ") && texts[2].ends_with("it stands"), "{texts:?}");
    assert_eq!((texts.len(), &object), (3, &old));
    let conflict = car().diff(&Car { engine: engine(9), ..car() });
    Obj::make_mut(&mut object.engine).rpm = 5;
    let _other = object.clone();
    let error = conflict.apply(&mut object).unwrap_err();
    assert_eq!(error.to_string(), "engine.rpm: must be 1 for this change, not 5");
}

#[test]
fn a_merge_into_a_shared_object_makes_a_new_object() {
    let old = car();
    let mut object = old.clone();
    let part = Value::from(Dict::from([("size", 8)]));
    object
        .merge_attrs([
            ("engine", Value::from(Dict::from([("rpm", Value::from(7)), ("part", part.clone())]))),
            ("checked", Dict::from([("rpm", 9)]).into()),
            ("local", part),
        ])
        .unwrap();
    assert_eq!((object.engine.rpm, object.engine.part.size, object.engine.serial), (7, 8, 7));
    assert_eq!((object.checked.rpm, object.local.size), (9, 8));
    assert_eq!(old, car());
}

#[test]
fn a_shared_object_whose_type_is_not_known_there_or_that_has_a_lock_is_not_made_anew() {
    // What lies in a `Value` has no type from which it could be made.
    let mut object = Car { any: Value::from(&engine(1)), ..car() };
    let before = object.clone();
    let error = object.merge_attrs([("any", Dict::from([("rpm", 2)]))]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "any: the object is shared, and its place does not say its type: write it as a whole"
    );
    assert_eq!(object, before);
    // A locked object is one that others see change: by its own references.
    #[derive(Slots, Clone)]
    struct Locked {
        part: ObjLock<Part>,
    }
    let (old, new) = (Locked { part: ObjLock::new(Part { size: 1 }) }, Part { size: 2 });
    let patch = Part { size: 1 }.diff(&new);
    assert_eq!(patch.to_string(), "size: 1 -> 2");
    #[cfg(feature = "serde")]
    {
        let patch: slotted::Patch =
            serde_json::from_str(r#"[{"path":"part.size","old":1,"new":2}]"#).unwrap();
        let error = patch.apply(&mut old.clone()).unwrap_err();
        assert_eq!(error.to_string(), "part.size: the value is shared, and cannot be changed");
    }
    // A merge replaces it.
    let mut object = old.clone();
    object.merge_attrs([("part", Dict::from([("size", 2)]))]).unwrap();
    let sizes = [&old, &object].map(|it| it.part.try_read().unwrap().size);
    assert_eq!(sizes, [1, 2]);
}

#[test]
fn an_object_that_cannot_be_copied_says_so() {
    #[derive(Slots, Clone)]
    struct Motor {
        rpm: u32,
        #[slots(opaque)]
        run: fn(),
    }
    #[derive(Slots, Clone)]
    struct Fan {
        motor: Obj<Motor>,
    }
    let old = Fan { motor: Obj::new(Motor { rpm: 1, run: || () }) };
    let error = old.clone().merge_attrs([("motor", Dict::from([("rpm", 2)]))]).unwrap_err();
    assert_eq!(error.to_string(), "motor: it is written as a whole, and holds something opaque");
    assert_eq!(old.motor.rpm, 1);
}

#[test]
fn a_chain_of_shared_objects_is_made_anew_in_bounded_stack() {
    #[derive(Slots, Clone)]
    struct Node {
        n: u32,
        next: Option<Obj<Node>>,
    }
    let chain = |length: u32, last: u32| {
        let mut node = Node { n: last, next: None };
        for _ in 0..length {
            node = Node { n: 0, next: Some(Obj::new(node)) };
        }
        node
    };
    let (old, new) = (chain(120, 1), chain(120, 2));
    let mut object = old.clone();
    old.diff(&new).apply(&mut object).unwrap();
    assert!(object.diff(&new).is_empty() && old.diff(&chain(120, 1)).is_empty());
}

/// A graph of few objects may have very many ways through it.
#[test]
fn an_object_does_not_differ_from_itself_however_many_ways_lead_there() {
    #[derive(Slots, Clone)]
    struct Tile {
        number: u32,
        left: Option<Obj<Tile>>,
        right: Option<Obj<Tile>>,
    }
    let last = Tile { number: 0, left: None, right: None };
    let grid = (1..60).fold(last, |next, number| {
        let next = Obj::new(next);
        Tile { number, left: Some(next.clone()), right: Some(next) }
    });
    assert!(grid.diff(&grid.clone()).is_empty());
    let other = Tile { number: 99, ..grid.clone() };
    assert_eq!(grid.diff(&other).to_string().lines().count(), 1);
}
