use slotted::prelude::*;

// A field of a union need not hold a value of its type.
#[derive(Slots)]
#[slotted_test_macros::into_union]
struct Flag {
    on: bool,
    raw: u8,
}

fn main() {
    println!("{}", Flag::SLOTS.on.get(&Flag { raw: 77 }));
}
