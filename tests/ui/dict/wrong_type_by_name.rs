use slotted::prelude::*;

#[derive(Slots)]
#[slots(dict)]
struct Event {
    magnitude: f64,
    __dict__: u64,
}

fn main() {}
