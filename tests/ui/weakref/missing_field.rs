use slotted::prelude::*;
use slotted::{Obj, WeakSlot};

#[derive(Slots)]
#[slots(weakref)]
struct Airport {
    code: String,
}

fn main() {
    let _ = WeakSlot::new();
    let _ = Obj::downgrade(&Obj::new(Airport { code: String::new() }));
}
