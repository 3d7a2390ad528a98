//! `#[slots(opaque(eq, clone))]`: opaque slots that can be compared and copied.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

use slotted::AttributeErrorKind as Is;
use slotted::prelude::*;

/// A type that is no slot by itself.
#[derive(Clone, Debug, PartialEq)]
struct Handle(u8);

#[derive(Slots, Clone, Debug, PartialEq)]
struct Window {
    name: String,
    #[slots(opaque(eq, clone))]
    handle: Handle,
    #[slots(opaque(clone, eq), optional)]
    other: Option<Handle>,
    #[slots(opaque(clone, eq), default = Handle(9))]
    by_default: Handle,
}

#[derive(Slots, Clone, Debug)]
struct Part {
    #[slots(opaque(eq))]
    compared: Rc<u8>,
    #[slots(opaque(clone))]
    copied: Handle,
}

fn window() -> Window {
    let (handle, other) = (Handle(1), Some(Handle(2)));
    Window { name: "w".into(), handle, other, by_default: Handle(3) }
}

#[test]
fn opaque_slots_with_eq_are_compared() {
    let (a, b) = (window(), window());
    assert!(a.diff(&b).is_empty());
    assert_eq!(a.getattr("handle").unwrap(), b.getattr("handle").unwrap());
    let c = Window { handle: Handle(7), other: None, ..window() };
    let patch = a.diff(&c);
    let paths: Vec<String> = patch.iter().map(|change| change.path().to_string()).collect();
    assert_eq!(paths, ["handle", "other"]);
    let part = Part { compared: Rc::new(1), copied: Handle(1) };
    let same = Part { compared: Rc::new(1), ..part.clone() };
    // Without `eq`, a value equals only itself, and of two nothing can be said.
    assert_ne!(part.getattr("copied").unwrap(), same.getattr("copied").unwrap());
    let patch = part.diff(&same);
    assert!(patch.is_empty());
    assert_eq!(patch.omitted().len(), 1);
    assert_eq!(patch.omitted()[0].path().to_string(), "copied");
    assert!(part.diff(&part).omitted().is_empty());
    // Another type is another value.
    assert_ne!(part.getattr("compared").unwrap(), a.getattr("handle").unwrap());
}

#[test]
fn opaque_slots_with_clone_are_copied() {
    let w = window();
    let dict = w.to_dict().unwrap();
    assert_eq!(Window::from_attrs(dict.clone()).unwrap(), w);
    // With `eq`, copies are equal.
    assert_eq!(dict, w.to_dict().unwrap());
    assert_eq!(Window::from_state(w.get_state().unwrap()).unwrap(), w);
    let mut other = Window { handle: Handle(5), other: None, ..window() };
    other.set_state(w.get_state().unwrap()).unwrap();
    assert_eq!(other, w);
    let handle = w.getattr("handle").unwrap().to_value().unwrap();
    other.setattr("handle", handle).unwrap();
    other.setattr("other", Value::opaque(Handle(6))).unwrap();
    assert_eq!((&other.handle, &other.other), (&Handle(1), &Some(Handle(6))));
    // One of the two comes from a slot with `eq`.
    assert_eq!(other.delattr("other").unwrap(), Value::opaque(Handle(6)));
    assert_eq!(other.other, None);
    let slot = Window::LAYOUT.slot("by_default").unwrap();
    assert!(matches!(slot.default_value(), Some(Value::Opaque(it)) if it.get().is::<Handle>()));
}

#[test]
fn what_is_not_of_the_slots_type_is_refused() {
    let mut w = window();
    let error = w.setattr("handle", Value::opaque(1_u8)).unwrap_err();
    assert!(matches!(error.kind(), Is::Opaque { .. }), "{error}");
    assert!(w.setattr("handle", 1).is_err() && w.setattr_str("handle", "1").is_err());
    assert_eq!(w, window());
    let part = Part { compared: Rc::new(1), copied: Handle(1) };
    assert!(matches!(part.to_dict().unwrap_err().kind(), Is::Opaque { .. }));
    let copy = part.getattr("copied").unwrap().to_value().unwrap();
    // Without `eq`, two copies are two values.
    assert_ne!(copy, part.getattr("copied").unwrap().to_value().unwrap());
    assert_eq!(copy, copy.clone());
}

#[derive(Slots)]
struct Generic<T: 'static> {
    #[slots(opaque(eq, clone))]
    held: Vec<T>,
    #[slots(opaque(clone), lazy = Generic::first)]
    first: OnceCell<Option<T>>,
}

impl<T: Clone + 'static> Generic<T> {
    fn made(held: Vec<T>) -> Self {
        Generic { held, first: OnceCell::new() }
    }
}

impl<T> Generic<T> {
    fn first(&self) -> Option<T> {
        None
    }
}

#[test]
fn a_generic_slot_has_the_bounds_that_its_words_need() {
    let (a, b) = (Generic::made(vec![1]), Generic::made(vec![1]));
    assert!(a.diff(&b).is_empty() || a.diff(&b).to_string().starts_with("first: "));
    assert_eq!(a.getattr("held").unwrap(), b.getattr("held").unwrap());
}

#[test]
fn copies_are_dropped_as_often_as_they_are_made() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    struct Counted;
    impl Counted {
        fn new() -> Self {
            ALIVE.fetch_add(1, Ordering::Relaxed);
            Counted
        }
    }
    impl Clone for Counted {
        fn clone(&self) -> Self {
            Counted::new()
        }
    }
    impl Drop for Counted {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Ordering::Relaxed);
        }
    }
    #[derive(Slots)]
    struct Holder {
        #[slots(opaque(clone))]
        one: Counted,
        #[slots(opaque(clone), optional)]
        two: Option<Counted>,
    }
    let holder = Holder { one: Counted::new(), two: Some(Counted::new()) };
    let dict = holder.to_dict().unwrap();
    let mut other = Holder::from_attrs(dict.clone()).unwrap();
    other.update_attrs(dict.clone()).unwrap();
    assert!(other.setattr("one", Value::opaque(1)).is_err());
    drop(other.delattr("two").unwrap());
    drop((holder, dict, other));
    assert_eq!(ALIVE.load(Ordering::Relaxed), 0);
}
