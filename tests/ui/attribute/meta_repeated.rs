use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    #[slots(meta(unit = "m", unit = "ft"))]
    x: f64,
}

fn main() {}
