use std::rc::Rc;

use slotted::prelude::*;
use slotted::{Obj, WeakSlot};

#[derive(Slots)]
#[slots(weakref)]
struct Airport {
    __weakref__: WeakSlot,
}

fn main() {
    // The object may die in another thread.
    let seen = Rc::new(());
    let airport = Obj::new(Airport { __weakref__: WeakSlot::new() });
    let _ = Obj::downgrade_with(&airport, move |_| drop(seen));
}
