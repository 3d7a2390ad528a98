use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    #[slots(skip, rename = "east")]
    x: f64,
}

fn main() {}
