//! Shared objects and weak references; how objects die is in `objects_death`. `.ci/run` runs these
//! tests under the address and leak sanitizers too.

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use slotted::prelude::*;
use slotted::rc::AtomicLock;
use slotted::{LocalObj, LocalWeakObj, Obj, ObjLock, WeakObj, WeakSlot, WeakValueMap};

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

#[test]
fn a_weak_slot_is_no_attribute_and_is_made_by_itself() {
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
    assert!(map.len() == 3 && !map.is_empty());
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
fn a_map_of_weak_values_holds_locked_objects_too() {
    let mut map: WeakValueMap<_, Node, AtomicLock> = WeakValueMap::default();
    let one = ObjLock::new(node(1));
    map.insert("one", &one);
    one.try_write().unwrap().x = 2;
    assert_eq!(map.get(&"one").unwrap().try_read().unwrap().x, 2);
    // The entry goes as its object does, even while another thread asks for it.
    std::thread::scope(|scope| {
        scope.spawn(|| while map.contains_key(&"one") {});
        scope.spawn(|| drop(one));
    });
    assert!(map.is_empty());
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

#[test]
fn weak_references_to_one_object_hash_alike() {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    #[derive(Slots)]
    #[slots(weakref)]
    struct Named {
        name: String,
        __weakref__: WeakSlot,
    }
    let named =
        |name: &str| Obj::new(Named { name: name.to_owned(), __weakref__: WeakSlot::new() });
    let (one, other) = (named("a"), named("a"));
    let hash =
        |weak: &WeakObj<Named>| BuildHasherDefault::<DefaultHasher>::default().hash_one(weak);
    let (a, b, c) = (Obj::downgrade(&one), Obj::downgrade(&one), Obj::downgrade(&other));
    assert!(a == b && a != c && hash(&a) == hash(&b) && hash(&a) != hash(&c));
    assert_eq!(HashSet::from([a.clone(), b, c]).len(), 2);
    assert_eq!(a.upgrade().expect("it lives").name, "a");
}
