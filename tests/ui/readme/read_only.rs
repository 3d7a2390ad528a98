use slotted::prelude::*;

#[derive(Slots)]
struct Account {
    #[slots(readonly)]
    number: u64,
    balance: i64,
}

fn main() {
    let mut account = Account { number: 1, balance: 0 };
    Account::SLOTS.number.set(&mut account, 2);
}
