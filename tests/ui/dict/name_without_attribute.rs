use slotted::prelude::*;

#[derive(Slots)]
struct Event {
    magnitude: f64,
    __dict__: Dict,
}

fn main() {}
