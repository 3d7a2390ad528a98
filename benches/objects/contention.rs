//! Two threads that contend for one lock.

use std::hint::black_box;
use std::sync::{Arc, Barrier, RwLock};
use std::thread;

use slotted::ObjLock;

use crate::harness::{Subject, compare};
use crate::{Node, node};

/// The operations of each of the two threads in a pass: so many that starting the threads does not
/// count.
const EACH: usize = 100_000;

/// Returns a subject in which two threads do `once` at the same time.
fn two<'a>(name: &'static str, once: impl Fn() + Sync + 'a) -> Subject<'a> {
    let run = move || {
        // Neither begins before both run.
        let both = Barrier::new(2);
        let many = || {
            both.wait();
            (0..EACH).for_each(|_| once());
        };
        thread::scope(|threads| {
            threads.spawn(many);
            many();
        });
    };
    (name, Box::new(run))
}

struct Locks {
    parked: Arc<parking_lot::RwLock<Node>>,
    ours: ObjLock<Node>,
    std: Arc<RwLock<Node>>,
}

pub(crate) fn compare_all() {
    let locks = Locks {
        parked: Arc::new(parking_lot::RwLock::new(node())),
        ours: ObjLock::new(node()),
        std: Arc::new(RwLock::new(node())),
    };
    let Locks { parked, ours, std } = &locks;
    compare(
        "two threads that write",
        2 * EACH,
        vec![
            two("parking_lot::RwLock", || black_box(parked).write().id += 1),
            two("ObjLock", || black_box(ours).write().id += 1),
            two("std's RwLock", || black_box(std).write().expect("nobody panics").id += 1),
        ],
    );
    compare(
        "two threads that read",
        2 * EACH,
        vec![
            two("parking_lot::RwLock", || _ = black_box(black_box(parked).read().id)),
            two("ObjLock", || _ = black_box(black_box(ours).read().id)),
            two("std's RwLock", || _ = black_box(black_box(std).read().map(|it| it.id).ok())),
        ],
    );
    compare(
        "two threads that clone and drop a reference",
        2 * EACH,
        vec![
            two("Arc", || drop(black_box(std).clone())),
            two("ObjLock", || drop(black_box(ours).clone())),
        ],
    );
}
