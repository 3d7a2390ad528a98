use slotted::prelude::*;

struct Amount(f64);

#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
}

#[slotted::methods]
impl Account {
    fn deposit(&mut self, amount: Amount) {
        self.balance += amount.0;
    }
}

fn main() {}
