use slotted::prelude::*;

#[derive(SlotValue)]
#[slots(serde)]
enum Shape {
    Square,
    #[slots(with = metres)]
    Circle(f64),
}

fn main() {}
