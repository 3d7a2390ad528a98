use slotted::prelude::*;

#[derive(Slots)]
#[slots(readonly)]
struct Point {
    x: f64,
}

fn main() {}
