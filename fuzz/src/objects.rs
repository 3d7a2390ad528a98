//! Operations on shared objects with locks and weak references, held against counts.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use slotted::prelude::*;
use slotted::rc::{ObjLock, WeakObjLock, WeakSlot};
use slotted::{AttrPath, DynObj};

use super::Operation;
use super::input::Input;
use super::world::World;

pub(super) const OPERATIONS: &[Operation] = &[
    make, copy, end, downgrade, end_weak, upgrade, link, unlink, write, locked, dynamic, path, show,
];

#[derive(Slots, Debug)]
#[slots(weakref)]
struct Node {
    id: u64,
    value: i64,
    next: Option<ObjLock<Node>>,
    parent: Option<WeakObjLock<Node>>,
    #[slots(skip)]
    deaths: Arc<Mutex<Vec<u64>>>,
    __weakref__: WeakSlot,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.deaths.lock().expect("nobody panics under it").push(self.id);
    }
}

/// What the model knows of a node that lives.
#[derive(Default)]
struct Known {
    strong: usize,
    next: Option<u64>,
    callbacks: u64,
}

/// The references that the test holds, and the model.
#[derive(Default)]
pub(super) struct Graph {
    strong: Vec<(u64, ObjLock<Node>)>,
    /// Each with whether it has a callback.
    weak: Vec<(u64, bool, WeakObjLock<Node>)>,
    /// The nodes that live.
    known: BTreeMap<u64, Known>,
    made: u64,
    /// All nodes that were ever made.
    all: Vec<WeakObjLock<Node>>,
    deaths: Arc<Mutex<Vec<u64>>>,
    /// The ids of the model that died, in their order.
    expected: Vec<u64>,
    called: Arc<AtomicU64>,
    expected_calls: u64,
}

impl Graph {
    fn strong(&self, input: &mut Input<'_>) -> Option<&(u64, ObjLock<Node>)> {
        self.strong.get(input.below(self.strong.len()))
    }

    fn known(&mut self, id: u64) -> &mut Known {
        self.known.get_mut(&id).expect("it lives")
    }

    /// One strong reference less.
    fn ended(&mut self, id: u64) {
        let mut next = Some(id);
        while let Some(id) = next.take() {
            let known = self.known(id);
            known.strong -= 1;
            if known.strong == 0 {
                let known = self.known.remove(&id).expect("it lives");
                self.expected.push(id);
                self.expected_calls += known.callbacks;
                next = known.next;
            }
        }
    }

    /// Ends all: circles are broken, and then everything is dead.
    pub(super) fn check(mut self) {
        self.now();
        for object in self.all.iter().filter_map(WeakObjLock::upgrade) {
            let next = object.write().next.take();
            drop(next);
        }
        drop((std::mem::take(&mut self.strong), std::mem::take(&mut self.weak)));
        let deaths = self.deaths.lock().expect("nobody panics under it").len();
        assert_eq!(deaths as u64, self.made);
        assert!(self.all.iter().all(|weak| !weak.is_alive()));
    }

    /// Compares what died, and in which order.
    fn deaths_agree(&self) {
        assert_eq!(*self.deaths.lock().expect("nobody panics under it"), self.expected);
    }

    /// Compares the model with what is.
    fn now(&self) {
        self.deaths_agree();
        assert_eq!(self.called.load(Ordering::Relaxed), self.expected_calls);
        for (id, object) in &self.strong {
            assert_eq!(ObjLock::strong_count(object), self.known[id].strong);
        }
        for (id, _, weak) in &self.weak {
            assert_eq!(weak.is_alive(), self.known.contains_key(id));
        }
    }
}

fn make(world: &mut World, input: &mut Input<'_>) {
    let graph = &mut world.graph;
    graph.made += 1;
    let (id, deaths) = (graph.made, graph.deaths.clone());
    let node = Node {
        id,
        value: input.number(),
        next: None,
        parent: None,
        deaths,
        __weakref__: WeakSlot::new(),
    };
    let object = ObjLock::new(node);
    graph.all.push(ObjLock::downgrade(&object));
    graph.strong.push((id, object));
    graph.known.insert(id, Known { strong: 1, ..Known::default() });
}

fn copy(world: &mut World, input: &mut Input<'_>) {
    let graph = &mut world.graph;
    let Some((id, object)) = graph.strong(input).cloned() else { return };
    graph.known(id).strong += 1;
    graph.strong.push((id, object));
}

fn end(world: &mut World, input: &mut Input<'_>) {
    let graph = &mut world.graph;
    if graph.strong.is_empty() {
        return;
    }
    let (id, object) = graph.strong.swap_remove(input.below(graph.strong.len()));
    graph.ended(id);
    drop(object);
    graph.now();
}

fn downgrade(world: &mut World, input: &mut Input<'_>) {
    let graph = &mut world.graph;
    let Some((id, object)) = graph.strong(input).cloned() else { return };
    let calls = input.byte() % 2 == 1;
    let weak = if calls {
        let called = graph.called.clone();
        graph.known(id).callbacks += 1;
        ObjLock::downgrade_with(&object, move |dead| {
            assert!(dead.upgrade().is_none());
            called.fetch_add(1, Ordering::Relaxed);
        })
    } else {
        ObjLock::downgrade(&object)
    };
    graph.weak.push((id, calls, weak));
}

fn end_weak(world: &mut World, input: &mut Input<'_>) {
    let graph = &mut world.graph;
    if graph.weak.is_empty() {
        return;
    }
    let (id, calls, weak) = graph.weak.swap_remove(input.below(graph.weak.len()));
    if let Some(known) = graph.known.get_mut(&id) {
        known.callbacks -= u64::from(calls);
    }
    drop(weak);
}

fn upgrade(world: &mut World, input: &mut Input<'_>) {
    let graph = &mut world.graph;
    let Some((id, _, weak)) = graph.weak.get(input.below(graph.weak.len())) else { return };
    let (id, upgraded) = (*id, weak.upgrade());
    assert_eq!(upgraded.is_some(), graph.known.contains_key(&id));
    if let Some(object) = upgraded {
        graph.known(id).strong += 1;
        graph.strong.push((id, object));
    }
}

/// Makes one object the `next` of another, by name or typed.
fn link(world: &mut World, input: &mut Input<'_>) {
    let graph = &mut world.graph;
    let (Some((id, object)), Some((to, target))) =
        (graph.strong(input).cloned(), graph.strong(input).cloned())
    else {
        return;
    };
    graph.known(to).strong += 1;
    let old = graph.known(id).next.replace(to);
    if let Some(old) = old {
        graph.ended(old);
    }
    if input.byte().is_multiple_of(2) {
        object.setattr("next", &target).expect("it is not locked");
    } else {
        // The old one drops after the lock is given back.
        let old = object.write().next.replace(target);
        drop(old);
    }
    graph.deaths_agree();
}

fn unlink(world: &mut World, input: &mut Input<'_>) {
    let graph = &mut world.graph;
    let Some((id, object)) = graph.strong(input).cloned() else { return };
    if let Some(old) = graph.known(id).next.take() {
        // `object` holds the count up meanwhile.
        graph.known(id).strong += 1;
        graph.ended(old);
        graph.known(id).strong -= 1;
    }
    object.setattr("next", Value::None).expect("it is not locked");
    graph.deaths_agree();
}

fn write(world: &mut World, input: &mut Input<'_>) {
    let (name, value) = (input.text(), input.value());
    let Some((_, object)) = world.graph.strong(input) else { return };
    if name == "id" || object.with_attr(&name, |_| ()).is_err() || name == "next" {
        return;
    }
    let before = object.getattr(&name).map(|value| value.to_string());
    if object.setattr(&name, value).is_err() {
        assert_eq!(object.getattr(&name).map(|value| value.to_string()).ok(), before.ok());
    }
}

/// A locked object refuses, and goes on as it was.
fn locked(world: &mut World, input: &mut Input<'_>) {
    let Some((_, object)) = world.graph.strong(input) else { return };
    let value = {
        let guard = object.write();
        assert!(object.try_read().is_err() && object.try_write().is_err());
        assert!(object.getattr("value").is_err());
        assert!(object.setattr("value", 1).is_err());
        assert!(!format!("{object:?}").is_empty());
        guard.value
    };
    let (one, other) = (object.read(), object.try_read().expect("readers agree"));
    assert_eq!((one.value, other.value), (value, value));
    assert!(object.try_write().is_err());
}

fn dynamic(world: &mut World, input: &mut Input<'_>) {
    let Some((_, object)) = world.graph.strong(input) else { return };
    let dynamic = DynObj::from(object);
    let value = Value::from(dynamic.clone());
    assert!(dynamic.ptr_eq(&dynamic.clone()) && value == Value::from(object));
    assert!(dynamic.downcast_ref::<ObjLock<Node>>().is_some_and(|it| ObjLock::ptr_eq(it, object)));
    let number = input.number();
    dynamic.setattr("value", number).expect("it is not locked");
    assert_eq!(object.read().value, number);
}

fn path(world: &mut World, input: &mut Input<'_>) {
    let Some((_, object)) = world.graph.strong(input) else { return };
    let steps = "next.".repeat(input.below(5));
    let path: AttrPath = format!("{steps}value").parse().expect("it is a path");
    let mut at = Some(object.clone());
    for _ in 0..steps.len() / 5 {
        at = at.and_then(|object| object.read().next.clone());
    }
    let found = path.value(&*object.read()).ok();
    assert_eq!(found, at.map(|object| Value::Int(object.read().value)));
}

fn show(world: &mut World, input: &mut Input<'_>) {
    let Some((_, object)) = world.graph.strong(input) else { return };
    assert!(!format!("{object:?}").is_empty());
    let read = object.read();
    assert!(read.vars().all(|(_, value)| !value.to_string().is_empty()));
}
