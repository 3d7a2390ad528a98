use slotted::WeakSlot;
use slotted::prelude::*;

#[derive(Slots)]
struct Place {
    #[slots(weakref)]
    weak: WeakSlot,
}

#[derive(Slots)]
struct Owner {
    #[slots(weakref)]
    weak: WeakSlot,
}

#[derive(Slots)]
struct Airport {
    #[slots(base)]
    place: Place,
    #[slots(base)]
    owner: Owner,
}

fn main() {}
