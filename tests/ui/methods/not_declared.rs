use slotted::prelude::*;

#[derive(Slots)]
struct Account {
    balance: f64,
}

#[slotted::methods]
impl Account {
    fn deposit(&mut self, amount: f64) {
        self.balance += amount;
    }
}

fn main() {}
