use slotted::prelude::*;

#[derive(Slots)]
struct Event {
    #[slots(dict)]
    extra: Dict,
}

#[derive(Slots)]
struct Place {
    #[slots(dict)]
    tags: Dict,
}

#[derive(Slots)]
struct Earthquake {
    #[slots(base)]
    event: Event,
    #[slots(base)]
    place: Place,
}

fn main() {}
