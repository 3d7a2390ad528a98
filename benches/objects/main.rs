//! Compares shared objects with `Rc`, `Arc` and triomphe's `Arc`, and their locks with those of
//! `std` and of parking_lot: `cargo bench --features wait --bench objects`.

use std::cell::RefCell;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::{Arc, RwLock};

use slotted::prelude::*;
use slotted::{LocalObj, Obj, ObjCell, ObjLock, WeakSlot};

mod bytes;
mod contention;
#[path = "../harness/mod.rs"]
mod harness;
use harness::{Subject, compare};

const OPERATIONS: usize = 1_000;

#[derive(Slots, Clone)]
struct Node {
    id: u64,
    weight: f64,
}

#[derive(Slots, Clone)]
#[slots(weakref)]
struct WeakNode {
    id: u64,
    weight: f64,
    __weakref__: WeakSlot,
}

fn node() -> Node {
    Node { id: 1, weight: 2.0 }
}

fn weak_node() -> WeakNode {
    WeakNode { id: 1, weight: 2.0, __weakref__: WeakSlot::new() }
}

/// Returns a subject that calls `once` `OPERATIONS` times.
fn many<'a, R>(name: &'static str, mut once: impl FnMut() -> R + 'a) -> Subject<'a> {
    let run = move || {
        for _ in 0..OPERATIONS {
            black_box(once());
        }
    };
    (name, Box::new(run))
}

fn locks() {
    let (locked, cell) = (ObjLock::new(node()), ObjCell::new(node()));
    let parked = Arc::new(parking_lot::RwLock::new(node()));
    let std = Arc::new(RwLock::new(node()));
    let ref_cell = Rc::new(RefCell::new(node()));
    compare(
        "a read under the lock, nobody waiting",
        OPERATIONS,
        vec![
            many("parking_lot::RwLock", || black_box(&parked).read().id),
            many("ObjLock, read", || black_box(&locked).read().id),
            many("ObjLock, try_read", || black_box(&locked).try_read().map(|value| value.id)),
            many("std's RwLock", || black_box(&std).read().map(|value| value.id).ok()),
            many("RefCell", || RefCell::borrow(black_box(&ref_cell)).id),
            many("ObjCell", || black_box(&cell).borrow().id),
        ],
    );
    compare(
        "a write under the lock, nobody waiting",
        OPERATIONS,
        vec![
            many("parking_lot::RwLock", || black_box(&parked).write().id += 1),
            many("ObjLock, write", || black_box(&locked).write().id += 1),
            many("ObjLock, try_write", || {
                black_box(&locked).try_write().map(|mut value| value.id += 1)
            }),
            many("std's RwLock", || black_box(&std).write().map(|mut value| value.id += 1).ok()),
            many("RefCell", || RefCell::borrow_mut(black_box(&ref_cell)).id += 1),
            many("ObjCell", || black_box(&cell).borrow_mut().id += 1),
        ],
    );
}

fn main() {
    bytes::print();

    let (rc, arc) = (Rc::new(node()), Arc::new(node()));
    let (local, object) = (LocalObj::new(node()), Obj::new(node()));
    let (triomphe, cell) = (triomphe::Arc::new(node()), Rc::new(RefCell::new(node())));
    compare(
        "clone + drop",
        OPERATIONS,
        vec![
            many("Rc", || black_box(&rc).clone()),
            many("LocalObj", || black_box(&local).clone()),
            many("Rc<RefCell<_>>", || black_box(&cell).clone()),
            many("Arc", || black_box(&arc).clone()),
            many("Obj", || black_box(&object).clone()),
            many("triomphe::Arc", || black_box(&triomphe).clone()),
        ],
    );
    compare(
        "new + drop",
        OPERATIONS,
        vec![
            many("Rc", || Rc::new(black_box(node()))),
            many("LocalObj", || LocalObj::new(black_box(node()))),
            many("LocalObj, weakly referenceable", || LocalObj::new(black_box(weak_node()))),
            many("Rc<RefCell<_>>", || Rc::new(RefCell::new(black_box(node())))),
            many("Arc", || Arc::new(black_box(node()))),
            many("Obj", || Obj::new(black_box(node()))),
            many("Obj, weakly referenceable", || Obj::new(black_box(weak_node()))),
            many("triomphe::Arc", || triomphe::Arc::new(black_box(node()))),
        ],
    );

    locks();
    contention::compare_all();

    let (local, object) = (LocalObj::new(weak_node()), Obj::new(weak_node()));
    let (weak_rc, weak_arc) = (Rc::downgrade(&rc), Arc::downgrade(&arc));
    let (weak_local, weak) = (LocalObj::downgrade(&local), Obj::downgrade(&object));
    compare(
        "downgrade + drop",
        OPERATIONS,
        vec![
            many("Rc", || Rc::downgrade(black_box(&rc))),
            many("LocalObj", || LocalObj::downgrade(black_box(&local))),
            many("Arc", || Arc::downgrade(black_box(&arc))),
            many("Obj", || Obj::downgrade(black_box(&object))),
        ],
    );
    compare(
        "upgrade + drop, alive",
        OPERATIONS,
        vec![
            many("Rc", || black_box(&weak_rc).upgrade()),
            many("LocalObj", || black_box(&weak_local).upgrade()),
            many("Arc", || black_box(&weak_arc).upgrade()),
            many("Obj", || black_box(&weak).upgrade()),
        ],
    );
    drop((local, object, rc, arc));
    compare(
        "upgrade, dead",
        OPERATIONS,
        vec![
            many("Rc", || black_box(&weak_rc).upgrade()),
            many("LocalObj", || black_box(&weak_local).upgrade()),
            many("Arc", || black_box(&weak_arc).upgrade()),
            many("Obj", || black_box(&weak).upgrade()),
        ],
    );
}
