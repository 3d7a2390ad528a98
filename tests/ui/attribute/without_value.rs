use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    #[slots(rename)]
    x: f64,
}

fn main() {}
