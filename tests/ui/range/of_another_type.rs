use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(range = 0.5..=1.5)]
    slot: u16,
}

fn main() {}
