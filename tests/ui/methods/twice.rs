use slotted::prelude::*;

#[derive(Slots)]
#[slots(methods)]
struct Account {
    balance: f64,
}

#[slotted::methods]
impl Account {
    fn deposit(&mut self, amount: f64) {
        self.balance += amount;
    }

    #[slots(rename = "deposit")]
    fn add(&mut self, amount: f64) {
        self.deposit(amount);
    }
}

fn main() {}
