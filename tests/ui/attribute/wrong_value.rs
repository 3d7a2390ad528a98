use slotted::prelude::*;

#[derive(Slots)]
#[slots(size = "64")]
struct Point {
    x: f64,
}

fn main() {}
