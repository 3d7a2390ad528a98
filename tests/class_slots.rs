//! Resolved slots of run-time classes, and which objects they take.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::OnceLock;

use slotted::prelude::*;
use slotted::{Class, Instance, NewSlot, Rows};

type Done = Result<(), Box<dyn std::error::Error>>;

#[derive(Slots, Clone, Default)]
#[repr(C)]
struct Event {
    magnitude: f64,
    #[slots(optional)]
    felt: Option<u32>,
    #[slots(lazy = Event::energy)]
    energy: OnceLock<f64>,
}

impl Event {
    fn energy(&self) -> f64 {
        self.magnitude * 1.5 + 4.8
    }
}

#[derive(Slots, Clone, Default)]
#[repr(C)]
struct Place {
    latitude: f64,
}

fn point(name: &str) -> Class {
    let builder = Class::builder(name).slot::<f64>("x").slot::<u64>("y");
    builder.declare(NewSlot::<u64>::new("note").optional()).build().expect("it is a class")
}

/// A slot that is resolved as another type would be read as one.
#[test]
fn a_slot_is_resolved_as_what_it_is_only() -> Done {
    let class = point("Point");
    assert!(class.slot::<f64>("x").is_ok() && class.slot::<u64>("y").is_ok());
    assert!(class.optional_slot::<u64>("note").is_ok());
    let says = |error: slotted::AttributeError| error.to_string();
    for (said, expected) in [
        (says(class.slot::<u64>("x").unwrap_err()), "must be f64, not u64"),
        (says(class.slot::<f64>("y").unwrap_err()), "must be u64, not f64"),
        (
            says(class.slot::<u64>("note").unwrap_err()),
            "slot 'note' of 'Point' objects may be unbound: find it with `Class::optional_slot`",
        ),
        (
            says(class.slot::<Option<u64>>("note").unwrap_err()),
            "slot 'note' of 'Point' objects may be unbound: find it with `Class::optional_slot`",
        ),
        (says(class.optional_slot::<f64>("note").unwrap_err()), "Option<f64>"),
        (
            says(class.optional_slot::<u64>("y").unwrap_err()),
            "slot 'y' of 'Point' objects always holds a value: find it with `Class::slot`",
        ),
        (
            says(class.optional_slot::<f64>("y").unwrap_err()),
            "slot 'y' of 'Point' objects always holds a value: find it with `Class::slot`",
        ),
        (says(class.slot::<f64>("z").unwrap_err()), "has no attribute 'z'"),
        (says(class.optional_slot::<u64>("z").unwrap_err()), "has no attribute 'z'"),
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    // Of a static base too.
    let local =
        Class::builder("Local").bases([&Class::of::<Event>()]).slots(["station"]).build()?;
    assert!(local.slot::<f64>("magnitude").is_ok() && local.slot::<u64>("magnitude").is_err());
    assert!(local.optional_slot::<u32>("felt").is_ok());
    assert!(local.optional_slot::<i32>("felt").is_err() && local.slot::<u32>("felt").is_err());
    // A lazy one is neither.
    for said in [
        says(local.slot::<f64>("energy").unwrap_err()),
        says(local.optional_slot::<f64>("energy").unwrap_err()),
    ] {
        assert_eq!(
            said,
            "slot 'energy' of 'Local' objects is computed on the first read: read it by name"
        );
    }
    Ok(())
}

#[test]
fn a_resolved_slot_tells_its_place() -> Done {
    let class = point("Point");
    let (y, note) = (class.slot::<u64>("y")?, class.optional_slot::<u64>("note")?);
    assert_eq!((y.name(), y.class(), y.info().name()), ("y", &class, "y"));
    assert_eq!((note.name(), note.class(), note.info().name()), ("note", &class, "note"));
    let offset = |name| class.layout().offset_of(name).expect("it is a slot");
    assert_eq!((y.offset(), note.offset()), (offset("y"), offset("note")));
    assert_ne!(y.offset(), note.offset());
    assert_eq!(
        format!("{y:?} {note:?}"),
        "<slot 'y' of 'Point' objects> <optional slot 'note' of 'Point' objects>"
    );
    Ok(())
}

/// Each slot reads the objects of its class and of those below it, and refuses all others.
#[test]
fn a_resolved_slot_takes_objects_of_its_class_and_below_only() -> Done {
    let (class, twin) = (point("Point"), point("Point"));
    let below = Class::builder("Below").bases([&class]).slots(["more"]).build()?;
    let values = [("x", Value::from(1.5)), ("y", 2.into()), ("note", 3.into())];
    let [own, other, lower] = [&class, &twin, &below].map(|class| class.from_attrs(values.clone()));
    let (mut own, mut other, mut lower) = (own?, other?, lower?);
    let (y, note) = (class.slot::<u64>("y")?, class.optional_slot::<u64>("note")?);
    for object in [&mut own, &mut lower] {
        assert_eq!((y.get(object)?, note.get(object)?), (&2, Some(&3)));
        y.set(object, 4)?;
        note.set(object, None)?;
        assert_eq!((y.replace(object, 5)?, note.replace(object, Some(6))?), (4, None));
        assert_eq!(
            (object.getattr("y")?.to_string(), object.getattr("note")?.to_string()),
            ("5".into(), "6".into())
        );
    }
    assert!(y.get(&other).is_err() && note.get(&other).is_err());
    assert!(y.set(&mut other, 7).is_err() && note.set(&mut other, None).is_err());
    assert!(y.replace(&mut other, 7).is_err() && note.replace(&mut other, None).is_err());
    assert_eq!(other.getattr("y")?, 2);
    let below_y = below.slot::<u64>("y")?;
    assert!(below_y.get(&lower).is_ok() && below_y.get(&own).is_err());

    // The slots of a static base, in the objects of any class that has it.
    let (event, place) = (Class::of::<Event>(), Class::of::<Place>());
    let magnitude = event.slot::<f64>("magnitude")?;
    let of = |base: &Class, name: &str| Class::builder(name).bases([base]).slots(["s"]).build();
    let (local, here) = (of(&event, "Local")?, of(&place, "Here")?);
    let local_object = local.from_attrs([("magnitude", 4.5)])?;
    assert_eq!(*magnitude.get(&local_object)?, 4.5);
    assert!(magnitude.get(&here.from_attrs([("latitude", 1.0)])?).is_err());
    assert!(magnitude.get(&own).is_err() && y.get(&local_object).is_err());
    let rows = Rows::from_instances(&here, [here.from_attrs([("latitude", 1.0)])?])
        .map_err(|_| "one class")?;
    assert!(
        rows.column(&magnitude).is_err() && rows.column(&here.slot::<f64>("latitude")?).is_ok()
    );
    Ok(())
}

/// A change of class keeps the memory, so all that lies in it has to be the same.
#[test]
fn a_class_is_changed_only_to_one_of_the_same_memory() -> Done {
    let class = point("Point");
    let slots = |name: &str| Class::builder(name).slot::<f64>("x").slot::<u64>("y");
    let note = || NewSlot::<u64>::new("note").optional();
    let base = Class::builder("Base").slot::<f64>("x").build()?;
    let split = Class::builder("Split").bases([&base]).slot::<u64>("y").declare(note()).build()?;
    let others = [
        ("another type", slots("A").declare(NewSlot::<i64>::new("note").optional()).build()?),
        ("no slot of it", slots("B").build()?),
        ("one more", slots("C").declare(note()).slot::<u64>("z").build()?),
        ("always bound", slots("D").slot::<u64>("note").build()?),
        ("another name", slots("E").declare(NewSlot::<u64>::new("other").optional()).build()?),
        ("with a dict", slots("F").declare(note()).dict().build()?),
        ("with weak references", slots("G").declare(note()).weakref().build()?),
        ("a larger alignment", slots("H").declare(note()).slot::<u128>("z").build()?),
        ("smaller", Class::builder("I").slot::<f64>("x").build()?),
        (
            "of a static type",
            Class::builder("J").bases([&Class::of::<Event>()]).slots([""; 0]).build()?,
        ),
    ];
    let mut object = class.from_attrs([("x", Value::from(1.5)), ("y", 2.into())])?;
    for (what, other) in &others {
        assert!(object.set_class(other).is_err(), "{what}");
        assert_eq!(object.class(), &class);
        let mut back = match other.layout().slot("magnitude") {
            Some(_) => other.from_attrs([("magnitude", 1.0)])?,
            None => all_bound(other)?,
        };
        assert!(back.set_class(&class).is_err(), "{what}");
    }
    object.set_class(&point("Twin"))?;
    assert_eq!((object.getattr("x")?.to_string(), object.hasattr("note")), ("1.5".into(), false));
    // As in CPython, the order in which classes bring the same slots does not count.
    let _ = object.set_class(&split);
    assert_eq!(object.getattr("y")?, 2);
    let (one, other) = (Class::of::<Event>(), Class::of::<Place>());
    let of = |base: &Class| Class::builder("Of").bases([base]).slots([""; 0]).build();
    let mut event = of(&one)?.from_attrs([("magnitude", 4.5)])?;
    assert!(event.set_class(&of(&other)?).is_err());
    event.set_class(&of(&one)?)?;
    assert_eq!(event.getattr("magnitude")?, 4.5);
    Ok(())
}

fn all_bound(class: &Class) -> Result<Instance, slotted::RecordError> {
    let slots = class.layout().iter().map(|location| location.info());
    let needed: Vec<_> =
        slots.filter(|slot| !slot.is_optional()).map(|slot| (slot.name().to_owned(), 1)).collect();
    class.from_attrs(needed)
}

#[test]
fn a_class_is_itself_and_a_subclass_of_what_is_above() -> Done {
    let (a, b) =
        (Class::builder("A").slots(["x"]).build()?, Class::builder("A").slots(["x"]).build()?);
    let c = Class::builder("C").bases([&a]).build()?;
    assert!(a == a.clone() && a != b);
    assert!(c.is_subclass(&a) && c.is_subclass(&c) && !a.is_subclass(&c) && !c.is_subclass(&b));
    assert!(a.is_subclass(a.mro().last().expect("it ends with `object`")));
    let hash = |class: &Class| BuildHasherDefault::<DefaultHasher>::default().hash_one(class);
    assert!(hash(&a) == hash(&a.clone()) && hash(&a) != hash(&c));
    let all = HashSet::from([a.clone(), b.clone(), c.clone(), a.clone()]);
    assert!(all.len() == 3 && all.contains(&b));
    assert_eq!(a.listed_slots().map(|names| names.collect::<Vec<_>>()), Some(vec!["x"]));
    assert!(c.listed_slots().is_none());
    // That of a static type is one, as often as it is asked for.
    assert_eq!(Class::of::<Event>(), Class::of::<Event>());
    assert_ne!(Class::of::<Event>(), Class::of::<Place>());
    let mut rows = Rows::with_capacity(&a, 10);
    assert!(rows.capacity() >= 10 && rows.is_empty());
    rows.push(a.instance()).map_err(|_| "it is of the class")?;
    assert!(rows.capacity() >= rows.len() && rows.push(b.instance()).is_err());
    Ok(())
}

#[test]
fn a_descriptor_deletes_what_a_deletion_by_name_does() -> Done {
    let class = Class::builder("Row")
        .declare(NewSlot::<u64>::new("id"))
        .declare(NewSlot::<u64>::new("note").optional())
        .declare(NewSlot::<u64>::new("fixed").optional().read_only())
        .slots(["any"])
        .build()?;
    let all = [("id", 1), ("note", 2), ("fixed", 3), ("any", 4)];
    for (name, _) in all {
        let (mut by_name, mut by_descriptor) = (class.from_attrs(all)?, class.from_attrs(all)?);
        let descriptor = class.descriptor(name).expect("it is a slot");
        for _ in 0..2 {
            let expected = by_name.delattr(name).map_err(|error| error.to_string());
            let told = descriptor.delete(&mut by_descriptor).map_err(|error| error.to_string());
            assert_eq!(told, expected, "{name}");
        }
        assert_eq!(by_name, by_descriptor);
    }
    Ok(())
}

/// A class attribute of a name is taken out of a state only where no slot has the name.
#[test]
fn a_state_fills_a_slot_that_a_class_attribute_names_above() -> Done {
    let above = Class::builder("Above").slots([""; 0]).attr("K", 1).attr("L", 2).build()?;
    let class = Class::builder("Below").bases([&above]).slots(["K", "x"]).build()?;
    let mut object = class.instance();
    object.setattr("K", 5)?;
    object.setattr("x", 6)?;
    let made = class.from_state(object.get_state()?)?;
    assert_eq!(
        (made.getattr("K")?.to_string(), made.getattr("x")?.to_string()),
        ("5".into(), "6".into())
    );
    assert_eq!(made.getattr("L")?, 2);
    Ok(())
}
