//! The objects that the operations work on.

use std::collections::BTreeMap;

use slotted::prelude::*;
use slotted::{Class, Instance, NewSlot, Rows};

use super::objects::Graph;

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict, serialize, deserialize)]
pub(super) struct Whole {
    pub(super) flag: bool,
    pub(super) small: u8,
    pub(super) wide: i64,
    pub(super) ratio: f64,
    pub(super) text: String,
    #[slots(optional)]
    pub(super) maybe: Option<u32>,
    pub(super) list: Vec<i32>,
    pub(super) map: BTreeMap<String, f64>,
    pub(super) inner: Inner,
    pub(super) many: Vec<Inner>,
    pub(super) shape: Shape,
    pub(super) any: Value,
    #[slots(range = 0..=100)]
    pub(super) percent: u8,
    #[slots(readonly, default = 7)]
    pub(super) fixed: u8,
    pub(super) __dict__: Dict,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(serialize, deserialize)]
pub(super) struct Inner {
    pub(super) name: String,
    #[slots(default)]
    pub(super) level: i16,
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
#[slots(serialize, deserialize)]
pub(super) enum Shape {
    Nothing,
    Circle { radius: f64, label: String },
    Rect(u8, Option<u8>),
}

pub(super) struct World {
    pub(super) whole: Whole,
    pub(super) other: Whole,
    pub(super) dict: Dict,
    /// What the `Dict` has.
    pub(super) entries: Vec<(String, Value)>,
    pub(super) graph: Graph,
    pub(super) class: Class,
    pub(super) instance: Instance,
    pub(super) rows: Rows,
}

/// The optional slots of the class: a number each, whose presence is a bit.
pub(super) const OPTIONAL: [&str; 3] = ["small", "maybe", "level"];

pub(super) fn whole() -> Whole {
    let inner = |name: &str| Inner { name: name.to_owned(), level: 1 };
    Whole {
        flag: false,
        small: 1,
        wide: -1,
        ratio: 0.5,
        text: "text".to_owned(),
        maybe: Some(3),
        list: vec![1, 2, 3],
        map: BTreeMap::from([("a".to_owned(), 1.0)]),
        inner: inner("inner"),
        many: vec![inner("first"), inner("second")],
        shape: Shape::Circle { radius: 2.0, label: "round".to_owned() },
        any: Value::None,
        percent: 50,
        fixed: 7,
        __dict__: Dict::from([("entry", 1)]),
    }
}

impl World {
    pub(super) fn new() -> Self {
        let class = Class::builder("Made")
            .slot::<i64>("wide")
            .slot::<String>("text")
            .declare(NewSlot::<f64>::new("ratio").default(0.5))
            .declare(NewSlot::<u8>::new("small").optional().range(0..=9))
            .declare(NewSlot::<f64>::new("maybe").optional())
            .declare(NewSlot::<i64>::new("level").optional())
            .slots(["any", "x"])
            .dict()
            .build()
            .expect("it is a class");
        let instance = class.from_attrs([("wide", Value::Int(1)), ("text", "a".into())]);
        World {
            whole: whole(),
            other: whole(),
            dict: Dict::new(),
            entries: Vec::new(),
            graph: Graph::default(),
            rows: Rows::new(&class),
            instance: instance.expect("these are its attributes"),
            class,
        }
    }

    /// What holds at the end of each run.
    pub(super) fn check(self) {
        check(&self.whole);
        check(&self.other);
        check(&self.instance);
        assert!(self.whole.percent <= 100 && self.whole.fixed == 7);
        self.graph.check();
    }
}

/// What holds of each object at any time.
pub(super) fn check(object: &dyn Attributes) {
    let names: Vec<&str> = object.dir().collect();
    let bound: Vec<(&str, String)> =
        object.vars().map(|(name, value)| (name, value.to_string())).collect();
    assert!(bound.len() <= names.len());
    for (name, shown) in &bound {
        assert!(names.contains(name), "{name}");
        assert_eq!(object.getattr(name).expect("it is bound").to_string(), *shown);
    }
    for name in names {
        assert_eq!(object.hasattr(name), bound.iter().any(|(bound, _)| *bound == name), "{name}");
    }
}

/// Everything of an object, as text: floats that differ in sign alone differ here.
pub(super) fn shown(object: &dyn Attributes) -> String {
    object.vars().map(|(name, value)| format!("{name}={value:?};")).collect()
}
