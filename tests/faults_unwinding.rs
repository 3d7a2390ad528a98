//! Regression tests for faults that `tests/panics.rs` found. Each test is named after its fault.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use slotted::Class;
use slotted::prelude::*;
use slotted::rc::{Obj, WeakSlot, WeakValueMap};

/// An argument that panics when it drops.
struct Fuse;

impl Drop for Fuse {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("in drop");
        }
    }
}

/// Returns how many allocations a call that panics leaves behind. The hook is silent meanwhile: it
/// allocates where it prints a backtrace. There is one for all threads, so tests take turns.
fn leaked(call: impl FnOnce()) -> i64 {
    static HOOK: Mutex<()> = Mutex::new(());
    let _mine = HOOK.lock().unwrap_or_else(PoisonError::into_inner);
    std::panic::set_hook(Box::new(|_| {}));
    let left = allocation_counter::measure(call).count_current;
    drop(std::panic::take_hook());
    left
}

#[test]
fn the_error_of_a_call_is_not_lost_where_an_object_or_an_argument_panics_in_its_drop() {
    #[derive(Slots)]
    #[slots(methods)]
    struct Gun {
        #[slots(opaque)]
        fuse: Fuse,
    }
    #[slotted::methods]
    impl Gun {
        fn fire(self, times: u8) -> u8 {
            std::mem::forget(self.fuse);
            times
        }
    }
    let calls: [fn(); 3] = [
        // The object drops, as there are too many arguments, or an argument of another type.
        || drop(Box::new(Gun { fuse: Fuse }).call_once("fire", [])),
        || drop(Box::new(Gun { fuse: Fuse }).call_once("fire", ["often".into()])),
        // An argument drops, as there is no such method.
        || {
            let gun = std::mem::ManuallyDrop::new(Gun { fuse: Fuse });
            drop(gun.call("reload", [Value::opaque(Fuse)]));
        },
    ];
    for call in calls {
        let fails = || assert!(catch_unwind(call).is_err());
        fails();
        assert_eq!(leaked(fails), 0);
    }
}

#[test]
fn an_object_that_leaves_a_weak_map_is_not_lost_where_its_key_panics_in_its_drop() {
    #[derive(PartialEq, Eq, Hash)]
    struct Key(Option<()>);
    impl Drop for Key {
        fn drop(&mut self) {
            if self.0.is_some() && !std::thread::panicking() {
                panic!("in drop");
            }
        }
    }
    #[derive(Slots)]
    #[slots(weakref)]
    struct Leaf {
        size: u32,
        __weakref__: WeakSlot,
    }
    let leaves: [fn(&mut WeakValueMap<Key, Leaf>); 2] = [
        |map| drop(map.remove(&std::mem::ManuallyDrop::new(Key(Some(()))))),
        |map| {
            let other = Obj::new(Leaf { size: 2, __weakref__: WeakSlot::new() });
            drop(map.insert(Key(Some(())), &other));
        },
    ];
    for leave in leaves {
        let leaf = Obj::new(Leaf { size: 1, __weakref__: WeakSlot::new() });
        let mut map = WeakValueMap::new();
        map.insert(Key(Some(())), &leaf);
        let panicked = catch_unwind(AssertUnwindSafe(|| leave(&mut map)));
        assert!(panicked.is_err());
        assert_eq!((leaf.size, Obj::strong_count(&leaf)), (1, 1));
    }
}

#[test]
fn the_error_of_a_class_is_not_lost_where_what_was_given_panics_in_its_drop() {
    let refused: [fn(); 3] = [
        // A slot and a class attribute of one name; a slot that is declared twice.
        || drop(Class::builder("C").slots(["K"]).attr("K", Value::opaque(Fuse)).build()),
        || {
            let class = Class::builder("C").attr("K", Value::opaque(Fuse));
            drop(class.slot::<u8>("a").slot::<u8>("a").build());
        },
        // A slot of another class.
        || {
            let [one, other] =
                ["C", "D"].map(|name| Class::builder(name).slots(["x"]).build().unwrap());
            let slot = one.slot::<Value>("x").unwrap();
            drop(slot.set(&mut other.instance(), Value::opaque(Fuse)));
        },
    ];
    for refused in refused {
        let fails = || assert!(catch_unwind(refused).is_err());
        fails();
        assert_eq!(leaked(fails), 0);
    }
}
