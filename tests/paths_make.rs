//! Paths that write where nothing is yet, and delete entries of maps.

mod cars;

use std::collections::{BTreeMap, HashMap};

use cars::{Car, Wheel, car};
use slotted::prelude::*;
use slotted::{AttrPath, PathError};

#[derive(Slots, Clone, Debug, PartialEq)]
struct Limits {
    #[slots(default = 10)]
    soft: u64,
    hard: u64,
}

#[derive(Slots, Clone, Debug, Default)]
struct Settings {
    limits: HashMap<String, u64>,
    groups: BTreeMap<String, BTreeMap<u16, bool>>,
    by_user: BTreeMap<String, Limits>,
    default: Option<Limits>,
    boxed: Option<Box<Option<Limits>>>,
    #[slots(optional)]
    nested: Option<HashMap<String, Limits>>,
    #[slots(optional, validate = soft_below_hard)]
    checked: Option<Limits>,
    #[slots(readonly, optional)]
    fixed: Option<Limits>,
    values: HashMap<String, Value>,
    any: Value,
    #[slots(as_str)]
    hosts: BTreeMap<u8, std::net::IpAddr>,
    list: Option<Vec<u8>>,
    pair: Option<(u8, u8)>,
    #[slots(opaque)]
    opaque: Option<u8>,
}

fn soft_below_hard(limits: &Limits) -> Result<(), &'static str> {
    if limits.soft <= limits.hard { Ok(()) } else { Err("soft is above hard") }
}

fn said<T: std::fmt::Debug>(result: Result<T, PathError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn the_last_key_of_a_map_is_made() {
    let mut s = Settings::default();
    s.setattr_path("limits.alice", 7).unwrap();
    s.setattr_path("limits.alice", 8).unwrap();
    s.setattr_path_str("limits.bob", "9").unwrap();
    assert_eq!(s.limits, HashMap::from([("alice".into(), 8), ("bob".into(), 9)]));
    s.setattr_path_str("hosts.7", "127.0.0.1").unwrap();
    s.setattr_path("values.x", vec![1]).unwrap();
    assert_eq!(
        (s.hosts[&7].to_string(), s.values["x"].to_string()),
        ("127.0.0.1".into(), "[1]".into())
    );
    // The objects are unlike, and so is what they make; the path is one.
    let path: AttrPath = "plugin.new".parse().unwrap();
    let mut c = car();
    path.set(&mut c, 1).unwrap();
    assert_eq!(path.get(&c).unwrap(), 1);

    for (path, text) in [
        ("limits.x", "limits.x: must be u64, not str"),
        ("hosts.7", "hosts.7: 'no' is not a valid IpAddr: invalid IP address syntax"),
        ("hosts.256", "hosts.256: [key '256']: 256 is out of range for u8"),
    ] {
        let before = format!("{s:?}");
        assert_eq!(said(s.setattr_path(path, "no")), text);
        assert_eq!(format!("{s:?}"), before);
    }
}

#[test]
fn a_map_on_the_way_is_made() {
    let mut s = Settings::default();
    s.setattr_path("groups.admin.7", true).unwrap();
    s.setattr_path_str("groups.admin.8", "false").unwrap();
    assert_eq!(
        s.groups,
        BTreeMap::from([("admin".into(), BTreeMap::from([(7, true), (8, false)]))])
    );
    s.setattr_path("values.a.b.c", 1).unwrap();
    assert_eq!(s.values["a"].to_string(), "{'b': {'c': 1}}");
    let mut c = Car::default();
    c.setattr_path("fresh.a.b", 1).unwrap();
    c.setattr_path_str("fresh.a.c", "2").unwrap();
    assert_eq!(c.dict()["fresh"].to_string(), "{'a': {'b': 1, 'c': '2'}}");
    // A value that is there stays: `None` of a `Value` is one, and has no type that says what to make.
    assert_eq!(
        said(s.setattr_path("any.x", 1)),
        "any.x: there is nothing inside a value of type NoneType"
    );
    // There is no list of one item whose index is not 0, and none is made.
    assert_eq!(said(s.setattr_path("values.new[0]", 1)), "values.new: no such entry");
    assert!(!s.values.contains_key("new"));
}

#[test]
fn an_option_is_made_where_its_type_has_defaults_for_the_rest() {
    let mut s = Settings::default();
    s.setattr_path("default.hard", 20).unwrap();
    assert_eq!(s.default, Some(Limits { soft: 10, hard: 20 }));
    s.setattr_path_str("boxed.hard", "30").unwrap();
    assert_eq!(s.boxed, Some(Box::new(Some(Limits { soft: 10, hard: 30 }))));
    s.setattr_path("nested.x.hard", 40).unwrap();
    assert_eq!(s.nested.as_ref().unwrap()["x"], Limits { soft: 10, hard: 40 });
    s.setattr_path("by_user.x.hard", 50).unwrap();
    assert_eq!(s.by_user["x"].hard, 50);
    let mut c = Car::default();
    c.setattr_path("spare.pressure", 2).unwrap();
    c.setattr_path("trailer.pressure", 3).unwrap();
    assert_eq!(
        (c.spare, c.trailer),
        (Some(Box::new(Wheel { pressure: 2.0 })), Some(Wheel { pressure: 3.0 }))
    );
    // It is made once: what is there is written to.
    s.setattr_path("default.soft", 1).unwrap();
    assert_eq!(s.default, Some(Limits { soft: 1, hard: 20 }));
}

#[test]
fn a_refused_write_makes_nothing() {
    let mut s = Settings::default();
    let mut refused = |path: &str, value: Value, text: &str| {
        let before = format!("{s:?}");
        assert_eq!(said(s.setattr_path(path, value)), text);
        assert_eq!(format!("{s:?}"), before);
    };
    refused(
        "default.soft",
        1.into(),
        "default: a dict is not a valid Limits: Limits() missing 1 required attribute: 'hard'",
    );
    refused(
        "default.hard",
        "x".into(),
        "default: a dict is not a valid Limits: attribute 'hard' of 'Limits' objects must be u64, not str",
    );
    refused(
        "default.hrd",
        1.into(),
        "default.hrd: 'Limits' object has no attribute 'hrd'. Did you mean: 'hard'?",
    );
    refused(
        "by_user.x.soft",
        1.into(),
        "by_user.x: a dict is not a valid Limits: Limits() missing 1 required attribute: 'hard'",
    );
    refused(
        "groups.admin.x",
        true.into(),
        "groups.admin: [key 'x']: 'x' is not a valid u16: invalid digit found in string",
    );
    refused(
        "checked.hard",
        5.into(),
        "checked: attribute 'checked' of 'Settings' objects: Limits(soft=10, hard=5) is refused: soft is above hard",
    );
    refused("fixed.hard", 5.into(), "fixed: 'Settings' object attribute 'fixed' is read-only");
    refused("list[0]", 5.into(), "list[0]: there is nothing inside a value of type NoneType");
    refused("pair[0]", 5.into(), "pair[0]: there is nothing inside a value of type NoneType");
    refused("opaque.x", 5.into(), "opaque.x: there is nothing inside a value of type opaque");
    s.setattr_path("checked.hard", 15).unwrap();
    assert_eq!(s.checked, Some(Limits { soft: 10, hard: 15 }));
}

#[test]
fn reading_borrowing_and_deleting_make_nothing() {
    let mut s = Settings::default();
    for path in ["limits.x", "groups.x.1", "default.hard", "nested.x.hard", "values.x.y"] {
        let parsed: AttrPath = path.parse().unwrap();
        let before = format!("{s:?}");
        assert!(s.getattr_path(path).is_err() && s.delattr_path(path).is_err(), "{path}");
        assert!(parsed.get_mut(&mut s).is_err() && parsed.value(&s).is_err(), "{path}");
        assert_eq!(format!("{s:?}"), before);
    }
}

#[test]
fn an_entry_of_a_typed_map_is_deleted() {
    let mut s = Settings::default();
    s.setattr_path("limits.alice", 7).unwrap();
    s.setattr_path("groups.admin.7", true).unwrap();
    s.setattr_path_str("hosts.7", "::1").unwrap();
    assert_eq!(s.delattr_path("limits.alice").unwrap(), 7);
    assert_eq!(said(s.delattr_path("limits.alice")), "limits.alice: no such entry");
    assert_eq!(s.delattr_path("groups.admin.7").unwrap(), true);
    assert_eq!(s.delattr_path("groups.admin").unwrap().to_string(), "{}");
    assert_eq!(said(s.delattr_path("hosts.07")), "hosts.07: no such entry");
    assert_eq!(s.delattr_path("hosts.7").unwrap(), "::1");
    assert!(s.limits.is_empty() && s.groups.is_empty() && s.hosts.is_empty());
}

/// What cannot be returned is not lost.
#[test]
fn an_entry_that_holds_something_opaque_stays() {
    #[derive(Slots, Debug, Default)]
    struct Holder {
        #[slots(opaque)]
        secret: u8,
    }
    #[derive(Slots, Debug, Default)]
    struct Keeper {
        held: BTreeMap<String, Holder>,
    }
    let mut keeper = Keeper { held: BTreeMap::from([("a".into(), Holder { secret: 1 })]) };
    let error = said(keeper.delattr_path("held.a"));
    assert_eq!(error, "held.a: opaque: it is reached as Holder only, not as a value");
    assert_eq!(keeper.held["a"].secret, 1);
}

/// The old value of an entry drops when the new one is in place, and a panic loses nothing else.
#[test]
fn a_drop_that_panics_finds_the_new_entry_in_place() {
    #[derive(SlotValue, Debug)]
    struct Loud(u8);
    impl Drop for Loud {
        fn drop(&mut self) {
            if self.0 == 1 {
                panic!("old");
            }
        }
    }
    #[derive(Slots, Debug)]
    struct Keeper {
        held: BTreeMap<String, Loud>,
    }
    let mut keeper = Keeper { held: BTreeMap::from([("a".into(), Loud(1))]) };
    let write = std::panic::AssertUnwindSafe(|| keeper.setattr_path("held.a", 2));
    assert!(std::panic::catch_unwind(write).is_err());
    assert_eq!(keeper.held["a"].0, 2);
}

#[test]
fn the_limit_on_depth_holds_for_what_is_made() {
    let long = |steps: usize| (0..steps).map(|_| "a".into()).collect::<AttrPath>();
    let mut path: AttrPath = "values".parse().unwrap();
    path = path.join(&long(128));
    let mut s = Settings::default();
    path.set(&mut s, 1).unwrap();
    assert_eq!(path.get(&s).unwrap(), 1);
    let mut s = Settings::default();
    assert!(path.set(&mut s, vec![1]).is_err() && s.values.is_empty());
    path.push("a");
    assert!(path.set(&mut s, 1).is_err() && path.set_str(&mut s, "1").is_err());
    assert!(s.values.is_empty());
}

/// The error named an attribute without a name.
#[test]
fn what_is_missing_in_a_field_without_a_name_is_made() {
    #[derive(SlotValue, Clone, Debug, PartialEq)]
    enum Shape {
        Framed(#[slots(optional)] Option<Limits>, u8),
    }
    #[derive(Slots, Clone, Debug)]
    struct Picture {
        shape: Shape,
    }
    let mut picture = Picture { shape: Shape::Framed(None, 1) };
    picture.setattr_path("shape[0].hard", 2).unwrap();
    assert_eq!(picture.shape, Shape::Framed(Some(Limits { soft: 10, hard: 2 }), 1));
}
