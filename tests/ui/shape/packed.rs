use slotted::prelude::*;

#[derive(Slots)]
#[repr(C, packed(2))]
struct Header {
    kind: u8,
    length: u32,
}

fn main() {}
