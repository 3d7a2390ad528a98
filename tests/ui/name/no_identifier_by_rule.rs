use slotted::prelude::*;

#[derive(Slots)]
#[slots(rename_all = "camelCase")]
struct Event {
    _1st: String,
}

fn main() {}
