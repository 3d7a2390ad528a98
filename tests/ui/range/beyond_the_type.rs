use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(range = 1..=70_000)]
    slot: u16,
}

fn main() {}
