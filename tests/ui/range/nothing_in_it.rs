use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(range = 9..=1)]
    slot: u16,
}

fn main() {}
