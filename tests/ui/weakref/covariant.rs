use slotted::prelude::*;
use slotted::{LocalObj, WeakSlot};

#[derive(Slots)]
#[slots(weakref)]
struct Holder<F: 'static> {
    #[slots(opaque)]
    call: F,
    __weakref__: WeakSlot,
}

// The two types have another identity each, and one object has one.
fn shorter(
    object: LocalObj<Holder<for<'a> fn(&'a u8)>>,
) -> LocalObj<Holder<fn(&'static u8)>> {
    object
}

fn shorter_weak(
    object: slotted::LocalWeakObj<Holder<for<'a> fn(&'a u8)>>,
) -> slotted::LocalWeakObj<Holder<fn(&'static u8)>> {
    object
}

fn main() {}
