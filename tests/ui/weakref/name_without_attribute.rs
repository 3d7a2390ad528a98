use slotted::WeakSlot;
use slotted::prelude::*;

#[derive(Slots)]
struct Airport {
    code: String,
    __weakref__: WeakSlot,
}

fn main() {}
