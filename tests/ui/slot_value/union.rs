use slotted::prelude::*;

#[derive(SlotValue)]
union Bits {
    int: u32,
    float: f32,
}

fn main() {}
