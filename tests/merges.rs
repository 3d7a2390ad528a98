//! Deep merges, leaves and the registry (spec 8.66 to 8.69).

use std::collections::BTreeMap;

use slotted::Registry;
use slotted::prelude::*;
use slotted::record::RegistryError;

#[derive(Slots, Clone, Debug, PartialEq)]
struct Server {
    host: String,
    #[slots(alias = "p", range = 1..=9999)]
    port: u16,
    #[slots(optional)]
    limit: Option<u32>,
}

#[derive(SlotValue, Clone, Debug, PartialEq)]
enum Store {
    Memory,
    File { path: String, sync: bool },
    Pair(u8, u8),
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(dict)]
struct Settings {
    server: Server,
    backup: Option<Server>,
    store: Store,
    tags: Vec<String>,
    limits: BTreeMap<String, u32>,
    #[slots(readonly)]
    id: u8,
    __dict__: Dict,
}

fn server() -> Server {
    Server { host: "localhost".into(), port: 80, limit: None }
}

fn settings() -> Settings {
    Settings {
        server: server(),
        backup: None,
        store: Store::Memory,
        tags: vec!["a".into()],
        limits: BTreeMap::from([("alice".into(), 7)]),
        id: 1,
        __dict__: Dict::from([("extra", Dict::from([("x", 1)]))]),
    }
}

fn dict(text: &str) -> Dict {
    match text.parse().unwrap() {
        Value::Map(dict) => dict,
        other => panic!("{other:?} is no dict"),
    }
}

#[test]
fn a_merge_is_deep() {
    let mut s = settings();
    s.merge_attrs(dict(
        "{'server': {'port': 8080, 'limit': 5}, 'limits': {'bob': 8}, 'tags': ['b', 'c'], \
         'store': {'File': {'path': 'x', 'sync': True}}, 'extra': {'y': 2}, 'more': 3, \
         'backup': {'host': 'b', 'port': 1}}",
    ))
    .unwrap();
    let expected = Settings {
        server: Server { host: "localhost".into(), port: 8080, limit: Some(5) },
        backup: Some(Server { host: "b".into(), port: 1, limit: None }),
        store: Store::File { path: "x".into(), sync: true },
        tags: vec!["b".into(), "c".into()],
        limits: BTreeMap::from([("alice".into(), 7), ("bob".into(), 8)]),
        id: 1,
        __dict__: dict("{'extra': {'x': 1, 'y': 2}, 'more': 3}"),
    };
    assert_eq!(s, expected);
    // In an `Option` that holds one, and under an alias.
    s.merge_attrs(dict("{'backup': {'p': 2}}")).unwrap();
    assert_eq!(s.backup.as_ref().unwrap().port, 2);
    assert_eq!(s.backup.as_ref().unwrap().host, "b");
    let object: &mut dyn Attributes = &mut s;
    object.merge_attrs([("tags", Value::from(["d"]))]).unwrap();
    object.merge_attrs(Dict::new()).unwrap();
    assert_eq!(s.tags, ["d"]);
}

#[test]
fn a_merge_is_all_or_nothing_and_names_each_path() {
    let mut s = settings();
    let error = s
        .merge_attrs(dict(
            "{'server': {'port': 10000, 'hst': 'x', 'host': 'y'}, 'limits': {'alice': -1}, \
             'tags': 3, 'id': 2, 'store': {'Disk': 1}, 'new': 1}",
        ))
        .unwrap_err();
    let texts: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "server.port: attribute 'port' of 'Server' objects: 10000 is not in 1..=9999",
            "server.hst: 'Server' object has no attribute 'hst'. Did you mean: 'host'?",
            "limits.alice: -1 is out of range for u32",
            "tags: attribute 'tags' of 'Settings' objects must be Vec<String>, not int",
            "id: 'Settings' object attribute 'id' is read-only",
            "store: attribute 'store' of 'Settings' objects: 'Disk' is not a valid Store: it must be one of 'Memory', \
             'File', 'Pair'",
        ]
    );
    assert_eq!(s, settings());
    let mut deep = Value::from(1);
    for _ in 0..150 {
        deep = Dict::from([("extra", deep)]).into();
    }
    let error = s.merge_attrs([("extra", deep)]).unwrap_err();
    assert!(error.to_string().contains("more than 128 levels deep"), "{error}");
    assert_eq!(s, settings());
}

#[test]
fn the_leaves_of_an_object_are_its_scalars_with_their_paths() {
    let mut s = settings();
    let leaves = |s: &Settings| -> Vec<String> {
        s.leaves().map(|(path, value)| format!("{path}={value:?}")).collect()
    };
    assert_eq!(
        leaves(&s),
        [
            "server.host='localhost'",
            "server.port=80",
            "backup=None",
            "store='Memory'",
            "tags[0]='a'",
            "limits.alice=7",
            "id=1",
            "extra.x=1"
        ]
    );
    s.store = Store::Pair(1, 2);
    s.tags.clear();
    s.backup = Some(Server { limit: Some(3), ..server() });
    let found = leaves(&s);
    assert_eq!(&found[4..8], ["backup.limit=3", "store[0]=1", "store[1]=2", "limits.alice=7"]);
    for (path, value) in s.leaves() {
        assert_eq!(s.getattr_path(&path.to_string()).unwrap(), value, "{path}");
    }
    assert_eq!(
        Store::Pair(1, 2).leaves().map(|(path, _)| path.to_string()).collect::<Vec<_>>(),
        ["[0]", "[1]"]
    );
}

#[test]
fn leaves_overflow_no_stack() {
    #[derive(Slots)]
    struct Node {
        n: u8,
        next: Option<Box<Node>>,
    }
    let mut node = Node { n: 1, next: None };
    for _ in 0..2_000 {
        node = Node { n: 0, next: Some(Box::new(node)) };
    }
    assert_eq!(node.leaves().count(), 2_002);
    // A type that lies in itself is a leaf there.
    let leaves: Vec<String> = Node::LAYOUT.leaves().map(|(path, _)| path.to_string()).collect();
    assert_eq!(leaves, ["n", "next"]);
}

#[test]
fn the_leaves_of_a_layout_are_slots_with_their_paths() {
    let leaves: Vec<String> = Settings::LAYOUT
        .leaves()
        .map(|(path, slot)| format!("{path}: {}", slot.short_type_name()))
        .collect();
    assert_eq!(
        leaves,
        [
            "server.host: String",
            "server.port: u16",
            "server.limit: Option<u32>",
            "backup.host: String",
            "backup.port: u16",
            "backup.limit: Option<u32>",
            "store: Store",
            "tags: Vec<String>",
            "limits: BTreeMap<String, u32>",
            "id: u8",
        ]
    );
}

fn registry() -> Registry {
    let mut registry = Registry::new();
    registry.register::<Server>().unwrap().register::<Settings>().unwrap();
    registry
}

#[test]
fn a_registry_makes_objects_of_types_by_name() {
    let registry = registry();
    let names: Vec<&str> = registry.types().map(|(name, _)| name).collect();
    assert_eq!(names, ["Server", "Settings"]);
    let made = registry.make("Server", [("host", Value::from("h")), ("port", 1.into())]).unwrap();
    assert_eq!(made.layout().name(), "Server");
    assert_eq!(made.getattr("port").unwrap(), 1);
    let whole = settings().to_dict().unwrap();
    let made = registry.from_value(Dict::from([("Settings", whole.clone())])).unwrap();
    assert!(made.diff(&settings()).is_empty());
    let mut tagged = Registry::tagged("kind");
    tagged.register_as::<Settings>("conf").unwrap();
    let mut with_tag = whole;
    with_tag.insert("kind", "conf");
    assert!(tagged.from_value(with_tag).unwrap().diff(&settings()).is_empty());
}

#[test]
fn an_error_of_a_registry_lists_the_names_and_the_nearest() {
    let registry = registry();
    let text = |result: Result<Box<dyn Attributes>, RegistryError>| match result {
        Ok(_) => panic!("it was made"),
        Err(error) => error.to_string(),
    };
    let none: [(&str, Value); 0] = [];
    assert_eq!(
        text(registry.make("Sever", none.clone())),
        "there is no type 'Sever': it must be one of 'Server', 'Settings'. Did you mean: 'Server'?"
    );
    assert_eq!(
        text(Registry::new().make("A", none.clone())),
        "there is no type 'A': none is registered"
    );
    let error = registry.make("Server", none).err().unwrap();
    assert_eq!(error.record_error().unwrap().errors().len(), 2);
    assert_eq!(error.to_string(), "Server() missing 2 required attributes: 'host' and 'port'");
    let one_entry = "an object is a dict with one entry, the name of its type with its attributes";
    assert_eq!(text(registry.from_value(1)), one_entry);
    assert_eq!(text(registry.from_value(Dict::new())), one_entry);
    assert_eq!(
        text(registry.from_value(Dict::from([("Server", 1)]))),
        "the attributes of 'Server' must be a dict, not int"
    );
    assert_eq!(
        text(Registry::tagged("type").from_value(Dict::from([("host", "h")]))),
        "an object is a dict of its attributes, with the name of its type under 'type'"
    );
    mod other {
        use slotted::prelude::*;
        #[derive(Slots)]
        pub(super) struct Server {
            x: u8,
        }
    }
    let mut registry = registry;
    let error = registry.register::<other::Server>().unwrap_err();
    assert!(error.to_string().starts_with("the name 'Server' is that of "), "{error}");
    assert!(error.to_string().ends_with("under another name, with register_as"));
    registry.register::<Server>().unwrap().register_as::<other::Server>("Other").unwrap();
    assert_eq!(registry.make("Other", [("x", 1)]).unwrap().getattr("x").unwrap(), 1);
}

#[test]
fn a_registry_takes_one_type_at_a_time() {
    let registry = registry();
    let attrs = || Dict::from([("host", Value::from("h")), ("port", 1.into())]);
    let two = Dict::from([("Server", attrs()), ("Settings", attrs())]);
    let error = registry.from_value(two).map(drop).unwrap_err();
    assert!(error.to_string().contains("a dict with one entry"), "{error}");
}

/// What lies deeper than values nest is refused, with the path as far as it goes.
#[test]
fn a_merge_goes_no_deeper_than_values_nest() {
    #[derive(Slots, Default)]
    struct Node {
        next: Option<Box<Node>>,
        by_name: BTreeMap<String, Node>,
    }
    let mut chain = Node::default();
    for _ in 0..200 {
        chain = Node { next: Some(Box::new(chain)), by_name: BTreeMap::new() };
    }
    let layer = |step: &[&str], levels: usize| {
        let mut dict = Dict::from([(step[0], Value::None)]);
        for _ in 1..levels {
            for step in step.iter().rev() {
                dict = Dict::from([(*step, Value::Map(dict))]);
            }
        }
        dict
    };
    assert!(chain.merge_attrs(layer(&["next"], 150)).is_err());
    let refused = |chain: &mut Node, layer: Dict| {
        let error = chain.merge_attrs(layer).unwrap_err();
        error.faults()[0].path().split('.').count()
    };
    assert_eq!(refused(&mut chain, layer(&["next"], 190)), 129);
    chain.merge_attrs(layer(&["next"], 100)).unwrap();
    let mut maps = Node::default();
    for _ in 0..100 {
        maps = Node { next: None, by_name: BTreeMap::from([("a".to_owned(), maps)]) };
    }
    assert_eq!(refused(&mut maps, layer(&["by_name", "a"], 90)), 129);
}
