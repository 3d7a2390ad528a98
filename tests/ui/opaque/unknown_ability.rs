use slotted::prelude::*;

#[derive(Slots)]
struct Window {
    #[slots(opaque(hash))]
    handle: u8,
}

fn main() {}
