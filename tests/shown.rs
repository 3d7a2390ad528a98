//! What is printed of each type for a programmer: the message of a failed assertion shows it.
#![allow(dead_code)]

use std::fmt::{self, Debug, Display};

use slotted::class::NewSlot;
use slotted::layout::DataForm;
use slotted::prelude::*;
use slotted::{Class, Obj, ObjLock, Registry, WeakSlot, WeakValueMap};

#[derive(SlotValue, Debug, Clone, PartialEq)]
enum Shape {
    Empty,
    Circle { radius: f64 },
}

#[derive(Slots, Debug, Clone, PartialEq)]
#[slots(weakref)]
struct Point {
    x: u8,
    #[slots(default)]
    names: Vec<String>,
    #[slots(default = Shape::Empty)]
    shape: Shape,
    __weakref__: WeakSlot,
}

impl Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}", self.x)
    }
}

fn point(x: u8) -> Point {
    Point { x, names: Vec::new(), shape: Shape::Empty, __weakref__: WeakSlot::new() }
}

fn assert_shown(value: &dyn Debug, text: &str) {
    assert_eq!(format!("{value:?}"), text);
}

#[test]
fn a_shared_object_and_its_guards_show_the_object() {
    let shown = "Point { x: 1, names: [], shape: Empty, __weakref__: WeakSlot }";
    let locked = ObjLock::new(point(1));
    assert_shown(&locked.try_read().unwrap(), shown);
    assert_shown(&locked.try_write().unwrap(), shown);
    let object = Obj::new(point(1));
    assert_eq!(format!("{object:?}, {object}"), format!("{shown}, at 1"));
    let finalizer = Obj::finalize(&object, || ());
    assert_shown(&finalizer, "Finalizer { is_pending: true }");
    let mut map = WeakValueMap::new();
    map.insert("one", &object);
    assert_shown(&map, &format!("{{\"one\": {shown}}}"));
    drop(object);
    assert_shown(&finalizer, "Finalizer { is_pending: false }");
    assert_shown(&map, "{}");
}

#[test]
fn what_a_class_is_made_of_shows_its_name() {
    assert_shown(&Class::builder("Point").slots(["x"]), "ClassBuilder(\"Point\")");
    assert_shown(&NewSlot::<u8>::new("x"), "NewSlot(\"x\")");
}

#[test]
fn changes_leaves_and_errors_show_what_they_say() {
    let (old, new) = (point(1), point(2));
    let patch = old.diff(&new);
    assert_shown(&patch, "Patch { changes: [Change(x: 1 -> 2)], omitted: [] }");
    let changes: Vec<String> = (&patch).into_iter().map(|change| format!("{change:?}")).collect();
    assert_eq!(changes, ["Change(x: 1 -> 2)"]);
    let error = patch.apply(&mut point(7)).unwrap_err();
    let fault = "PatchFault(\"x: must be 1 for this change, not 7\")";
    assert_shown(&error.faults()[0], fault);
    assert_shown(&error, &format!("PatchError([{fault}])"));
    assert_shown(&old.leaves(), "Leaves { .. }");
    assert_shown(&Point::LAYOUT.leaves(), "LayoutLeaves { .. }");
    let error = Point::from_attrs([("y", 1)]).unwrap_err();
    let texts: Vec<String> = error.errors().iter().map(|error| format!("{error:?}")).collect();
    assert_eq!(texts.len(), 2);
    assert_shown(&error, &format!("RecordError([{}])", texts.join(", ")));
    let mut registry = Registry::new();
    registry.register::<Point>().unwrap();
    assert_shown(&registry, "Registry([\"Point\"])");
    let error = registry.make("Line", [("x", 1)]).map(drop).unwrap_err();
    assert_shown(&error, &format!("RegistryError({:?})", error.to_string()));
}

/// Not what is inside, since a type may contain itself.
#[test]
fn a_form_of_data_shows_what_it_is() {
    let form = |name| Point::LAYOUT.slot(name).unwrap().data_form();
    let (DataForm::List(item), DataForm::Enum(shape)) = (form("names"), form("shape")) else {
        panic!("they are a list and an enum")
    };
    assert_eq!(format!("{item:?} {shape:?}"), "InnerForm EnumForm");
}
