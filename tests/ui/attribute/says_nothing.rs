use slotted::prelude::*;

#[derive(Slots)]
struct Event {
    #[slots()]
    place: Option<String>,
}

fn main() {}
