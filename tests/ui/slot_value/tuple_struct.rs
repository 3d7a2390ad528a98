use slotted::prelude::*;

#[derive(SlotValue)]
struct Point(f64, f64);

fn main() {}
