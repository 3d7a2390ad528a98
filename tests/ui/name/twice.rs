use slotted::prelude::*;

#[derive(Slots)]
struct Event {
    magnitude: f64,
    #[slots(rename = "magnitude")]
    mag: f64,
}

fn main() {}
