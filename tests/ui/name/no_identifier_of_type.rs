use slotted::prelude::*;

#[derive(Slots)]
#[slots(name = "an event")]
struct Event {
    magnitude: f64,
}

fn main() {}
