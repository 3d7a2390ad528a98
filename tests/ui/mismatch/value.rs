use slotted::prelude::*;

#[derive(Slots)]
struct Point {
    x: f64,
    y: f64,
}

fn main() {
    let mut p = Point { x: 1.0, y: 2.0 };
    Point::SLOTS.x.set(&mut p, "far");
}
