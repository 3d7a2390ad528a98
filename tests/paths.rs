//! Paths through nested attributes: reading, writing and deleting.

mod cars;

use cars::{Car, Wheel, car};
use slotted::path::Step;
use slotted::prelude::*;
use slotted::{AttrPath, AttributeError, PathError};

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
        (
            "x[-1]",
            "x[-1]: no path: expected a number in the brackets, from 0 on, or a name in quotes",
        ),
        (
            "x[+1]",
            "x[+1]: no path: expected a number in the brackets, from 0 on, or a name in quotes",
        ),
        ("x]", "x]: no path: expected a dot between the steps"),
        ("x[0]y", "x[0]y: no path: expected a dot between the steps"),
    ] {
        assert_eq!(said(c.getattr_path(path).unwrap_err()), text);
        // A write makes what is missing there.
        let is_made =
            ["engin.oil", "engine.oil.level", "named.rear", "plugin.none.x"].contains(&path);
        if !is_made {
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

#[test]
fn a_parsed_path_is_used_on_any_object() {
    #[derive(Slots)]
    struct Pump {
        engine: Dict,
    }
    let mut pump = Pump { engine: Dict::from([("oil", Dict::from([("temp", 40.5)]))]) };
    let mut c = car();
    let path: AttrPath = "engine.oil.temp".parse().unwrap();
    let objects: [&mut dyn Attributes; 2] = [&mut c, &mut pump];
    for object in objects {
        let old = path.value(object).unwrap();
        assert_eq!(path.with(object, |temp| temp.to_value()).unwrap(), Some(old.clone()));
        path.set(object, 50.5).unwrap();
        assert_eq!(path.get(object).unwrap(), 50.5);
        path.get_mut(object).unwrap().set(51.5).unwrap();
        assert_eq!(path.get(object).unwrap(), 51.5);
        path.set_str(object, &old.to_string()).unwrap();
    }
    assert_eq!(c.engine.oil.temp, 0.0);
    assert_eq!(path.delete(&mut pump).unwrap(), "40.5");
    assert_eq!(path.get(&pump).unwrap_err().to_string(), "engine.oil.temp: no such entry");
    assert_eq!(path.get_mut(&mut pump).unwrap_err().path(), "engine.oil.temp");
    assert_eq!(pump.engine["oil"], Value::from(Dict::new()));
    let error = path.delete(&mut c).unwrap_err();
    assert!(error.to_string().contains("cannot be deleted"), "{error}");
}

#[test]
fn get_mut_is_refused_where_a_write_would_have_to_check() {
    let mut c = car();
    let mut borrow =
        |path: &str| path.parse::<AttrPath>()?.get_mut(&mut c).map(|found| format!("{found:?}"));
    assert_eq!(borrow("wheels[1].pressure").unwrap(), "2.5");
    assert_eq!(borrow("plugin.list[0]").unwrap(), "1");
    assert_eq!(borrow("named.front").unwrap(), "Wheel(pressure=2.2)");
    for path in ["engine.serial", "engine.rpm", "engine.oil.level", "wheels[2]", "named.rear"] {
        assert_eq!(borrow(path).unwrap_err().path(), path);
    }
}

#[test]
fn what_is_opaque_has_no_owned_value() {
    #[derive(Slots)]
    struct Holder {
        #[slots(opaque)]
        thread: Option<std::thread::ThreadId>,
    }
    let path: AttrPath = "thread".parse().unwrap();
    let error = path.value(&Holder { thread: None }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "thread: opaque: it is reached as Option<ThreadId> only, not as a value"
    );
}

#[test]
fn a_name_in_quotes_may_be_any_text() {
    for (text, steps, printed) in [
        (r#"a["any key"]"#, vec!["a", "any key"], "a.any key"),
        (r#"a["x.y"]"#, vec!["a", "x.y"], r#"a["x.y"]"#),
        (r"['x.y'].b", vec!["x.y", "b"], r#"["x.y"].b"#),
        (
            r#"a["\"\\\n\u{7f}\u{e9}"].b"#,
            vec!["a", "\"\\\n\u{7f}é", "b"],
            r#"a["\"\\\n\u{7f}é"].b"#,
        ),
        (r#"a[""]"#, vec!["a", ""], r#"a[""]"#),
        (r#"a["'"]['"']"#, vec!["a", "'", "\""], r#"a.'["\""]"#),
        (r#"a["]["]"#, vec!["a", "]["], r#"a["]["]"#),
        ("a-b.c d.é", vec!["a-b", "c d", "é"], "a-b.c d.é"),
        ("a. b", vec!["a", " b"], r#"a[" b"]"#),
    ] {
        let path: AttrPath = text.parse().unwrap();
        let expected: AttrPath = steps.into_iter().map(Step::from).collect();
        assert_eq!(path, expected, "{text}");
        assert_eq!(path.to_string(), printed);
        assert_eq!(printed.parse::<AttrPath>().unwrap(), path, "{printed}");
    }
    for (text, expected) in [
        (r#"a["b]"#, "a closing quote"),
        (r#"a["b"c]"#, "a closing bracket"),
        (r#"a["b""#, "a closing bracket"),
        (r#"a["\q"]"#, "one of the escapes"),
        (r#"a["\u{d800}"]"#, "one of the escapes"),
        (r#"a["\u{+41}"]"#, "one of the escapes"),
        (r#"a["b"]c"#, "a dot between the steps"),
        (r#"a.["b"]"#, "a name"),
    ] {
        let error = text.parse::<AttrPath>().unwrap_err().to_string();
        assert!(error.contains(&format!("no path: expected {expected}")), "{error}");
    }
    let mut c = car();
    let path: AttrPath = r#"plugin["max. depth"]"#.parse().unwrap();
    path.set(&mut c, 4).unwrap();
    assert_eq!(path.get(&c).unwrap(), 4);
    assert_eq!(path.delete(&mut c).unwrap(), 4);
    assert_eq!(path.get(&c).unwrap_err().to_string(), r#"plugin["max. depth"]: no such entry"#);
}

/// Every path of a few steps, of names that are hard to print, prints as text that is parsed as the
/// same path.
#[test]
fn a_path_prints_as_text_that_is_parsed_as_the_same_path() {
    let names =
        ["", "a", ".", "[", "]", "\"", "'", "\\", "\n", "\u{0}", " ", "0", "\\u{41}", "[0]", "é"];
    let steps: Vec<Step> =
        names.map(Step::from).into_iter().chain([Step::from(0), Step::from(17)]).collect();
    for first in &steps {
        for second in &steps {
            for third in &steps {
                let path = AttrPath::from_iter([first, second, third].map(Clone::clone));
                assert_eq!(path.to_string().parse::<AttrPath>().unwrap(), path, "{path}");
            }
        }
    }
}

#[test]
fn a_path_is_built_step_by_step() {
    let mut path = AttrPath::new();
    assert_eq!(path.get(&car()).unwrap_err().to_string(), ": no path: expected a name");
    assert_eq!(path.set(&mut car(), 1).unwrap_err().to_string(), ": no path: expected a name");
    assert!(path.resolve::<Car>().is_err() && path.parent().is_none());
    path.push("wheels");
    assert_eq!(path.parent(), None);
    path.push(1_usize);
    let wheel = path.clone();
    path.push(String::from("pressure"));
    assert_eq!(path.get(&car()).unwrap(), 2.5);
    assert_eq!(path.parent(), Some(wheel.clone()));
    assert_eq!(wheel.join(&"pressure".parse().unwrap()), path);
    assert_eq!(path.pop(), Some(Step::from("pressure")));
    assert_eq!(path, wheel);
    let of_an_index = AttrPath::from_iter([Step::from(0)]);
    let error = of_an_index.get(&car()).unwrap_err();
    assert_eq!(error.to_string(), "[0]: there is nothing inside a value of type object");
    assert_eq!(of_an_index.resolve::<Car>().unwrap_err().to_string(), error.to_string());
}

#[test]
fn a_suggestion_looks_through_members() {
    let said = |error: AttributeError| error.to_string();
    let mut c = car();
    let text = "'Car' object has no attribute 'temp'. Did you mean: 'engine.oil.temp'?";
    assert_eq!(said(c.getattr("temp").unwrap_err()), text);
    let error = c.delattr("temp").unwrap_err();
    assert_eq!(error.suggested_path().as_deref(), Some("engine.oil.temp"));
    assert_eq!(error.suggestion(), None);
    // It looks into an `Option` and a `Box`, and the nearest is found, in the order of the slots.
    assert!(said(c.getattr("pressure").unwrap_err()).ends_with("Did you mean: 'spare.pressure'?"));
    // A near name on the object itself comes first.
    assert!(said(c.getattr("engin").unwrap_err()).ends_with("Did you mean: 'engine'?"));
    // Only the same name is found in a member.
    assert_eq!(c.getattr("temperature_of_oil").unwrap_err().suggested_path(), None);
    let error = c.engine.setattr("temp", 1).unwrap_err();
    assert!(said(error).ends_with("Did you mean: 'oil.temp'?"));
}

#[test]
fn a_suggestion_is_a_path_that_leads_there() {
    #[derive(Slots, Default)]
    struct Host {
        #[slots(rename = "ip.addr")]
        ip: u32,
        #[slots(rename = " name")]
        name: u32,
        port: u16,
    }
    #[derive(Slots, Default)]
    struct Service {
        host: Host,
    }
    let service = Service::default();
    let suggested = |name| service.getattr(name).unwrap_err().suggested_path();
    assert_eq!(suggested("port").as_deref(), Some("host.port"));
    // These would need quotes.
    assert_eq!((suggested("ip.addr"), suggested(" name")), (None, None));
}

/// A type that contains itself has members without end.
#[test]
fn a_suggestion_looks_at_a_bounded_number_of_members() {
    #[derive(Slots, Default)]
    struct Tree {
        a: Option<Box<Tree>>,
        b: Option<Box<Tree>>,
        c: Option<Box<Tree>>,
        d: Option<Box<Tree>>,
        e: Option<Box<Tree>>,
        f: Option<Box<Tree>>,
    }
    let error = Tree::default().getattr("something").map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), "'Tree' object has no attribute 'something'");
    assert_eq!(error.suggested_path(), None);
}
