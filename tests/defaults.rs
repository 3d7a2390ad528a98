//! `#[slots(default)]` on a struct: `Default` from the slots' defaults.

use std::cell::OnceCell;

use slotted::WeakSlot;
use slotted::prelude::*;

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(default)]
struct Server {
    #[slots(default = "localhost".to_owned())]
    host: String,
    #[slots(default = 80)]
    port: u16,
    retries: u8,
    #[slots(optional)]
    proxy: Option<String>,
    #[slots(optional, default = Some(30))]
    timeout: Option<u32>,
    label: Option<String>,
    #[slots(opaque)]
    parts: (u8, [u16; 2]),
    #[slots(skip)]
    hits: u64,
    #[slots(skip, default = 7)]
    seed: u64,
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(default, dict)]
struct Config {
    // No expression: the type has a default.
    server: Server,
    name: String,
    #[slots(lazy = Config::length)]
    length: OnceCell<usize>,
    __dict__: Dict,
}

impl Config {
    fn length(&self) -> usize {
        self.name.len()
    }
}

fn server() -> Server {
    Server {
        host: "localhost".into(),
        port: 80,
        retries: 0,
        proxy: None,
        timeout: Some(30),
        label: None,
        parts: (0, [0, 0]),
        hits: 0,
        seed: 7,
    }
}

#[test]
fn the_default_of_a_struct_is_made_of_those_of_its_slots() {
    assert_eq!(Server::default(), server());
    let config = Config::default();
    assert_eq!((&config.server, &*config.name), (&server(), ""));
    assert_eq!((config.length.get(), config.dict().len()), (None, 0));
}

#[test]
fn each_slot_of_a_struct_with_a_default_may_be_left_out() {
    let none: [(&str, Value); 0] = [];
    assert_eq!(Server::from_attrs(none.clone()).unwrap(), server());
    assert_eq!(Config::from_attrs(none).unwrap(), Config::default());
    let config = Config::from_attrs([("name", "a")]).unwrap();
    assert_eq!(config, Config { name: "a".into(), ..Config::default() });
    let slot = |name| Server::LAYOUT.slot(name).unwrap();
    assert_eq!(slot("retries").default_value(), Some(Value::Int(0)));
    // An optional slot without an expression is unbound, as without the word.
    assert!(!slot("proxy").has_default() && slot("timeout").has_default());
}

#[derive(Slots, Debug, PartialEq)]
#[slots(default)]
struct Pair<A, B: Clone> {
    left: A,
    right: Vec<B>,
    #[slots(optional)]
    next: Option<Box<Pair<A, B>>>,
}

/// It has no default.
#[derive(Debug, Clone, PartialEq)]
struct Bare;

#[derive(Slots)]
#[slots(default, weakref)]
struct Wide {
    #[slots(base)]
    server: Server,
    own: bool,
    __weakref__: WeakSlot,
}

#[derive(Slots, Default, Debug, PartialEq)]
struct Plain {
    plain: u8,
}

#[derive(Slots)]
#[slots(default)]
struct OnPlain {
    #[slots(base)]
    base: Plain,
    own: u8,
}

#[derive(Slots)]
#[slots(default)]
struct Unit;

#[derive(Slots)]
#[slots(default)]
struct Holder<T> {
    #[slots(optional, opaque)]
    held: Option<T>,
    count: u8,
}

#[test]
fn a_generic_struct_has_a_default_where_its_slots_have() {
    let pair = Pair::<u8, String>::default();
    assert_eq!(pair, Pair { left: 0, right: Vec::new(), next: None });
    let pair = Pair::<u8, String>::from_attrs([("left", 3)]).unwrap();
    assert_eq!(pair.left, 3);
    // An optional slot needs no default of what is in it.
    assert!(Holder::<Bare>::default().held.is_none());
    assert_eq!(Holder::<Bare>::LAYOUT.slot("count").unwrap().default_value(), Some(0.into()));
    let _: Unit = Default::default();
}

#[test]
fn a_base_has_the_default_of_its_type() {
    let wide = Wide::default();
    assert_eq!((&wide.server, wide.own), (&server(), false));
    let wide = Wide::from_attrs([("own", true)]).unwrap();
    assert_eq!((&wide.server, wide.own), (&server(), true));
    assert_eq!(OnPlain::default().base, Plain { plain: 0 });
    // By name, the slots of a base have defaults where the base says so.
    let error = OnPlain::from_attrs([("own", 1)]).err().unwrap();
    assert_eq!(error.to_string(), "OnPlain() missing 1 required attribute: 'plain'");
}
