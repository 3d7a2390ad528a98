//! The objects that tests of paths lead into.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use slotted::prelude::*;

#[derive(Slots, Clone, Debug, PartialEq, Default)]
pub(crate) struct Oil {
    pub(crate) temp: f64,
    #[slots(optional)]
    pub(crate) level: Option<u8>,
}

#[derive(Slots, Clone, Debug, PartialEq, Default)]
pub(crate) struct Engine {
    pub(crate) oil: Oil,
    #[slots(readonly)]
    pub(crate) serial: String,
    #[slots(validate = below_8000)]
    pub(crate) rpm: u32,
}

fn below_8000(rpm: &u32) -> Result<(), &'static str> {
    if *rpm < 8_000 { Ok(()) } else { Err("the engine would not stand it") }
}

#[derive(Slots, Clone, Debug, PartialEq, Default)]
pub(crate) struct Wheel {
    pub(crate) pressure: f64,
}

#[derive(Slots, Clone, Debug, Default)]
#[slots(dict)]
pub(crate) struct Car {
    pub(crate) doors: u8,
    pub(crate) engine: Engine,
    pub(crate) wheels: Vec<Wheel>,
    pub(crate) spare: Option<Box<Wheel>>,
    pub(crate) grid: [[u8; 2]; 2],
    #[slots(optional)]
    pub(crate) trailer: Option<Wheel>,
    pub(crate) named: BTreeMap<String, Wheel>,
    pub(crate) shared: Arc<Wheel>,
    pub(crate) any: Value,
    #[slots(lazy = Car::compute, opaque)]
    pub(crate) lazy: OnceCell<u8>,
    pub(crate) __dict__: Dict,
}

impl Car {
    fn compute(&self) -> u8 {
        self.doors + 1
    }
}

pub(crate) fn car() -> Car {
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
