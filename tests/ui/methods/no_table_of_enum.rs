use slotted::prelude::*;

#[derive(SlotValue)]
#[slots(methods)]
enum Figure {
    Circle { radius: f64 },
}

fn main() {
    let Figure::Circle { radius: _ } = Figure::Circle { radius: 1.0 };
}
