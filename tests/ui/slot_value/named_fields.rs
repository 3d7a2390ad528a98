use slotted::prelude::*;

#[derive(SlotValue)]
struct Point {
    x: f64,
}

fn main() {}
