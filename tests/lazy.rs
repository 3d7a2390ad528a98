//! Lazy slots: computed once, at the first read.

use std::cell::{Cell, OnceCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use slotted::prelude::*;
use slotted::{AttributeErrorKind as Is, SlotValue};

#[derive(Slots)]
struct Circle {
    radius: f64,
    #[slots(lazy = Circle::compute_area)]
    area: OnceCell<f64>,
    #[slots(lazy = Circle::compute_name, as_str)]
    name: OnceLock<std::net::Ipv4Addr>,
    #[slots(skip, default)]
    computed: Cell<u32>,
}

impl Circle {
    fn compute_area(&self) -> f64 {
        self.computed.set(self.computed.get() + 1);
        assert!(self.radius >= 0.0, "no such circle");
        3.0 * self.radius * self.radius
    }

    fn compute_name(&self) -> std::net::Ipv4Addr {
        std::net::Ipv4Addr::LOCALHOST
    }
}

#[derive(Slots)]
struct Wheel {
    spokes: u8,
    #[slots(base)]
    circle: Circle,
}

#[test]
fn a_lazy_slot_is_computed_once_at_the_first_read_through_any_door() {
    let circle = || Circle::from_attrs([("radius", 2)]).unwrap();
    let doors: [fn(&Circle) -> f64; 5] = [
        |c| c.getattr("area").unwrap().as_f64().unwrap(),
        |c| *c.attr::<f64>("area").unwrap(),
        |c| *Circle::SLOTS.area.get_or_init(c),
        |c| (c as &dyn Attributes).getattr_opt("area").unwrap().as_f64().unwrap(),
        |c| if c.hasattr("area") { *c.area.get().unwrap() } else { 0.0 },
    ];
    for first in doors {
        let c = circle();
        assert_eq!((c.vars().count(), Circle::SLOTS.area.get(&c)), (1, None));
        assert_eq!(first(&c), 12.0);
        for door in doors {
            assert_eq!(door(&c), 12.0);
        }
        assert_eq!((c.computed.get(), Circle::SLOTS.area.get(&c)), (1, Some(&12.0)));
        assert_eq!(c.vars().count(), 2);
    }
    // A lazy slot of a base is computed from the base.
    let wheel = Wheel { spokes: 3, circle: circle() };
    assert_eq!(wheel.getattr("area").unwrap(), 12.0);
    assert_eq!(wheel.getattr("name").unwrap(), "127.0.0.1");
    assert_eq!(*Wheel::SLOTS.spokes.get(&wheel), 3);
    assert_eq!(format!("{:?}", Circle::SLOTS.area), "<member 'area' of 'Circle' objects>");
    assert!(Circle::SLOTS.area.info().is_lazy());
}

#[test]
fn a_lazy_slot_can_be_written_cleared_and_given() {
    let mut c = Circle::from_attrs([("radius", 2), ("area", 1)]).unwrap();
    assert_eq!((c.getattr("area").unwrap().as_f64(), c.computed.get()), (Some(1.0), 0));
    assert_eq!(c.delattr("area").unwrap(), 1.0);
    assert_eq!(c.delattr("area").unwrap_err().kind(), Is::Unbound);
    assert_eq!(c.getattr("area").unwrap(), 12.0);
    c.setattr("area", 5).unwrap();
    assert_eq!(c.getattr("area").unwrap(), 5.0);
    c.delattr("area").unwrap();
    *c.attr_mut::<f64>("area").unwrap() += 1.0;
    assert_eq!(c.getattr("area").unwrap(), 13.0);
}

#[test]
fn a_lazy_slot_whose_computation_panics_stays_unbound() {
    let mut c = Circle::from_attrs([("radius", -1)]).unwrap();
    for _ in 0..2 {
        assert!(catch_unwind(AssertUnwindSafe(|| c.hasattr("area"))).is_err());
        assert_eq!(Circle::SLOTS.area.get(&c), None);
    }
    c.radius = 1.0;
    assert_eq!(c.getattr("area").unwrap(), 3.0);
    assert_eq!(c.computed.get(), 3);
}

#[test]
fn a_lazy_slot_may_be_of_a_parameter() {
    #[derive(Slots)]
    struct Doubled<T: Clone + SlotValue> {
        it: T,
        #[slots(lazy = Self::twice)]
        twice: OnceCell<Vec<T>>,
    }
    impl<T: Clone + SlotValue> Doubled<T> {
        fn twice(&self) -> Vec<T> {
            vec![self.it.clone(), self.it.clone()]
        }
    }
    let doubled = Doubled::<u16>::from_attrs([("it", 3)]).unwrap();
    assert_eq!(doubled.getattr("twice").unwrap(), Value::from([3, 3]));
    assert_eq!(Doubled::SLOTS.twice.get_or_init(&doubled), &[3, 3]);
}

#[test]
fn a_copy_with_changes_computes_anew() {
    #[derive(Slots, Clone)]
    struct Square {
        side: f64,
        #[slots(lazy = Square::compute, readonly)]
        area: OnceCell<f64>,
    }
    impl Square {
        fn compute(&self) -> f64 {
            self.side * self.side
        }
    }
    let one = Square { side: 2.0, area: OnceCell::new() };
    assert_eq!(one.getattr("area").unwrap(), 4.0);
    let other = one.with_attrs([("side", 3)]).unwrap();
    assert_eq!(other.getattr("area").unwrap(), 9.0);
    let given = one.with_attrs([("side", 3), ("area", 1)]).unwrap();
    assert_eq!(given.getattr("area").unwrap(), 1.0);
    // `diff` computes the lazy slots of both sides, so both directions give the same differences.
    let fresh = Square { side: 2.0, area: OnceCell::new() };
    assert!(one.diff(&fresh).is_empty() && fresh.diff(&one).is_empty());
    assert_eq!((one.diff(&other).len(), other.diff(&one).len()), (2, 2));
}
