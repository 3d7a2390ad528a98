use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(range = 1..=9)]
    slot: String,
}

fn main() {}
