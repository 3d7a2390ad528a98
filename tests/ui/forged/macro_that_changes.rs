use slotted::prelude::*;
use slotted::WeakSlot;

#[derive(Slots)]
#[slots(weakref)]
struct Referable {
    __weakref__: WeakSlot,
}

#[derive(Slots)]
struct Plain {
    x: u8,
}

// In `type Weakref`, the macro names another base than elsewhere: the type would have a
// `__weakref__`, and its layout none.
#[derive(Slots)]
struct Changing {
    #[slots(base)]
    base: slotted_test_macros::other_once!(2, Plain, Referable),
}

fn main() {}
