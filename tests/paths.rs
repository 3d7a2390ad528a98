//! Paths through nested attributes: reading, writing, deleting, and resolving them once.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use slotted::prelude::*;
use slotted::{AttrPath, PathError};

#[derive(Slots, Clone, Debug, PartialEq, Default)]
struct Oil {
    temp: f64,
    #[slots(optional)]
    level: Option<u8>,
}

#[derive(Slots, Clone, Debug, PartialEq, Default)]
struct Engine {
    oil: Oil,
    #[slots(readonly)]
    serial: String,
    #[slots(validate = below_8000)]
    rpm: u32,
}

fn below_8000(rpm: &u32) -> Result<(), &'static str> {
    if *rpm < 8_000 { Ok(()) } else { Err("the engine would not stand it") }
}

#[derive(Slots, Clone, Debug, PartialEq, Default)]
struct Wheel {
    pressure: f64,
}

#[derive(Slots, Clone, Debug, Default)]
#[slots(dict)]
struct Car {
    doors: u8,
    engine: Engine,
    wheels: Vec<Wheel>,
    spare: Option<Box<Wheel>>,
    grid: [[u8; 2]; 2],
    #[slots(optional)]
    trailer: Option<Wheel>,
    named: BTreeMap<String, Wheel>,
    shared: Arc<Wheel>,
    any: Value,
    #[slots(lazy = Car::compute, opaque)]
    lazy: OnceCell<u8>,
    __dict__: Dict,
}

impl Car {
    fn compute(&self) -> u8 {
        self.doors + 1
    }
}

fn car() -> Car {
    let wheel = |pressure| Wheel { pressure };
    let plugin = Dict::from([("depth", Value::from(1)), ("list", [1, 2].into())]);
    Car {
        doors: 3,
        wheels: vec![wheel(2.0), wheel(2.5)],
        spare: Some(Box::new(wheel(1.0))),
        trailer: Some(wheel(4.0)),
        named: [("front".to_owned(), wheel(2.2))].into(),
        any: vec![Value::from(Dict::from([("x", 1)]))].into(),
        __dict__: Dict::from([("plugin", plugin)]),
        ..Car::default()
    }
}

/// Returns paths, each with its value in `car()` and another value to write there.
fn leaves() -> Vec<(&'static str, Value, Value)> {
    vec![
        ("doors", 3.into(), 5.into()),
        ("engine.oil.temp", 0.0.into(), 90.into()),
        ("wheels[1].pressure", 2.5.into(), 2.6.into()),
        ("spare.pressure", 1.0.into(), 1.1.into()),
        ("grid[1][0]", 0.into(), 7.into()),
        ("trailer.pressure", 4.0.into(), 4.5.into()),
        ("named.front.pressure", 2.2.into(), 2.3.into()),
        ("any[0].x", 1.into(), "other".into()),
        ("plugin.depth", 1.into(), "deep".into()),
        ("plugin.list[1]", 2.into(), 3.5.into()),
        ("shared.pressure", 0.0.into(), 3.into()),
    ]
}

#[test]
fn a_path_leads_through_everything_that_has_something_inside() {
    let mut c = car();
    for (path, value, other) in leaves() {
        assert_eq!(c.getattr_path(path).unwrap(), value, "{path}");
        c.setattr_path(path, other.clone()).unwrap();
        assert_eq!(c.getattr_path(path).unwrap(), other, "{path}");
        c.setattr_path_str(path, &value.to_string()).unwrap();
        assert_eq!(path.parse::<AttrPath>().unwrap().to_string(), path);
    }
    assert_eq!(*c.getattr_path("wheels[1]").unwrap().downcast_ref::<Wheel>().unwrap(), c.wheels[1]);
    c.setattr_path("wheels[0]", Dict::from([("pressure", 9)])).unwrap();
    assert_eq!(c.wheels[0].pressure, 9.0);
    let object: &mut dyn Attributes = &mut c;
    object.setattr_path("engine.oil.level", 3).unwrap();
    assert_eq!(object.getattr_path("engine.oil.level").unwrap(), 3);
    assert_eq!(object.delattr_path("engine.oil.level").unwrap(), 3);
    // A `Dict` accepts new names at any depth.
    object.setattr_path("plugin.new", 1).unwrap();
    object.setattr_path("fresh", 1).unwrap();
    assert_eq!(object.delattr_path("plugin.new").unwrap(), 1);
    assert_eq!(c.dict()["fresh"], 1);
}

#[test]
fn an_error_says_which_step_failed_and_why() {
    let mut c = car();
    let said = |error: PathError| error.to_string();
    for (path, text) in [
        (
            "engine.oil.tmp",
            "engine.oil.tmp: 'Oil' object has no attribute 'tmp'. Did you mean: 'temp'?",
        ),
        ("engin.oil", "engin: 'Car' object has no attribute 'engin'. Did you mean: 'engine'?"),
        ("engine.oil.level", "engine.oil.level: 'Oil' object has no attribute 'level'"),
        ("wheels[2].pressure", "wheels[2]: list index out of range"),
        ("wheels.pressure", "wheels.pressure: there is nothing inside a value of type list"),
        ("doors.x", "doors.x: there is nothing inside a value of type int"),
        ("doors[0]", "doors[0]: there is nothing inside a value of type int"),
        ("named.rear", "named.rear: no such entry"),
        ("plugin.none.x", "plugin.none: no such entry"),
        ("grid[0][2]", "grid[0][2]: list index out of range"),
        ("", ": no path: expected a name"),
        (".x", ".x: no path: expected a name"),
        ("x.", "x.: no path: expected a name"),
        ("x[", "x[: no path: expected a closing bracket"),
        ("x[-1]", "x[-1]: no path: expected a number in the brackets, from 0 on"),
        ("x[+1]", "x[+1]: no path: expected a number in the brackets, from 0 on"),
        ("x]", "x]: no path: expected a dot between the steps"),
        ("x[0]y", "x[0]y: no path: expected a dot between the steps"),
    ] {
        assert_eq!(said(c.getattr_path(path).unwrap_err()), text);
        if !text.ends_with("'level'") {
            assert_eq!(said(c.setattr_path(path, 1).unwrap_err()), text, "to write");
        }
    }
    let error = c.setattr_path("engine.rpm", 9_000).unwrap_err();
    assert_eq!(
        said(error),
        "engine.rpm: attribute 'rpm' of 'Engine' objects: 9000 is refused: the engine would not stand it"
    );
    let error = c.setattr_path_str("wheels[0].pressure", "flat").unwrap_err();
    assert!(error.attribute_error().is_some());
    assert_eq!(error.path(), "wheels[0].pressure");
    let error = c.setattr_path("grid[0][0]", 256).unwrap_err();
    assert_eq!(said(error), "grid[0][0]: 256 is out of range for u8");
    assert_eq!(
        said(c.setattr_path("engine.serial", "x").unwrap_err()),
        "engine.serial: 'Engine' object attribute 'serial' is read-only"
    );
    assert!(said(c.delattr_path("wheels[0]").unwrap_err()).contains("cannot be deleted"));
    let kept = c.shared.clone();
    let error = c.setattr_path("shared.pressure", 1).unwrap_err();
    assert_eq!(said(error), "shared.pressure: the value is shared, and cannot be changed");
    assert_eq!(kept.pressure, 0.0);
}

fn resolved<T: 'static>(path: &str) -> Result<slotted::ResolvedPath<Car, T>, PathError> {
    path.parse::<AttrPath>()?.resolve()
}

#[test]
fn the_inline_part_of_a_path_is_one_offset() {
    let mut c = car();
    let temp = resolved::<f64>("engine.oil.temp").unwrap();
    let slot = temp.slot().unwrap();
    assert_eq!(slot.offset(), std::mem::offset_of!(Car, engine.oil.temp));
    assert_eq!(slot, Car::SLOTS.engine.then(Engine::SLOTS.oil).then(Oil::SLOTS.temp));
    slot.set(&mut c, 80.0);
    assert_eq!(temp.get(&c).unwrap(), &80.0);

    // A resolved path to a read-only or validated slot gives no slot that can write.
    for path in ["engine.serial", "engine.rpm"] {
        assert!(resolved::<String>(path).map_or(true, |path| path.slot().is_none()), "{path}");
    }
    assert!(resolved::<String>("engine.serial").unwrap().read_only_slot().is_some());
    assert_eq!(resolved::<u32>("engine.rpm").unwrap().get(&c).unwrap(), &0);
    // A path to an optional slot resolves both as the field's `Option` and as the type inside it.
    assert_eq!(resolved::<Option<u8>>("engine.oil.level").unwrap().get(&c).unwrap(), &None);
    let level = resolved::<u8>("engine.oil.level").unwrap();
    assert_eq!(level.get(&c).unwrap_err().path(), "engine.oil.level");
    c.engine.oil.level = Some(4);
    assert_eq!(level.get(&c).unwrap(), &4);
    assert!(level.slot().is_none());
}

#[test]
fn the_rest_of_a_path_is_gone_through_in_each_object() {
    let c = car();
    let pressure = resolved::<f64>("wheels[1].pressure").unwrap();
    assert_eq!(pressure.get(&c).unwrap(), &2.5);
    assert!(pressure.slot().is_none() && pressure.read_only_slot().is_none());
    let other = Car::default();
    assert_eq!(pressure.get(&other).unwrap_err().to_string(), "wheels[1]: list index out of range");
    assert_eq!(resolved::<f64>("trailer.pressure").unwrap().get(&c).unwrap(), &4.0);
    let error = resolved::<f64>("trailer.pressure").unwrap().get(&other).unwrap_err();
    assert_eq!(error.to_string(), "trailer: 'Car' object has no attribute 'trailer'");
    assert_eq!(resolved::<i64>("any[0].x").unwrap().get(&c).unwrap(), &1);
    assert_eq!(resolved::<u8>("lazy").unwrap().get(&c).unwrap(), &4);
    let error = resolved::<u8>("wheels[1].pressure").unwrap().get(&c).unwrap_err();
    assert_eq!(error.to_string(), "wheels[1].pressure: must be f64, not u8");
    assert!(format!("{pressure:?}").starts_with("ResolvedPath(wheels[1].pressure, "));
}

#[test]
fn what_cannot_lead_anywhere_is_not_resolved() {
    let said = |path: &str| resolved::<f64>(path).unwrap_err().to_string();
    assert_eq!(
        said("engine.oil.tmp"),
        "engine.oil.tmp: 'Oil' object has no attribute 'tmp'. Did you mean: 'temp'?"
    );
    assert_eq!(said("doors"), "doors: must be u8, not f64");
    assert_eq!(said("doors.x"), "doors.x: there is nothing inside a value of type int");
    assert_eq!(said("engine"), "engine: must be Engine, not f64");
    // An entry of the `Dict` has no offset, so a path to it is not resolved.
    assert_eq!(said("plugin.depth"), "plugin: 'Car' object has no attribute 'plugin'");
}
