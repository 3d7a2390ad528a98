use slotted::prelude::*;

#[derive(Slots)]
struct Server {
    #[slots(opaque, range = 1..=9)]
    slot: std::time::Instant,
}

fn main() {}
