use slotted::prelude::*;

struct Foreign;

#[derive(SlotValue)]
enum Shape {
    Square,
    Circle { radius: Foreign },
}

fn main() {}
