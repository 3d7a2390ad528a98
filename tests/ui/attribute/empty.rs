use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    #[slots]
    x: f64,
}

fn main() {}
