use slotted::prelude::*;

#[derive(Slots)]
struct Event {
    #[slots(meta(high = 99999999999999999999))]
    magnitude: f64,
}

fn main() {}
