use slotted::prelude::*;

#[derive(Slots, Default)]
#[slots(default)]
struct Gauge {
    value: f64,
}

fn main() {}
