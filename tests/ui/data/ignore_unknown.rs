use slotted::prelude::*;

#[derive(Slots)]
#[slots(ignore_unknown)]
struct Point {
    x: f64,
}

#[derive(Slots)]
#[slots(dict, deserialize, ignore_unknown)]
struct Event {
    __dict__: Dict,
}

fn main() {}
