use slotted::prelude::*;

#[derive(Slots)]
#[slots(weakref)]
struct Airport {
    code: String,
    __weakref__: Option<Box<u8>>,
}

fn main() {}
