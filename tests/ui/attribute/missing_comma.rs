use slotted::prelude::*;

#[derive(Slots)]
struct Event {
    #[slots(readonly optional)]
    place: Option<String>,
}

fn main() {}
