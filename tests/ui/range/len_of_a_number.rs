use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(len = 1..=9)]
    slot: u16,
}

fn main() {}
