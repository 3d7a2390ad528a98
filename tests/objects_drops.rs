//! Each value and each callback of a shared object drops once, whichever way the object dies.
//! `.ci/run` runs these tests under the address and leak sanitizers too.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use slotted::prelude::*;
use slotted::{LocalObj, Obj, WeakSlot};

thread_local! {
    static ALIVE: Cell<i64> = const { Cell::new(0) };
}

/// Counts its live instances in `ALIVE`.
#[derive(Debug)]
struct Counted;

impl Counted {
    fn new() -> Self {
        ALIVE.set(ALIVE.get() + 1);
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
        ALIVE.set(ALIVE.get() - 1);
    }
}

/// Tests, for a type with or without special fields, that each value is dropped exactly once,
/// whichever way its object dies.
macro_rules! ways_to_die {
    ($name:ident, $type:ty, $make:expr) => {
        #[test]
        fn $name() {
            let make = || -> $type { $make };
            let all = |way: &dyn Fn(LocalObj<$type>)| {
                ALIVE.set(0);
                way(LocalObj::new(make()));
                assert_eq!(ALIVE.get(), 0);
            };
            all(&drop);
            all(&|object| drop((object.clone(), object)));
            all(&|object| drop(LocalObj::try_unwrap(object).ok().unwrap()));
            all(&|mut object| {
                drop(std::mem::replace(LocalObj::get_mut(&mut object).unwrap(), make()))
            });
            all(&|mut object| {
                let _other = object.clone();
                LocalObj::make_mut(&mut object);
            });
            all(&|object| {
                let unwound = catch_unwind(AssertUnwindSafe(move || {
                    let _object = object;
                    panic!("on the way");
                }));
                assert!(unwound.is_err());
            });
        }
    };
}

/// Tests, for a weakly referenceable type, that each value and each callback is dropped exactly
/// once, whether the object or its weak reference with a callback goes first.
macro_rules! ways_to_die_weakly {
    ($name:ident, $type:ty, $make:expr) => {
        #[test]
        fn $name() {
            let make = || -> $type { $make };
            for weak_first in [false, true] {
                ALIVE.set(0);
                let object = LocalObj::new(make());
                let (held, called) = (Counted::new(), Rc::new(Cell::new(0)));
                let weak = LocalObj::downgrade_with(&object, {
                    let called = called.clone();
                    move |_| {
                        called.set(called.get() + 1);
                        drop(held);
                    }
                });
                let plain = LocalObj::downgrade(&object);
                if weak_first {
                    drop(weak);
                    drop(object);
                    assert_eq!(called.get(), 0);
                } else {
                    drop(object);
                    assert_eq!(called.get(), 1);
                    drop(weak);
                }
                assert_eq!(ALIVE.get(), 0);
                assert!(plain.upgrade().is_none());
            }
        }
    };
}

#[derive(Slots, Clone)]
struct NoEscape {
    #[slots(opaque)]
    it: Counted,
}
#[derive(Slots, Clone)]
#[slots(dict)]
struct WithDict {
    #[slots(opaque)]
    it: Counted,
    __dict__: Dict,
}
#[derive(Slots, Clone)]
#[slots(weakref)]
struct WithWeakref {
    #[slots(opaque)]
    it: Counted,
    __weakref__: WeakSlot,
}
#[derive(Slots, Clone)]
#[slots(dict, weakref)]
struct WithBoth {
    #[slots(opaque)]
    it: Counted,
    __dict__: Dict,
    __weakref__: WeakSlot,
}
#[derive(Slots, Clone)]
struct Inherited {
    y: u8,
    #[slots(base)]
    base: WithBoth,
    #[slots(opaque)]
    own: Counted,
}

fn with_weakref() -> WithWeakref {
    WithWeakref { it: Counted::new(), __weakref__: WeakSlot::new() }
}
fn with_both() -> WithBoth {
    let dict = Dict::from([("some", Value::from("text"))]);
    WithBoth { it: Counted::new(), __dict__: dict, __weakref__: WeakSlot::new() }
}
fn inherited() -> Inherited {
    Inherited { y: 1, base: with_both(), own: Counted::new() }
}

ways_to_die!(each_value_drops_once_without_escapes, NoEscape, NoEscape { it: Counted::new() });
ways_to_die!(
    each_value_drops_once_with_a_dict,
    WithDict,
    WithDict { it: Counted::new(), __dict__: Dict::from([("a", 1)]) }
);
ways_to_die!(each_value_drops_once_with_a_weakref, WithWeakref, with_weakref());
ways_to_die!(each_value_drops_once_with_both, WithBoth, with_both());
ways_to_die!(each_value_drops_once_with_inherited_escapes, Inherited, inherited());
ways_to_die_weakly!(each_value_and_callback_drops_once_with_a_weakref, WithWeakref, with_weakref());
ways_to_die_weakly!(each_value_and_callback_drops_once_with_both, WithBoth, with_both());
ways_to_die_weakly!(
    each_value_and_callback_drops_once_with_inherited_escapes,
    Inherited,
    inherited()
);

#[test]
fn the_weak_slot_of_a_base_is_the_types() {
    assert!(Inherited::LAYOUT.has_weakref() && !NoEscape::LAYOUT.has_weakref());
    let object = Obj::new(inherited());
    let weak = Obj::downgrade(&object);
    drop(object);
    assert!(!weak.is_alive());
}
