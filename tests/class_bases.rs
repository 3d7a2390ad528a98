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
