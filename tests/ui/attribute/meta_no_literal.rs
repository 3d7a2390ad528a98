use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    #[slots(meta(unit = b"m"))]
    x: f64,
}

fn main() {}
