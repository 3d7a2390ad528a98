use slotted::prelude::*;

#[derive(Slots)]
enum Shape {
    Circle { radius: f64 },
    Square { side: f64 },
}

fn main() {}
