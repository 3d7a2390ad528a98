use slotted::prelude::*;

#[derive(Slots)]
#[slots(transparent)]
struct Point {
    x: f64,
}

fn main() {}
