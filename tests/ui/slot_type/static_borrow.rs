use slotted::prelude::*;

#[derive(Slots)]
struct Unit {
    symbol: &'static str,
}

fn main() {}
