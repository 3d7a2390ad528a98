use slotted::prelude::*;

#[derive(Slots)]
struct Event {
    #[slots(dict)]
    tags: Dict,
    #[slots(dict)]
    extra: Dict,
}

fn main() {}
