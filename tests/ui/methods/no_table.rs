use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
}

fn main() {
    let _ = Account { balance: 1.0 }.balance;
}
