//! Static types among the bases of a class, and slots of both kinds in one statement (spec 12.13,
//! 12.16).

use slotted::class::ClassErrorKind;
use slotted::prelude::*;
use slotted::{Class, NewSlot, WeakSlot};

type Done = Result<(), Box<dyn std::error::Error>>;

#[derive(Slots)]
struct Empty {}

#[derive(Slots)]
#[slots(weakref)]
struct Watched {
    __weakref__: WeakSlot,
}

#[derive(Slots)]
#[slots(weakref)]
struct One {
    x: u64,
    __weakref__: WeakSlot,
}

/// Also one without any: its value lies at the start of each instance.
#[test]
fn a_static_type_conflicts_with_a_base_that_has_slots() -> Done {
    let (a, none) =
        (Class::builder("A").slots(["a"]).build()?, Class::builder("N").slots([""; 0]).build()?);
    for of_static in [Class::of::<Empty>(), Class::of::<Watched>(), Class::of::<One>()] {
        assert_eq!(of_static.base().map(Class::name), Some("object"));
        for bases in [[&a, &of_static], [&of_static, &a]] {
            let error = Class::builder("C").bases(bases).build().unwrap_err();
            assert_eq!(error.kind(), ClassErrorKind::LayoutConflict);
        }
        for bases in [[&none, &of_static], [&of_static, &none]] {
            let class = Class::builder("C").bases(bases).slots(["c"]).build()?;
            assert_eq!(
                (class.base(), class.has_weakref()),
                (Some(&of_static), of_static.has_weakref())
            );
            assert!(class.layout().offset_of("c") >= Some(of_static.layout().size()));
        }
    }
    Ok(())
}

/// As slots of Python are: by name, and with the weak references first.
#[test]
fn an_instance_of_a_static_type_changes_between_classes_that_add_the_same() -> Done {
    for of_static in [Class::of::<Empty>(), Class::of::<Watched>(), Class::of::<One>()] {
        let below = |name, slots: &[&str]| {
            Class::builder(name).bases([&of_static]).slots(slots.iter().copied()).build()
        };
        let (a, b, c) =
            (below("A", &["x1", "y1"])?, below("B", &["y1", "x1"])?, below("C", &["x1"])?);
        let mut object = match of_static.layout().iter().next() {
            None => a.instance(),
            Some(_) => a.from_attrs([("x", 1)])?,
        };
        object.setattr("x1", 2)?;
        object.set_class(&b)?;
        assert_eq!(object.getattr("x1")?, 2);
        assert!(object.set_class(&c).is_err() && object.set_class(&of_static).is_err());
    }
    Ok(())
}

#[test]
fn a_slot_of_a_static_type_is_found_before_an_attribute_of_a_later_base() -> Done {
    let later =
        Class::builder("Later").slots([""; 0]).attr("x", "later").attr("y", "seen").build()?;
    let class = Class::builder("C").bases([&Class::of::<One>(), &later]).slots([""; 0]).build()?;
    let object = class.from_attrs([("x", 7)])?;
    assert_eq!(
        (object.getattr("x")?.to_string(), object.getattr("y")?.to_string()),
        ("7".into(), "seen".into())
    );
    Ok(())
}

#[test]
fn a_typed_slot_is_declared_once() {
    let typed = || NewSlot::<u8>::new("x");
    for builder in [
        Class::builder("A").slots(["x"]).declare(typed()),
        Class::builder("A").declare(typed()).slots(["x"]),
        Class::builder("A").declare(typed()).declare(typed()),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.to_string(), "slot 'x' is declared twice in class 'A'");
    }
}

/// Python's slots are sorted by name, behind the typed ones.
#[test]
fn typed_slots_lie_before_those_of_python() -> Done {
    let typed = || NewSlot::<Value>::new("z").default(0.into());
    for builder in [
        Class::builder("A").slots(["b", "a"]).declare(typed()),
        Class::builder("A").declare(typed()).slots(["b", "a"]),
    ] {
        let class = builder.build()?;
        let at = |name| class.layout().offset_of(name);
        assert!(at("z") < at("a") && at("a") < at("b"));
    }
    Ok(())
}

#[test]
fn a_state_with_an_attribute_that_the_class_lacks_is_refused() -> Done {
    let (a, b) = (Class::builder("A").slots(["x", "y"]), Class::builder("B").slots(["x"]));
    let mut object = a.build()?.instance();
    object.setattr("x", 1)?;
    object.setattr("y", 2)?;
    let error = b.build()?.from_state(object.get_state()?).unwrap_err();
    assert_eq!(error.to_string(), "B() got an unexpected attribute 'y'");
    Ok(())
}

/// Fields of one size and of two types are not taken for each other.
#[test]
fn an_instance_keeps_the_types_of_its_slots_when_it_changes_its_class() -> Done {
    let text = Class::builder("Text").slot::<String>("x").build()?;
    let bytes = Class::builder("Bytes").slot::<Vec<u8>>("x").build()?;
    assert_eq!(text.layout().size(), bytes.layout().size());
    let mut object = text.from_attrs([("x", "a")])?;
    let error = object.set_class(&bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "__class__ assignment: 'Bytes' object layout differs from 'Text'"
    );
    object.set_class(&Class::builder("Other").slot::<String>("x").build()?)?;
    assert_eq!(object.getattr("x")?, "a");
    Ok(())
}

#[test]
fn a_lazy_slot_of_a_static_type_is_no_optional_one() {
    fn double(lazy: &Lazy) -> f64 {
        lazy.x * 2.0
    }
    #[derive(Slots)]
    struct Lazy {
        x: f64,
        #[slots(lazy = double)]
        twice: std::sync::OnceLock<f64>,
        maybe: Option<f64>,
    }
    let class = Class::of::<Lazy>();
    assert!(class.optional_slot::<f64>("twice").is_err());
    assert!(class.optional_slot::<f64>("maybe").is_err());
    assert!(class.optional_slot::<Option<f64>>("maybe").is_err());
    assert!(class.slot::<Option<f64>>("maybe").is_ok());
}

#[test]
fn the_default_of_an_optional_slot_is_told() -> Done {
    let class = Class::builder("A")
        .declare(NewSlot::<String>::new("text").optional().default("a".into()))
        .declare(NewSlot::<f64>::new("number").optional().default(1.5))
        .declare(NewSlot::<f64>::new("none").optional())
        .build()?;
    let default = |name| class.layout().slot(name).and_then(|slot| slot.default_value());
    assert_eq!(default("text"), Some("a".into()));
    assert_eq!(default("number"), Some(1.5.into()));
    assert_eq!(default("none"), None);
    Ok(())
}

/// A type by itself cannot be made of attributes then, which is an error when it is compiled.
#[test]
fn a_skipped_field_of_a_static_type_without_a_default_is_named() {
    #[derive(Debug, PartialEq)]
    struct Handle;
    #[derive(Slots, Debug)]
    struct Held {
        n: u8,
        m: u8,
        #[slots(skip)]
        handle: Handle,
    }
    let held = Held { n: 1, m: 2, handle: Handle };
    assert_eq!(held.handle, Handle);
    let class = Class::builder("Below").bases([&Class::of::<Held>()]).build().unwrap();
    let error = class.from_attrs([("n", 1)]).map(drop).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Below() cannot make the skipped field 'handle': it is declared without a default; Below() missing \
         1 required attribute: 'm'"
    );
}
