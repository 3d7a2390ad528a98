//! How shared objects die: the order, callbacks, panics, chains. `.ci/run` runs these tests under
//! the address and leak sanitizers too.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use slotted::prelude::*;
use slotted::{LocalObj, LocalWeakObj, Obj, WeakObj, WeakSlot};

/// A chain, as long as one likes, each link of which is the only one to refer to the next.
#[derive(Slots)]
#[slots(weakref)]
struct Link {
    #[slots(skip)]
    next: Option<Obj<Link>>,
    __weakref__: WeakSlot,
}

fn chain(length: usize, last: Option<Obj<Link>>) -> Obj<Link> {
    let link = |next| Obj::new(Link { next, __weakref__: WeakSlot::new() });
    (1..length).fold(link(last), |next, _| link(Some(next)))
}

#[test]
fn a_chain_of_a_million_objects_drops_in_bounded_stack() {
    let last = chain(1, None);
    let weak = Obj::downgrade(&last);
    let small = std::thread::Builder::new().stack_size(512 << 10);
    let dropped = small.spawn(move || drop(chain(1_000_000, Some(last)))).unwrap();
    dropped.join().unwrap();
    assert!(weak.upgrade().is_none());
}

#[test]
fn the_objects_of_a_chain_die_before_the_drop_of_the_first_returns_whatever_panics() {
    #[derive(Slots)]
    struct Bomb {
        #[slots(skip)]
        next: Option<LocalObj<Bomb>>,
        at: u32,
        #[slots(skip)]
        died: Rc<Cell<u32>>,
    }
    impl Drop for Bomb {
        fn drop(&mut self) {
            self.died.set(self.died.get() + 1);
            if self.at % 1000 == 999 {
                // Ends the rest first, since a second panic on its way would abort.
                drop(self.next.take());
                panic!("at {}", self.at);
            }
        }
    }
    let died = Rc::new(Cell::new(0));
    let all =
        (0..900).fold(None, |next, at| Some(LocalObj::new(Bomb { next, at, died: died.clone() })));
    drop(all);
    assert_eq!(died.replace(0), 900);
    // Only the middle one panics, and it is queued, as it lies deep.
    let all = (0..2000).fold(None, |next, at| {
        let at = if at == 500 { 999 } else { 0 };
        Some(LocalObj::new(Bomb { next, at, died: died.clone() }))
    });
    let panic = catch_unwind(AssertUnwindSafe(|| drop(all))).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"at 999".to_owned()));
    assert_eq!(died.get(), 2000);
    // The next death is an outermost one again.
    let one = LocalObj::new(Bomb { next: None, at: 0, died: died.clone() });
    drop(one);
    assert_eq!(died.get(), 2001);
}

type Log = Rc<RefCell<Vec<String>>>;

#[derive(Slots)]
struct Logged {
    #[slots(skip)]
    log: Log,
    #[slots(weakref)]
    weak: WeakSlot,
}

impl Drop for Logged {
    fn drop(&mut self) {
        self.log.borrow_mut().push("value".to_owned());
    }
}

fn logged() -> (LocalObj<Logged>, Log, impl Fn(&'static str) + Clone + 'static) {
    let log = Log::default();
    let object = LocalObj::new(Logged { log: log.clone(), weak: WeakSlot::new() });
    let to = log.clone();
    (object, log, move |text: &'static str| to.borrow_mut().push(text.to_owned()))
}

/// Tests the rules 11.4–11.9 and 11.20 of `python_semantics.md`.
#[test]
fn the_death_of_an_object_is_in_cpythons_order() {
    let (object, log, say) = logged();
    let weak = LocalObj::downgrade(&object);
    let called = |text: &'static str| {
        let (say, weak) = (say.clone(), weak.clone());
        move |own: &LocalWeakObj<Logged>| {
            // All weak references are dead before the first callback runs. The argument is the
            // callback's own reference.
            assert!(own.upgrade().is_none() && weak.upgrade().is_none() && *own == weak);
            say(text);
        }
    };
    let first = LocalObj::downgrade_with(&object, called("first"));
    let gone = LocalObj::downgrade_with(&object, called("gone"));
    let second = LocalObj::downgrade_with(&object, called("second"));
    let finalizer = LocalObj::finalize(&object, {
        let say = say.clone();
        move || say("finalizer")
    });
    let cancelled = LocalObj::finalize(&object, {
        let say = say.clone();
        move || say("cancelled")
    });
    let third = LocalObj::downgrade_with(&object, called("third"));
    // Dropping a reference removes its callback, and a clone of a reference has no callback.
    drop(gone);
    assert!(cancelled.cancel());
    let _clone = first.clone();
    let other = object.clone();
    drop(object);
    assert!(log.borrow().is_empty() && finalizer.is_pending());
    drop(other);
    assert_eq!(*log.borrow(), ["third", "finalizer", "second", "first", "value"]);
    assert!(!finalizer.is_pending() && !finalizer.cancel());
    drop((first, second, third));
    assert_eq!(log.borrow().len(), 5);
}

#[test]
fn a_finalizer_that_nobody_holds_is_called_all_the_same() {
    let (object, log, say) = logged();
    drop(LocalObj::finalize(&object, move || say("finalizer")));
    drop(object);
    assert_eq!(*log.borrow(), ["finalizer", "value"]);
}

/// Tests rule 11.11 of `python_semantics.md`, with one difference: the first panic resumes after
/// the other callbacks ran and the value was dropped.
#[test]
fn a_callback_that_panics_stops_no_other_and_leaks_nothing() {
    let (object, log, say) = logged();
    let _one = LocalObj::downgrade_with(&object, {
        let say = say.clone();
        move |_| say("one")
    });
    let _bad = LocalObj::downgrade_with(&object, |_| panic!("first"));
    let _two = LocalObj::downgrade_with(&object, {
        let say = say.clone();
        move |_| say("two")
    });
    let _worse = LocalObj::downgrade_with(&object, |_| panic!("newer, so called before"));
    let panic = catch_unwind(AssertUnwindSafe(|| drop(object))).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"newer, so called before"));
    assert_eq!(*log.borrow(), ["two", "one", "value"]);
}

#[test]
fn the_first_panic_goes_on_whatever_panics_after_it() {
    /// A panic payload that itself panics when it is dropped.
    struct Payload;
    impl Drop for Payload {
        fn drop(&mut self) {
            panic!("the payload");
        }
    }
    #[derive(Slots)]
    #[slots(weakref)]
    struct Bomb {
        #[slots(skip)]
        log: Log,
        __weakref__: WeakSlot,
    }
    impl Drop for Bomb {
        fn drop(&mut self) {
            self.log.borrow_mut().push("value".to_owned());
            panic!("the value");
        }
    }
    let log = Log::default();
    let object = LocalObj::new(Bomb { log: log.clone(), __weakref__: WeakSlot::new() });
    let say = log.clone();
    let _oldest = LocalObj::finalize(&object, move || say.borrow_mut().push("oldest".to_owned()));
    let _middle = LocalObj::finalize(&object, || std::panic::panic_any(Payload));
    let _newest = LocalObj::finalize(&object, || panic!("the first"));
    let panic = catch_unwind(AssertUnwindSafe(|| drop(object))).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"the first"));
    assert_eq!(*log.borrow(), ["oldest", "value"]);
}

#[test]
fn a_callback_may_use_and_drop_other_references_to_the_object() {
    let (object, log, say) = logged();
    let others: Rc<RefCell<Vec<LocalWeakObj<Logged>>>> = Rc::default();
    for text in ["a", "b", "c"] {
        let (say, others) = (say.clone(), others.clone());
        let weak = LocalObj::downgrade_with(&object, {
            let others = Rc::downgrade(&others);
            move |own| {
                let others = others.upgrade().unwrap();
                let more = own.clone();
                assert!(others.borrow().iter().all(|other| other.upgrade().is_none()));
                // This drops references whose callbacks have not run yet, too.
                let dropped = std::mem::take(&mut *others.borrow_mut());
                drop(dropped);
                others.borrow_mut().push(more);
                say(text);
            }
        });
        others.borrow_mut().push(weak);
    }
    drop(object);
    assert_eq!(*log.borrow(), ["c", "b", "a", "value"]);
    assert_eq!(others.borrow().len(), 1);
}

#[test]
fn a_drop_may_use_other_references_to_the_object() {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Selfish {
        #[slots(skip)]
        me: RefCell<Option<WeakObj<Selfish>>>,
        __weakref__: WeakSlot,
    }
    impl Drop for Selfish {
        fn drop(&mut self) {
            let me = self.me.get_mut().take().unwrap();
            assert!(me.upgrade().is_none());
            self.__weakref__ = WeakSlot::new();
            drop((me.clone(), me));
        }
    }
    let object = Obj::new(Selfish { me: RefCell::default(), __weakref__: WeakSlot::new() });
    *object.me.borrow_mut() = Some(Obj::downgrade(&object));
    let weak = Obj::downgrade(&object);
    drop(object);
    assert!(!weak.is_alive());
}

#[test]
fn a_drop_that_panics_frees_the_memory_and_the_block() {
    #[derive(Slots)]
    #[slots(weakref)]
    struct Bomb {
        #[slots(skip)]
        text: String,
        __weakref__: WeakSlot,
    }
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("{}", self.text);
        }
    }
    let object = Obj::new(Bomb { text: "in drop".to_owned(), __weakref__: WeakSlot::new() });
    let weak = Obj::downgrade(&object);
    assert!(catch_unwind(AssertUnwindSafe(|| drop(object))).is_err());
    assert!(!weak.is_alive());
}
