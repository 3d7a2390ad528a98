use slotted::WeakSlot;
use slotted::prelude::*;

#[derive(Slots)]
struct Airport {
    #[slots(weakref, readonly)]
    weak: WeakSlot,
}

fn main() {}
