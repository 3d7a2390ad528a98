use slotted::prelude::*;

#[derive(Slots)]
#[slots(serialize)]
struct Window {
    #[slots(opaque(eq, clone))]
    handle: u8,
}

fn main() {}
