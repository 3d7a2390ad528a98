//! A type that is asserted to have no padding has some.

use slotted::Slots;

#[derive(Slots)]
#[repr(C)]
struct Reading {
    valid: bool,
    at: u64,
}

const _: () = slotted::no_padding::<Reading>();

fn main() {}
