use slotted::prelude::*;

#[derive(SlotValue)]
enum Never {}

fn main() {}
