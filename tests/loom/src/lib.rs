//! Models of concurrent operations on one shared object. loom runs each model in every interleaving
//! that the memory model allows, and detects races on the values that the models access.

#![cfg(all(test, loom))]

use std::sync::atomic::{AtomicUsize, Ordering};

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;
use slotted::prelude::*;
use slotted::{Obj, ObjLock, WeakObj, WeakSlot};

/// A type whose value loom tracks: a read that races with a write or with the drop is reported.
#[derive(Slots)]
#[slots(weakref)]
struct Watched {
    #[slots(skip)]
    value: UnsafeCell<u32>,
    #[slots(skip)]
    dropped: Arc<loom::sync::atomic::AtomicUsize>,
    __weakref__: WeakSlot,
}

impl Watched {
    fn read(&self) -> u32 {
        // SAFETY: `with` passes a pointer to the initialized value in `self.value`, valid during
        // the closure. It panics before the closure runs if a `with_mut` is concurrent, so nothing
        // writes to the value meanwhile.
        self.value.with(|value| unsafe { *value })
    }

    fn write(&mut self, to: u32) {
        // SAFETY: `with_mut` passes a pointer to the value in `self.value`, valid during the
        // closure. It panics before the closure runs if another access is concurrent, so the write
        // is exclusive.
        self.value.with_mut(|value| unsafe { *value = to });
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.write(0);
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

// SAFETY: Of the fields, only `value` is not `Sync` itself. A `&Watched` reaches it through `read`
// only, which does not write; `write` takes `&mut self`. The models test whether `Obj` keeps such a
// `&mut` exclusive, and need this impl because an `Obj<T>` is `Send` only where `T` is `Sync`.
unsafe impl Sync for Watched {}

type Dropped = Arc<loom::sync::atomic::AtomicUsize>;

fn watched() -> (Obj<Watched>, Dropped) {
    let dropped: Dropped = Arc::default();
    let (value, weak) = (UnsafeCell::new(1), WeakSlot::new());
    (Obj::new(Watched { value, dropped: dropped.clone(), __weakref__: weak }), dropped)
}

fn locked() -> (ObjLock<Watched>, Dropped) {
    let (object, dropped) = watched();
    drop(object);
    dropped.store(0, Ordering::Relaxed);
    let (value, weak) = (UnsafeCell::new(1), WeakSlot::new());
    (ObjLock::new(Watched { value, dropped: dropped.clone(), __weakref__: weak }), dropped)
}

/// Explores all interleavings of a model and prints their number.
fn explore(name: &str, model: impl Fn() + Sync + Send + 'static) {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let before = RUNS.load(Ordering::Relaxed);
    let builder = loom::model::Builder::new();
    builder.check(move || {
        RUNS.fetch_add(1, Ordering::Relaxed);
        model();
    });
    println!("{name}: {} interleavings", RUNS.load(Ordering::Relaxed) - before);
}

#[test]
fn all() {
    // One test runs all models, one after another, because they share the counter `RUNS`.
    explore("upgrade against the last drop", || {
        let (object, dropped) = watched();
        let weak = Obj::downgrade(&object);
        let other = thread::spawn(move || {
            if let Some(object) = weak.upgrade() {
                assert_eq!(object.read(), 1);
            }
            weak
        });
        drop(object);
        let weak = other.join().unwrap();
        assert!(weak.upgrade().is_none());
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
    explore("two upgrades against the last drop", || {
        let (object, dropped) = watched();
        let weak = Obj::downgrade(&object);
        let threads = [weak.clone(), weak].map(|weak: WeakObj<Watched>| {
            thread::spawn(move || weak.upgrade().map(|object| object.read()))
        });
        drop(object);
        for thread in threads {
            assert!(matches!(thread.join().unwrap(), None | Some(1)));
        }
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
    explore("downgrade against downgrade", || {
        let (object, dropped) = watched();
        let other = {
            let object = object.clone();
            thread::spawn(move || Obj::downgrade(&object))
        };
        let one = Obj::downgrade(&object);
        let two = other.join().unwrap();
        assert!(one == two && one.upgrade().is_some());
        drop(object);
        assert!(one.upgrade().is_none() && two.upgrade().is_none());
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
    explore("a callback against the drop of its reference", || {
        let (object, dropped) = watched();
        let called: Dropped = Arc::default();
        let weak = Obj::downgrade_with(&object, {
            let called = called.clone();
            move |own: &WeakObj<Watched>| {
                assert!(own.upgrade().is_none());
                called.fetch_add(1, Ordering::Relaxed);
            }
        });
        let other = thread::spawn(move || drop(weak));
        drop(object);
        other.join().unwrap();
        assert!(called.load(Ordering::Relaxed) <= 1);
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
    explore("a finalizer's cancelling against the last drop", || {
        let (object, _) = watched();
        let called: Dropped = Arc::default();
        let finalizer = Obj::finalize(&object, {
            let called = called.clone();
            move || drop(called.fetch_add(1, Ordering::Relaxed))
        });
        let other = thread::spawn(move || finalizer.cancel());
        drop(object);
        let cancelled = other.join().unwrap();
        // The finalizer was either called or cancelled, never both.
        assert_eq!(called.load(Ordering::Relaxed), usize::from(!cancelled));
    });
    explore("get_mut against upgrade", || {
        let (mut object, _) = watched();
        let weak = Obj::downgrade(&object);
        let other = thread::spawn(move || weak.upgrade().map(|object| object.read()));
        if let Some(value) = Obj::get_mut(&mut object) {
            value.write(2);
        }
        other.join().unwrap();
    });
    explore("get_mut against one who goes from strong to weak and back", || {
        let (mut object, _) = watched();
        let strong = object.clone();
        let other = thread::spawn(move || {
            let weak = Obj::downgrade(&strong);
            drop(strong);
            weak.upgrade().map(|object| object.read())
        });
        if let Some(value) = Obj::get_mut(&mut object) {
            value.write(2);
        }
        other.join().unwrap();
    });
    explore("get_mut against one who goes from weak to strong and back, twice", || {
        let (mut object, _) = watched();
        let weak = Obj::downgrade(&object);
        let other = thread::spawn(move || {
            let strong = weak.upgrade()?;
            drop(weak);
            let weak = Obj::downgrade(&strong);
            drop(strong);
            weak.upgrade().map(|object| object.read())
        });
        if let Some(value) = Obj::get_mut(&mut object) {
            value.write(2);
        }
        other.join().unwrap();
    });
    explore("try_unwrap against an upgrade", || {
        let (object, dropped) = watched();
        let weak = Obj::downgrade(&object);
        let other = thread::spawn(move || {
            let read = weak.upgrade().map(|object| object.read());
            assert!(matches!(read, None | Some(1)));
            weak
        });
        match Obj::try_unwrap(object) {
            Ok(_) => unreachable!("there is a weak reference until the end"),
            Err(object) => drop(object),
        }
        assert!(!other.join().unwrap().is_alive());
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
    explore("a weak reference with a callback, upgraded and dropped against the last drop", || {
        let (object, dropped) = watched();
        let weak = Obj::downgrade_with(&object, |own| assert!(!own.is_alive()));
        let other = thread::spawn(move || {
            let read = weak.upgrade().map(|object| object.read());
            assert!(matches!(read, None | Some(1)));
            drop(weak);
        });
        drop(object);
        other.join().unwrap();
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
    explore("a reader against a writer", || {
        let (object, dropped) = locked();
        let other = {
            let object = object.clone();
            thread::spawn(move || {
                let Ok(mut value) = object.try_write() else { return false };
                value.write(2);
                value.write(3);
                true
            })
        };
        if let Ok(value) = object.try_read() {
            assert!(matches!(value.read(), 1 | 3));
        }
        let written = other.join().unwrap();
        assert_eq!(object.try_read().unwrap().read(), if written { 3 } else { 1 });
        drop(object);
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
    explore("two writers and a reader", || {
        let (object, _) = locked();
        let threads = [2, 3].map(|to| {
            let object = object.clone();
            thread::spawn(move || object.try_write().map(|mut value| value.write(to)).is_ok())
        });
        if let Ok(value) = object.try_read() {
            assert!(matches!(value.read(), 1..=3));
        }
        for thread in threads {
            thread.join().unwrap();
        }
        assert!(object.try_write().is_ok());
    });
    explore("two writers that wait", || {
        let (object, _) = locked();
        let other = {
            let object = object.clone();
            thread::spawn(move || {
                let mut value = object.write();
                let now = value.read();
                value.write(now + 1);
            })
        };
        {
            let mut value = object.write();
            let now = value.read();
            value.write(now + 1);
        }
        other.join().unwrap();
        assert_eq!(object.read().read(), 3);
    });
    explore("two readers of one object, upgraded, and a writer", || {
        let (object, dropped) = locked();
        let weak = ObjLock::downgrade(&object);
        let other = thread::spawn(move || {
            let Some(object) = weak.upgrade() else { return };
            if let Ok(mut value) = object.try_write() {
                value.write(2);
            }
        });
        if let Ok(value) = object.try_read() {
            assert!(matches!(value.read(), 1 | 2));
        }
        drop(object);
        other.join().unwrap();
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
    explore("get_mut of a locked object against an upgrade that writes", || {
        let (mut object, _) = locked();
        let weak = ObjLock::downgrade(&object);
        let other = thread::spawn(move || {
            let Some(object) = weak.upgrade() else { return };
            if let Ok(mut value) = object.try_write() {
                value.write(2);
            }
        });
        if let Some(value) = ObjLock::get_mut(&mut object) {
            value.write(3);
        }
        other.join().unwrap();
    });
    explore("try_unwrap against the drop of a weak reference", || {
        let (object, dropped) = watched();
        let weak = Obj::downgrade(&object);
        let other = thread::spawn(move || drop(weak));
        match Obj::try_unwrap(object) {
            Ok(mut value) => value.write(3),
            Err(object) => assert_eq!(object.read(), 1),
        }
        other.join().unwrap();
        assert_eq!(dropped.load(Ordering::Relaxed), 1);
    });
}
