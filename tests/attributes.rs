//! Attributes by name: reading, writing, deleting, listing, and the errors.

use slotted::prelude::*;
use slotted::{AttributeErrorKind as Is, Kind, ValueRef};

#[derive(Slots, Clone, Debug, PartialEq)]
struct Flight {
    #[slots(readonly)]
    number: u16,
    carrier: String,
    #[slots(optional)]
    delay: Option<i16>,
    /// The slot is not `optional`, so `None` is a value and does not mean unbound.
    gate: Option<String>,
    #[slots(as_str)]
    address: std::net::IpAddr,
    #[slots(opaque)]
    lock: std::rc::Rc<u8>,
    #[slots(opaque, optional)]
    maybe_lock: Option<std::rc::Rc<u8>>,
    #[slots(skip)]
    cache: u8,
}

fn flight() -> Flight {
    Flight {
        number: 1545,
        carrier: "UA".into(),
        delay: Some(2),
        gate: None,
        address: "::1".parse().unwrap(),
        lock: std::rc::Rc::new(1),
        maybe_lock: None,
        cache: 9,
    }
}

#[derive(Slots, Clone, Debug, PartialEq, Default)]
#[slots(dict)]
struct Event {
    magnitude: f64,
    #[slots(optional)]
    place: Option<String>,
    __dict__: Dict,
}

#[test]
fn getattr_reads_every_kind_of_slot() {
    let f = flight();
    assert_eq!(f.getattr("number").unwrap(), 1545);
    assert_eq!(f.getattr("carrier").unwrap(), "UA");
    assert_eq!(f.getattr("delay").unwrap(), 2);
    assert!(f.getattr("gate").unwrap().is_none());
    assert_eq!(f.getattr("address").unwrap(), "::1");
    assert_eq!(f.getattr("lock").unwrap().kind(), Kind::Opaque);
    assert_eq!(*f.attr::<std::rc::Rc<u8>>("lock").unwrap(), f.lock);
    assert_eq!(*f.attr::<i16>("delay").unwrap(), 2);
    assert_eq!(f.attr::<Option<String>>("gate").unwrap(), &None);
    assert!(f.getattr("cache").is_err());
}

#[test]
fn an_unbound_slot_has_no_value_and_is_no_none() {
    let mut f = flight();
    assert_eq!(f.delattr("delay").unwrap(), 2);
    assert_eq!(f.delay, None);
    let error = f.getattr("delay").unwrap_err();
    assert_eq!(error.to_string(), "'Flight' object has no attribute 'delay'");
    assert_eq!(error.kind(), Is::Unbound);
    assert!(!f.hasattr("delay"));
    assert!(f.getattr_opt("delay").is_none());
    assert_eq!(f.delattr("delay").unwrap_err().kind(), Is::Unbound);
    assert_eq!(f.getattr_mut("delay").unwrap_err().kind(), Is::Unbound);
    assert_eq!(f.replace_attr::<i16>("delay", 1).unwrap_err().kind(), Is::Unbound);
    f.setattr("delay", -3).unwrap();
    assert_eq!(f.delay, Some(-3));
    // `None` is not an `i16`, so writing it to an optional slot unbinds the slot.
    f.setattr("delay", ()).unwrap();
    assert!(f.delay.is_none() && !f.hasattr("delay"));
    f.setattr("delay", -3).unwrap();
    // In an `Option` slot that is not `optional`, `None` is a value.
    f.setattr("gate", "B7").unwrap();
    f.setattr("gate", ()).unwrap();
    assert!(f.hasattr("gate"));
}

#[test]
fn what_cannot_be_written_says_so() {
    let mut f = flight();
    let before = f.clone();
    let error = f.setattr("number", 1).unwrap_err();
    assert_eq!(error.to_string(), "'Flight' object attribute 'number' is read-only");
    assert_eq!(error.kind(), Is::ReadOnly);
    assert_eq!((error.type_name(), error.name()), ("Flight", "number"));
    assert_eq!(f.getattr_mut("number").unwrap_err().kind(), Is::ReadOnly);
    assert_eq!(f.attr_mut::<u16>("number").unwrap_err().kind(), Is::ReadOnly);
    assert_eq!(f.replace_attr::<u16>("number", 1).unwrap_err().kind(), Is::ReadOnly);
    assert_eq!(f.delattr("number").unwrap_err().kind(), Is::ReadOnly);

    let error = f.setattr("address", "nowhere").unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'address' of 'Flight' objects: 'nowhere' is not a valid IpAddr: invalid IP address syntax"
    );
    assert!(matches!(error.kind(), Is::Invalid { .. }));
    assert!(matches!(f.setattr("address", 1).unwrap_err().kind(), Is::WrongType { .. }));

    let error = f.setattr("lock", 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'lock' of 'Flight' objects is opaque: it is reached as Rc<u8> only, not as int"
    );
    let error = f.setattr("lok", 1).unwrap_err();
    assert_eq!(error.to_string(), "'Flight' object has no attribute 'lok'. Did you mean: 'lock'?");
    assert_eq!(f, before);
    f.setattr("address", "127.0.0.1").unwrap();
    assert!(f.address.is_ipv4());
}

#[test]
fn what_cannot_be_deleted_says_so() {
    let mut f = flight();
    let error = f.delattr("carrier").unwrap_err();
    assert_eq!(error.kind(), Is::NotDeletable);
    assert!(error.to_string().starts_with("'Flight' object attribute 'carrier' cannot be deleted"));
    // `delattr` returns the old value. An opaque value cannot be returned, so it is not removed.
    f.maybe_lock = Some(std::rc::Rc::new(5));
    assert_eq!(f.delattr("maybe_lock").unwrap_err().kind(), Is::NotDeletable);
    assert!(f.maybe_lock.is_some());
    assert_eq!(f.delattr("nothing").unwrap_err().kind(), Is::NoSuchAttribute);
    // Typed access with the field's own type works for an opaque slot as for any other.
    *f.attr_mut::<std::rc::Rc<u8>>("maybe_lock").unwrap() = std::rc::Rc::new(6);
    assert_eq!(f.maybe_lock.as_deref(), Some(&6));
}

#[test]
fn typed_access_names_both_types() {
    let mut f = flight();
    let error = f.attr::<u32>("number").unwrap_err();
    assert_eq!(error.to_string(), "attribute 'number' of 'Flight' objects must be u16, not u32");
    let error = f.attr_mut::<Vec<u8>>("carrier").unwrap_err();
    assert_eq!(
        error.to_string(),
        "attribute 'carrier' of 'Flight' objects must be String, not Vec<u8>"
    );
    assert_eq!(f.replace_attr("carrier", String::from("DL")).unwrap(), "UA");
    f.attr_mut::<String>("carrier").unwrap().push('!');
    assert_eq!(f.carrier, "DL!");
}

#[test]
fn a_mutable_attribute_converts_like_setattr() {
    let mut f = flight();
    let mut delay = f.getattr_mut("delay").unwrap();
    delay.set(7u64).unwrap();
    assert_eq!(delay.set(1 << 20).unwrap_err().to_string(), "1048576 is out of range for i16");
    assert_eq!(delay.as_ref(), 7);
    assert_eq!(format!("{delay:?}"), "7");
    *delay.downcast_mut::<i16>().unwrap() += 1;
    assert_eq!(f.delay, Some(8));
}

#[test]
fn undeclared_names_go_to_the_dict() {
    let mut e = Event::default();
    e.setattr("tsunami", 0).unwrap();
    e.setattr("ids", [1, 2, 3]).unwrap();
    assert_eq!(e.getattr("tsunami").unwrap(), 0);
    assert_eq!(*e.attr::<i64>("tsunami").unwrap(), 0);
    *e.attr_mut::<i64>("tsunami").unwrap() += 5;
    assert_eq!(e.dict()["tsunami"], 5);
    assert_eq!(e.replace_attr::<i64>("tsunami", 6).unwrap(), 5);
    assert_eq!(e.attr::<Value>("tsunami").unwrap(), &Value::Int(6));
    let error = e.attr::<u8>("tsunami").unwrap_err();
    assert_eq!(error.to_string(), "attribute 'tsunami' of 'Event' objects must be i64, not u8");
    // An entry of the `Dict` accepts a value of any type.
    e.setattr("tsunami", "none").unwrap();
    assert_eq!(e.delattr("tsunami").unwrap(), "none");
    assert_eq!(e.getattr("tsunami").unwrap_err().kind(), Is::NoSuchAttribute);
    assert_eq!(e.getattr("idz").unwrap_err().suggestion(), Some("ids"));
    assert_eq!(e.getattr_mut("idz").unwrap_err().suggestion(), Some("ids"));
    assert_eq!(e.delattr("idz").unwrap_err().suggestion(), Some("ids"));
    assert_eq!(e.setattr("place", 1).unwrap_err().suggestion(), None);
    // The error for an unbound slot has a suggestion too, from each of these methods.
    e.setattr("plase", 1).unwrap();
    assert_eq!(e.getattr("place").unwrap_err().suggestion(), Some("plase"));
    assert_eq!(e.getattr_mut("place").unwrap_err().suggestion(), Some("plase"));
    assert_eq!(e.delattr("place").unwrap_err().suggestion(), Some("plase"));
    // Typed access reaches text in the `Dict` as a `String`.
    e.setattr("text", "a").unwrap();
    e.attr_mut::<String>("text").unwrap().push('b');
    assert_eq!(e.getattr("text").unwrap(), "ab");
}

#[test]
fn what_holds_something_shared_can_be_deleted() {
    #[derive(Slots)]
    struct Holder {
        #[slots(optional)]
        value: Option<Value>,
        #[slots(optional)]
        list: Option<Vec<Value>>,
        #[slots(opaque)]
        plain: u8,
        #[slots(opaque)]
        other: (),
    }
    let shared = Value::opaque(5_u8);
    let mut holder = Holder {
        value: Some(shared.clone()),
        list: Some(vec![shared.clone()]),
        plain: 1,
        other: (),
    };
    assert_eq!(holder.delattr("value").unwrap(), shared);
    assert_eq!(holder.delattr("list").unwrap(), Value::from(vec![shared.clone()]));
    let error = holder.setattr("plain", shared).unwrap_err();
    assert!(error.to_string().ends_with("itself to replace_attr"), "{error}");
    assert_eq!(format!("{:?} {0}", holder.getattr("plain").unwrap()), "<u8 object> <u8 object>");
    assert_ne!(holder.getattr("plain").unwrap(), holder.getattr("other").unwrap());
}

#[test]
fn objects_are_equal_whatever_the_order_of_their_entries() {
    #[derive(Slots)]
    struct Pair {
        one: Event,
        other: Event,
    }
    let mut pair = Pair { one: Event::default(), other: Event::default() };
    for (name, value) in [("m", 1), ("n", 2)] {
        pair.one.setattr(name, value).unwrap();
    }
    assert_ne!(pair.getattr("one").unwrap(), pair.getattr("other").unwrap());
    for (name, value) in [("n", 2), ("m", 1)] {
        pair.other.setattr(name, value).unwrap();
    }
    assert_eq!(pair.getattr("one").unwrap(), pair.getattr("other").unwrap());
}

#[test]
fn a_slot_wins_over_an_entry_even_when_it_is_unbound() {
    let mut e = Event::default();
    e.dict_mut().insert("place", "in the dict");
    e.dict_mut().insert("magnitude", 9.9);
    assert_eq!(e.getattr("place").unwrap_err().kind(), Is::Unbound);
    assert_eq!(e.getattr("magnitude").unwrap(), 0.0);
    assert_eq!(e.delattr("place").unwrap_err().kind(), Is::Unbound);
    e.setattr("place", "in the slot").unwrap();
    assert_eq!(e.place.as_deref(), Some("in the slot"));
    assert_eq!(e.dict()["place"], "in the dict");
    // An entry that a slot hides cannot be read by name, so it is not listed.
    assert_eq!(e.vars().count(), 2);
    assert_eq!(e.dir().count(), 2);
}

#[test]
fn dir_and_vars_are_in_declaration_then_insertion_order() {
    let mut e = Event::default();
    e.setattr("z", 1).unwrap();
    e.setattr("a", 2).unwrap();
    assert_eq!(e.dir().collect::<Vec<_>>(), ["magnitude", "place", "z", "a"]);
    let vars: Vec<_> = e.vars().map(|(name, value)| format!("{name}={value:?}")).collect();
    assert_eq!(vars, ["magnitude=0.0", "z=1", "a=2"]);
}

#[test]
fn no_attribute_is_named_like_the_escape() {
    // The name of the special field is an ordinary key: data may contain it.
    let mut e = Event::default();
    assert_eq!(e.getattr("__dict__").unwrap_err().kind(), Is::NoSuchAttribute);
    e.setattr("__dict__", 1).unwrap();
    assert_eq!(e.dict()["__dict__"], 1);
}

#[test]
fn any_text_is_a_legal_name() {
    let f = flight();
    for name in ["", " ", "a b", "é", "carrier\0", &"x".repeat(10_000)] {
        let error = f.getattr(name).unwrap_err();
        let text = format!("'Flight' object has no attribute '{name}'");
        assert!(error.to_string().starts_with(&text), "{error}");
    }
    let mut e = Event::default();
    e.setattr("", 1).unwrap();
    assert_eq!(e.getattr("").unwrap(), 1);
}

#[derive(Slots, Clone, Debug, PartialEq)]
#[slots(frozen)]
struct Frozen {
    x: f64,
    #[slots(optional)]
    y: Option<f64>,
    #[slots(dict)]
    extra: Dict,
}

#[test]
fn a_frozen_struct_is_written_by_nobody() {
    let mut p = Frozen { x: 1.0, y: Some(2.0), extra: Dict::from([("z", 3)]) };
    let before = p.clone();
    let error = p.setattr("x", 2.0).unwrap_err();
    assert_eq!(error.to_string(), "cannot assign to field 'x'");
    assert_eq!(error.kind(), Is::ReadOnly);
    assert_eq!(p.delattr("y").unwrap_err().to_string(), "cannot delete field 'y'");
    for name in ["x", "y", "z", "new"] {
        assert_eq!(p.setattr(name, 2.0).unwrap_err().kind(), Is::ReadOnly, "{name}");
        assert_eq!(p.delattr(name).unwrap_err().kind(), Is::ReadOnly, "{name}");
        assert_eq!(p.getattr_mut(name).unwrap_err().kind(), Is::ReadOnly, "{name}");
    }
    assert_eq!(Frozen::slot::<f64>("x").unwrap_err().kind(), Is::ReadOnly);
    assert_eq!(p, before);
    assert_eq!(p.getattr("z").unwrap(), 3);
    assert!(Frozen::LAYOUT.is_frozen());
    assert!(!Frozen::LAYOUT.is_writable("x") && !Frozen::LAYOUT.is_writable("new"));
    // Writing to the `Dict` itself bypasses `frozen`, as writing to `obj.__dict__` does in Python.
    p.dict_mut().insert("new", 1);
    assert_eq!(p.getattr("new").unwrap(), 1);
}

#[test]
fn any_object_can_be_held_as_dyn_attributes() {
    let (mut f, mut e) = (flight(), Event::default());
    e.setattr("carrier", "none").unwrap();
    {
        let objects: [&dyn Attributes; 2] = [&f, &e];
        let carriers: Vec<_> =
            objects.iter().map(|o| o.getattr("carrier").unwrap().to_string()).collect();
        assert_eq!(carriers, ["UA", "none"]);
        assert_eq!(objects[0].attr::<String>("carrier").unwrap(), "UA");
        assert_eq!(objects[1].layout().name(), "Event");
        assert!(objects[0].hasattr("number") && !objects[1].hasattr("number"));
        assert_eq!(objects[0].dir().count(), 7);
        assert_eq!(objects[0].vars().count(), 6);
    }
    let objects: [&mut dyn Attributes; 2] = [&mut f, &mut e];
    for object in objects {
        object.setattr("carrier", "AA").unwrap();
        assert!(object.getattr_mut("carrier").unwrap().set("B6").is_ok());
    }
    assert_eq!(f.carrier, "B6");
    assert_eq!(e.dict()["carrier"], "B6");
    let object: &mut dyn Attributes = &mut e;
    assert_eq!(object.delattr("carrier").unwrap(), "B6");
    object.setattr_value("n", Value::None).unwrap();
    assert!(object.getattr("n").unwrap().is_none());
}

#[derive(Slots)]
struct Nested {
    point: Frozen,
    points: Vec<Frozen>,
    boxed: Option<Box<Frozen>>,
}

#[test]
fn a_slotted_struct_is_an_object_by_name() {
    let point = Frozen { x: 1.0, y: None, extra: Dict::new() };
    let nested =
        Nested { point: point.clone(), points: vec![point.clone()], boxed: Some(Box::new(point)) };
    let attribute = nested.getattr("point").unwrap();
    assert_eq!(attribute.kind(), Kind::Object);
    let ValueRef::Object(object) = attribute.view() else { panic!("an object") };
    assert_eq!(object.getattr("x").unwrap(), 1.0);
    assert_eq!(format!("{attribute:?}"), "Frozen(x=1.0)");
    assert_eq!(attribute.to_value(), Some(Value::from(Dict::from([("x", 1.0)]))));
    assert_eq!(format!("{:?}", nested.getattr("points").unwrap()), "[Frozen(x=1.0)]");
    assert_eq!(nested.getattr("boxed").unwrap(), nested.getattr("point").unwrap());
    assert_eq!(nested.attr::<Frozen>("point").unwrap().x, 1.0);
}

#[test]
fn an_error_is_one_word_and_can_be_sent() {
    fn sent<T: Send + Sync + std::error::Error + 'static>(_: &T) {}
    let error = flight().getattr("x").unwrap_err();
    sent(&error);
    assert_eq!(size_of_val(&error), size_of::<usize>());
    assert_eq!(size_of::<Result<slotted::AttrRef<'_>, slotted::AttributeError>>(), 16);
    assert!(format!("{error:?}").starts_with("AttributeError(NoSuchAttribute, "));
}
