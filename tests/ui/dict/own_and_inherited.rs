use slotted::prelude::*;

#[derive(Slots)]
#[slots(dict)]
struct Event {
    __dict__: Dict,
}

#[derive(Slots)]
#[slots(dict)]
struct Earthquake {
    #[slots(base)]
    event: Event,
    __dict__: Dict,
}

fn main() {}
