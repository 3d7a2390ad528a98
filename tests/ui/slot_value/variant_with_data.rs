use slotted::prelude::*;

#[derive(SlotValue)]
enum Shape {
    Square,
    Circle { radius: f64 },
    Line(f64),
}

fn main() {}
