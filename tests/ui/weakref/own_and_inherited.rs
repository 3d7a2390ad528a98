use slotted::WeakSlot;
use slotted::prelude::*;

#[derive(Slots)]
#[slots(weakref)]
struct Place {
    __weakref__: WeakSlot,
}

#[derive(Slots)]
#[slots(weakref)]
struct Airport {
    #[slots(base)]
    place: Place,
    __weakref__: WeakSlot,
}

fn main() {}
