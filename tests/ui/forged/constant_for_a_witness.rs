#![forbid(unsafe_code)]
#![allow(non_upper_case_globals)]

use slotted::prelude::*;

trait Pick {
    type Out: 'static;
}

// The field's type and the row's are two; and there is a constant of the name that the witness gives to the
// field: as a pattern, it would stand for itself, and for the field's type.
mod __slots {
    pub struct Value;
}

impl Pick for __slots::Value {
    type Out = &'static mut [u8; 0];
}

impl Pick for slotted::Value {
    type Out = [u8; 0];
}

const fn empty() -> &'static mut [u8; 0] {
    &mut []
}

const __it0: &'static mut [u8; 0] = empty();

#[derive(Slots)]
struct Holder {
    #[slots(opaque, default = [])]
    it: <__slots::Value as Pick>::Out,
}

fn main() {}
