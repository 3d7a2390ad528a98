use slotted::prelude::*;

#[derive(Slots)]
#[slotted::methods]
struct Account {
    balance: f64,
}

fn main() {}
