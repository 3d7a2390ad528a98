use slotted::prelude::*;

#[derive(SlotValue)]
struct None();

#[derive(SlotValue)]
struct Many(u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8);

fn main() {}
