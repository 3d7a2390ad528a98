#![forbid(unsafe_code)]
use slotted::prelude::*;

#[derive(Slots)]
struct Flags {
    // No `unsafe` of the derive's covers it.
    #[slots(default = core::mem::transmute::<u8, bool>(7))]
    on: bool,
}

fn main() {}
