use slotted::WeakSlot;
use slotted::prelude::*;

#[derive(Slots)]
struct Airport {
    #[slots(weakref)]
    one: WeakSlot,
    #[slots(weakref)]
    two: WeakSlot,
}

fn main() {}
