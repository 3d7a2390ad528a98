//! Shared objects and weak references. `.ci/run` runs these tests under the address and leak
//! sanitizers too.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use slotted::prelude::*;
use slotted::{LocalObj, LocalWeakObj, Obj, WeakObj, WeakSlot, WeakValueMap};

#[derive(Slots, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Plain {
    x: u64,
}

#[derive(Slots, Clone, Debug, Default, PartialEq)]
#[slots(weakref)]
struct Node {
    x: u64,
    __weakref__: WeakSlot,
}

fn node(x: u64) -> Node {
    Node { x, __weakref__: WeakSlot::new() }
}

#[test]
fn an_object_is_a_count_and_its_value() {
    assert_eq!(size_of::<Obj<Plain>>(), 8);
    assert_eq!(size_of::<Option<Obj<Plain>>>(), 8);
    assert_eq!(size_of::<WeakSlot>(), 0);
    assert_eq!(size_of::<Node>(), size_of::<Plain>());
    let bytes = |make: &mut dyn FnMut()| allocation_counter::measure(make).bytes_current;
    let mut keep = (None, None, None);
    assert_eq!(bytes(&mut || keep.0 = Some(Obj::new(Plain { x: 1 }))), 16);
    assert_eq!(bytes(&mut || keep.1 = Some(LocalObj::new(Plain { x: 1 }))), 16);
    assert_eq!(bytes(&mut || keep.2 = Some(Arc::new(Plain { x: 1 }))), 24);
    // A type that can have weak references has one word more in each object.
    let mut keep = (None, None);
    assert_eq!(bytes(&mut || keep.0 = Some(Obj::new(node(1)))), 24);
    assert_eq!(bytes(&mut || keep.1 = Some(LocalObj::new(node(1)))), 24);
}

#[test]
fn attributes_are_read_through_an_object_and_written_where_it_is_the_only_one() {
    let mut object = Obj::new(Plain { x: 1 });
    assert_eq!(object.getattr("x").unwrap(), 1);
    Obj::get_mut(&mut object).unwrap().setattr("x", 2).unwrap();
    let other = object.clone();
    assert!(Obj::get_mut(&mut object).is_none());
    Obj::make_mut(&mut object).setattr("x", 3).unwrap();
    assert_eq!((object.x, other.x), (3, 2));
    assert!(!Obj::ptr_eq(&object, &other));
    assert_eq!(Obj::strong_count(&other), 1);
}

#[test]
fn what_its_value_does_an_object_does() {
    let (one, two) = (Obj::from(Plain { x: 1 }), Obj::new(Plain { x: 2 }));
    assert!(one < two && one == one.clone() && one != two);
    assert_eq!(format!("{one:?}"), "Plain { x: 1 }");
    assert_eq!(Obj::<Plain>::default().x, 0);
    let set = HashSet::from([one.clone(), two, one.clone()]);
    assert!(set.len() == 2 && set.contains(&Plain { x: 1 }));
    assert_eq!(Obj::try_unwrap(Obj::new(node(4))).unwrap().x, 4);
    assert!(Obj::try_unwrap(one).is_err());
}

#[test]
fn objects_go_to_other_threads_where_their_values_do() {
    fn sent<T: Send + Sync>() {}
    sent::<Obj<Node>>();
    sent::<WeakObj<Node>>();
    sent::<WeakValueMap<String, Node>>();
}

#[test]
fn a_weak_reference_ends_with_the_object_and_keeps_its_identity() {
    let object = Obj::new(node(1));
    let (weak, other) = (Obj::downgrade(&object), Obj::downgrade(&Obj::new(node(2))));
    assert!(weak == Obj::downgrade(&object) && weak != other);
    assert!(weak.is_alive() && !other.is_alive());
    assert_eq!(format!("{weak:?} {other:?}"), "<weakref to 'Node'> <weakref; dead>");
    assert!(Obj::ptr_eq(&weak.upgrade().unwrap(), &object));
    let set = HashSet::from([weak.clone(), other]);
    drop(object);
    assert!(weak.upgrade().is_none() && !weak.is_alive());
    assert!(set.contains(&weak) && weak == weak.clone());
}

#[test]
fn weak_references_without_a_callback_share_one_block_and_keep_no_memory() {
    let object = Obj::new(node(1));
    let mut all = Vec::with_capacity(100);
    let info = allocation_counter::measure(|| {
        all.extend((0..100).map(|_| Obj::downgrade(&object)));
    });
    assert_eq!(info.count_total, 1);
    assert_eq!(info.bytes_current, 16);
    let freed = allocation_counter::measure(|| drop(object));
    assert_eq!(freed.bytes_current, -(8 + 8 + size_of::<Node>() as i64));
    // This frees two allocations: the `Vec` itself and the block that all references share.
    assert_eq!(allocation_counter::measure(|| drop(all)).count_current, -2);
}

#[test]
fn a_weak_reference_is_one_word_with_or_without_a_callback() {
    assert_eq!(size_of::<WeakObj<Node>>(), 8);
    assert_eq!(size_of::<Option<WeakObj<Node>>>(), 8);
    assert_eq!(size_of::<LocalWeakObj<Node>>(), 8);
    let object = LocalObj::new(node(1));
    let (plain, calls) = (LocalObj::downgrade(&object), Rc::new(Cell::new(0)));
    let calling = LocalObj::downgrade_with(&object, {
        let calls = calls.clone();
        move |_| calls.set(calls.get() + 1)
    });
    assert!(calling == plain && LocalObj::ptr_eq(&calling.upgrade().unwrap(), &object));
    let hash = |weak: &LocalWeakObj<Node>| HashSet::from([weak.clone()]).contains(&plain);
    assert!(hash(&calling) && hash(&plain));
    drop(object);
    assert!(calls.get() == 1 && calling.upgrade().is_none());
}

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

#[test]
fn a_value_is_lent_out_and_handed_out_only_without_weak_references() {
    let mut object = Obj::new(node(1));
    let weak = Obj::downgrade(&object);
    assert!(Obj::get_mut(&mut object).is_none());
    object = Obj::try_unwrap(object).unwrap_err();
    // Because of the weak reference, `make_mut` copies the value. No weak reference points to the
    // copy, and the old object dies.
    Obj::make_mut(&mut object).x = 2;
    assert!(!weak.is_alive());
    let weak = Obj::downgrade(&object);
    drop(weak);
    Obj::get_mut(&mut object).unwrap().x = 3;
    let finalizer = Obj::finalize(&object, || {});
    assert!(Obj::get_mut(&mut object).is_none());
    assert!(finalizer.is_pending() && finalizer.cancel());
    assert_eq!(Obj::try_unwrap(object).unwrap().x, 3);
}

#[test]
fn a_swap_does_not_carry_weak_references_to_another_object() {
    let (mut one, mut two) = (Obj::new(node(1)), Obj::new(node(2)));
    drop(Obj::downgrade(&one));
    std::mem::swap(Obj::get_mut(&mut one).unwrap(), Obj::get_mut(&mut two).unwrap());
    let weak = Obj::downgrade(&two);
    assert_eq!(weak.upgrade().unwrap().x, 1);
    drop(two);
    assert!(weak.upgrade().is_none() && one.x == 2);
    // Cloning the value does not carry weak references over either.
    let weak = Obj::downgrade(&one);
    let copy = Obj::new((*one).clone());
    drop(one);
    assert!(!weak.is_alive() && copy.x == 2);
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
    let object = Obj::new(node(1));
    assert_eq!(object.dir().collect::<Vec<_>>(), ["x"]);
    assert_eq!(Node::from_attrs([("x", 7)]).unwrap().x, 7);
    assert!(Node::LAYOUT.to_string().contains("__weakref__"));
}

#[test]
fn a_map_of_weak_values_forgets_who_dies() {
    let mut map = WeakValueMap::new();
    let (one, two) = (Obj::new(node(1)), Obj::new(node(2)));
    assert!(map.insert("one".to_owned(), &one).is_none());
    map.insert("two".to_owned(), &two);
    map.insert("also one".to_owned(), &one);
    assert_eq!(map.len(), 3);
    assert_eq!(map.get(&"two".to_owned()).unwrap().x, 2);
    assert_eq!(map.insert("two".to_owned(), &one).unwrap().x, 2);
    drop(two);
    assert_eq!((map.len(), map.get(&"two".to_owned()).unwrap().x), (3, 1));
    assert!(
        map.remove(&"also one".to_owned()).is_some() && map.remove(&"three".to_owned()).is_none()
    );
    assert_eq!(map.snapshot().len(), 2);
    drop(one);
    assert!(map.is_empty() && map.snapshot().is_empty() && !map.contains_key(&"one".to_owned()));
    // An object that outlives its entry and, after that, the map.
    let three = Obj::new(node(3));
    map.insert("three".to_owned(), &three);
    map.clear();
    assert!(map.is_empty());
    map.insert("three".to_owned(), &three);
    drop(map);
    drop(three);
}

#[test]
fn a_map_may_be_asked_while_its_objects_die_elsewhere() {
    let mut map = WeakValueMap::new();
    let objects: Vec<_> = (0..1_000).map(|x| Obj::new(node(x))).collect();
    for object in &objects {
        map.insert(object.x, object);
    }
    let found = Mutex::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| drop(objects));
        scope.spawn(|| {
            for key in (0..1_000).rev() {
                if let Some(object) = map.get(&key) {
                    assert_eq!(object.x, key);
                    *found.lock().unwrap() += 1;
                }
            }
        });
    });
    assert!(map.is_empty());
}

#[test]
fn threads_that_upgrade_downgrade_and_drop_agree() {
    let died = Arc::new(Mutex::new(0));
    for _ in 0..200 {
        let object = Obj::new(node(5));
        let weak = Obj::downgrade_with(&object, {
            let died = died.clone();
            move |_| *died.lock().unwrap() += 1
        });
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        if let Some(object) = weak.upgrade() {
                            assert_eq!(Obj::downgrade(&object).upgrade().unwrap().x, 5);
                        }
                    }
                });
            }
            scope.spawn(move || drop(object));
        });
        assert!(weak.upgrade().is_none());
    }
    assert_eq!(*died.lock().unwrap(), 200);
}
