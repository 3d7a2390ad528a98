use slotted::prelude::*;

// What the derive took for a `Dict` is a number.
#[derive(Slots)]
#[slotted_test_macros::dict_into_usize]
struct Event {
    #[slots(dict)]
    extra: Dict,
}

fn main() {
    println!("{}", Event { extra: 0x1000 }.dict().len());
}
