use slotted::prelude::*;

struct Handle(u8);

#[derive(Slots)]
struct Window {
    #[slots(opaque(eq))]
    handle: Handle,
}

fn main() {}
