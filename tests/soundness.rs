//! Soundness: each test is named after the fault that it would show. `.ci/run` runs these tests
//! under the address sanitizer and with randomized layouts too.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use slotted::prelude::*;
use slotted::{ConversionError, Kind, SlotValue, ValueRef};

/// Counts its drops. If it is armed, it panics when it is dropped.
struct Bomb {
    drops: Rc<Cell<u32>>,
    armed: bool,
}

impl Drop for Bomb {
    fn drop(&mut self) {
        self.drops.set(self.drops.get() + 1);
        if self.armed && !std::thread::panicking() {
            panic!("in drop");
        }
    }
}

thread_local! {
    static DROPS: Rc<Cell<u32>> = Rc::default();
}

impl SlotValue for Bomb {
    const KIND: Kind = Kind::Bool;

    fn from_value(value: Value) -> Result<Self, ConversionError> {
        let armed = bool::from_value(value)?;
        Ok(Bomb { drops: DROPS.with(Rc::clone), armed })
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Bool(self.armed)
    }
}

#[derive(Slots)]
struct Armed {
    bomb: Bomb,
    #[slots(optional)]
    maybe: Option<Bomb>,
}

fn armed() -> (Armed, Rc<Cell<u32>>) {
    let drops = DROPS.with(Rc::clone);
    drops.set(0);
    let bomb = |armed| Bomb { drops: drops.clone(), armed };
    (Armed { bomb: bomb(true), maybe: Some(bomb(true)) }, drops)
}

#[test]
fn a_drop_that_panics_in_a_write_by_name_does_not_drop_twice() {
    let (mut it, drops) = armed();
    let panicked = catch_unwind(AssertUnwindSafe(|| it.setattr("bomb", false)));
    assert!(panicked.is_err());
    // The new value is in place and complete.
    assert!(!it.bomb.armed);
    assert_eq!(drops.get(), 1);
    it.maybe.as_mut().unwrap().armed = false;
    drop(it);
    assert_eq!(drops.get(), 3);
}

#[test]
fn a_drop_that_panics_when_an_optional_slot_is_bound_or_unbound_does_not_drop_twice() {
    let (mut it, drops) = armed();
    assert!(catch_unwind(AssertUnwindSafe(|| it.setattr("maybe", true))).is_err());
    assert_eq!(drops.get(), 1);
    assert!(it.maybe.as_ref().is_some_and(|bomb| bomb.armed));
    assert!(catch_unwind(AssertUnwindSafe(|| it.delattr("maybe"))).is_err());
    assert_eq!(drops.get(), 2);
    assert!(it.maybe.is_none());
    it.bomb.armed = false;
    drop(it);
    assert_eq!(drops.get(), 3);
}

#[test]
fn a_refused_write_drops_nothing_of_the_struct() {
    let (mut it, drops) = armed();
    assert!(it.setattr("bomb", "no bool").is_err());
    assert!(it.setattr("maybe", 3).is_err());
    assert_eq!(drops.get(), 0);
    it.bomb.armed = false;
    it.maybe.as_mut().unwrap().armed = false;
    drop(it);
    assert_eq!(drops.get(), 2);
}

#[test]
fn set_and_replace_hand_the_old_value_out_undropped() {
    let (mut it, drops) = armed();
    let new = || Bomb { drops: drops.clone(), armed: false };
    let mut old = Armed::SLOTS.bomb.replace(&mut it, new());
    let mut other = it.replace_attr("maybe", new()).unwrap();
    assert_eq!(drops.get(), 0);
    (old.armed, other.armed) = (false, false);
    drop((old, other, it));
    assert_eq!(drops.get(), 4);
}

/// Two types with the same size, alignment and name, in different modules.
mod one {
    #[derive(Debug, PartialEq)]
    pub(super) struct Token(pub(super) u64);
}
mod two {
    #[derive(Debug, PartialEq)]
    pub(super) struct Token(pub(super) u64);
}

#[test]
fn types_that_only_look_the_same_are_told_apart() {
    #[derive(Slots)]
    struct Holder {
        #[slots(opaque)]
        token: one::Token,
        number: u64,
    }
    let mut holder = Holder { token: one::Token(1), number: 2 };
    assert!(holder.attr::<two::Token>("token").is_err());
    assert!(holder.attr::<u64>("token").is_err());
    assert!(holder.attr::<i64>("number").is_err());
    assert!(holder.attr_mut::<one::Token>("number").is_err());
    assert!(holder.replace_attr("token", two::Token(3)).is_err());
    assert!(Holder::slot::<two::Token>("token").is_err());
    assert_eq!(holder.attr::<one::Token>("token").unwrap(), &one::Token(1));
    assert_eq!(Holder::slot::<one::Token>("token").unwrap().get(&holder).0, 1);
}

/// Regression test: the derive once declared the descriptors of a struct with the tokens of the
/// field types, and `Self` in them meant the type of the descriptors.
#[test]
fn self_in_a_field_type_is_the_struct() {
    trait Pointer {
        type To: 'static;
    }
    impl<T: 'static> Pointer for T {
        type To = Box<T>;
    }

    #[derive(Slots)]
    struct Tree<T>
    where
        Self: Sized,
        T: Clone + 'static,
    {
        value: T,
        children: Vec<Self>,
        #[slots(opaque)]
        next: Option<Box<Self>>,
        #[slots(opaque)]
        other: Option<<Self as Pointer>::To>,
    }
    let leaf = |value| Tree { value, children: vec![], next: None, other: None };
    let mut tree = Tree { value: 1, children: vec![leaf(7)], next: None, other: None };
    Tree::SLOTS.next.set(&mut tree, Some(Box::new(leaf(8))));
    Tree::SLOTS.other.set(&mut tree, Some(Box::new(leaf(9))));
    assert_eq!(Tree::SLOTS.children.get(&tree)[0].value, 7);
    assert_eq!(tree.next.as_ref().unwrap().value, 8);
    assert_eq!(tree.attr::<Option<Box<Tree<i32>>>>("other").unwrap().as_ref().unwrap().value, 9);
}

#[test]
fn zero_sized_and_over_aligned_slots_lie_where_they_should() {
    #[repr(align(64))]
    #[derive(Clone, Copy, PartialEq, Debug)]
    struct Line([u8; 64]);

    #[derive(Slots)]
    struct Mixed {
        small: u8,
        #[slots(opaque)]
        line: Line,
        #[slots(opaque)]
        nothing: [Line; 0],
        last: u16,
    }
    let mut mixed = Mixed { small: 1, line: Line([7; 64]), nothing: [], last: 9 };
    assert_eq!(std::ptr::from_ref(Mixed::SLOTS.line.get(&mixed)).addr() % 64, 0);
    assert_eq!(std::ptr::from_ref(Mixed::SLOTS.nothing.get(&mixed)).addr() % 64, 0);
    *mixed.attr_mut::<Line>("line").unwrap() = Line([8; 64]);
    mixed.setattr("last", 10).unwrap();
    assert_eq!((mixed.small, mixed.line, mixed.last), (1, Line([8; 64]), 10));
    assert_eq!(mixed.attr::<[Line; 0]>("nothing").unwrap().len(), 0);
    assert_eq!(Mixed::LAYOUT.slots().len(), 4);
}

#[test]
fn neighbours_of_a_written_slot_stay_as_they_are() {
    #[derive(Slots, Clone, PartialEq, Debug)]
    struct Dense {
        a: u8,
        b: u16,
        c: u8,
        d: u64,
        e: u8,
        f: [u8; 3],
        g: bool,
    }
    let start = Dense { a: 1, b: 2, c: 3, d: 4, e: 5, f: [6; 3], g: true };
    for (name, value) in start.vars() {
        let mut changed = start.clone();
        let new = match value.view() {
            ValueRef::Bool(_) => Value::from(false),
            ValueRef::List(_) => Value::from([255; 3]),
            _ => Value::from(255),
        };
        changed.setattr(name, new).unwrap();
        for (other, value) in changed.vars() {
            assert_eq!(value != start.getattr(other).unwrap(), other == name, "{name} {other}");
        }
    }
}

#[test]
fn a_reference_by_name_lives_as_long_as_the_borrow() {
    #[derive(Slots)]
    struct Text {
        text: String,
        #[slots(dict)]
        extra: Dict,
    }
    let it = Text { text: "slot".into(), extra: Dict::from([("entry", "dict")]) };
    // Each reference outlives the `AttrRef` it came from, a temporary that ends with its statement.
    let slot: &str = it.getattr("text").unwrap().as_str().unwrap();
    let entry: &str = it.getattr("entry").unwrap().as_str().unwrap();
    let name: &str = it.dir().last().unwrap();
    assert_eq!((slot, entry, name), ("slot", "dict", "entry"));
}

#[test]
fn descriptors_and_errors_cross_threads_and_layouts_are_shared() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<slotted::Slot<Armed, Bomb>>();
    crosses::<slotted::SlotLayout>();
    crosses::<slotted::SlotInfo>();
    crosses::<slotted::AttributeError>();
    crosses::<Value>();
    crosses::<Dict>();
}

/// Regression test: the expansion once used the `offset_of!` of a user's module named `core`.
#[test]
fn offsets_are_worked_out_by_the_standard_macro() {
    mod core {
        pub(super) mod mem {
            #[allow(unused_macros)]
            macro_rules! offset_of {
                ($type:ty, $field:ident) => {
                    8 - ::core::mem::offset_of!($type, $field)
                };
            }
            #[allow(unused_imports)]
            pub(crate) use offset_of;
        }
    }
    #[allow(unused_imports)]
    use core::mem;

    #[derive(Slots)]
    #[repr(C)]
    struct Pair {
        #[slots(opaque)]
        text: Box<u32>,
        number: usize,
    }
    let pair = Pair { text: Box::new(1), number: 2 };
    assert_eq!((**Pair::SLOTS.text.get(&pair), *Pair::SLOTS.number.get(&pair)), (1, 2));
}

#[test]
fn an_error_keeps_the_layout_of_its_object() {
    #[derive(Slots)]
    struct Reading {
        celsius: f64,
    }
    let mut object: Box<dyn Attributes> = Box::new(Reading { celsius: 20.5 });
    let unknown = object.setattr("celcius", 21.0).unwrap_err();
    drop(object);
    let missing = Reading::from_attrs([("kelvin", 3.0)]).err().expect("it lacks a slot");
    assert_eq!(
        unknown.to_string(),
        "'Reading' object has no attribute 'celcius'. Did you mean: 'celsius'?"
    );
    assert_eq!(unknown.type_name(), "Reading");
    assert_eq!(
        missing.to_string(),
        "Reading() got an unexpected attribute 'kelvin'; Reading() missing 1 required attribute: \
         'celsius'"
    );
}

/// A type may say in safe code that it has the layout of another: it is not believed.
#[test]
fn the_layout_of_another_type_is_not_that_of_a_value() {
    #[derive(Slots)]
    struct Large {
        #[slots(default)]
        first: [u64; 8],
        #[slots(default)]
        text: String,
    }
    #[derive(SlotValue)]
    enum Shape {
        Circle { radius: f64 },
    }
    fn of_variant() -> &'static slotted::SlotLayout {
        Holder::<u8>::LAYOUT.slot("shape").unwrap().variants().next().unwrap()
    }
    #[derive(Slots)]
    struct Holder<T: SlotValue> {
        value: T,
        shape: Option<Shape>,
    }
    macro_rules! fake {
        ($name:ident, $layout:expr) => {
            struct $name(u8);
            impl SlotValue for $name {
                const KIND: slotted::Kind = slotted::Kind::Int;
                const __LAYOUT: Option<fn() -> &'static slotted::SlotLayout> = Some($layout);
                fn from_value(value: Value) -> Result<Self, slotted::ConversionError> {
                    u8::from_value(value).map($name)
                }
                fn as_value(&self) -> slotted::ValueRef<'_> {
                    self.0.as_value()
                }
            }
        };
    }
    fake!(AsLarge, || Large::LAYOUT);
    fake!(AsVariant, of_variant);
    fn checked<T: SlotValue>(value: T) {
        let mut holder = Holder { value, shape: None };
        for path in ["value.first", "value.text", "value.radius"] {
            assert!(holder.getattr_path(path).is_err());
            assert!(holder.setattr_path(path, 1).is_err());
            assert!(holder.delattr_path(path).is_err());
        }
        assert_eq!(holder.getattr("value").unwrap(), 7);
        holder.setattr("value", 8).unwrap();
        assert_eq!(holder.getattr("value").unwrap(), 8);
        assert!(holder.to_dict().is_ok() && !format!("{:?}", holder.vars()).is_empty());
    }
    checked(AsLarge(7));
    checked(AsVariant(7));
}
