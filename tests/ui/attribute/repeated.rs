use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    #[slots(rename = "east")]
    #[slots(rename = "longitude")]
    x: f64,
}

fn main() {}
