use slotted::prelude::*;

#[derive(Slots)]
#[slots(frozen)]
struct Point {
    x: f64,
}

fn main() {
    let mut p = Point { x: 1.0 };
    Point::SLOTS.x.set(&mut p, 2.0);
}
