//! Shared objects with a lock.

use std::cell::Cell;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use slotted::prelude::*;
use slotted::rc::ObjectLocked;
use slotted::{LocalObj, Obj, ObjCell, ObjLock, WeakObjCell, WeakObjLock, WeakSlot};

#[derive(Slots, Clone, Debug, Default)]
#[slots(weakref)]
struct Node {
    rank: u64,
    __weakref__: WeakSlot,
}

#[derive(Slots, Debug)]
struct Plain {
    rank: u64,
}

fn node(rank: u64) -> Node {
    Node { rank, __weakref__: WeakSlot::new() }
}

#[test]
fn a_locked_object_has_eight_bytes_of_header() {
    let bytes = |make: &mut dyn FnMut()| allocation_counter::measure(make).bytes_current;
    let mut keep = (None, None, None, None, None);
    assert_eq!(bytes(&mut || keep.0 = Some(ObjLock::new(Plain { rank: 1 }))), 16);
    assert_eq!(bytes(&mut || keep.1 = Some(ObjCell::new(Plain { rank: 1 }))), 16);
    assert_eq!(bytes(&mut || keep.2 = Some(ObjLock::new(node(1)))), 24);
    let rwlock = |rank| std::sync::Arc::new(std::sync::RwLock::new(Plain { rank }));
    assert_eq!(bytes(&mut || keep.3 = Some(rwlock(1))), 40);
    let cell = |rank| Rc::new(std::cell::RefCell::new(Plain { rank }));
    assert_eq!(bytes(&mut || keep.4 = Some(cell(1))), 32);
    assert_eq!(size_of::<Option<WeakObjLock<Node>>>(), 8);
    assert_eq!(size_of::<Option<WeakObjCell<Node>>>(), 8);
}

#[test]
fn a_value_is_read_by_many_or_written_by_one() {
    let object = ObjLock::new(node(1));
    let other = object.clone();
    {
        let (one, two) = (object.try_read().unwrap(), other.try_read().unwrap());
        assert_eq!((one.rank, two.rank), (1, 1));
        let refused = other.try_write().unwrap_err();
        assert_eq!(refused.to_string(), "object is locked");
    }
    {
        let mut one = object.try_write().unwrap();
        one.rank = 2;
        assert!(other.try_read().is_err() && other.try_write().is_err());
        assert_eq!(format!("{other:?}"), "ObjLock(<locked>)");
    }
    assert_eq!(other.try_read().unwrap().rank, 2);

    let object = ObjCell::new(node(1));
    let other = object.clone();
    {
        let (one, two) = (object.borrow(), other.borrow());
        assert_eq!((one.rank, two.rank), (1, 1));
        assert!(other.try_borrow_mut().is_err());
    }
    object.borrow_mut().rank = 3;
    {
        let _one = object.borrow_mut();
        assert!(other.try_borrow().is_err() && other.try_borrow_mut().is_err());
        let panic = catch_unwind(AssertUnwindSafe(|| drop(other.borrow()))).unwrap_err();
        let said = panic.downcast_ref::<String>().unwrap();
        assert!(said.starts_with("object is locked: this 'Node' is being written"), "{said}");
    }
    assert_eq!(other.borrow().rank, 3);
}

#[test]
fn a_circle_of_locks_prints_an_ellipsis() {
    #[derive(Slots, Debug)]
    struct Ring {
        at: u32,
        next: Option<ObjLock<Ring>>,
    }
    let ring = ObjLock::new(Ring { at: 1, next: None });
    ring.try_write().unwrap().next = Some(ring.clone());
    let printed = format!("{ring:?}");
    assert_eq!(printed, "ObjLock(Ring { at: 1, next: Some(ObjLock(…)) })");
    ring.try_write().unwrap().next = None;
}

#[test]
fn an_object_without_a_lock_is_unwind_safe_as_an_arc_is() {
    fn safe<T: std::panic::UnwindSafe>() {}
    safe::<Obj<Node>>();
    safe::<LocalObj<Node>>();
    safe::<&Obj<Node>>();
}

#[test]
fn a_guard_has_attributes_by_name() {
    let object = ObjLock::new(node(1));
    object.try_write().unwrap().setattr("rank", 5).unwrap();
    assert_eq!(object.try_read().unwrap().getattr("rank").unwrap(), 5);
    let object = ObjCell::new(node(1));
    object.borrow_mut().setattr("rank", 6).unwrap();
    assert_eq!(object.borrow().getattr("rank").unwrap(), 6);
}

#[test]
fn locked_objects_are_equal_and_hash_by_identity() {
    let (one, two) = (ObjLock::new(node(1)), ObjLock::new(node(1)));
    assert!(one == one.clone() && one != two);
    assert!(HashSet::from([one.clone()]).contains(&one));
    assert!(!HashSet::from([one.clone()]).contains(&two));
    // Even while it is being written.
    let _guard = one.try_write().unwrap();
    assert!(one == one.clone() && HashSet::from([one.clone()]).contains(&one));
    let (one, two) = (ObjCell::new(node(1)), ObjCell::new(node(1)));
    assert!(one == one.clone() && one != two);
}

#[test]
fn a_panic_while_a_guard_is_alive_releases_the_lock_and_poisons_nothing() {
    let object = ObjLock::new(node(1));
    let panic = catch_unwind(AssertUnwindSafe(|| {
        let mut value = object.try_write().unwrap();
        value.rank = 7;
        panic!("half way");
    }));
    assert!(panic.is_err());
    assert_eq!(object.try_write().unwrap().rank, 7);
}

#[test]
fn a_locked_object_is_referenced_weakly_while_a_guard_is_alive() {
    let object = ObjLock::new(node(1));
    let weak = {
        let mut value = object.try_write().unwrap();
        value.rank = 2;
        // A reference is no access: it is made, upgraded and dropped without the lock.
        let weak = ObjLock::downgrade(&object);
        let again = weak.upgrade().unwrap();
        assert!(again == object && again.try_read().is_err());
        value.rank = 3;
        weak
    };
    assert_eq!(weak.upgrade().unwrap().try_read().unwrap().rank, 3);
    let calls = Rc::new(Cell::new(0));
    let cell = ObjCell::new(node(1));
    let called = calls.clone();
    let told = ObjCell::downgrade_with(&cell, move |_| called.set(called.get() + 1));
    drop((object, cell));
    assert!(weak.upgrade().is_none() && told.upgrade().is_none());
    assert_eq!(calls.get(), 1);
}

#[test]
fn a_leaked_guard_keeps_the_lock_and_not_a_sole_reference() {
    let mut object = ObjLock::new(node(1));
    std::mem::forget(object.try_write().unwrap());
    assert!(object.try_read().is_err());
    // Nobody has a guard any more that could be used, and nobody else a reference.
    ObjLock::get_mut(&mut object).unwrap().rank = 2;
    assert_eq!(ObjLock::try_unwrap(object).unwrap().rank, 2);
}

#[test]
fn an_enum_with_data_is_a_shared_object() {
    #[derive(SlotValue, Debug, PartialEq)]
    enum Shape {
        Circle { radius: f64 },
        Square { side: f64 },
    }
    let object = Obj::new(Shape::Circle { radius: 1.0 });
    assert_eq!(object.getattr("radius").unwrap(), 1.0);
    let local = LocalObj::new(Shape::Square { side: 2.0 });
    assert_eq!(local.getattr("side").unwrap(), 2.0);
    let locked = ObjLock::new(Shape::Circle { radius: 1.0 });
    locked.try_write().unwrap().setattr("radius", 3.0).unwrap();
    assert_eq!(*locked.try_read().unwrap(), Shape::Circle { radius: 3.0 });
    assert!(ObjLock::try_downgrade(&locked).is_none());
    assert!(ObjLock::try_downgrade(&ObjLock::new(node(1))).is_some());
}

#[test]
fn locked_objects_go_to_other_threads_and_their_guards_do_not() {
    fn crosses<T: Send + Sync>() {}
    crosses::<ObjLock<Node>>();
    crosses::<WeakObjLock<Node>>();
    crosses::<ObjectLocked>();
}

#[test]
fn threads_that_write_under_the_lock_lose_no_write() {
    let object = ObjLock::new(node(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let object = object.clone();
            scope.spawn(move || {
                let mut written = 0;
                while written < 5_000 {
                    if let Ok(mut value) = object.try_write() {
                        value.rank += 1;
                        written += 1;
                    }
                    drop(object.try_read());
                }
            });
        }
    });
    assert_eq!(object.try_read().unwrap().rank, 20_000);
}

#[cfg(feature = "wait")]
mod waiting {
    use super::*;

    #[test]
    fn who_waits_is_woken() {
        let object = ObjLock::new(node(0));
        std::thread::scope(|scope| {
            for at in 0..6 {
                let object = &object;
                scope.spawn(move || {
                    for _ in 0..5_000 {
                        if at % 2 == 0 {
                            let mut value = object.write();
                            let before = value.rank;
                            value.rank = u64::MAX;
                            std::hint::spin_loop();
                            value.rank = before + 1;
                        } else {
                            assert!(object.read().rank < u64::MAX);
                        }
                    }
                });
            }
        });
        assert_eq!(object.read().rank, 15_000);
    }

    #[test]
    fn a_sleeper_is_woken_by_the_last_guard() {
        let object = ObjLock::new(node(0));
        let (one, two) = (object.read(), object.read());
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| object.write().rank = 1);
            std::thread::sleep(std::time::Duration::from_millis(30));
            // A reader is let in although a writer waits.
            drop(object.read());
            drop(one);
            assert!(!writer.is_finished());
            drop(two);
        });
        assert_eq!(object.read().rank, 1);
    }

    #[test]
    fn a_thread_that_would_wait_for_itself_is_told() {
        let said = |f: &dyn Fn()| {
            let panic = catch_unwind(AssertUnwindSafe(f)).unwrap_err();
            panic.downcast_ref::<String>().unwrap().clone()
        };
        let (object, other) = (ObjLock::new(node(0)), ObjLock::new(node(1)));
        let told = "deadlock: this thread has a guard of this 'Node' already";
        {
            let _written = object.write();
            let _others = other.read();
            assert!(said(&|| drop(object.read())).starts_with(told));
            assert!(said(&|| drop(object.write())).starts_with(told));
        }
        {
            // The guards end in another order than they began.
            let read = object.read();
            let _others = other.read();
            assert!(said(&|| drop(object.write())).starts_with(told));
            drop(object.read());
            drop(read);
            drop(object.write());
            assert!(said(&|| drop(other.write())).starts_with(told));
        }
        drop((object.write(), other.write()));
    }

    #[test]
    fn by_name_a_thread_waits_only_while_it_holds_nothing() {
        let (object, other) = (ObjLock::new(node(0)), ObjLock::new(node(1)));
        let guard = object.write();
        std::thread::scope(|scope| {
            let refused = scope.spawn(|| {
                let _held = other.read();
                object.setattr("rank", 1).unwrap_err().to_string()
            });
            assert_eq!(refused.join().unwrap(), "object is locked");
            let waits = scope.spawn(|| object.setattr("rank", 2).unwrap());
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!waits.is_finished());
            drop(guard);
        });
        assert_eq!(object.getattr("rank").unwrap(), 2);
    }

    #[test]
    fn more_guards_than_are_remembered_end_well() {
        let objects: Vec<_> = (0..40).map(|rank| ObjLock::new(node(rank))).collect();
        let guards: Vec<_> = objects.iter().map(ObjLock::read).collect();
        drop(guards);
        assert!(objects.iter().all(|object| object.try_write().is_ok()));
    }
}

/// Which locks a thread holds is remembered in any order, so that it is told of waiting for itself
/// where it would, and nowhere else.
#[test]
#[cfg(feature = "wait")]
fn guards_end_in_any_order() {
    let objects: Vec<_> = (0..4).map(|rank| ObjLock::new(Plain { rank })).collect();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let mut guards: Vec<_> = objects.iter().map(|object| Some(object.write())).collect();
        for at in order {
            guards[at] = None;
            for (object, guard) in objects.iter().zip(&guards) {
                // A lock that this thread holds, it does not wait for.
                let waits = catch_unwind(AssertUnwindSafe(|| drop(object.read())));
                assert_eq!(waits.is_err(), guard.is_some());
            }
        }
        for object in &objects {
            let (held, other) = (std::sync::Barrier::new(2), object.clone());
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let mut guard = other.write();
                    held.wait();
                    std::thread::sleep(std::time::Duration::from_millis(5));
                    guard.rank += 10;
                });
                held.wait();
                // It waits for the other thread.
                object.write().rank += 1;
            });
            assert!(object.read().rank >= 11);
        }
    }
}
