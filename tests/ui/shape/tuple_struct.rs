use slotted::prelude::*;

#[derive(Slots)]
struct Point(f64, f64);

fn main() {}
