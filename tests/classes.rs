//! Run-time classes: names, attributes, descriptors, death (spec 12).

use std::sync::{Arc, Mutex};

use slotted::class::{ClassErrorKind, NewSlot};
use slotted::prelude::*;
use slotted::{Class, Instance, Obj, ObjLock};

type Done = Result<(), Box<dyn std::error::Error>>;

fn class(name: &str, bases: &[&Class], slots: &[&str]) -> Class {
    let builder = Class::builder(name).bases(bases.iter().copied());
    builder.slots(slots.iter().copied()).build().expect("it is a class")
}

#[test]
fn slots_of_a_type_take_their_own_bytes() -> Done {
    let point = Class::builder("Point").slot::<f64>("x").slot::<f64>("y").build()?;
    assert_eq!(
        point.layout().to_string(),
        "Point: 16 bytes, aligned to 8\n\
         offset  size  name  type\n     \
         0     8  x     f64\n     \
         8     8  y     f64\n\
         16 bytes in 2 slots, 0 bytes of padding, no __dict__\n"
    );
    let mixed =
        Class::builder("Mixed").slot::<u8>("a").slot::<u64>("b").slot::<u16>("c").build()?;
    let offset = |name| mixed.layout().offset_of(name);
    assert_eq!((offset("b"), offset("c"), offset("a")), (Some(0), Some(8), Some(10)));
    Ok(())
}

#[test]
fn names_resolve_along_the_mro() -> Done {
    let a = Class::builder("A").slots(["x", "y"]).attr("K", 1).attr("L", 10).build()?;
    let b =
        Class::builder("B").bases([&a]).slots([""; 0]).attr("x", "of B").attr("K", 2).build()?;
    let mut o = b.instance();
    // `x` of `B` hides the slot of `A`, and there is no dict for it.
    assert_eq!(o.getattr("x")?, "of B");
    assert_eq!(o.getattr("K")?, 2);
    assert_eq!(o.getattr("L")?, 10);
    for name in ["x", "K"] {
        let text = format!("'B' object attribute '{name}' is read-only");
        assert_eq!(o.setattr(name, 3).unwrap_err().to_string(), text);
        assert_eq!(o.delattr(name).unwrap_err().to_string(), text);
        assert_eq!(o.getattr_mut(name).unwrap_err().to_string(), text);
    }
    let hidden = a.descriptor("x").expect("A declares it");
    hidden.set(&mut o, "hidden")?;
    assert_eq!(hidden.get(&o)?, "hidden");
    assert_eq!(o.getattr("x")?, "of B");
    assert_eq!(b.attribute("K"), Some(&Value::Int(2)));
    // With a dict, an entry hides a class attribute, but no slot.
    let c = Class::builder("C").bases([&b]).build()?;
    let mut o = c.instance();
    o.setattr("K", 5)?;
    o.setattr("y", 6)?;
    assert_eq!((o.dict().map(Dict::len), o.getattr("K")?.to_string()), (Some(1), "5".into()));
    assert_eq!(o.delattr("K")?, Value::Int(5));
    assert_eq!(o.getattr("K")?, 2);
    Ok(())
}

#[test]
fn a_dyn_object_shows_the_same_as_an_instance() -> Done {
    let a = Class::builder("A").slots(["x"]).attr("K", 1).build()?;
    let mut o = a.instance();
    o.setattr("x", 4)?;
    let dynamic: &mut dyn Attributes = &mut o;
    assert_eq!(dynamic.getattr("K")?, 1);
    assert_eq!(dynamic.getattr("x")?, 4);
    assert!(dynamic.getattr("z").is_err());
    let text = "'A' object attribute 'K' is read-only";
    assert_eq!(dynamic.setattr("K", 2).unwrap_err().to_string(), text);
    Ok(())
}

#[test]
fn an_update_refuses_a_class_attribute_as_an_assignment_does() -> Done {
    let a = Class::builder("A").slots(["x"]).attr("K", 1).build()?;
    let mut o = a.instance();
    let assigned = o.setattr("K", 2).unwrap_err().to_string();
    let updated = o.update_attrs([("x", 1), ("K", 2)]).unwrap_err();
    assert_eq!(updated.to_string(), assigned);
    assert!(!o.hasattr("x"));
    Ok(())
}

#[test]
fn a_slot_of_python_holds_none_and_is_unbound_at_first() -> Done {
    let mut o = class("A", &[], &["a"]).instance();
    assert_eq!(o.getattr("a").unwrap_err().to_string(), "'A' object has no attribute 'a'");
    o.setattr("a", Value::None)?;
    assert_eq!(o.getattr("a")?, Value::None);
    assert_eq!(o.delattr("a")?, Value::None);
    assert!(!o.hasattr("a"));
    Ok(())
}

#[test]
fn a_descriptor_refuses_other_objects() -> Done {
    let (a, b) = (class("A", &[], &["x"]), class("B", &[], &["x"]));
    let mut o = b.instance();
    let x = a.descriptor("x").expect("A declares it");
    let text = "descriptor 'x' for 'A' objects doesn't apply to a 'B' object";
    assert_eq!(x.get(&o).unwrap_err().to_string(), text);
    assert_eq!(x.set(&mut o, 1).unwrap_err().to_string(), text);
    assert_eq!(x.delete(&mut o).unwrap_err().to_string(), text);
    assert!(b.descriptor("y").is_none());
    assert_eq!(format!("{x:?}"), "<member 'x' of 'A' objects>");
    Ok(())
}

/// The layout of `M` has a dict where an instance of `C`, which is one of `M` too, has a slot.
#[test]
fn a_class_beside_the_chain_of_bases_lends_no_offsets() -> Done {
    let s = class("S", &[], &["a"]);
    let m = Class::builder("M").bases([&s]).build()?;
    let b = class("B", &[&s], &["b"]);
    let c = Class::builder("C").bases([&b, &m]).slots([""; 0]).build()?;
    let mut o = c.instance();
    o.setattr("a", "a")?;
    o.setattr("b", "b")?;
    o.setattr("d", "d")?;
    assert!(c.is_subclass(&m));
    assert_ne!(m.layout().dict_offset(), c.layout().dict_offset());
    let a = m.optional_slot::<Value>("a")?;
    assert_eq!(a.get(&o)?, Some(&"a".into()));
    assert_eq!(s.descriptor("a").expect("S declares it").get(&o)?, "a");
    Ok(())
}

/// Logs its name when it is dropped.
#[derive(Debug)]
struct Logged(&'static str, Arc<Mutex<Vec<&'static str>>>);

impl Drop for Logged {
    fn drop(&mut self) {
        self.1.lock().expect("no panic").push(self.0);
    }
}

/// As in fact 6.17.
#[test]
fn values_die_in_the_order_of_the_interpreter() -> Done {
    let log = Arc::default();
    let a = class("A", &[], &["b1", "a1"]);
    let b = class("B", &[&a], &["y", "x", "__dict__"]);
    let mut o = b.instance();
    for name in ["x", "b1", "y", "a1", "zz"] {
        o.setattr(name, Value::opaque(Logged(name, Arc::clone(&log))))?;
    }
    drop(o);
    assert_eq!(*log.lock().expect("no panic"), ["x", "y", "a1", "b1", "zz"]);
    Ok(())
}

#[test]
fn a_drop_that_panics_leaves_no_other_value_behind() {
    #[derive(Debug)]
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("boom");
        }
    }
    let log = Arc::default();
    let mut o = class("A", &[], &["a", "b", "c"]).instance();
    o.setattr("a", Value::opaque(Logged("a", Arc::clone(&log)))).unwrap();
    o.setattr("b", Value::opaque(Bomb)).unwrap();
    o.setattr("c", Value::opaque(Logged("c", Arc::clone(&log)))).unwrap();
    let died = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(o)));
    assert!(died.is_err());
    assert_eq!(*log.lock().unwrap(), ["a", "c"]);
}

#[test]
fn an_instance_changes_to_a_class_of_the_same_memory_only() -> Done {
    let a = Class::builder("A").slot::<f64>("x").build()?;
    let b = Class::builder("B").slot::<f64>("x").build()?;
    let c = Class::builder("C").slot::<u64>("x").build()?;
    let mut o = a.from_attrs([("x", 1.5)])?;
    o.set_class(&b)?;
    assert_eq!(o.class(), &b);
    assert_eq!(o.getattr("x")?, 1.5);
    // CPython's slots have no types: there, `C` would do.
    assert_eq!(
        o.set_class(&c).unwrap_err().to_string(),
        "__class__ assignment: 'C' object layout differs from 'B'"
    );
    assert!(a.slot::<f64>("x")?.get(&o).is_err());
    Ok(())
}

#[test]
fn a_static_type_can_be_a_base() -> Done {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Event {
        #[slots(range = 0.0..=10.0)]
        magnitude: f64,
        #[slots(optional)]
        felt: Option<u32>,
        __weakref__: slotted::WeakSlot,
    }
    let event = Class::of::<Event>();
    let local = Class::builder("LocalEvent").bases([&event]).slots(["station"]).build()?;
    assert_eq!(local.mro().map(Class::name).collect::<Vec<_>>(), ["LocalEvent", "Event", "object"]);
    let mut o =
        local.from_attrs([("magnitude", Value::from(4.5)), ("station", "CI.WBM".into())])?;
    assert_eq!(o.getattr("magnitude")?, 4.5);
    assert!(o.setattr("magnitude", 11.0).is_err() && !o.hasattr("felt"));
    assert_eq!(*local.slot::<f64>("magnitude")?.get(&o)?, 4.5);
    assert_eq!(*event.slot::<f64>("magnitude")?.get(&o)?, 4.5);
    assert!(Obj::try_downgrade(&Obj::new(o)).is_some());
    let hides = Class::builder("Bad").bases([&event]).slots(["felt"]).build().unwrap_err();
    assert_eq!(hides.kind(), ClassErrorKind::HidesStaticSlot);
    assert_eq!(
        hides.to_string(),
        "slot 'felt' of class 'Bad' would hide the slot of the static type 'Event'"
    );
    let missing = local.from_attrs([("felt", 1)]).unwrap_err();
    assert_eq!(missing.to_string(), "LocalEvent() missing 1 required attribute: 'magnitude'");
    Ok(())
}

#[test]
fn an_error_keeps_the_class_that_it_is_about() -> Done {
    let a = class("A", &[], &["area"]);
    let mut o = a.instance();
    let error = o.setattr("areas", 1).unwrap_err();
    drop((o, a));
    assert_eq!(error.to_string(), "'A' object has no attribute 'areas'. Did you mean: 'area'?");
    assert_eq!(error.type_name(), "A");
    Ok(())
}

#[test]
fn defaults_ranges_docs_and_meta_are_those_of_static_slots() -> Done {
    let server = Class::builder("Server")
        .declare(
            NewSlot::<u16>::new("port")
                .default(80)
                .range(1..)
                .doc("The port.")
                .meta("unit", "port"),
        )
        .declare(
            NewSlot::<String>::new("host")
                .len(1..=5)
                .validate(|host: &String| if host.is_ascii() { Ok(()) } else { Err("not ASCII") }),
        )
        .declare(NewSlot::<f64>::new("timeout").optional().default(0.5))
        .declare(NewSlot::<u32>::new("id").read_only().default_with(|| 7))
        .build()?;
    let mut o = server.from_attrs([("host", "a")])?;
    assert_eq!(format!("{o:?}"), "Server(port=80, host='a', timeout=0.5, id=7)");
    let port = server.layout().slot("port").expect("it is one");
    assert_eq!(
        (port.doc(), port.range().expect("it has one").to_string()),
        ("The port.", "1..".into())
    );
    assert_eq!(port.meta_value("unit").expect("it has one").to_string(), "port");
    assert_eq!(port.default_value(), Some(Value::Int(80)));
    for (name, value, text) in [
        ("port", Value::Int(0), "attribute 'port' of 'Server' objects: 0 is not in 1.."),
        ("host", "é".into(), "attribute 'host' of 'Server' objects: 'é' is refused: not ASCII"),
        (
            "host",
            "long one".into(),
            "attribute 'host' of 'Server' objects: a length of 8 is not in 1..=5",
        ),
        ("id", 8.into(), "'Server' object attribute 'id' is read-only"),
        ("port", "x".into(), "attribute 'port' of 'Server' objects must be u16, not str"),
    ] {
        assert_eq!(o.setattr(name, value).unwrap_err().to_string(), text);
    }
    let port = server.slot::<u16>("port")?;
    assert!(port.set(&mut o, 0).is_err() && port.replace(&mut o, 8080)? == 80);
    assert!(server.slot::<u32>("id")?.set(&mut o, 1).is_err());
    assert_eq!(server.optional_slot::<f64>("timeout")?.get(&o)?, Some(&0.5));
    o.delattr("timeout")?;
    assert!(!o.hasattr("timeout"));
    Ok(())
}

#[test]
fn faults_in_a_statement_of_our_own() {
    let twice = Class::builder("A").slot::<u8>("x").slot::<u8>("x").build().unwrap_err();
    assert_eq!(twice.to_string(), "slot 'x' is declared twice in class 'A'");
    let no = Class::builder("A").slots_value(5).build().unwrap_err();
    assert_eq!(no.to_string(), "'int' object is not iterable");
    let one = Class::builder("A").slots_value("xy").build().expect("one name");
    assert_eq!(one.listed_slots().expect("it has a statement").collect::<Vec<_>>(), ["xy"]);
    let base = Class::builder("Base").slot::<u8>("x").build().expect("it is a class");
    for hides in [
        Class::builder("A").bases([&base]).slots(["x"]).build(),
        Class::builder("A").bases([&base]).attr("x", 1).build(),
    ] {
        let hides = hides.unwrap_err();
        assert_eq!(hides.kind(), ClassErrorKind::HidesFilledSlot);
        assert_eq!(
            hides.to_string(),
            "class 'A' would hide the slot 'x' of its base, which has neither a default nor can be \
             unbound"
        );
    }
    let clash = Class::builder("A").slot::<u8>("x").attr("x", 1).build().unwrap_err();
    assert_eq!(clash.python_type(), "ValueError");
    assert_eq!(clash.to_string(), "'x' in __slots__ conflicts with class variable");
}

/// As in CPython, such a slot's value is written by name: into the `Dict`.
#[test]
fn a_state_may_hold_a_slot_that_a_class_attribute_hides() -> Done {
    let base = class("Base", &[], &["x"]);
    let hiding = Class::builder("Hiding").bases([&base]).attr("x", "of the class").build()?;
    let mut o = hiding.instance();
    o.setattr("x", 1)?;
    let state = o.get_state()?;
    let made = hiding.from_state(state)?;
    assert_eq!((made.getattr("x")?.to_value(), made), (Some(Value::Int(1)), o.copy()?));
    Ok(())
}

#[test]
fn instances_are_shared_copied_compared_printed_and_changed_by_path() -> Done {
    let a = Class::builder("A").slots(["x"]).dict().weakref().build()?;
    let mut o = a.from_attrs([("x", Value::from(Dict::from([("k", 1)])))])?;
    o.setattr_path("x.k", 2)?;
    o.setattr("more", [1, 2].map(Value::from).to_vec())?;
    assert_eq!(o.getattr_path("more[1]")?, 2);
    let copy = o.copy()?;
    assert_eq!(copy, o);
    assert_eq!(format!("{copy:?}"), "A(x={'k': 2}, more=[1, 2])");
    let patch = o.diff(&a.from_attrs([("x", 5)])?);
    assert!(!patch.is_empty());
    let mut other = copy.copy()?;
    patch.apply(&mut other)?;
    assert_eq!(other.getattr("x")?, 5);
    let mut restored = a.instance();
    restored = {
        drop(restored);
        a.from_state(o.get_state()?)?
    };
    assert_eq!(restored, o);
    let shared = ObjLock::new(o);
    let weak = ObjLock::try_downgrade(&shared).expect("the class has weak references");
    assert_eq!(shared.try_read()?.getattr_path("x.k")?, 2);
    drop(shared);
    assert!(weak.upgrade().is_none());
    let b = class("B", &[], &["x"]);
    assert!(Obj::try_downgrade(&Obj::new(b.instance())).is_none());
    assert_ne!(b.instance(), class("B", &[], &["x"]).instance(), "other classes");
    Ok(())
}

#[cfg(feature = "serde")]
#[test]
fn instances_in_data_are_as_those_of_a_static_type() -> Done {
    use serde::de::DeserializeSeed;

    #[derive(Slots, Debug, PartialEq)]
    #[slots(serialize, deserialize)]
    struct Fixed {
        id: u32,
        #[slots(optional)]
        name: Option<String>,
        points: Vec<f64>,
    }
    let class = Class::builder("Fixed")
        .slot::<u32>("id")
        .declare(NewSlot::<String>::new("name").optional())
        .slot::<Vec<f64>>("points")
        .build()?;
    for text in [
        r#"{"id":1,"name":"a","points":[1.0,2.5]}"#,
        r#"{"id":1,"points":[]}"#,
        r#"{"id":"x","points":[]}"#,
        r#"{"id":1,"points":[],"more":1}"#,
        r#"{"points":[]}"#,
        "[1,2]",
    ] {
        let fixed: Result<Fixed, _> = serde_json::from_str(text);
        let made = class.seed().deserialize(&mut serde_json::Deserializer::from_str(text));
        match (fixed, made) {
            (Ok(fixed), Ok(made)) => {
                assert_eq!(serde_json::to_string(&fixed)?, serde_json::to_string(&made)?);
                let bytes = postcard::to_stdvec(&fixed)?;
                assert_eq!(bytes, postcard::to_stdvec(&made)?);
                let mut from = postcard::Deserializer::from_bytes(&bytes);
                assert_eq!(class.seed().deserialize(&mut from)?, made);
                assert_eq!(rmp_serde::to_vec(&fixed)?, rmp_serde::to_vec(&made)?);
            }
            (fixed, made) => assert_eq!(
                fixed.map(drop).map_err(|error| error.to_string()),
                made.map(drop).map_err(|error| error.to_string()),
                "{text}"
            ),
        }
    }
    Ok(())
}

#[test]
fn a_class_dies_with_the_last_that_needs_it() {
    fn make() -> Instance {
        let a = Class::builder("A").slot::<f64>("x").slots(["a", "b"]).attr("K", "text").build();
        let b = Class::builder("B").bases([&a.expect("a class")]).build().expect("a class");
        b.from_attrs([("x", Value::from(1.0)), ("a", "text".into())]).expect("an instance")
    }
    drop(make());
    let info = allocation_counter::measure(|| {
        for _ in 0..100 {
            drop(make());
        }
    });
    assert_eq!((info.bytes_current, info.count_current), (0, 0));
}

/// A million in a release build, `cargo test --release --test classes`, and fewer in a debug build.
#[test]
fn a_million_classes_leave_the_memory_as_it_was() {
    const COUNT: u32 = if cfg!(debug_assertions) { 50_000 } else { 1_000_000 };
    let base = Class::builder("Base").slot::<f64>("x").build().expect("a class");
    let info = allocation_counter::measure(|| {
        for number in 0..COUNT {
            let class = Class::builder("C").bases([&base]).slots(["a", "b"]).attr("K", number);
            let class = class.build().expect("a class");
            assert_eq!(class.attribute("K"), Some(&Value::from(number)));
        }
    });
    assert_eq!((info.bytes_current, info.count_current), (0, 0));
}

#[test]
fn a_resolved_slot_of_a_frozen_static_type_is_not_written() -> Done {
    #[derive(Slots)]
    #[slots(frozen)]
    struct Fixed {
        x: f64,
    }
    let class = Class::builder("C").bases([&Class::of::<Fixed>()]).slot::<f64>("y").build()?;
    let x = class.slot::<f64>("x")?;
    let mut o = class.from_attrs([("x", 1.0), ("y", 2.0)])?;
    let text = "cannot assign to field 'x'";
    assert_eq!(o.setattr("x", 3.0).unwrap_err().to_string(), text);
    assert_eq!(x.set(&mut o, 3.0).unwrap_err().to_string(), text);
    class.slot::<f64>("y")?.set(&mut o, 4.0)?;
    let mut rows = slotted::Rows::new(&class);
    rows.push(o).expect("it is of the class");
    assert_eq!(
        x.clone().set(&mut rows.row_mut(0).expect("it is there"), 3.0).unwrap_err().to_string(),
        text
    );
    assert_eq!(rows.column_mut(&x).unwrap_err().to_string(), text);
    assert_eq!(rows.column(&x)?.copied().collect::<Vec<_>>(), [1.0]);
    Ok(())
}

#[test]
fn a_change_of_class_swaps_no_values() -> Done {
    let a = Class::builder("A").slot::<f64>("x").slot::<f64>("y").build()?;
    let b = Class::builder("B").slot::<f64>("y").slot::<f64>("x").build()?;
    let mut o = a.from_attrs([("x", 1.0), ("y", 2.0)])?;
    assert_eq!(
        o.set_class(&b).unwrap_err().to_string(),
        "__class__ assignment: 'B' object layout differs from 'A'"
    );
    assert_eq!(format!("{o:?}"), "A(x=1.0, y=2.0)");
    Ok(())
}

#[test]
fn slots_are_counted_with_those_of_the_bases() -> Done {
    let with = |class: &str, base: &[&Class], count: usize| {
        let builder = Class::builder(class).bases(base.iter().copied());
        (0..count).fold(builder, |it, n| it.slot::<()>(format!("{class}{n}"))).build()
    };
    let a = with("A", &[], 40_000)?;
    assert!(with("B", &[&a], 25_534)?.layout().slot("B25533").is_some());
    let error = with("B", &[&a], 25_535).unwrap_err();
    assert_eq!(error.kind(), ClassErrorKind::TooManySlots);
    assert_eq!(error.to_string(), "class 'B' has 65535 slots: at most 65,534 can be");
    Ok(())
}

#[test]
fn a_long_chain_of_classes_dies_on_a_small_stack() {
    fn chain() {
        let mut last = class("C", &[], &[]);
        for _ in 0..2_000 {
            last = class("C", &[&last], &[]);
        }
        drop(last);
    }
    let thread = std::thread::Builder::new().stack_size(128 << 10).spawn(chain);
    thread.expect("a thread starts").join().expect("the stack is large enough");
}
