use slotted::prelude::*;

#[derive(Slots)]
#[slots(ordered)]
struct Point {
    x: f64,
}

fn main() {}
