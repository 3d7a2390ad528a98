use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Slots)]
struct Pixel {
    #[slots(base)]
    point: Point,
    x: u32,
}

fn main() {}
