use slotted::prelude::*;

#[derive(SlotValue)]
#[slots(untagged)]
enum Id {
    Number(u64),
    Name(String),
}

fn main() {}
