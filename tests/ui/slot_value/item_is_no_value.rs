use slotted::prelude::*;

struct Foreign;

#[derive(SlotValue)]
struct Sample(u8, Foreign, String);

fn main() {}
