//! Shared objects and lazy slots on several threads, for the thread sanitizer: `ci/threads`.
//!
//! The sanitizer sees what is compiled with it: this library, its dependencies, and what is generic
//! in the standard library. The rest of that is not compiled here, and its fences are not modelled.
//! So the threads get what they share by reference, and nothing here is an `Arc`, a mutex or a
//! channel; the threads are joined one by one, which the sanitizer knows of. What it reports can
//! then only come from this library.

use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use slotted::prelude::*;
use slotted::{DynObj, Obj, ObjLock, WeakObj, WeakObjLock, WeakSlot};

/// A value that is no atomic: an access that is not synchronized is a race.
#[derive(Slots)]
#[slots(dict, weakref, methods)]
struct Node {
    size: u64,
    name: String,
    list: Vec<u64>,
    next: Option<ObjLock<Node>>,
    back: Option<WeakObjLock<Node>>,
    __dict__: Dict,
    __weakref__: WeakSlot,
}

#[slotted::methods]
impl Node {
    fn grow(&mut self, by: u64) -> u64 {
        self.size += by;
        self.size
    }

    fn twice(&self) -> u64 {
        self.size * 2
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.size = 0;
        self.list.clear();
    }
}

fn node(size: u64) -> Node {
    Node {
        size,
        name: size.to_string(),
        list: vec![size],
        next: None,
        back: None,
        __dict__: Dict::new(),
        __weakref__: WeakSlot::new(),
    }
}

const ROUNDS: u64 = 150;
const STEPS: u64 = 30;

/// Runs each of the functions on a thread of its own.
fn together(functions: &[&(dyn Fn() + Sync)]) {
    thread::scope(|scope| {
        let threads: Vec<_> = functions.iter().map(|&it| scope.spawn(move || it())).collect();
        for thread in threads {
            thread.join().expect("no thread panics");
        }
    });
}

/// A value that one thread takes over: a mutex would synchronize what is to be tested.
struct Given<T>(Cell<Option<T>>);

// SAFETY: only one of the threads that `together` starts takes it, after it was put there before
// the start.
unsafe impl<T: Send> Sync for Given<T> {}

impl<T> Given<T> {
    fn new(value: T) -> Self {
        Given(Cell::new(Some(value)))
    }

    /// Accesses the value, as two threads must not.
    fn touch(&self) {
        let value = self.0.take();
        self.0.set(value);
    }

    fn take(&self) -> T {
        self.0.take().expect("one thread takes it")
    }
}

fn references_are_cloned_upgraded_and_dropped() {
    for round in 0..ROUNDS {
        let object = Obj::new(node(round));
        let (weak, calls) = (Obj::downgrade(&object), &*Box::leak(Box::new(AtomicU64::new(0))));
        let calling =
            Obj::downgrade_with(&object, move |_| _ = calls.fetch_add(1, Ordering::Relaxed));
        let (one, two) = (Given::new(object.clone()), Given::new(object));
        let upgrade = || {
            for _ in 0..STEPS {
                if let Some(object) = weak.upgrade() {
                    assert_eq!((object.size, object.list[0]), (round, round));
                    let again: WeakObj<Node> = Obj::downgrade(&object);
                    drop(object);
                    drop(again.upgrade());
                }
            }
        };
        let release = |given: &Given<Obj<Node>>| {
            let object = given.take();
            assert_eq!(object.clone().size, round);
            drop(object);
        };
        together(&[&upgrade, &upgrade, &|| release(&one), &|| release(&two)]);
        assert!(weak.upgrade().is_none() && !calling.is_alive());
        assert_eq!(calls.load(Ordering::Relaxed), 1);
    }
}

fn a_sole_reference_is_written() {
    for round in 0..ROUNDS {
        let object = Obj::new(node(round));
        let (other, sole) = (Given::new(object.clone()), Given::new(object));
        let write = || {
            let mut object = sole.take();
            for _ in 0..STEPS {
                if let Some(value) = Obj::get_mut(&mut object) {
                    value.size += 1;
                }
            }
            let size = object.size;
            match Obj::try_unwrap(object) {
                Ok(value) => assert_eq!(value.size, size),
                Err(object) => drop(object),
            }
        };
        together(&[&|| assert_eq!(other.take().size, round), &write]);
    }
}

fn locked_objects_are_read_and_written() {
    for _ in 0..ROUNDS / 10 {
        let object = ObjLock::new(node(0));
        let (any, weak) = (DynObj::from(&object), ObjLock::downgrade(&object));
        let guards = || {
            for _ in 0..STEPS {
                object.write().size += 1;
                let guard = object.read();
                assert!(guard.size > 0 && guard.list.len() == 1);
            }
        };
        let tries = || {
            for _ in 0..STEPS {
                if let Ok(mut guard) = object.try_write() {
                    guard.list[0] += 1;
                }
                _ = object.try_read().map(|guard| guard.list[0]);
            }
        };
        let names = || {
            for step in 0..STEPS {
                any.setattr("name", step.to_string()).unwrap();
                any.setattr_path("list[0]", step).unwrap();
                any.setattr_path_str("notes", "text").unwrap();
                assert!(any.getattr_path("list[0]").is_ok() && any.getattr("name").is_ok());
                _ = any.delattr("notes");
            }
        };
        let methods = || {
            for _ in 0..STEPS {
                weak.call("grow", [1.into()]).unwrap();
                assert!(weak.call("twice", []).is_ok());
                assert!(!format!("{:?}", Value::from(&weak)).is_empty());
            }
        };
        together(&[&guards, &tries, &names, &methods, &guards]);
        assert_eq!(object.read().size, 3 * STEPS);
    }
}

fn a_locked_object_dies_while_others_upgrade() {
    for round in 0..ROUNDS {
        let (object, parent) = (ObjLock::new(node(round)), ObjLock::new(node(0)));
        object.write().back = Some(ObjLock::downgrade(&parent));
        parent.write().next = Some(object.clone());
        let weak = ObjLock::downgrade(&object);
        let (object, parent) = (Given::new(object), Given::new(parent));
        let visit = || {
            for _ in 0..STEPS {
                let Some(object) = weak.upgrade() else { break };
                object.write().size += 1;
                _ = object.getattr_path("back.next.size");
                _ = weak.setattr("size", round);
            }
        };
        together(&[&visit, &visit, &|| drop(object.take()), &|| drop(parent.take())]);
        assert!(weak.upgrade().is_none());
    }
}

fn all_sides(sheet: &Sheet) -> Vec<u64> {
    vec![sheet.side; 4]
}

/// A slot that is computed on first access.
#[derive(Slots)]
struct Sheet {
    side: u64,
    #[slots(lazy = all_sides)]
    all: OnceLock<Vec<u64>>,
}

fn a_lazy_slot_is_computed_once() {
    for side in 0..ROUNDS {
        let sheet = Obj::new(Sheet { side, all: OnceLock::new() });
        let typed = || assert_eq!(Sheet::SLOTS.all.get_or_init(&sheet)[3], side);
        let named = || {
            let all = sheet.getattr("all").unwrap();
            assert_eq!(all.downcast_ref::<Vec<u64>>().unwrap()[3], side);
        };
        together(&[&typed, &named, &typed]);
    }
}

/// A race of our own making, which shows that the sanitizer sees one.
fn a_race() {
    let value = Given::new(1_u64);
    together(&[&|| value.touch(), &|| value.touch()]);
}

fn main() {
    if std::env::args().any(|argument| argument == "race") {
        return a_race();
    }
    type Test = (&'static str, fn());
    let tests: [Test; 5] = [
        ("references are cloned, upgraded and dropped", references_are_cloned_upgraded_and_dropped),
        ("a sole reference is written", a_sole_reference_is_written),
        ("locked objects are read and written", locked_objects_are_read_and_written),
        ("a locked object dies while others upgrade", a_locked_object_dies_while_others_upgrade),
        ("a lazy slot is computed once", a_lazy_slot_is_computed_once),
    ];
    for (name, test) in tests {
        test();
        println!("{name}: ok");
    }
}
