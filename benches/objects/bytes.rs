//! Bytes of a shared object, in all combinations, against what `std` and triomphe have.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex, RwLock};

use slotted::prelude::*;
use slotted::{Obj, ObjLock, WeakSlot};

/// Declares a slotted struct with two fields of 8 bytes and some special fields.
macro_rules! node {
    ($name:ident [$($words:ident)*] {$($special:ident: $type:ty),*}) => {
        #[derive(Slots)]
        $(#[slots($words)])*
        struct $name {
            id: u64,
            weight: f64,
            $($special: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                $name { id: 1, weight: 2.0, $($special: <$type>::default(),)* }
            }
        }
    };
}
node!(Plain [] {});
node!(Open [dict] { __dict__: Dict });
node!(Weakly [weakref] { __weakref__: WeakSlot });
node!(Both [dict weakref] { __dict__: Dict, __weakref__: WeakSlot });

fn of<T>(make: impl FnOnce() -> T) -> i64 {
    let mut kept = None;
    let info = allocation_counter::measure(|| kept = Some(make()));
    drop(kept);
    info.bytes_current
}

/// The bytes of an object, and of one with a first weak reference to it.
macro_rules! both {
    ($new:expr, $downgrade:expr) => {
        [
            of(|| $new),
            of(|| {
                let object = $new;
                let weak = $downgrade(&object);
                (object, weak)
            }),
        ]
    };
}

pub(crate) fn print() {
    let plain = size_of::<Plain>() as i64;
    println!(
        "\n| a value of {plain} bytes, shared | bytes | over the value | with a weak reference |"
    );
    println!("|---|---|---|---|");
    let never = |name, bytes| (name, [bytes, -1]);
    for (name, [bytes, with_weak]) in [
        never("triomphe::Arc", of(|| triomphe::Arc::new(Plain::default()))),
        never("Obj, LocalObj", of(|| Obj::new(Plain::default()))),
        never("the same, with a Dict", of(|| Obj::new(Open::default()))),
        ("the same, weakly referenceable", both!(Obj::new(Weakly::default()), Obj::downgrade)),
        ("the same, with both", both!(Obj::new(Both::default()), Obj::downgrade)),
        ("Rc", both!(Rc::new(Plain::default()), Rc::downgrade)),
        ("Arc", both!(Arc::new(Plain::default()), Arc::downgrade)),
        never("ObjLock, ObjCell", of(|| ObjLock::new(Plain::default()))),
        never("the same, with a Dict", of(|| ObjLock::new(Open::default()))),
        (
            "the same, weakly referenceable",
            both!(ObjLock::new(Weakly::default()), ObjLock::downgrade),
        ),
        ("the same, with both", both!(ObjLock::new(Both::default()), ObjLock::downgrade)),
        ("Rc<RefCell<_>>", both!(Rc::new(RefCell::new(Plain::default())), Rc::downgrade)),
        ("Arc<Mutex<_>>", both!(Arc::new(Mutex::new(Plain::default())), Arc::downgrade)),
        ("Arc<RwLock<_>>", both!(Arc::new(RwLock::new(Plain::default())), Arc::downgrade)),
        (
            "Arc<parking_lot::RwLock<_>>",
            both!(Arc::new(parking_lot::RwLock::new(Plain::default())), Arc::downgrade),
        ),
        never(
            "triomphe::Arc<parking_lot::RwLock<_>>",
            of(|| triomphe::Arc::new(parking_lot::RwLock::new(Plain::default()))),
        ),
    ] {
        let weak = if with_weak < 0 { "has none".to_owned() } else { with_weak.to_string() };
        println!("| {name} | {bytes} | + {} | {weak} |", bytes - plain);
    }
}
