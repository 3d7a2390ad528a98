//! Bases: a type with `#[slots(base)]` fields has the slots and the `Dict` of its bases.

use slotted::prelude::*;
use slotted::presence::{Absent, Present};
use slotted::{AttributeErrorKind as Is, HasDict};

#[derive(Slots, Default)]
struct Named {
    name: String,
}

#[derive(Slots, Default)]
#[slots(dict)]
struct Open {
    #[slots(base)]
    named: Named,
    opened: u8,
    __dict__: Dict,
}

#[derive(Slots, Default)]
#[slots(frozen)]
struct Sealed {
    seal: u32,
}

#[derive(Slots, Default)]
struct Parcel {
    weight: f64,
    #[slots(base)]
    open: Open,
    to: String,
    #[slots(base)]
    sealed: Sealed,
    from: String,
}

#[test]
fn the_slots_of_a_base_are_the_types() {
    let mut p = Parcel::default();
    p.setattr("name", "gift").unwrap();
    p.setattr("opened", 1).unwrap();
    p.setattr("weight", 2.5).unwrap();
    assert_eq!((&*p.open.named.name, p.open.opened, p.weight), ("gift", 1, 2.5));
    assert_eq!(p.getattr("seal").unwrap(), 0);
    assert_eq!(Parcel::LAYOUT.slot("name").map(slotted::SlotInfo::name), Some("name"));
    assert_eq!(Parcel::LAYOUT.slots().len(), 3);
}

#[test]
fn the_dict_of_a_base_is_the_types() {
    fn has_dict<T: HasDict>() {}
    fn presence<T: Slotted<Dict = P>, P>() {}
    has_dict::<Open>();
    has_dict::<Parcel>();
    presence::<Named, Absent>();
    presence::<Open, Present>();
    presence::<Parcel, Present>();
    let mut p = Parcel::default();
    p.setattr("fragile", true).unwrap();
    assert_eq!(p.dict()["fragile"], true);
    assert_eq!(p.open.dict()["fragile"], true);
    assert_eq!(Parcel::LAYOUT.dict_offset(), Some(std::mem::offset_of!(Parcel, open.__dict__)));
}

#[test]
fn a_base_is_listed_in_the_place_of_its_field() {
    let mut p = Parcel::default();
    p.setattr("later", 1).unwrap();
    let names: Vec<_> = p.dir().collect();
    assert_eq!(names, ["weight", "name", "opened", "to", "seal", "from", "later"]);
    assert_eq!(p.vars().map(|(name, _)| name).collect::<Vec<_>>(), names);
}

#[test]
fn the_field_of_a_base_is_no_attribute() {
    let mut p = Parcel::default();
    assert_eq!(p.getattr("open").unwrap_err().kind(), Is::NoSuchAttribute);
    // In a type with a `Dict`, that name is free for an entry.
    p.setattr("open", 1).unwrap();
    assert_eq!(p.dict()["open"], 1);
}

#[test]
fn what_is_frozen_in_a_base_stays_frozen() {
    let mut p = Parcel::default();
    assert_eq!(p.setattr("seal", 1).unwrap_err().kind(), Is::ReadOnly);
    assert_eq!(Parcel::slot::<u32>("seal").unwrap_err().kind(), Is::ReadOnly);
    assert!(Parcel::read_only_slot::<u32>("seal").is_ok());
    p.setattr("to", "here").unwrap();
}

#[test]
fn a_frozen_type_freezes_what_it_inherits() {
    #[derive(Slots, Default)]
    #[slots(frozen)]
    struct Exhibit {
        #[slots(base)]
        open: Open,
    }
    let mut e = Exhibit::default();
    for name in ["name", "opened", "new"] {
        assert_eq!(e.setattr(name, 1).unwrap_err().kind(), Is::ReadOnly, "{name}");
    }
    assert_eq!(Exhibit::slot::<String>("name").unwrap_err().kind(), Is::ReadOnly);
}

#[test]
fn the_dict_of_a_frozen_base_is_frozen_too() {
    #[derive(Slots, Default)]
    #[slots(frozen)]
    struct Inscription {
        #[slots(dict)]
        words: Dict,
    }
    #[derive(Slots, Default)]
    struct Stone {
        #[slots(base)]
        inscription: Inscription,
        weight: f64,
    }
    let mut stone = Stone::default();
    stone.dict_mut().insert("old", 1);
    assert_eq!(stone.setattr("old", 2).unwrap_err().kind(), Is::ReadOnly);
    assert_eq!(stone.setattr("new", 2).unwrap_err().kind(), Is::ReadOnly);
    assert_eq!(stone.delattr("old").unwrap_err().kind(), Is::ReadOnly);
    assert_eq!(stone.attr_mut::<i64>("old").unwrap_err().kind(), Is::ReadOnly);
    assert!(Stone::LAYOUT.is_writable("weight") && !Stone::LAYOUT.is_writable("new"));
    stone.setattr("weight", 1).unwrap();
}

#[test]
fn a_base_has_a_descriptor() {
    let wheels = Parcel::SLOTS.open.then(Open::SLOTS.named).then(Named::SLOTS.name);
    assert_eq!(wheels, Parcel::slot::<String>("name").unwrap());
    assert_eq!(Parcel::LAYOUT.offset_of("name"), Some(wheels.offset()));
    assert_eq!(Parcel::SLOTS.open.name(), "open");
    let mut p = Parcel::default();
    wheels.set(&mut p, "n".into());
    assert_eq!(p.open.named.name, "n");
}

#[test]
fn two_bases_may_be_parameters() {
    #[derive(Slots)]
    struct Two<A, B> {
        #[slots(base)]
        one: A,
        #[slots(base)]
        other: B,
    }
    let mut two = Two { one: Named::default(), other: Open2::default() };
    two.setattr("name", "n").unwrap();
    two.setattr("new", 1).unwrap();
    assert_eq!((&*two.one.name, two.other.words.len()), ("n", 1));

    #[derive(Slots, Default)]
    struct Open2 {
        #[slots(dict)]
        words: Dict,
    }
}

#[test]
fn a_parameter_need_be_no_slots_type_where_it_stands_opaquely() {
    #[derive(Slots)]
    struct Wrapped<T> {
        #[slots(opaque)]
        it: T,
    }
    #[derive(Slots)]
    struct Outer<T> {
        wrapped: Wrapped<T>,
        #[slots(optional)]
        maybe: Option<Wrapped<T>>,
    }
    let it = || Wrapped { it: std::rc::Rc::new(1) };
    let outer = Outer { wrapped: it(), maybe: Some(it()) };
    assert_eq!(outer.attr::<Wrapped<std::rc::Rc<i32>>>("maybe").unwrap().it, outer.wrapped.it);
}

#[test]
fn an_error_names_the_type_of_the_object_and_not_the_base() {
    let mut p = Parcel::default();
    assert_eq!(
        p.setattr("opened", 256).unwrap_err().to_string(),
        "attribute 'opened' of 'Parcel' objects: 256 is out of range for u8"
    );
    let error = Named::default().getattr("nam").unwrap_err();
    assert_eq!(error.to_string(), "'Named' object has no attribute 'nam'. Did you mean: 'name'?");
    // The slot names of a base are candidates for the suggestion too.
    assert_eq!(p.getattr("nam").unwrap_err().suggestion(), Some("name"));
}

#[derive(Slots)]
struct Tagged<T> {
    tag: T,
}

#[derive(Slots)]
struct Both<T, B, const N: usize>
where
    T: Clone,
{
    #[slots(base)]
    tagged: Tagged<T>,
    #[slots(base)]
    other: B,
    items: [T; N],
    #[slots(opaque)]
    opaque: std::marker::PhantomData<B>,
}

#[test]
fn bases_may_be_generic_and_a_parameter() {
    let mut both = Both::<u16, Open, 2> {
        tagged: Tagged { tag: 1 },
        other: Open::default(),
        items: [1, 2],
        opaque: std::marker::PhantomData,
    };
    both.setattr("tag", 7).unwrap();
    both.setattr("name", "n").unwrap();
    both.setattr("new", 1).unwrap();
    assert_eq!((both.tagged.tag, both.dict().len()), (7, 1));
    assert_eq!(both.dir().collect::<Vec<_>>(), ["tag", "name", "opened", "items", "opaque", "new"]);
    let tag = Both::<u16, Open, 2>::slot::<u16>("tag").unwrap();
    assert_eq!(tag.get(&both), &7);

    let closed = Both::<String, Named, 0> {
        tagged: Tagged { tag: String::new() },
        other: Named::default(),
        items: [],
        opaque: std::marker::PhantomData,
    };
    assert!(closed.getattr("new").is_err());
    assert!(!Both::<String, Named, 0>::LAYOUT.has_dict());
}

#[test]
fn associated_types_and_text_of_parameters_may_be_slots() {
    use std::fmt::Display;
    use std::str::FromStr;

    #[derive(Slots)]
    struct Parsed<T, I>
    where
        T: Display + FromStr<Err: Display>,
        I: Iterator,
        I::Item: Clone,
    {
        #[slots(as_str)]
        text: T,
        #[slots(as_str, optional)]
        maybe: Option<T>,
        item: I::Item,
        #[slots(optional)]
        maybe_item: Option<I::Item>,
    }
    let mut parsed = Parsed::<std::net::Ipv4Addr, std::vec::IntoIter<u8>> {
        text: std::net::Ipv4Addr::LOCALHOST,
        maybe: None,
        item: 1,
        maybe_item: None,
    };
    parsed.setattr("text", "1.2.3.4").unwrap();
    parsed.setattr("maybe", "4.3.2.1").unwrap();
    parsed.setattr("item", 5).unwrap();
    parsed.setattr("maybe_item", 6).unwrap();
    assert_eq!(parsed.delattr("maybe").unwrap(), "4.3.2.1");
    assert_eq!((parsed.text.octets(), parsed.item, parsed.maybe_item), ([1, 2, 3, 4], 5, Some(6)));
}

#[test]
fn a_type_may_hold_itself() {
    #[derive(Slots, Default)]
    struct Node<T> {
        value: T,
        children: Vec<Node<T>>,
        #[slots(optional)]
        next: Option<Box<Node<T>>>,
    }
    let leaf = Node { value: 2, ..Node::default() };
    let node = Node { value: 1, children: vec![leaf], next: Some(Box::default()) };
    assert_eq!(format!("{:?}", node.getattr("children").unwrap()), "[Node(value=2, children=[])]");
    assert_eq!(node.getattr("next").unwrap().kind(), slotted::Kind::Object);
}
